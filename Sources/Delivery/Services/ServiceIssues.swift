import Foundation
import Language

/// What keeps a definition from being used. Fields are named as in its JSON: `form[2].options`.
extension ServiceDefinition {
    public static let listLimit = 60
    public static let textLimit = 4_000
    public static let nameLimit = 200

    public func issues() -> [FieldIssue] {
        var found: [FieldIssue] = []
        check(name, "name", most: Self.nameLimit, isRequired: true, &found)
        check(description, "description", most: Self.textLimit, isRequired: false, &found)
        check(eligibility, "eligibility", most: Self.textLimit, isRequired: false, &found)
        if offices.isEmpty { found.append(FieldIssue("offices", "error.empty")) }
        if calendar.isEmpty { found.append(FieldIssue("calendar", "error.empty")) }
        for (field, count) in [
            ("offices", offices.count), ("form", form.count), ("evidence", evidence.count), ("fees", fees.count),
            ("steps", steps.count), ("endings", endings.count), ("feedback", feedback.count), ("sources", sources.count),
        ] where count > Self.listLimit {
            found.append(FieldIssue(field, "error.more-than", ["limit": String(Self.listLimit)]))
        }
        check(form, "form", before: [], &found)
        checkParts(&found)
        checkEndings(&found)
        found += deadline.issues().map { $0.within("deadline") }
        found += appealIssues() + (grievance?.issues(of: self).map { $0.within("grievance") } ?? [])
        found += retention.enumerated().flatMap { index, rule in rule.issues().map { $0.within("retention[\(index)]") } }
        if !(0...365).contains(reopenWithin) {
            found.append(FieldIssue("reopenWithin", "error.limit-range", ["value": String(reopenWithin), "most": "365"]))
        }
        return found
    }

    private func checkParts(_ found: inout [FieldIssue]) {
        checkKeys(evidence.map(\.key), "evidence", &found)
        for (index, item) in evidence.enumerated() {
            check(item.name, "evidence[\(index)].name", most: Self.nameLimit, isRequired: true, &found)
            check(item.hint, "evidence[\(index)].hint", most: Self.textLimit, isRequired: false, &found)
        }
        for (index, fee) in fees.enumerated() {
            check(fee.name, "fees[\(index)].name", most: Self.nameLimit, isRequired: true, &found)
            if !(0...1e12).contains(fee.amount) {
                found.append(FieldIssue("fees[\(index)].amount", "error.figure-range", ["least": "0", "most": "1000000000000"]))
            }
            checkCurrency(fee.currency, "fees[\(index)].currency", &found)
        }
        if steps.isEmpty { found.append(FieldIssue("steps", "error.empty")) }
        checkKeys(steps.map(\.key), "steps", &found)
        for (index, step) in steps.enumerated() {
            let place = "steps[\(index)]"
            check(step.name, "\(place).name", most: Self.nameLimit, isRequired: true, &found)
            check(step.publicName, "\(place).publicName", most: Self.nameLimit, isRequired: true, &found)
            if !["officer", "service-manager"].contains(step.role) {
                found.append(
                    FieldIssue("\(place).role", "error.unknown-value", ["value": step.role, "known": "officer, service-manager"]))
            }
            found += step.limit?.issues().map { $0.within("\(place).limit") } ?? []
        }
        checkKeys(feedback.map(\.key), "feedback", &found)
        for (index, question) in feedback.enumerated() {
            check(question.text, "feedback[\(index)].text", most: Self.nameLimit, isRequired: true, &found)
        }
    }

    private func checkEndings(_ found: inout [FieldIssue]) {
        if endings.isEmpty { found.append(FieldIssue("endings", "error.empty")) }
        checkKeys(endings.map(\.outcome.rawValue), "endings", &found)
        for (index, ending) in endings.enumerated() {
            let place = "endings[\(index)].reasons"
            // Who is refused must be told why.
            if ending.reasons.isEmpty { found.append(FieldIssue(place, "error.empty")) }
            checkKeys(ending.reasons.map(\.key), place, &found)
            for (number, reason) in ending.reasons.enumerated() {
                check(reason.text, "\(place)[\(number)].text", most: Self.textLimit, isRequired: true, &found)
            }
        }
    }

