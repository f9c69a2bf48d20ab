import Platform
import SQL
import Web

/// Opportunities, the events where they were noted and the report, for programs.
enum OpportunityAPI {
    static let routes: [Route] = [
        .get("/api/v1/opportunities", .everyone, operation: Operations.list, handler: list),
        .get("/api/v1/opportunities.csv", .everyone, operation: Operations.export, handler: export),
        .post(
            "/api/v1/opportunities.csv", .roles(.secretariat), body: .csv(limit: SolutionAPI.fileLimit),
            operation: Operations.importFile, handler: importFile),
        .get("/api/v1/opportunities/{reference}", .everyone, operation: Operations.get, handler: get),
        .patch(
            "/api/v1/opportunities/{reference}", .roles(.secretariat, .focalPoint), body: .json(),
            operation: Operations.followUp, handler: followUp),
        .get("/api/v1/events", .everyone, operation: Operations.events, handler: events),
        .get("/api/v1/reports/opportunities/{event}", .everyone, operation: Operations.report, handler: report),
    ]

    /// The filter of an address, the same for the API and the CSV. A theme or state that does not exist is refused: a program
    /// that misspells one must not take an empty list for the answer.
    static func filter(_ fields: Fields) throws -> OpportunityStore.Filter {
        func code<Code: RawRepresentable<String> & CaseIterable>(_ name: String) throws -> Code? {
            guard let text = fields[name] else { return nil }
            guard let code = Code(rawValue: text) else {
                throw Problem.badRequest(
                    "error.choice", ["value": text, "choices": Code.allCases.map(\.rawValue).joined(separator: ", ")])
            }
            return code
        }
        return OpportunityStore.Filter(
            event: fields["event"], country: fields["country"], theme: try code("theme"),
            followUp: try code("follow-up"))
    }

    static func cursor(_ text: String?) throws -> OpportunityStore.Cursor? {
        guard let text else { return nil }
        let parts = try Cursor.decode(text, count: 3)
        guard let position = Int(parts[1]), let id = ID<Opportunity>(parts[2]) else {
            throw Problem.badRequest("problem.bad-cursor")
        }
        return .init(event: parts[0], position: position, id: id)
    }

    static func cursor(after one: Opportunity) -> String {
        Cursor.encode([one.event, String(one.position), one.id.description])
    }

    // MARK: Reading

    @Sendable private static func list(_ call: Call) async throws -> Reply {
        let page = try call.pageRequest()
        let filter = try filter(call.query)
        let after = try cursor(page.cursor)
        let found = try await call.services.database.read {
            try OpportunityStore.list($0, filter, after: after, limit: page.limit + 1)
        }
        let shown = found.prefix(page.limit)
        let next = found.count > page.limit ? shown.last.map(cursor(after:)) : nil
        return try call.list(items: shown.map(OpportunityDocument.init), next: next)
    }

    @Sendable private static func get(_ call: Call) async throws -> Reply {
        let reference = try call.parameters["reference"]
        guard
            let one = try await call.services.database.read({ try OpportunityStore.find($0, reference: reference) })
        else { throw Problem.notFound }
        return try Reply.json(OpportunityDocument(one)).etag(String(one.version))
    }

    @Sendable private static func export(_ call: Call) async throws -> Reply {
        let filter = try filter(call.query)
        let bytes = try await call.services.database.read { try ExportFiles.opportunities($0, filter) }
        return Reply.bytes(bytes, type: "text/csv; charset=utf-8").download("opportunities.csv")
    }

    @Sendable private static func events(_ call: Call) async throws -> Reply {
        let events = try await call.services.database.read { try EventStore.list($0) }
        return try call.list(items: events.map(EventDocument.init), next: nil)
    }

    @Sendable private static func report(_ call: Call) async throws -> Reply {
        let event = try call.parameters["event"]
        let report = try await call.services.database.read { connection in
            guard try EventStore.find(connection, event) != nil else { throw Problem.notFound }
            return OpportunityReport(event: event, counts: try OpportunityStore.counts(connection, event: event))
        }
        // A file is read by programs: its heads and names are English whatever the reader's language.
        let english = call.services.catalogue.words("en")
        switch call.query["format"] ?? "json" {
        case "json": return try Reply.json(report.document(words: english))
        case "csv":
            return Reply.bytes(report.csv(words: english), type: "text/csv; charset=utf-8")
                .download("opportunities-\(event).csv")
        case "text": return Reply.text(report.text(words: english))
        case let other:
            throw Problem.badRequest("error.choice", ["value": other, "choices": "json, csv, text"])
        }
    }

    // MARK: Writing

    struct FollowUpInput: Decodable {
        let followUp: Opportunity.FollowUp
        let note: String?
    }

    @Sendable private static func followUp(_ call: Call) async throws -> Reply {
        let reference = try call.parameters["reference"]
        let input = try await call.json(FollowUpInput.self)
        let act = Act(call.principal, at: call.now)
        return try await answering {
            try await call.services.database.write { connection in
                guard let one = try OpportunityStore.find(connection, reference: reference) else {
                    throw Refusal.notFound
                }
                try call.requireMatch(etag: String(one.version))
                let changed = try FollowUpOpportunity.run(
                    connection, act, opportunity: one.id, version: one.version, followUp: input.followUp,
                    note: input.note ?? one.followUpNote)
                return try Reply.json(OpportunityDocument(changed)).etag(String(changed.version))
            }
        }
    }

    @Sendable private static func importFile(_ call: Call) async throws -> Reply {
        let bytes = try await call.bytes()
        let act = Act(call.principal, at: call.now)
        return try await answering {
            let entries = try ImportOpportunities.read(bytes)
            let outcome = try await call.services.database.write {
                try ImportOpportunities.write($0, act, entries)
            }
            return try Reply.json(ImportDocument(outcome))
        }
    }
}

/// An opportunity as programs see it.
struct OpportunityDocument: Encodable {
    let reference: String
    let event: String
    let country: String
    let theme: Theme
    let text: String?
    let followUp: Opportunity.FollowUp
    let followUpNote: String?
    let updatedAt: JSONTime

    init(_ one: Opportunity) {
        reference = one.reference
        event = one.event
        country = one.country
        theme = one.theme
        text = one.text.isEmpty ? nil : one.text
        followUp = one.followUp
        followUpNote = one.followUpNote.isEmpty ? nil : one.followUpNote
        updatedAt = JSONTime(one.updatedAt)
    }
}

/// An event as programs see it.
struct EventDocument: Encodable {
    let key: String
    let name: String
    let place: String?
    let country: String?
    let from: String?
    let to: String?
    let sources: [SolutionContent.Source]

    init(_ event: Event) {
        key = event.key
        name = event.name
        place = event.place.isEmpty ? nil : event.place
        country = event.country
        from = event.from.isEmpty ? nil : event.from
        to = event.to.isEmpty ? nil : event.to
        sources = event.sources
    }
}
