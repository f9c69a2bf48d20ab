import Crypto
import Foundation
import Platform
import SQL
import Web

/// Cases for programs.
enum CaseAPI {
    static func routes() -> [Route] {
        let known = KnownGrounds()
        return [
            .post(
                "/api/v1/cases", .signedIn, body: .json(), rate: RateLimit(bucket: "api-cases", limit: 600, per: .minutes(1)),
                operation: Operations.register) { try await register($0, known) },
            .get("/api/v1/cases/{reference}", .everyone, rate: CaseKey.pageRate, operation: Operations.get, handler: get),
        ]
    }

    struct Input: Codable {
        let service: String
        let office: String?
        let language: String?
        /// RFC 3339.
        let capturedAt: String?
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
                case .array(let items) where items.allSatisfy({ $0.text != nil }): self = .many(items.compactMap(\.text))
                case .array, .null, .object:
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

    private static func register(_ call: Call, _ known: KnownGrounds) async throws -> Reply {
        let input = try await call.json(Input.self)
        let sealed = try SealedAnswer.of(call, input)
        let (act, now, words) = (Act(call.principal, at: call.now), call.now, call.words)
        let url = call.services.url("/track")
        return try await answering {
            let captured = try captured(input.capturedAt)
            let checked = try await known.check(call.services, slug: input.service, office: input.office) { grounds in
                let form = grounds.service.definition.form
                try AnswerShape.check(form + CaseContact.extra(form), input.answers.mapValues(\.values))
                var application = CaseApplication(
                    service: grounds.service, office: input.office, answers: input.answers.mapValues(\.values),
                    language: input.language ?? "en", channel: .api)
                application.capturedAt = captured
                return try CheckedCase(application, grounds, act)
            }
            // Worded before the transaction; only when the number was taken in between is it done anew, inside.
            let document = try RegisteredDocument(checked.record, code: checked.code, url: url, words, at: now)
            let asked = (sealed?.known ?? .known(nil)).and(RegisterCase.ground(checked))
            let answer: (text: String, isOld: Bool) = try await call.services.database.writeAudited(asking: asked) { connection, asked in
                if let known = asked.0 { return (known, true) }
                let made = try RegisterCase.write(connection, act, checked, on: asked.1)
                let isAsChecked = made.code == checked.code
                if !isAsChecked { known.forget(slug: input.service, office: input.office) }
                let mine = isAsChecked
                    ? document : try RegisteredDocument(made.record, code: made.code, url: url, words, at: now)
                let text = mine.text(looksLikeAnother: !made.similar.isEmpty)
                try sealed?.save(connection, text, at: now)
                return (text, false)
            }
            return Reply.text(answer.text, type: "application/json", status: .created)
                .with("Idempotent-Replayed", answer.isOld ? "true" : "false").cached(.never)
        }
    }

    static func captured(_ text: String?) throws -> Timestamp? {
        guard let text else { return nil }
        guard let moment = RFC3339.parse(text) else { throw Refusal.invalid([FieldIssue("capturedAt", "error.captured-moment")]) }
        return moment
    }

    /// What a program gets for the case that it registered. The references of similar ones are known to the office only; a program
    /// learns that there are some.
    struct RegisteredDocument: Sendable {
        private let before: String
        private let after: String

        init(_ record: Case, code: String, url: String, _ words: Words, at now: Timestamp) throws {
            let deadline = try FreshDeadline.text(record, words, at: now)
            let address = try JSONText(encoding: "\(url)/\(record.reference)").text
            // Number and secret are letters, digits and hyphens.
            before = "{\"accessCode\":\"\(code)\",\"deadline\":\(deadline),\"looksLikeAnother\":"
            after = ",\"reference\":\"\(record.reference)\",\"url\":\(address)}"
        }

        func text(looksLikeAnother: Bool) -> String { "\(before)\(looksLikeAnother)\(after)" }
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
}

/// A case as whoever holds its secret sees it.
struct CaseDocument: Encodable {
    struct Event: Encodable {
        let at: JSONTime
        let kind: String
        let said: String
        let text: String?
    }

    /// What was handed over; by whom is the office's business.
    struct Handed: Encodable {
        let what: String
        let day: Day
        let way: DeliveryRecord.Way
    }

    let reference: String
    let kind: CaseKind
    let phase: CasePhase
    let step: Int
    let outcome: CaseOutcome?
    let waitingOn: CaseTurn
    let question: String?
    let statement: String?
    let delivered: Handed?
    let deadline: DeadlineDocument
    let events: [Event]

    init(_ record: Case, _ words: Words, now: Timestamp) throws {
        let state = record.state
        kind = record.kind
        (reference, phase, step, outcome, waitingOn) = (record.reference, state.phase, state.step, state.outcome, state.turn)
        (question, statement) = (state.question, state.statement)
        delivered = state.delivery.map { Handed(what: $0.what, day: $0.day, way: $0.way) }
        deadline = DeadlineDocument(try record.deadline(at: now), words)
        let undone = Set(record.events.compactMap(\.facts.undoes))
        events = record.events.filter { event in
            event.action != .undo && !undone.contains(event.number) && CaseLife.transition(event.action)?.isPublic == true
        }.map {
            Event(
                at: JSONTime($0.at), kind: $0.action.rawValue, said: words("case.said.\($0.action.rawValue)"), 
                text: $0.facts.isRedacted == true ? nil : $0.facts.text)
        }
    }
}