    private func check(_ fields: [FormField], _ place: String, before: [FormField], isInGroup: Bool = false, _ found: inout [FieldIssue]) {
        checkKeys(fields.map(\.key), place, &found)
        for (index, field) in fields.enumerated() {
            let here = "\(place)[\(index)]"
            check(field.label, "\(here).label", most: Self.nameLimit, isRequired: true, &found)
            check(field.hint, "\(here).hint", most: Self.textLimit, isRequired: false, &found)
            if let most = field.most, !(1...20_000).contains(most) {
                found.append(FieldIssue("\(here).most", "error.limit-range", ["value": String(most), "most": "20000"]))
            }
            if let least = field.minimum, let most = field.maximum, least > most {
                found.append(FieldIssue("\(here).maximum", "error.figure-range", ["least": String(least), "most": "…"]))
            }
            switch field.kind {
            case .choice, .choices:
                if field.options.count < 2 { found.append(FieldIssue("\(here).options", "error.options-few")) }
                checkKeys(field.options.map(\.key), "\(here).options", &found)
                for (number, option) in field.options.enumerated() {
                    check(option.label, "\(here).options[\(number)].label", most: Self.nameLimit, isRequired: true, &found)
                }
            case .money: checkCurrency(field.currency ?? "", "\(here).currency", &found)
            case .group:
                if isInGroup || field.fields.isEmpty { found.append(FieldIssue("\(here).fields", "error.group")) }
                check(field.fields, "\(here).fields", before: [], isInGroup: true, &found)
            default: break
            }
            if let condition = field.condition {
                checkCondition(condition, "\(here).condition", known: before + fields.prefix(index), &found)
            }
        }
    }

    /// A condition looks back at a question with answers that can be listed.
    private func checkCondition(
        _ condition: FormField.Condition, _ place: String, known: [FormField], _ found: inout [FieldIssue]
    ) {
        guard let field = known.first(where: { $0.key == condition.field }) else {
            found.append(FieldIssue("\(place).field", "error.condition-field", ["value": condition.field]))
            return
        }
        let answers = field.kind == .yesNo ? ["yes", "no"] : field.options.map(\.key)
        if condition.isOneOf.isEmpty { found.append(FieldIssue("\(place).isOneOf", "error.empty")) }
        for value in condition.isOneOf where !answers.contains(value) {
            found.append(
                FieldIssue(
                    "\(place).isOneOf", "error.unknown-value", ["value": value, "known": answers.joined(separator: ", ")]))
        }
    }

    private func check(_ text: LocalText, _ field: String, most: Int, isRequired: Bool, _ found: inout [FieldIssue]) {
        if isRequired, text.isEmpty { found.append(FieldIssue(field, "error.empty")) }
        for (language, words) in text.texts.sorted(by: { $0.key < $1.key }) {
            if LanguageTag(language)?.description != language {
                found.append(FieldIssue("\(field).\(language)", "error.language-tag", ["value": language]))
            }
            if words.count > most {
                found.append(
                    FieldIssue("\(field).\(language)", "error.longer", ["limit": String(most), "length": String(words.count)]))
            }
        }
    }

    /// Keys stand in addresses and files: plain letters, digits and hyphens, each once.
    private func checkKeys(_ keys: [String], _ place: String, _ found: inout [FieldIssue]) {
        var seen: Set<String> = []
        for (index, key) in keys.enumerated() {
            let isPlain = (1...60).contains(key.utf8.count) && key.utf8.allSatisfy { byte in
                byte == UInt8(ascii: "-") || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
                    || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
            }
            if !isPlain { found.append(FieldIssue("\(place)[\(index)].key", "error.plain-key", ["value": key])) }
            if !seen.insert(key).inserted { found.append(FieldIssue("\(place)[\(index)].key", "error.key-twice", ["value": key])) }
        }
    }

    private static let currencies = Set(Locale.Currency.isoCurrencies.map(\.identifier))

    private func checkCurrency(_ code: String, _ place: String, _ found: inout [FieldIssue]) {
        if !Self.currencies.contains(code) { found.append(FieldIssue(place, "error.currency-code", ["value": code])) }
    }
}
