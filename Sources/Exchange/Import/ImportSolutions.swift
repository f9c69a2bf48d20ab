import Platform
public import SQL

/// Takes solutions over from our own files: JSON (an array of records) or CSV (the columns of the export).
public enum ImportSolutions {
    /// What happens to a record that is known already and reads differently in the file.
    enum Known {
        /// The file is right: a spreadsheet that was exported, mended and brought back.
        case takeFile
        /// What people here have changed is theirs: a registry does not overwrite it.
        case keepEdits
    }

    /// Reads and writes a whole file in one transaction; any fault refuses all of it.
    public static func run(
        _ connection: any Connection, _ act: Act, json text: String, thisYear: Int,
        progress: (_ done: Int, _ total: Int) -> Void = { _, _ in }
    ) throws -> ImportOutcome {
        try run(connection, act, try JSONRecords.read(SolutionFileRecord.self, from: text), thisYear: thisYear, progress: progress)
    }

    public static func run(
        _ connection: any Connection, _ act: Act, csv bytes: [UInt8], thisYear: Int,
        progress: (_ done: Int, _ total: Int) -> Void = { _, _ in }
    ) throws -> ImportOutcome {
        try run(connection, act, try SolutionCSV.read(bytes), thisYear: thisYear, progress: progress)
    }

    private static func run(
        _ connection: any Connection, _ act: Act, _ records: [SolutionFileRecord], thisYear: Int,
        progress: (_ done: Int, _ total: Int) -> Void
    ) throws -> ImportOutcome {
        var problems: [ImportProblem] = []
        var slugs: Set<String> = []
        var owners: [String: ID<Organisation>] = [:]
        for record in records {
            problems += faults(of: record, thisYear: thisYear)
            if !slugs.insert(record.slug).inserted {
                problems.append(ImportProblem(record: record.label, field: "slug", key: "import.id-twice"))
            }
            if owners[record.organisation] == nil {
                owners[record.organisation] = try PeopleStore.organisation(connection, key: record.organisation)?.id
            }
            if owners[record.organisation] == nil {
                problems.append(
                    ImportProblem(
                        record: record.label, field: "organisation", key: "import.organisation-unknown",
                        facts: ["value": record.organisation]))
            }
            if let origin = record.derivedFrom, !records.contains(where: { $0.slug == origin }),
                try !SolutionStore.slugExists(connection, origin)
            {
                problems.append(
                    ImportProblem(
                        record: record.label, field: "derivedFrom", key: "import.solution-unknown",
                        facts: ["value": origin]))
            }
        }
        guard problems.isEmpty else { throw ImportRefused(problems) }
        var outcome = ImportOutcome()
        let ordered = originsFirst(records)
        for (index, record) in ordered.enumerated() {
            guard let owner = owners[record.organisation] else { continue }
            try write(connection, act, record, owner: owner, known: .takeFile, &outcome)
            progress(index + 1, ordered.count)
        }
        return outcome
    }

    static func faults(of record: SolutionFileRecord, thisYear: Int) -> [ImportProblem] {
        var found = Completeness.faults(of: record.content, thisYear: thisYear).map {
            ImportProblem(record: record.label, field: $0.field, key: $0.key, facts: $0.facts)
        }
        func problem(_ field: String, _ key: String, _ facts: [String: String] = [:]) {
            found.append(ImportProblem(record: record.label, field: field, key: key, facts: facts))
        }
        if record.content.title.isEmpty { problem("title", "error.required") }
        if record.slug.isEmpty || Slug.make(record.slug) != record.slug {
            problem("slug", "import.slug", ["value": record.slug, "suggestion": Slug.make(record.slug)])
        }
        if let country = record.country, Countries.shared.country(country) == nil {
            problem("country", "error.country", ["value": country])
        }
        if record.state == .unpublished { problem("state", "import.state-public") }
        for adoption in record.adoptions {
            if Countries.shared.country(adoption.country) == nil {
                problem("adoptions.country", "error.country", ["value": adoption.country])
            }
            if let since = adoption.since, !PartialDate.isValid(since) {
                problem("adoptions.since", "error.date", ["value": since])
            }
        }
        return found
    }

