import Web

/// What a form with repeated groups sent, with its rows in order and the empty ones gone.
///
/// Row 2 of the indicators is `indicators.2.name`, `indicators.2.value` …, the name that an error of the rules bears too. A
/// row that holds nothing is dropped and those after it move up, so that the form that is shown again and the errors agree.
struct FormRows: Sendable {
    private(set) var values: [String: [String]]
    /// More than any list of the rules holds, so that too many are told and not cut off in silence.
    private static let most = Completeness.listLimit + 20

    init(_ form: Form, groups: [String: [String]]) {
        values = form.values
        for (group, parts) in groups {
            var rows: [[String]] = []
            for index in 0..<Self.most {
                let cells = parts.map { values["\(group).\(index).\($0)"]?.first ?? "" }
                for part in parts { values["\(group).\(index).\(part)"] = nil }
                let isRemoved = values.removeValue(forKey: "\(group).\(index).remove") != nil
                if !isRemoved, cells.contains(where: { !$0.isEmpty }) { rows.append(cells) }
            }
            for (index, cells) in rows.enumerated() {
                for (part, cell) in zip(parts, cells) { values["\(group).\(index).\(part)"] = [cell] }
            }
            counts[group] = rows.count
        }
    }

    private var counts: [String: Int] = [:]

    func count(_ group: String) -> Int { counts[group] ?? 0 }

    subscript(_ name: String) -> String? {
        guard let text = values[name]?.first, !text.isEmpty else { return nil }
        return text
    }

    func all(_ name: String) -> [String] { (values[name] ?? []).filter { !$0.isEmpty } }

    func has(_ name: String) -> Bool { values[name] != nil }
}

/// Reads the typed answers of one form as the types that the record wants, and gathers what is wrong with them.
struct FormReader {
    let rows: FormRows
    private(set) var issues: [ContentIssue] = []

    init(_ rows: FormRows) { self.rows = rows }

    func text(_ name: String) -> String { rows[name] ?? "" }

    mutating func needed(_ name: String) -> String {
        if rows[name] == nil { issues.append(ContentIssue(name, "error.required")) }
        return rows[name] ?? ""
    }

    mutating func number(_ name: String) -> Double? {
        guard let text = rows[name] else { return nil }
        if let number = TypedNumber.decimal(text) { return number }
        issues.append(ContentIssue(name, "error.number", ["value": text]))
        return nil
    }

    mutating func wholeNumber(_ name: String) -> Int? {
        guard let text = rows[name] else { return nil }
        if let number = TypedNumber.whole(text) { return number }
        issues.append(ContentIssue(name, "error.whole-number", ["value": text]))
        return nil
    }

    /// A partial date: its digits may be of any script; whether it is one is the rules' business.
    func date(_ name: String) -> String? { rows[name].map(TypedNumber.asciiDigits) }

    mutating func choice<Code: RawRepresentable<String> & CaseIterable>(_ name: String) -> Code? {
        rows[name].flatMap { code($0, name) }
    }

    mutating func choices<Code: RawRepresentable<String> & CaseIterable>(_ name: String) -> [Code] {
        var found: [Code] = []
        for text in rows.all(name) {
            if let code: Code = code(text, name) { found.append(code) }
        }
        return found
    }

    private mutating func code<Code: RawRepresentable<String> & CaseIterable>(_ text: String, _ name: String) -> Code? {
        if let code = Code(rawValue: text) { return code }
        issues.append(
            ContentIssue(
                name, "error.choice",
                ["value": text, "choices": Code.allCases.map(\.rawValue).joined(separator: ", ")]))
        return nil
    }

    /// An amount with its currency; nil when neither was typed.
    mutating func cost(_ name: String) -> SolutionContent.Cost? {
        let amount = number("\(name).amount")
        let year = wholeNumber("\(name).year")
        let currency = rows["\(name).currency"]?.uppercased()
        guard rows["\(name).amount"] != nil else {
            if currency != nil || year != nil || rows["\(name).source"] != nil {
                issues.append(ContentIssue("\(name).amount", "error.required"))
            }
            return nil
        }
        guard let currency else {
            issues.append(ContentIssue("\(name).currency", "error.required"))
            return nil
        }
        return amount.map { .init(amount: $0, currency: currency, year: year, source: rows["\(name).source"]) }
    }
}

/// Numbers as people type them: in the digits of their script, with or without separators of thousands.
enum TypedNumber {
    static func asciiDigits(_ text: String) -> String {
        String(text.map { character in
            guard !character.isASCII, character.isNumber, let digit = character.wholeNumberValue, digit < 10 else {
                return character
            }
            return Character(String(digit))
        })
    }

    static func whole(_ text: String) -> Int? { decimal(text).flatMap { Int(exactly: $0) } }

    /// "1,234.5", "12,34,567", "1 234", "১২৩"; a comma that could as well be a decimal point is refused.
    static func decimal(_ text: String) -> Double? {
        parts(text).flatMap { Double(($0.isNegative ? "-" : "") + $0.whole + ($0.fraction.isEmpty ? "" : "." + $0.fraction)) }
    }

    /// The digits before and after the point, so that an amount never goes through a binary fraction.
    static func parts(_ text: String) -> (isNegative: Bool, whole: String, fraction: String)? {
        let plain = asciiDigits(text).map { character -> Character in
            switch character {
            case "٫": "."
            case "٬", "\u{A0}", "\u{202F}", " ": ","
            default: character
            }
        }
        let isNegative = plain.first == "-"
        let parts = plain.dropFirst(isNegative ? 1 : 0).split(separator: ".", omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count), parts.allSatisfy({ !$0.isEmpty }) else { return nil }
        let groups = parts[0].split(separator: ",", omittingEmptySubsequences: false)
        guard groups.count == 1
            || (groups.dropFirst().allSatisfy { (2...3).contains($0.count) } && groups[groups.count - 1].count == 3
                && (1...3).contains(groups[0].count))
        else { return nil }
        let digits = groups.flatMap { $0 }
        guard (digits + (parts.count == 2 ? Array(parts[1]) : [])).allSatisfy({ $0.isASCII && $0.isNumber }) else {
            return nil
        }
        return (isNegative, String(digits), parts.count == 2 ? String(parts[1]) : "")
    }

    /// As a field shows it: no separators, no ".0".
    static func text(_ number: Double) -> String {
        Int(exactly: number).map(String.init) ?? "\(number)"
    }
}
