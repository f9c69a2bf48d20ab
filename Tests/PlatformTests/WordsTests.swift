import Foundation
import Platform
import TestSupport
import Testing

@Suite struct WordsTests {
    private static func catalogue(_ files: [String: String], timeZone: TimeZone = .gmt) async throws -> Catalogue {
        try await withTemporaryFolder { folder in
            for (name, text) in files { try Data(text.utf8).write(to: folder.appending(path: name)) }
            return try Catalogue(folders: [Catalogue.platformFolder, folder], timeZone: timeZone)
        }
    }

    private static let files = [
        "en.json": #"""
        {"title": "Title", "only.english": "Only here", "hello": "Good morning, {name}! {{x} {unknown}",
         "solutions": {"one": "{count} solution in {country}", "other": "{count} solutions in {country}"}}
        """#,
        "bn.json": #"{"title": "শিরোনাম", "solutions": {"one": "{count}টি সমাধান", "other": "{count}টি সমাধান"}}"#,
        "ar.json": #"""
        {"title": "العنوان", "solutions": {"zero": "لا حلول", "one": "حل واحد", "two": "حلان", "few": "{count} حلول",
         "many": "{count} حلًا", "other": "{count} حل"}}
        """#,
    ]

    @Test func textsAreFilledAndFallBack() async throws {
        let catalogue = try await Self.catalogue(Self.files)
        let (en, bn) = (catalogue.words("en"), catalogue.words("bn"))
        #expect(catalogue.languages == ["en", "bn", "ar"])
        #expect(en("title") == "Title")
        #expect(bn("title") == "শিরোনাম")
        #expect(bn("only.english") == "Only here")
        #expect(en("hello", ["name": "<b>"]) == "Good morning, <b>! {x} {unknown}")
        #expect(en("no.such.key") == "no.such.key" && !en.has("no.such.key") && bn.has("only.english"))
        #expect(catalogue.words("bn-BD").language == "bn")
        #expect(catalogue.words("xx").language == "en")
        #expect(catalogue.words("ar").direction == .rtl && bn.direction == .ltr)
        #expect(catalogue.placeholders("solutions", "en") == ["count", "country"])
        #expect(catalogue.missing("bn") == ["hello", "only.english"])
        #expect(catalogue.missing("ar") == ["hello", "only.english"])
    }

    @Test(arguments: [
        ("en", 0, "0 solutions in Fiji"), ("en", 1, "1 solution in Fiji"), ("en", 1234, "1,234 solutions in Fiji"),
        ("bn", 0, "০টি সমাধান"), ("bn", 123_456, "১,২৩,৪৫৬টি সমাধান"),
        ("ar", 0, "لا حلول"), ("ar", 1, "حل واحد"), ("ar", 2, "حلان"), ("ar", 3, "٣ حلول"), ("ar", 10, "١٠ حلول"),
        ("ar", 11, "١١ حلًا"), ("ar", 99, "٩٩ حلًا"), ("ar", 100, "١٠٠ حل"), ("ar", 102, "١٠٢ حل"),
        ("ar", 103, "١٠٣ حلول"), ("ar", 1003, "١٬٠٠٣ حلول"),
    ])
    func countsTakeTheirForm(_ language: String, _ count: Int, _ text: String) async throws {
        let words = try await Self.catalogue(Self.files).words(language)
        #expect(words("solutions", count: count, ["country": "Fiji"]) == text)
    }

    @Test func anEnglishFallbackIsCountedByEnglishRules() async throws {
        let words = try await Self.catalogue(["en.json": #"{"n": {"one": "{count} day", "other": "{count} days"}}"#]).words("ar")
        #expect(words("n", count: 1) == "١ day")
        #expect(words("n", count: 3) == "٣ days")
    }

    @Test(arguments: [
        ("xx.json", "{}"), ("en.json", "[]"), ("en.json", #"{"a": {"one": "1"}}"#), ("en.json", #"{"a": {"other": "", "lots": ""}}"#),
        ("en.json", #"{"a": "{open"}"#), ("en.json", #"{"csv.empty": "again"}"#), ("en.json", #"{"a": 1}"#),
    ])
    func aBrokenFileIsNamed(_ name: String, _ text: String) async throws {
        let error = await #expect(throws: CatalogueError.self) { try await Self.catalogue([name: text]) }
        #expect(error?.description.contains(name) == true)
    }

    @Test func platformTextsAreComplete() throws {
        let catalogue = try Catalogue(folders: [Catalogue.platformFolder])
        #expect(catalogue.missing("bn").isEmpty)
        #expect(catalogue.missing("ar").isEmpty)
        for key in catalogue.keys("en") {
            for language in ["bn", "ar"] {
                #expect(catalogue.placeholders(key, language) == catalogue.placeholders(key, "en"), "\(key) \(language)")
            }
        }
    }

    @Test(arguments: [
        ("en", "-1,234,567", "0.50", "42%", "20 November 2026", "20 November 2026, 12:00 UTC", "a, b and c"),
        ("bn", "-১২,৩৪,৫৬৭", "০.৫০", "৪২%", "২০ নভেম্বর, ২০২৬", "২০ নভেম্বর, ২০২৬, ১২:০০ UTC", "a, b এবং c"),
        ("ar", "\u{61C}-١٬٢٣٤٬٥٦٧", "٠٫٥٠", "٤٢٪\u{61C}", "٢٠ نوفمبر، ٢٠٢٦", "٢٠ نوفمبر، ٢٠٢٦، ١٢:٠٠ UTC", "a وb وc"),
    ])
    func formatsFollowTheLanguage(
        _ language: String, _ number: String, _ fraction: String, _ percent: String, _ date: String, _ dateTime: String,
        _ list: String
    ) throws {
        let words = try Catalogue(folders: [Catalogue.platformFolder]).words(language)
        #expect(words.number(-1_234_567) == number)
        #expect(words.number(0.495, fractionDigits: 2) == fraction)
        #expect(words.percent(0.4151) == percent)
        #expect(words.date(FixedClock.start) == date)
        #expect(words.dateTime(FixedClock.start) == dateTime)
        #expect(words.list(["a", "b", "c"]) == list)
    }

    /// The tables say what ICU itself would say, for many values.
    @Test(arguments: [("en", "en_GB"), ("bn", "bn-u-nu-beng"), ("ar", "ar-001-u-nu-arab")])
    func tablesAgreeWithICU(_ language: String, _ identifier: String) throws {
        let words = try Catalogue(folders: [Catalogue.platformFolder]).words(language)
        let locale = Locale(identifier: identifier)
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = .gmt
        let style = Date.FormatStyle(date: .long, time: .omitted, locale: locale, calendar: calendar, timeZone: .gmt)
        var generator = SeededGenerator(seed: 1)
        for _ in 0..<400 {
            let milliseconds = Int64.random(in: -2_000_000_000_000...4_000_000_000_000, using: &generator)
            let date = Date(timeIntervalSince1970: Double(milliseconds) / 1000)
            #expect(words.date(Timestamp(milliseconds: milliseconds)) == date.formatted(style))
            #expect(words.isoDateTime(Timestamp(milliseconds: milliseconds)) == Date(
                timeIntervalSince1970: (Double(milliseconds) / 1000).rounded(.down)).ISO8601Format())
            let number = Int.random(in: -99_999_999...99_999_999, using: &generator)
            #expect(words.number(number) == number.formatted(.number.locale(locale)))
            let amount = Double(number) / 1000
            #expect(
                words.number(amount, fractionDigits: 2)
                    == amount.formatted(.number.locale(locale).precision(.fractionLength(2)).rounded(rule: .toNearestOrAwayFromZero)))
        }
    }

    /// A page formats hundreds of values: each may cost a few microseconds, where a formatter made for the call costs a hundred.
    @Test func formattingIsCheap() throws {
        let words = try Catalogue(folders: [Catalogue.platformFolder]).words("bn")
        let clock = ContinuousClock()
        let best = (0..<5).map { _ in
            clock.measure {
                for number in 0..<1000 {
                    _ = words.dateTime(FixedClock.start.adding(.hours(number)))
                    _ = words.number(number * 1000)
                    _ = words.country("BD")
                }
            }
        }.min() ?? .zero
        #expect(best < .milliseconds(300), "1,000 dates, numbers and names took \(best)")
    }

    @Test func partialDatesAreShownAsFarAsTheyAreKnown() throws {
        let catalogue = try Catalogue(folders: [Catalogue.platformFolder])
        let (en, bn) = (catalogue.words("en"), catalogue.words("bn"))
        #expect(en.date("2017") == "2017" && bn.date("2017") == "২০১৭")
        #expect(en.date("2017-12") == "December 2017")
        #expect(en.date("2017-12-11") == "11 December 2017")
        for odd in ["", "soon", "2017-13", "2017-1", "2017-12-32", "17", "2017-12-11-1", "٢٠١٧"] {
            #expect(en.date(odd) == odd)
        }
    }

    @Test func momentsAreToldInTheGivenZone() throws {
        let dhaka = try #require(TimeZone(identifier: "Asia/Dhaka"))
        let words = try Catalogue(folders: [Catalogue.platformFolder], timeZone: dhaka).words("en")
        #expect(words.dateTime(FixedClock.start.adding(.hours(7))) == "21 November 2026, 01:00 UTC+6")
        // As the clock shows it in Suva, whatever the zone of the words.
        #expect(words.dateTime(FixedClock.start, offset: 12 * 3600) == "21 November 2026, 00:00")
    }

    @Test func namesAndMoney() throws {
        let catalogue = try Catalogue(folders: [Catalogue.platformFolder])
        let (en, bn, ar) = (catalogue.words("en"), catalogue.words("bn"), catalogue.words("ar"))
        #expect(en.country("NA") == "Namibia" && bn.country("BD") == "বাংলাদেশ" && ar.country("EG") == "مصر")
        #expect(en.country("??") == "??")
        #expect(en.languageName("bn") == "Bangla" && en.languageName("bn", inItself: true) == "বাংলা")
        #expect(en.money(1200, currency: "USD") == "US$1,200")
        #expect(en.money(-1200.5, currency: "GBP") == "-£1,200.50")
        #expect(en.money(1200.4, currency: "JPY").hasSuffix("1,200"))
        #expect(bn.money(1200.5, currency: "BDT").contains("১,২০০.৫০"))
        #expect(en.list([]) == "" && en.list(["a"]) == "a" && en.list(["a", "b"]) == "a and b")
        #expect(en.list(["a", "b", "c", "d", "e"]) == "a, b, c, d and e")
    }
}
