import Foundation

/// What somebody answered to a service's form: for each question, by its key, one value or several.
///
/// A question of a group has the key `GROUP.0.QUESTION`; a person is `KEY.name` and `KEY.phone`.
public struct FormAnswers: Sendable, Equatable, Codable {
    public var values: [String: [String]]

    public init(_ values: [String: [String]] = [:]) { self.values = values }

    public init(from decoder: any Decoder) throws {
        values = try decoder.singleValueContainer().decode([String: [String]].self)
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(values)
    }

    public subscript(key: String) -> String? { values[key]?.first }

    /// How many rows of a group hold anything.
    public func rows(_ group: FormField) -> Int {
        (0..<group.rows).last { row in values.contains { $0.key.hasPrefix("\(group.key).\(row).") && !$0.value.allSatisfy(\.isEmpty) } }
            .map { $0 + 1 } ?? 0
    }

    /// Is a question asked, given the answers before it?
    public func asks(_ field: FormField, prefix: String = "") -> Bool {
        guard let condition = field.condition else { return true }
        let given = values[prefix + condition.field] ?? values[condition.field] ?? []
        return given.contains { condition.isOneOf.contains($0) }
    }
}

/// Reads what was typed against the form: keeps what was asked, and tells everything that is wrong.
struct FormReading {
    private(set) var answers = FormAnswers()
    private(set) var issues: [FieldIssue] = []
    private let typed: FormAnswers
    /// The questions for which a file has been sent.
    private let files: Set<String>

    init(_ form: [FormField], typed: [String: [String]], files: Set<String>) {
        self.typed = FormAnswers(typed)
        self.files = files
        for field in form + CaseContact.extra(form) { read(field, prefix: "") }
    }

    private mutating func read(_ field: FormField, prefix: String) {
        guard typed.asks(field, prefix: prefix) else { return }
        let key = prefix + field.key
        switch field.kind {
        case .group:
            let rows = typed.rows(field)
            if rows == 0, field.isRequired { issues.append(FieldIssue("\(key).0.\(field.fields.first?.key ?? "")", "error.empty")) }
            for row in 0..<rows {
                for part in field.fields { read(part, prefix: "\(key).\(row).") }
            }
        case .file: if field.isRequired, !files.contains(key) { issues.append(FieldIssue(key, "error.file-missing")) }
        case .choices:
            let chosen = (typed.values[key] ?? []).filter { !$0.isEmpty }
            if chosen.isEmpty, field.isRequired { issues.append(FieldIssue(key, "error.empty")) }
            for value in chosen where !field.options.contains(where: { $0.key == value }) { unknown(key, value, field.options.map(\.key)) }
            if !chosen.isEmpty { answers.values[key] = chosen }
        case .person:
            take("\(key).name", required: field.isRequired, most: FormField.usualMost)
            if let phone = take("\(key).phone", required: false, most: 40) { checkPhone(phone, "\(key).phone") }
        case .date: readDate(field, key)
        case .place: readPlace(field, key)
        default: readLine(field, key)
        }
    }

    private mutating func readLine(_ field: FormField, _ key: String) {
        guard let value = take(key, required: field.isRequired, most: field.characters) else { return }
        switch field.kind {
        case .wholeNumber, .money:
            let plain = Self.western(value).filter { $0 != "," && $0 != " " }
            let number = field.kind == .money ? Double(plain) : Int(plain).map(Double.init)
            guard let number, number.isFinite else {
                issues.append(FieldIssue(key, "error.figure", ["value": value]))
                return
            }
            let (least, most) = (field.minimum ?? 0, field.maximum ?? 1_000_000_000)
            if number < Double(least) || number > Double(most) {
                issues.append(FieldIssue(key, "error.figure-range", ["least": String(least), "most": String(most)]))
            }
            answers.values[key] = [plain]
        case .choice: if !field.options.contains(where: { $0.key == value }) { unknown(key, value, field.options.map(\.key)) }
        case .yesNo: if !["yes", "no"].contains(value) { unknown(key, value, ["yes", "no"]) }
        case .email: if !value.contains("@") || value.contains(" ") { issues.append(FieldIssue(key, "error.email-address", ["value": value])) }
        case .phone: checkPhone(value, key)
        default: break
        }
    }

