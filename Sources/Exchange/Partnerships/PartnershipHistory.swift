public import Platform
public import SQL

/// The stage history: one row for each change, only ever added to.
public enum PartnershipHistory {
    /// Oldest first.
    public static func steps(_ connection: any Connection, of id: ID<Partnership>) throws -> [PartnershipStep] {
        try connection.query("SELECT * FROM partnership_step WHERE partnership_id = \(id) ORDER BY number").map(step)
    }

    /// The histories of several at once, each oldest first.
    public static func steps(
        _ connection: any Connection, of ids: [ID<Partnership>]
    ) throws -> [ID<Partnership>: [PartnershipStep]] {
        var found: [ID<Partnership>: [PartnershipStep]] = [:]
        var rest = ids[...]
        while !rest.isEmpty {
            let batch = rest.prefix(1_000)
            rest = rest.dropFirst(1_000)
            for row in try connection.query("""
                SELECT * FROM partnership_step WHERE partnership_id IN \(in: batch) ORDER BY partnership_id, number
                """) {
                found[try row["partnership_id"], default: []].append(try step(row))
            }
        }
        return found
    }

    static func add(
        _ connection: any Connection, _ step: PartnershipStep, to id: ID<Partnership>, by person: ID<Person>?
    ) throws {
        try connection.execute("""
            INSERT INTO partnership_step (partnership_id, number, from_stage, to_stage, note, by_name, by_person, at)
            VALUES (\(id), \(step.number), \(step.from), \(step.to), \(step.note), \(step.byName), \(person), \(step.at))
            """)
    }

    static func nextNumber(_ connection: any Connection, of id: ID<Partnership>) throws -> Int {
        let last: Int? = try connection.value("SELECT COALESCE(MAX(number), 0) FROM partnership_step WHERE partnership_id = \(id)")
        return (last ?? 0) + 1
    }

    private static func step(_ row: Row) throws -> PartnershipStep {
        PartnershipStep(
            number: try row["number"], from: try row["from_stage"], to: try row["to_stage"], note: try row["note"],
            byName: try row["by_name"], at: try row["at"])
    }
}
