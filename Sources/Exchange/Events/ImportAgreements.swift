import Platform
public import SQL

/// Takes agreements over from JSON: key, kind, parties (keys of organisations), status, day, event, subject and sources.
public enum ImportAgreements {
    private struct Record: Decodable {
        let key: String
        let kind: Agreement.Kind
        let parties: [String]
        let status: Agreement.Status
        let asOf: String
        let event: String?
        let subject: String
        let sources: [SolutionContent.Source]?
    }

    public static func run(_ connection: any Connection, _ act: Act, json text: String) throws -> ImportOutcome {
        let records = try JSONRecords.read(Record.self, from: text)
        var problems: [ImportProblem] = []
        var parties: [String: Organisation] = [:]
        for record in records {
            func problem(_ field: String, _ key: String, _ value: String) {
                problems.append(ImportProblem(record: record.key, field: field, key: key, facts: ["value": value]))
            }
            for key in record.parties {
                parties[key] = try parties[key] ?? PeopleStore.organisation(connection, key: key)
                if parties[key] == nil { problem("parties", "import.organisation-unknown", key) }
            }
            if let event = record.event, try EventStore.find(connection, event) == nil {
                problem("event", "import.event-unknown", event)
            }
            if !PartialDate.isValid(record.asOf) { problem("asOf", "error.date", record.asOf) }
        }
        guard problems.isEmpty else { throw ImportRefused(problems) }
        var outcome = ImportOutcome()
        for record in records {
            let sides = record.parties.compactMap { parties[$0] }
            let agreement = Agreement(
                key: record.key, kind: record.kind, status: record.status, asOf: record.asOf, event: record.event,
                subject: record.subject, sources: record.sources ?? [], parties: sides.map(\.name))
            let known = try EventStore.agreement(connection, key: record.key)
            if known == agreement {
                outcome.unchanged += 1
                continue
            }
            try EventStore.put(connection, agreement, parties: sides.map(\.id))
            try act.audit(
                connection, "agreement.imported", "agreement", record.key,
                before: known.map { ["status": $0.status.rawValue, "subject": $0.subject] },
                after: ["status": agreement.status.rawValue, "subject": agreement.subject])
            if known == nil { outcome.added += 1 } else { outcome.changed += 1 }
        }
        return outcome
    }
}