    /// A place is a text, a point on the map (`KEY.lat` and `KEY.long`), or both.
    private mutating func readPlace(_ field: FormField, _ key: String) {
        var hasPoint = false
        for (part, most) in [("lat", 90.0), ("long", 180.0)] {
            guard let text = typed["\(key).\(part)"], !text.isEmpty else { continue }
            if let number = Double(Self.western(text)), number.isFinite, abs(number) <= most {
                answers.values["\(key).\(part)"] = [String(number)]
                hasPoint = true
            } else {
                issues.append(FieldIssue("\(key).\(part)", "error.point", ["most": String(Int(most))]))
            }
        }
        take(key, required: field.isRequired && !hasPoint, most: field.characters)
    }

    /// A date comes in three boxes from a page, as `2026-04-15` from a program.
    private mutating func readDate(_ field: FormField, _ key: String) {
        let boxes = ["year", "month", "day"].map { typed["\(key)-\($0)"].map(Self.western) ?? "" }
        var text = typed[key].map(Self.western) ?? ""
        if !boxes.allSatisfy(\.isEmpty) {
            let padded = zip(boxes, [4, 2, 2]).map { box, width in String(repeating: "0", count: max(0, width - box.count)) + box }
            text = padded.joined(separator: "-")
        }
        if text.isEmpty {
            if field.isRequired { issues.append(FieldIssue(key, "error.empty")) }
            return
        }
        if let day = Day(text), day.number > -55_000, day < Day.range.upperBound {
            answers.values[key] = [day.description]
        } else {
            issues.append(FieldIssue(key, "error.day-typed"))
        }
    }

    @discardableResult
    private mutating func take(_ key: String, required: Bool, most: Int) -> String? {
        guard let value = typed[key], !value.isEmpty else {
            if required { issues.append(FieldIssue(key, "error.empty")) }
            return nil
        }
        if value.count > most { issues.append(FieldIssue(key, "error.longer", ["limit": String(most), "length": String(value.count)])) }
        if PlainText.hasControls(value) { issues.append(FieldIssue(key, "error.control-characters")) }
        answers.values[key] = [value]
        return value
    }

    private mutating func unknown(_ key: String, _ value: String, _ known: [String]) {
        issues.append(FieldIssue(key, "error.unknown-value", ["value": value, "known": known.joined(separator: ", ")]))
    }

    private mutating func checkPhone(_ value: String, _ key: String) {
        let digits = Self.western(value).filter(\.isNumber).count
        let isPlain = value.allSatisfy { $0.isNumber || "+-() .".contains($0) }
        if !isPlain || !(5...20).contains(digits) { issues.append(FieldIssue(key, "error.phone", ["value": value])) }
    }

    /// Digits of any script as 0 to 9.
    static func western(_ text: String) -> String {
        if text.utf8.allSatisfy({ $0 < 0x80 }) { return text }
        return String(text.map { character in character.wholeNumberValue.map { Character(String($0)) } ?? character })
    }
}

enum PlainText {
    /// Characters that no keyboard writes and that could hide something.
    static func hasControls(_ text: String) -> Bool {
        text.unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" && $0 != "\t" || $0.value == 0x7F || (0x202A...0x202E).contains($0.value) }
    }

    /// The faults of words that somebody wrote to somebody.
    static func issues(_ text: String?, _ field: String, most: Int = 4_000) -> [FieldIssue] {
        guard let text else { return [] }
        if text.count > most { return [FieldIssue(field, "error.longer", ["limit": String(most), "length": String(text.count)])] }
        return hasControls(text) ? [FieldIssue(field, "error.control-characters")] : []
    }
}
