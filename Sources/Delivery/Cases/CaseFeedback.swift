/// Answers to a service's own questions after delivery.
enum CaseFeedback {
    static let textLimit = 1_000

    /// What a form gave, by question; empty answers and other names are left out.
    static func read(_ questions: [ServiceDefinition.Question], _ value: (String) -> String?) -> [String: String] {
        var answers: [String: String] = [:]
        for question in questions {
            if let answer = value("feedback-\(question.key)"), !answer.isEmpty { answers[question.key] = answer }
        }
        return answers
    }

    /// Everything that is wrong with answers.
    static func issues(_ answers: [String: String], of questions: [ServiceDefinition.Question]) -> [FieldIssue] {
        var found: [FieldIssue] = []
        for (key, answer) in answers.sorted(by: { $0.key < $1.key }) {
            let field = "feedback-\(key)"
            guard let question = questions.first(where: { $0.key == key }) else {
                found.append(
                    FieldIssue(field, "error.unknown-value", ["value": key, "known": questions.map(\.key).joined(separator: ", ")]))
                continue
            }
            let known: [String]? =
                switch question.kind {
                case .rating: (1...5).map(String.init)
                case .yesNo: ["yes", "no"]
                case .text: nil
                }
            if let known, !known.contains(answer) {
                found.append(FieldIssue(field, "error.unknown-value", ["value": answer, "known": known.joined(separator: ", ")]))
            }
            if known == nil { found += PlainText.issues(answer, field, most: textLimit) }
        }
        return found
    }
}
