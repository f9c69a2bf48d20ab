import Platform
public import SQL

/// Takes events over from a JSON file: key, name, place, country, days and sources.
public enum ImportEvents {
    private struct Record: Decodable {
        let key: String
        let name: String
        let place: String?
        let country: String?
        let from: String?
        let to: String?
        let sources: [SolutionContent.Source]?
    }

    public static func run(_ connection: any Connection, _ act: Act, json text: String) throws -> ImportOutcome {
        let records = try JSONRecords.read(Record.self, from: text)
        var outcome = ImportOutcome()
        for record in records {
            let known = try EventStore.find(connection, record.key)
            let event = Event(
                key: record.key, name: record.name, place: record.place ?? "", country: record.country,
                from: record.from ?? "", to: record.to ?? "", sources: record.sources ?? [])
            guard try EventStore.put(connection, event) else {
                outcome.unchanged += 1
                continue
            }
            try act.audit(
                connection, "event.imported", "event", event.key, before: known?.name, after: event.name)
            if known == nil { outcome.added += 1 } else { outcome.changed += 1 }
        }
        return outcome
    }
}
