import Platform
public import SQL

/// Takes over who took part in events: CSV with `event,organisation,name,kind,country_code`. Any fault refuses all of it.
public enum ImportParticipants {
    static let columns = CSVColumns(required: ["event", "organisation", "name", "kind"], optional: ["country_code"])

    public static func run(_ connection: any Connection, _ act: Act, csv bytes: [UInt8]) throws -> ImportOutcome {
        var problems: [ImportProblem] = []
        var rows: [(event: String, one: EventParticipant)] = []
        try CSV.read(bytes, columns: columns, limits: CSVLimits()) { row in
            var cells = CSVCells(row)
            let event = cells.needed("event")
            let key = cells.needed("organisation")
            let name = cells.needed("name")
            let kind: EventParticipant.Kind? = cells.choice("kind")
            problems += cells.problems
            func problem(_ field: String, _ reason: String, _ value: String) {
                problems.append(
                    ImportProblem(record: "row \(row.number)", field: field, key: reason, facts: ["value": value]))
            }
            let country = cells.optional("country_code")
            if let country, Countries.shared.country(country) == nil { problem("country_code", "error.country", country) }
            if try EventStore.find(connection, event) == nil { problem("event", "import.event-unknown", event) }
            guard let organisation = try PeopleStore.organisation(connection, key: key) else {
                return problem("organisation", "import.organisation-unknown", key)
            }
            guard let kind else { return }
            rows.append(
                (event, EventParticipant(organisation: organisation.id, name: name, kind: kind, country: country)))
        }
        guard problems.isEmpty else { throw ImportRefused(problems) }
        var outcome = ImportOutcome()
        for (position, row) in rows.enumerated() {
            guard try EventStore.put(connection, row.one, in: row.event, position: position) else {
                outcome.unchanged += 1
                continue
            }
            try act.audit(
                connection, "event.participant", "event", row.event, before: String?.none,
                after: ["organisation": row.one.organisation.description, "kind": row.one.kind.rawValue])
            outcome.added += 1
        }
        return outcome
    }
}
