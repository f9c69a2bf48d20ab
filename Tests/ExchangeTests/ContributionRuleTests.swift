import Platform
import SQL
import TestSupport
import Testing

@testable import Exchange

/// Amounts as people type and read them, and the sums of the ledger: by many generated cases.
struct ContributionRuleTests {
    private static let scripts: [[Character]] = [
        Array("0123456789"), Array("০১২৩৪৫৬৭৮৯"), Array("٠١٢٣٤٥٦٧٨٩"), Array("۰۱۲۳۴۵۶۷۸۹"), Array("०१२३४५६७८९"),
    ]

    private func unit(_ code: String) throws -> QuantityUnit { try #require(QuantityUnit(code)) }

    /// Typed in any script, with or without separators, an amount is the same whole number.
    @Test func amountsAreReadInAnyScript() throws {
        var generator = SeededGenerator(seed: 51)
        for _ in 0..<5_000 {
            let unit = try unit(["USD", "JPY", "BHD", "BDT", "CLF", "day"].randomElement(using: &generator) ?? "USD")
            let minor = Int64.random(in: 0...[9, 12_345, 99_999_999, Quantity.most].randomElement(using: &generator)!, using: &generator)
            let plain = Quantity(minor: minor, unit: unit).text
            #expect(try Quantity(typed: plain, unit: unit).minor == minor)
            let parts = plain.split(separator: ".")
            var whole = String(parts[0])
            if Bool.random(using: &generator) {
                var grouped = ""
                for (index, digit) in whole.reversed().enumerated() {
                    if index > 0, index.isMultiple(of: 3) { grouped = "," + grouped }
                    grouped = String(digit) + grouped
                }
                whole = grouped
            }
            let typed = whole + (parts.count == 2 ? "." + parts[1] : "")
            let digits = Self.scripts.randomElement(using: &generator) ?? Self.scripts[0]
            let arabic = digits[1] == "١"
            let written = String(typed.map { character -> Character in
                if let value = character.wholeNumberValue { return digits[value] }
                return arabic ? (character == "." ? "٫" : "٬") : character
            })
            #expect(try Quantity(typed: written, unit: unit).minor == minor, "\(written) \(unit.code)")
        }
    }

    @Test func decimalsAreTheCurrencys() throws {
        let decimals: [(String, Int)] = [
            ("JPY", 0), ("USD", 2), ("BHD", 3), ("KWD", 3), ("XOF", 0), ("ISK", 0), ("CLF", 4), ("BDT", 2), ("FJD", 2), ("day", 1),
        ]
        for (code, count) in decimals { #expect(try unit(code).decimals == count, "\(code)") }
        for code in ["XAU", "XTS", "XXX", "ZZZ", "usd", ""] { #expect(QuantityUnit(code) == nil, "\(code)") }
        func fault(_ text: String, _ code: String) throws -> Quantity.Fault? {
            let unit = try unit(code)
            do {
                _ = try Quantity(typed: text, unit: unit)
                return nil
            } catch { return error }
        }
        #expect(try fault("12.5", "JPY") == .tooManyDecimals(allowed: 0) && fault("12.00", "JPY") == nil)
        #expect(try fault("1.2345", "BHD") == .tooManyDecimals(allowed: 3) && fault("1.234", "BHD") == nil)
        #expect(try fault("-1", "USD") == .negative && fault("-0", "USD") == nil)
        #expect(try fault("1,5", "USD") == .noNumber && fault("1e3", "USD") == .noNumber && fault("", "USD") == .noNumber)
        #expect(try fault("99999999999999999999", "USD") == .tooMuch && fault("10000000000000.01", "USD") == .tooMuch)
        #expect(try fault("0.25", "day") == .tooManyDecimals(allowed: 1))
    }

    /// What a page shows is read back as the same amount, in each language.
    @Test(arguments: ["en", "bn", "ar"])
    func shownAmountsAreReadBack(language: String) throws {
        let words = try Catalogue(folders: [Catalogue.platformFolder, Exchange.languages]).words(language)
        var generator = SeededGenerator(seed: 52)
        for _ in 0..<2_000 {
            let unit = try unit(["USD", "JPY", "BHD"].randomElement(using: &generator) ?? "USD")
            let minor = Int64.random(in: 0...Quantity.most, using: &generator)
            let shown = words.quantity(minor, unit)
            #expect(shown.hasSuffix(" \(unit.code)"))
            let number = String(shown.dropLast(4)).filter { !["\u{200E}", "\u{200F}", "\u{61C}"].contains($0) }
            #expect(try Quantity(typed: number, unit: unit).minor == minor, "\(shown)")
        }
        if language == "en" {
            #expect(try words.quantity(123_450, unit("USD")) == "1,234.50 USD" && words.quantity(125, unit("day")) == "12.5 days")
            #expect(try words.quantity(20, unit("day")) == "2 days" && words.quantity(5, unit("BHD")) == "0.005 BHD")
        }
    }

    /// The ledger's sums are what adding the records one by one gives, and no line mixes units.
    @Test func theLedgerAddsUp() throws {
        var generator = SeededGenerator(seed: 53)
        func pick<Value>(_ values: [Value]) -> Value { values[Int.random(in: 0..<values.count, using: &generator)] }
        for _ in 0..<200 {
            let cells = try (0..<Int.random(in: 0...60, using: &generator)).map { _ in
                let kind = pick(Contribution.Kind.allCases)
                let unit: QuantityUnit? = try kind == .expertDays ? .day : pick([unit("USD"), unit("JPY"), kind == .inKind ? nil : unit("BHD")])
                return LedgerCell(
                    country: pick(["BD", "FJ", nil]), kind: kind, unit: unit, year: pick(["2025", "2026"]),
                    stage: pick([.committed, .delivered]), records: pick([1, 2, 3]),
                    minor: unit == nil ? 0 : Int64.random(in: 0...1_000_000, using: &generator))
            }
            let (country, year) = (pick(["BD", nil]), pick(["2026", nil]))
            let ledger = Ledger(cells, country: country, year: year)
            let wanted = cells.filter { (country == nil || $0.country == country) && (year == nil || $0.year == year) }
            for line in ledger.lines {
                let mine = wanted.filter { ($0.country, $0.kind, $0.unit, $0.year) == (line.country, line.kind, line.unit, line.year) }
                #expect(line.planned == mine.filter { $0.stage == .committed }.reduce(0) { $0 + $1.minor })
                #expect(line.delivered == mine.filter { $0.stage == .delivered }.reduce(0) { $0 + $1.minor })
            }
            for line in ledger.totals {
                let mine = wanted.filter { ($0.kind, $0.unit) == (line.kind, line.unit) }
                #expect(line.planned == mine.filter { $0.stage == .committed }.reduce(0) { $0 + $1.minor })
                #expect(line.deliveredRecords == mine.filter { $0.stage == .delivered }.reduce(0) { $0 + $1.records })
            }
            #expect(ledger.lines.reduce(0) { $0 + $1.plannedRecords + $1.deliveredRecords } == wanted.reduce(0) { $0 + $1.records })
        }
    }
}
