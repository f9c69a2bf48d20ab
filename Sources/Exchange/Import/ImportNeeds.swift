import Platform
public import SQL

/// Takes needs over from our own files, JSON or CSV; any fault refuses all of it.
public enum ImportNeeds {
    public static func run(_ connection: any Connection, _ act: Act, json text: String) throws -> ImportOutcome {
        try run(connection, act, try JSONRecords.read(NeedFileRecord.self, from: text))
    }

    public static func run(_ connection: any Connection, _ act: Act, csv bytes: [UInt8]) throws -> ImportOutcome {
        try run(connection, act, try NeedCSV.read(bytes))
    }

    private static func run(_ connection: any Connection, _ act: Act, _ records: [NeedFileRecord]) throws
        -> ImportOutcome
    {
        var problems: [ImportProblem] = []
        var slugs: Set<String> = []
        var owners: [String: ID<Organisation>] = [:]
        for record in records {
            problems += record.content.issues().map {
                ImportProblem(record: record.slug, field: $0.field, key: $0.key, facts: $0.facts)
            }
            if Slug.make(record.slug) != record.slug || record.slug.isEmpty {
                problems.append(
                    ImportProblem(
                        record: record.slug, field: "slug", key: "import.slug",
                        facts: ["value": record.slug, "suggestion": Slug.make(record.slug)]))
            }
            if !slugs.insert(record.slug).inserted {
                problems.append(ImportProblem(record: record.slug, field: "slug", key: "import.id-twice"))
            }
            if owners[record.organisation] == nil {
                owners[record.organisation] = try PeopleStore.organisation(connection, key: record.organisation)?.id
            }
            if owners[record.organisation] == nil {
                problems.append(
                    ImportProblem(
                        record: record.slug, field: "organisation", key: "import.organisation-unknown",
                        facts: ["value": record.organisation]))
            }
        }
        guard problems.isEmpty else { throw ImportRefused(problems) }
        var outcome = ImportOutcome()
        for record in records {
            guard let owner = owners[record.organisation] else { continue }
            if let known = try NeedStore.find(connection, slug: record.slug) {
                if known.content == record.content, known.state == record.state {
                    outcome.unchanged += 1
                    continue
                }
                _ = try ChangeNeed.run(
                    connection, act, need: known.id, version: known.version, try CheckedNeed(record.content),
                    state: record.state)
                outcome.changed += 1
            } else {
                _ = try StateNeed.run(
                    connection, act, organisation: owner, try CheckedNeed(record.content), state: record.state,
                    slug: record.slug)
                outcome.added += 1
            }
        }
        return outcome
    }
}
