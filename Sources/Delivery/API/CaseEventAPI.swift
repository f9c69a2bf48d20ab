import Platform
import SQL
import Web

/// A case's events for programs: the office reads all of them and acts; who holds the access code acts as the citizen.
enum CaseEventAPI {
    static let routes: [Route] = [
        .get("/api/v1/cases/{reference}/events", DeskPages.access, rate: rate, operation: Operations.list, handler: list),
        .post(
            "/api/v1/cases/{reference}/events", .signedIn, body: .json(), rate: rate, operation: Operations.act, handler: act),
        .post(
            "/api/v1/cases/{reference}/feedback", .signedIn, body: .json(), rate: rate, operation: Operations.feedback, handler: feedback),
    ]

    private static let rate = RateLimit(bucket: "api-cases", limit: 600, per: .minutes(1))

    /// What the office knows of an event: the reasons and notes, too.
    struct EventDocument: Encodable {
        let number: Int
        let at: JSONTime
        let recordedAt: JSONTime
        let action: CaseAction
        let part: CaseActor
        let by: String
        /// The name of whoever they covered for.
        let inPlaceOf: String?
        let isPublic: Bool
        let isUndone: Bool
        let text: String?
        let reason: String?
        let outcome: CaseOutcome?
        let outcomeReason: String?
        let waitsFor: String?
        let rating: Int?
        let reference: String?
        let delivery: DeliveryRecord?

        init(_ event: CaseEvent, isUndone: Bool) {
            let facts = event.facts
            (number, action, part, by) = (event.number, event.action, event.part, event.actorName)
            inPlaceOf = facts.inPlaceOfName
            (at, recordedAt) = (JSONTime(event.at), JSONTime(event.recordedAt))
            isPublic = CaseLife.transition(event.action)?.isPublic == true && event.action != .undo
            self.isUndone = isUndone
            (text, reason, outcome, outcomeReason) = (facts.text, facts.reason, facts.outcome, facts.outcomeReason)
            (waitsFor, rating, reference) = (facts.party?.rawValue, facts.rating, facts.reference)
            delivery = facts.isRedacted == true ? nil : facts.delivery
        }
    }

    private struct List: Encodable {
        let items: [EventDocument]
    }

    /// A case of another office does not exist for them.
    private static func find(
        _ connection: any Connection, _ principal: Principal, reference typed: String, code: String?
    ) throws -> (record: Case, part: CaseActor)? {
        if let code { return try CaseKey.open(connection, reference: typed, code: code).map { ($0, .citizen) } }
        guard let reference = CaseReference.read(typed), let record = try CaseStore.find(connection, reference: reference),
            let office = try OfficeStore.find(connection, id: record.office), 
            let part = CaseRules.part(principal, office: office, record.confidence).part
        else { return nil }
        return (record, part)
    }

    @Sendable private static func list(_ call: Call) async throws -> Reply {
        let (reference, principal) = (try call.parameters["reference"], call.principal)
        return try await call.services.database.read { connection in
            guard let record = try find(connection, principal, reference: reference, code: nil)?.record else { throw Problem.notFound }
            let undone = Set(record.events.compactMap(\.facts.undoes))
            let items = record.events.map { EventDocument($0, isUndone: undone.contains($0.number)) }
            return try Reply.json(List(items: items)).etag(String(record.state.events)).cached(.never)
        }
    }

    // MARK: Acting

    struct Input: Codable {
        let action: String
        /// How many events the case had when it was read.
        let seen: Int?
        let text: String?
        let reason: String?
        let outcome: String?
        let outcomeReason: String?
        let waitsFor: String?
        let office: String?
        let rating: Int?
        let reference: String?
        /// The day on which the answer is expected, such as `2026-12-01`.
        let expected: String?
        /// The law by which something is out of scope.
        let law: String?
        let delivery: Handed?

        /// What was handed over.
        struct Handed: Codable {
            let what: String
            let day: String
            let by: String
            let way: String
        }

