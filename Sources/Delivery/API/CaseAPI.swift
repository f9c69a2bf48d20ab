import Crypto
import Foundation
import Platform
import SQL
import Web

/// Cases for programs.
enum CaseAPI {
    static let routes: [Route] = [
        .post(
            "/api/v1/cases", .signedIn, body: .json(), rate: RateLimit(bucket: "api-cases", limit: 600, per: .minutes(1)),
            operation: Operations.register, handler: register),
        .get("/api/v1/cases/{reference}", .everyone, rate: CaseKey.pageRate, operation: Operations.get, handler: get),
        .get("/api/v1/services/{service}", .everyone, operation: Operations.service, handler: service),
    ]

    struct Input: Codable {
        let service: String
        let office: String?
        let language: String?
        /// By question: a text, or a list of texts.
        let answers: [String: Answer]

        enum Answer: Codable {
            case one(String)
            case many([String])

            init(from decoder: any Decoder) throws {
                let value = try decoder.singleValueContainer().decode(JSONValue.self)
                switch value {
                case .string(let text): self = .one(text)
                case .integer(let number): self = .one(String(number))
                case .number(let number): self = .one(String(number))
                case .bool(let flag): self = .one(flag ? "yes" : "no")
                case .array(let items): self = .many(items.compactMap(\.text))
                case .null, .object:
                    throw DecodingError.dataCorrupted(.init(codingPath: decoder.codingPath, debugDescription: "a text or a list of texts"))
                }
            }

            func encode(to encoder: any Encoder) throws {
                var container = encoder.singleValueContainer()
                switch self {
                case .one(let text): try container.encode(text)
                case .many(let texts): try container.encode(texts)
                }
            }

            var values: [String] {
                switch self {
                case .one(let text): [text]
                case .many(let texts): texts
                }
            }
        }
    }

    // MARK: Registering

    @Sendable private static func register(_ call: Call) async throws -> Reply {
        let input = try await call.json(Input.self)
        let sealed = try SealedAnswer.of(call, input)
        let (act, now, words) = (Act(call.principal, at: call.now), call.now, call.words)
        let url = call.services.url("/track")
        let answer: (text: String, isOld: Bool) = try await answering {
            try await call.services.database.write { connection in
                if let sealed, let known = try sealed.find(connection) { return (known, true) }
                guard let service = try ServiceStore.find(connection, slug: input.service) else {
                    throw Refusal.invalid([FieldIssue("service", "error.service", ["value": input.service])])
                }
                let application = CaseApplication(
                    service: service, office: input.office, answers: input.answers.mapValues(\.values), language: input.language ?? "en",
                    channel: .api)
                let made = try RegisterCase.run(connection, act, application)
                let document = RegisteredDocument(
                    reference: made.record.reference, accessCode: made.code, url: "\(url)/\(made.record.reference)",
                    similar: made.similar, deadline: DeadlineDocument(try made.record.deadline(at: now), words))
                let text = try Coding.encode(document)
                try sealed?.save(connection, text, at: now)
                return (text, false)
            }
        }
        return Reply.text(answer.text, type: "application/json", status: .created)
            .with("Idempotent-Replayed", answer.isOld ? "true" : "false").cached(.never)
    }

    struct RegisteredDocument: Encodable {
        let reference: String
        let accessCode: String
        let url: String
        /// Known to the office only; a program learns that there are some.
        let similar: [String]
        let deadline: DeadlineDocument

        private enum CodingKeys: String, CodingKey { case reference, accessCode, url, looksLikeAnother, deadline }

        func encode(to encoder: any Encoder) throws {
            var fields = encoder.container(keyedBy: CodingKeys.self)
            try fields.encode(reference, forKey: .reference)
            try fields.encode(accessCode, forKey: .accessCode)
            try fields.encode(url, forKey: .url)
            try fields.encode(!similar.isEmpty, forKey: .looksLikeAnother)
            try fields.encode(deadline, forKey: .deadline)
        }
    }

    // MARK: Reading

    /// Number and secret together; anything else is not found.
    @Sendable private static func get(_ call: Call) async throws -> Reply {
        let (reference, code) = (try call.parameters["reference"], call.header("Case-Access-Code") ?? "")
        let (words, now) = (call.words, call.now)
        return try await call.services.database.read { connection in
            guard let found = try CaseKey.open(connection, reference: reference, code: code) else { throw Problem.notFound }
            return try Reply.json(CaseDocument(found, words, now: now)).etag(String(found.state.events)).cached(.never)
        }
    }

    @Sendable private static func service(_ call: Call) async throws -> Reply {
        let slug = try call.parameters["service"]
        return try await call.services.database.read { connection in
            guard let service = try ServiceStore.find(connection, slug: slug), service.state == .open else { throw Problem.notFound }
            return try Reply.json(ServiceDocument(slug: service.slug, version: service.version, definition: service.definition))
                .etag("\(service.id)-\(service.version)")
        }
    }

    struct ServiceDocument: Encodable {
        let slug: String
        let version: Int
        let definition: ServiceDefinition
    }
}

/// A case as whoever holds its secret sees it.
struct CaseDocument: Encodable {
    struct Event: Encodable {
        let at: JSONTime
        let kind: String
        let said: String
        let text: String?
    }

    let reference: String
    let phase: CasePhase
    let step: Int
    let outcome: CaseOutcome?
    let waitingOn: CaseTurn
    let question: String?
    let statement: String?
    let deadline: DeadlineDocument
    let events: [Event]

    init(_ record: Case, _ words: Words, now: Timestamp) throws {
        let state = record.state
        (reference, phase, step, outcome, waitingOn) = (record.reference, state.phase, state.step, state.outcome, state.turn)
        (question, statement) = (state.question, state.statement)
        deadline = DeadlineDocument(try record.deadline(at: now), words)
        let undone = Set(record.events.compactMap(\.facts.undoes))
        events = record.events.filter { event in
            event.action != .undo && !undone.contains(event.number) && CaseLife.transition(event.action)?.isPublic == true
        }.map {
            Event(
                at: JSONTime($0.at), kind: $0.action.rawValue, said: words("case.said.\($0.action.rawValue)"), text: $0.facts.text)
        }
    }
}
