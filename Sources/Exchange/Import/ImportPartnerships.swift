import Platform
public import SQL
import Web

/// Takes partnerships over from CSV: all of it, or nothing if a row is wrong.
///
/// A history is only ever added to: a file whose history does not go on from what is known is refused.
public enum ImportPartnerships {
    public static func run(_ connection: any Connection, _ act: Act, csv bytes: [UInt8]) throws -> ImportOutcome {
        let records = try PartnershipCSV.read(bytes)
        var problems: [ImportProblem] = []
        var slugs: Set<String> = []
        var entries: [Entry] = []
        for record in records {
            var reader = Reader(record)
            if !slugs.insert(record.slug).inserted { reader.problem("slug", "import.id-twice") }
            if let entry = try reader.entry(connection, now: act.now) { entries.append(entry) }
            problems += reader.problems
        }
        guard problems.isEmpty else { throw ImportRefused(problems) }
        var outcome = ImportOutcome()
        for entry in entries { try write(connection, act, entry, &outcome) }
        return outcome
    }

    /// A row whose keys were found.
    struct Entry {
        let slug: String
        let content: Partnership.Content
        let parties: [Partnership.Party]
        let opportunity: ID<Opportunity>?
        let known: Partnership?
        /// The steps that are to be added, after the `knownSteps` that are there.
        let steps: [PartnershipStep]
        let state: PartnershipState
        let furthest: PartnershipStage
    }

    private static func write(
        _ connection: any Connection, _ act: Act, _ entry: Entry, _ outcome: inout ImportOutcome
    ) throws {
        if let known = entry.known, entry.steps.isEmpty, known.content == entry.content, known.parties == entry.parties,
            known.opportunity == entry.opportunity
        {
            outcome.unchanged += 1
            return
        }
        let since = entry.steps.last?.at ?? entry.known?.stageSince ?? act.now
        let one = Partnership(
            id: entry.known?.id ?? act.newID(), slug: entry.slug, content: entry.content, opportunity: entry.opportunity,
            introduction: entry.known?.introduction, stage: entry.state.stage, stageSince: since, furthest: entry.furthest,
            resume: entry.state.resume, alertedAt: entry.known?.alertedAt, version: entry.known?.version ?? 1,
            createdAt: entry.known?.createdAt ?? act.now, updatedAt: act.now, updatedBy: act.name, parties: entry.parties)
        if entry.known == nil {
            try PartnershipStore.insert(connection, one)
            outcome.added += 1
        } else {
            try PartnershipStore.update(connection, one)
            try PartnershipStore.put(connection, one.parties, of: one.id)
            outcome.changed += 1
        }
        for step in entry.steps { try PartnershipHistory.add(connection, step, to: one.id, by: nil) }
        try act.audit(
            connection, "partnership.imported", "partnership", one.id.description,
            before: entry.known.map(AuditedPartnership.init), after: AuditedPartnership(one))
    }

    /// Reads one record and gathers what is wrong with it.
    private struct Reader {
        let record: PartnershipFileRecord
        private(set) var problems: [ImportProblem] = []

        init(_ record: PartnershipFileRecord) { self.record = record }

        mutating func problem(_ field: String, _ key: String, _ facts: [String: String] = [:]) {
            problems.append(ImportProblem(record: record.slug, field: field, key: key, facts: facts))
        }

        mutating func entry(_ connection: any Connection, now: Timestamp) throws -> Entry? {
            if Slug.make(record.slug) != record.slug {
                problem("slug", "import.slug", ["value": record.slug, "suggestion": Slug.make(record.slug)])
            }
            let content = try content(connection)
            for issue in content.issues() { problem(issue.field, issue.key, issue.facts) }
            let parties = try parties(connection)
            for issue in BeginPartnership.issues(parties) where problems.isEmpty { problem(issue.field, issue.key, issue.facts) }
            var opportunity: ID<Opportunity>?
            if !record.opportunity.isEmpty {
                opportunity = try OpportunityStore.find(connection, reference: record.opportunity)?.id
                if opportunity == nil { problem("opportunity", "import.record-unknown", ["value": record.opportunity]) }
            }
            let known = try PartnershipStore.find(connection, slug: record.slug)
            let old = try known.map { try PartnershipHistory.steps(connection, of: $0.id) } ?? []
            let new = steps(after: old, now: now)
            guard let state = HistoryCheck.state(after: old + new), state == PartnershipState(record.stage, resume: state.resume),
                record.stage != .stalled || record.resume == nil || record.resume == state.resume
            else {
                problem("history", "import.partnership-history", ["stage": record.stage.rawValue])
                return nil
            }
            guard problems.isEmpty else { return nil }
            let furthest = (old + new).map(\.to).reduce(known?.furthest ?? .interest) { $1.further(than: $0) }
            return Entry(
                slug: record.slug, content: content, parties: parties, opportunity: opportunity, known: known, steps: new,
                state: state, furthest: furthest)
        }

        private mutating func content(_ connection: any Connection) throws -> Partnership.Content {
            var content = Partnership.Content()
            content.title = record.title
            content.summary = record.summary
            content.isPublic = record.isPublic
            content.publicSummary = record.publicSummary
            content.sources = record.sources
            if !record.solution.isEmpty {
                content.solution = try SolutionStore.find(connection, slug: record.solution)?.id
                if content.solution == nil { problem("solution", "import.solution-unknown", ["value": record.solution]) }
            }
            if !record.need.isEmpty {
                content.need = try NeedStore.find(connection, slug: record.need)?.id
                if content.need == nil { problem("need", "import.record-unknown", ["value": record.need]) }
            }
            return content
        }

        private mutating func parties(_ connection: any Connection) throws -> [Partnership.Party] {
            var parties: [Partnership.Party] = []
            for side in Partnership.Side.allCases {
                for key in record.parties[side] ?? [] {
                    if let organisation = try PeopleStore.organisation(connection, key: key) {
                        parties.append(.init(organisation, side))
                    } else {
                        problem(side.rawValue, "import.organisation-unknown", ["value": key])
                    }
                }
            }
            return parties
        }

        /// The steps of the file that are not there yet. Times are to the second in a file.
        private mutating func steps(after old: [PartnershipStep], now: Timestamp) -> [PartnershipStep] {
            func same(_ step: PartnershipStep, _ entry: PartnershipFileRecord.Step) -> Bool {
                step.from == entry.from && step.to == entry.to
                    && step.at.milliseconds / 1000 == entry.at.timestamp.milliseconds / 1000
            }
            guard !record.history.isEmpty else {
                if let last = old.last, last.to == record.stage { return [] }
                var at = now
                if !record.since.isEmpty {
                    if let day = Day.start(record.since) {
                        at = max(day, old.last?.at ?? day)
                    } else {
                        problem("since", "error.date", ["value": record.since])
                    }
                }
                return [.init(number: old.count + 1, from: old.last?.to, to: record.stage, note: "", byName: "", at: at)]
            }
            guard record.history.count >= old.count, zip(old, record.history).allSatisfy(same) else {
                problem("history", "import.partnership-history", ["stage": record.stage.rawValue])
                return []
            }
            return record.history.dropFirst(old.count).enumerated().map { index, entry in
                PartnershipStep(
                    number: old.count + index + 1, from: entry.from, to: entry.to, note: entry.note ?? "",
                    byName: entry.by ?? "", at: entry.at.timestamp)
            }
        }
    }
}
