import Platform
import Web

/// Refusals as Open311 writes them: one or several codes with a sentence each. The status is that of the first.
struct Open311Error: Error, Sendable, Equatable {
    struct Item: Sendable, Equatable {
        let code: Int
        let description: String
    }

    let items: [Item]

    init(_ code: Int, _ description: String) { items = [Item(code: code, description: description)] }

    init(_ code: Int, all descriptions: [String]) { items = descriptions.map { Item(code: code, description: $0) } }

    /// Each fault under the name of the parameter that it came in.
    init(_ issues: [FieldIssue], _ words: Words, named name: (String) -> String = { $0 }) {
        self.init(400, all: issues.map { "\(name($0.field)): \(words($0.key, $0.facts))" })
    }

    /// A refusal of the house: wrong path, method, type, size, or too often. The code says which of them.
    init(_ problem: Problem, _ words: Words) {
        let fields = problem.fieldErrors.map { "\($0.field): \(words($0.key, $0.facts))" }
        if problem.status == .unauthorised {
            self.init(403, words("open311.error.key"))
        } else {
            self.init(problem.status.code, all: fields.isEmpty ? [words(problem.detailKey ?? problem.titleKey, problem.facts)] : fields)
        }
    }

    /// The specification knows 404, 403 and for all else 400; the code in the document may say more. What tells a client to wait, or that
    /// we are at fault, stays as HTTP has it.
    var status: Status {
        let code = items.first?.code ?? 400
        return Status([403, 404, 429].contains(code) || code >= 500 ? code : 400)
    }

    var document: Open311Document {
        Open311Document(
            root: "errors",
            value: .list(
                item: "error",
                items.map { .object([("code", .whole($0.code)), ("description", .text($0.description))]) }))
    }

    func reply(_ format: Open311Format) -> Reply { document.reply(format, status: status).cached(.never) }

    /// What a handler threw, as this interface says it. Faults of our own go on to the house, which logs them.
    static func made(of error: any Error, _ words: Words) -> Open311Error? {
        switch error {
        case let error as Open311Error: error
        case let problem as Problem: problem.status == .notFound ? Open311Error(404, words("open311.error.service")) : Open311Error(problem, words)
        case Refusal.notFound: Open311Error(404, words("open311.error.service"))
        case Refusal.denied(let decision): Open311Error(403, words(decision.reason))
        case Refusal.invalid(let issues): Open311Error(issues, words)
        case let found as FieldIssues: Open311Error(found.issues, words)
        default: nil
        }
    }
}
