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

    var document: Open311Document {
        Open311Document(
            root: "errors",
            value: .list(
                item: "error",
                items.map { .object([("code", .whole($0.code)), ("description", .text($0.description))]) }))
    }

    func reply(_ format: Open311Format) -> Reply { document.reply(format, status: Status(items.first?.code ?? 400)).cached(.never) }

    /// What a handler threw, as this interface says it. Faults of our own go on to the house, which logs them.
    static func made(of error: any Error, _ words: Words) -> Open311Error? {
        switch error {
        case let error as Open311Error: error
        case let problem as Problem:
            problem.status == .unauthorised ? Open311Error(403, words("open311.error.key"))
                : Open311Error(problem.status == .notFound ? 404 : problem.status.code, words(problem.detailKey ?? problem.titleKey, problem.facts))
        case Refusal.notFound: Open311Error(404, words("open311.error.service"))
        case Refusal.denied(let decision): Open311Error(403, words(decision.reason))
        case Refusal.invalid(let issues): Open311Error(400, all: issues.map { "\($0.field): \(words($0.key, $0.facts))" })
        default: nil
        }
    }
}
