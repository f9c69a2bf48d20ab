import Platform
public import SQL

/// Takes rounds over from a JSON file. One whose address is known stays as it is, for people may have written its lists.
public enum ImportRounds {
    private struct Record: Decodable {
        let slug, name: String
        let event, date, start, offset: String?
        let opportunities: Bool?
        let needs, solutions: [String]?
        let capacity, slotMinutes, slots, tables, mostPerCountry: Int?
        /// The method whose result is published at once.
        let result: RoundMethod?
    }

    public static func run(_ connection: any Connection, _ act: Act, json text: String) throws -> ImportOutcome {
        var outcome = ImportOutcome()
        var problems: [ImportProblem] = []
        for record in try JSONRecords.read(Record.self, from: text) {
            guard try !RoundStore.slugExists(connection, record.slug) else {
                outcome.unchanged += 1
                continue
            }
            do {
                let round = try CreateRound.run(connection, act, proposal(record), slug: record.slug)
                if let method = record.result {
                    _ = try PublishRound.run(
                        connection, act, slug: round.slug, version: round.version, method: method, proposing: .proposers)
                }
                outcome.added += 1
            } catch Refusal.invalid(let issues) {
                problems += issues.map { ImportProblem(record: record.slug, field: $0.field, key: $0.key, facts: $0.facts) }
            }
        }
        guard problems.isEmpty else { throw ImportRefused(problems) }
        return outcome
    }

    private static func proposal(_ record: Record) -> RoundProposal {
        var proposal = RoundProposal()
        proposal.name = record.name
        proposal.event = record.event
        proposal.takesOpportunities = record.opportunities ?? false
        proposal.needs = record.needs ?? []
        proposal.solutions = record.solutions ?? []
        proposal.capacity = record.capacity ?? proposal.capacity
        proposal.plan.date = record.date ?? ""
        proposal.plan.start = record.start ?? proposal.plan.start
        // Out of range where it is no clock's distance, so that the check tells of it.
        proposal.plan.offset = record.offset.map { RoundClock.offset($0) ?? .max } ?? 0
        proposal.plan.slotMinutes = record.slotMinutes ?? proposal.plan.slotMinutes
        proposal.plan.slots = record.slots ?? proposal.plan.slots
        proposal.plan.tables = record.tables ?? proposal.plan.tables
        proposal.plan.mostPerCountry = record.mostPerCountry
        return proposal
    }
}