    /// A solution comes after the one that it was made from.
    private static func originsFirst(_ records: [SolutionFileRecord]) -> [SolutionFileRecord] {
        let bySlug = Dictionary(uniqueKeysWithValues: records.map { ($0.slug, $0) })
        var done: Set<String> = []
        var ordered: [SolutionFileRecord] = []
        func visit(_ record: SolutionFileRecord) {
            // Marked before its origin is visited, so that a circle ends.
            guard done.insert(record.slug).inserted else { return }
            if let origin = record.derivedFrom.flatMap({ bySlug[$0] }) { visit(origin) }
            ordered.append(record)
        }
        records.forEach(visit)
        return ordered
    }

    // MARK: Writing

    static func write(
        _ connection: any Connection, _ act: Act, _ record: SolutionFileRecord, owner: ID<Organisation>,
        known policy: Known, _ outcome: inout ImportOutcome
    ) throws {
        let known = try record.origin.map { try SolutionStore.find(connection, origin: $0) }
            ?? SolutionStore.find(connection, slug: record.slug)
        var changed = false
        let solution: Solution
        if let known {
            solution = known
            changed = try renew(connection, act, known, record, policy)
        } else {
            solution = try insert(connection, act, record, owner: owner)
        }
        for entry in record.adoptions {
            if policy == .keepEdits, known != nil,
                try SolutionStore.hasAdoption(connection, solution.id, country: entry.country)
            {
                continue
            }
            let adoption = Adoption(
                id: act.newID(), solution: solution.id, country: entry.country,
                organisation: entry.organisation ?? "", status: entry.status, since: entry.since,
                note: entry.note ?? "", source: entry.source ?? "")
            changed = try SolutionStore.put(connection, adoption) || changed
        }
        guard known == nil || changed else {
            outcome.unchanged += 1
            return
        }
        try SolutionListing.refresh(connection, solution.id)
        try act.audit(
            connection, "solution.imported", "solution", solution.id.description, before: String?.none, after: record)
        if known == nil { outcome.added += 1 } else { outcome.changed += 1 }
    }

    private static func insert(
        _ connection: any Connection, _ act: Act, _ record: SolutionFileRecord, owner: ID<Organisation>
    ) throws -> Solution {
        let origin = try record.derivedFrom.flatMap { try SolutionStore.find(connection, slug: $0) }
        let solution = Solution(
            id: act.newID(), slug: record.slug, organisation: owner, country: record.country, focalPerson: nil,
            state: record.state, origin: record.origin, derivedFrom: origin?.id, currentRevision: 1, version: 1,
            createdAt: act.now, publishedAt: act.now, confirmedAt: nil, updatedAt: act.now, archiveReason: nil)
        try SolutionStore.insert(connection, solution)
        try SolutionStore.insert(
            connection,
            SolutionRevision(
                solution: solution.id, number: 1, state: .published, content: record.content, savedAt: act.now,
                savedBy: act.name, version: 1))
        try SolutionStore.replaceClaims(connection, of: solution.id, with: record.content.sdgs)
        return solution
    }

    /// Publishes the file's text as a new revision; true when it did.
    private static func renew(
        _ connection: any Connection, _ act: Act, _ known: Solution, _ record: SolutionFileRecord, _ policy: Known
    ) throws -> Bool {
        guard let number = known.currentRevision,
            let current = try SolutionStore.revision(connection, known.id, number: number)
        else { throw Refusal.denied(.deny("rule.under-review")) }
        guard current.content != record.content else { return false }
        if policy == .keepEdits {
            let isOurs = current.savedBy == act.name
            let isOpen = try SolutionStore.openRevision(connection, known.id) != nil
            guard isOurs, !isOpen else { return false }
        }
        let next = (try SolutionStore.revisions(connection, known.id).first?.number ?? number) + 1
        try SolutionStore.move(connection, known.id, number: number, to: .superseded)
        try SolutionStore.insert(
            connection,
            SolutionRevision(
                solution: known.id, number: next, state: .published, content: record.content, savedAt: act.now,
                savedBy: act.name, version: 1))
        try SolutionStore.move(
            connection, known, to: known.state, revision: next, publishedAt: known.publishedAt,
            confirmedAt: known.confirmedAt, archiveReason: known.archiveReason, now: act.now)
        try SolutionStore.replaceClaims(connection, of: known.id, with: record.content.sdgs)
        return true
    }
}