        /// Throws the faults of what is none of the known words.
        func facts(_ connection: any Connection) throws -> CaseFacts {
            var facts = CaseFacts()
            var issues: [FieldIssue] = []
            func known<Value: RawRepresentable<String> & CaseIterable>(_ text: String?, _ field: String, as type: Value.Type) -> Value? {
                guard let text else { return nil }
                if let value = Value(rawValue: text) { return value }
                let all = Value.allCases.map(\.rawValue).joined(separator: ", ")
                issues.append(FieldIssue(field, "error.unknown-value", ["value": String(text.prefix(100)), "known": all]))
                return nil
            }
            (facts.text, facts.reason, facts.outcomeReason, facts.rating) = (text, reason, outcomeReason, rating)
            facts.outcome = known(outcome, "outcome", as: CaseOutcome.self)
            facts.party = known(waitsFor, "waitsFor", as: DeadlineRule.Party.self)
            facts.law = law.flatMap { $0.isEmpty ? nil : $0 }
            if let delivery {
                let (day, way) = (Day(delivery.day), known(delivery.way, "delivery.way", as: DeliveryRecord.Way.self))
                if day == nil { issues.append(FieldIssue("delivery.day", "error.day-typed")) }
                if let day, let way { facts.delivery = DeliveryRecord(what: delivery.what, day: day, by: delivery.by, way: way) }
            }
            if let expected {
                facts.expected = Day(expected)
                if facts.expected == nil { issues.append(FieldIssue("expected", "error.day-typed")) }
            }
            if let office {
                facts.office = try OfficeStore.find(connection, key: office)?.id
                if facts.office == nil { issues.append(FieldIssue("office", "error.office")) }
            }
            if let reference {
                facts.reference = CaseReference.read(reference)
                if facts.reference == nil { issues.append(FieldIssue("reference", "error.reference")) }
            }
            guard issues.isEmpty else { throw Refusal.invalid(issues) }
            return facts
        }
    }

    /// What more than an event belongs to: each has a page or an address of its own.
    private static let elsewhere: Set<CaseAction> = [.submit, .assign, .appeal, .revise, .redact, .split, .recount]

    @Sendable private static func act(_ call: Call) async throws -> Reply {
        let input = try await call.json(Input.self)
        guard let action = CaseAction(rawValue: input.action), !elsewhere.contains(action) else {
            let known = CaseAction.allCases.filter { !elsewhere.contains($0) }.map(\.rawValue).joined(separator: ", ")
            throw Refusal.invalid([
                FieldIssue("action", "error.unknown-value", ["value": String(input.action.prefix(100)), "known": known])
            ]).thrown()
        }
        return try await run(call, input, action, seen: input.seen) { try input.facts($0) }
    }

    private static func run(
        _ call: Call, _ input: some Encodable, _ action: CaseAction, seen: Int? = nil,
        _ facts: @escaping @Sendable (any Connection) throws -> CaseFacts
    ) async throws -> Reply {
        let (reference, code, principal) = (try call.parameters["reference"], call.header("Case-Access-Code"), call.principal)
        let (act, now) = (Act(principal, at: call.now), call.now)
        let sealed = try SealedAnswer.of(call, input, about: "\(reference) \(code ?? "")")
        let answer: (text: String, isOld: Bool) = try await answering {
            try await call.services.database.write { connection in
                if let sealed, let known = try sealed.find(connection) { return (known, true) }
                guard let (record, part) = try find(connection, principal, reference: reference, code: code) else {
                    throw Refusal.notFound
                }
                let after = try ActOnCase.run(connection, act, record, action, as: part, try facts(connection), seen: seen)
                guard let event = after.events.last else { throw Refusal.notFound }
                let text = try Coding.encode(EventDocument(event, isUndone: false))
                try sealed?.save(connection, text, at: now)
                return (text, false)
            }
        }
        return Reply.text(answer.text, type: "application/json", status: .created)
            .with("Idempotent-Replayed", answer.isOld ? "true" : "false").cached(.never)
    }

    struct Feedback: Codable {
        let rating: Int
        /// Answers to the service's own questions, by their keys.
        let answers: [String: String]?
    }

    @Sendable private static func feedback(_ call: Call) async throws -> Reply {
        let input = try await call.json(Feedback.self)
        guard call.header("Case-Access-Code") != nil else { throw Problem.notFound }
        let answers = (input.answers ?? [:]).sorted { $0.key < $1.key }
        var issues = answers.flatMap { PlainText.issues($0.value, "answers.\($0.key.prefix(60))", most: 1_000) }
        if answers.count > ServiceDefinition.listLimit {
            issues.append(FieldIssue("answers", "error.more-than", ["limit": String(ServiceDefinition.listLimit)]))
        }
        guard issues.isEmpty else { throw Refusal.invalid(issues).thrown() }
        return try await run(call, input, .rate) { _ in
            var facts = CaseFacts()
            facts.rating = input.rating
            facts.feedback = input.answers?.isEmpty == false ? input.answers : nil
            return facts
        }
    }
}
