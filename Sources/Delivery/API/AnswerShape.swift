/// What a program sent, held against what the form asks: an answer that would be passed over in silence is a fault.
enum AnswerShape {
    static func check(_ form: [FormField], _ answers: [String: [String]]) throws {
        let misplaced = issues(form, answers)
        guard misplaced.isEmpty else { throw Refusal.invalid(misplaced) }
    }

    /// Answers to no question, and several where one is asked for.
    static func issues(_ form: [FormField], _ answers: [String: [String]]) -> [FieldIssue] {
        var keys: [String: FormField.Kind] = [:]
        for field in form { add(field, prefix: "", to: &keys) }
        return answers.sorted { $0.key < $1.key }.compactMap { key, values in
            guard let kind = keys[key] else {
                let asked = form.map(\.key).joined(separator: ", ")
                return FieldIssue(String(key.prefix(100)), "error.not-asked", ["known": asked])
            }
            return values.count > 1 && kind != .choices ? FieldIssue(key, "error.one-value") : nil
        }
    }

    private static func add(_ field: FormField, prefix: String, to keys: inout [String: FormField.Kind]) {
        let key = prefix + field.key
        switch field.kind {
        case .group:
            for row in 0..<field.rows {
                for part in field.fields { add(part, prefix: "\(key).\(row).", to: &keys) }
            }
        case .person: for part in ["name", "phone"] { keys["\(key).\(part)"] = .text }
        case .place: for part in ["", ".lat", ".long"] { keys[key + part] = .text }
        case .file: break
        default: keys[key] = field.kind
        }
    }
}
