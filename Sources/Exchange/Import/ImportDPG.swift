import Platform
public import SQL

/// Takes solutions over from a file of the Digital Public Goods registry (`--from dpg`).
///
/// What the registry says is kept as its claim: an SDG is *claimed*, a deployment country is an adoption with the registry as
/// its source. A solution that came from here keeps the registry's name and id, so that a second run finds it again.
public enum ImportDPG {
    public static let registry = "dpg"

    /// Reads a file. Throws `ImportRefused` for what is no such file; faults in records come back beside them.
    static func read(_ text: String) throws -> (records: [DPGRecord], problems: [ImportProblem]) {
        guard case .array(let items) = try JSONFile.value(text) else {
            throw ImportRefused([
                ImportProblem(record: "file", field: "", key: "import.wrong-type", facts: ["wanted": "list"])
            ])
        }
        var problems: [ImportProblem] = []
        var records: [DPGRecord] = []
        var seen: Set<String> = []
        for (index, item) in items.enumerated() {
            guard let record = DPGRecord(item, number: index + 1, problems: &problems) else { continue }
            if seen.insert(record.id).inserted {
                records.append(record)
            } else {
                problems.append(ImportProblem(record: record.id, field: "id", key: "import.id-twice"))
            }
        }
        return (records, problems)
    }

    /// Reads and writes a whole file in one transaction. With `strict`, any problem refuses all of it.
    public static func run(
        _ connection: any Connection, _ act: Act, text: String, strict: Bool, thisYear: Int,
        progress: (_ done: Int, _ total: Int) -> Void = { _, _ in }
    ) throws -> ImportOutcome {
        let (records, problems) = try read(text)
        var outcome = ImportOutcome()
        outcome.problems = problems
        var work: [(record: DPGRecord, content: SolutionContent)] = []
        for record in records {
            let content = self.content(of: record, &outcome.problems)
            let faults = Completeness.faults(of: content, thisYear: thisYear)
            guard faults.isEmpty else {
                outcome.problems += faults.map {
                    ImportProblem(record: record.id, field: $0.field, key: $0.key, facts: $0.facts)
                }
                continue
            }
            work.append((record, content))
        }
        if strict, !outcome.problems.isEmpty { throw ImportRefused(outcome.problems) }
        for (index, item) in work.enumerated() {
            try write(connection, act, item.record, item.content, &outcome)
            progress(index + 1, work.count)
        }
        return outcome
    }

    // MARK: From record to content

    private static func content(of record: DPGRecord, _ problems: inout [ImportProblem]) -> SolutionContent {
        func clean(_ text: String, _ field: String) -> String {
            let (text, found) = ContactData.removed(from: text)
            if found { problems.append(ImportProblem(record: record.id, field: field, key: "import.contact-removed")) }
            return text
        }
        func link(_ text: String?, _ field: String) -> String? {
            guard let text else { return nil }
            if WebAddress.isValid(text) { return text }
            problems.append(
                ImportProblem(record: record.id, field: field, key: "error.link", facts: ["value": text]))
            return nil
        }
        var content = SolutionContent()
        content.title = cut(record.name, to: Completeness.titleLimit)
        let description = clean(record.description, "description")
        content.summary = cut(description, to: Completeness.summaryLimit)
        content.operation = description
        content.themes = DPGSectors.themes(of: record.sectors)
        content.sdgs = record.claims.map { claim in
            .init(target: String(claim.goal), evidence: claim.evidence.map { clean($0, "SDGs.evidenceText") })
        }
        content.developedIn = record.developmentCountries.count > 1 ? record.developmentCountries : []
        content.licence = record.licences.isEmpty ? nil : record.licences.joined(separator: ", ")
        content.website = link(record.website, "website")
        var sources = [
            SolutionContent.Source(
                title: "Digital Public Goods registry, record \(record.id)" + (record.standing.map { " (\($0))" } ?? ""),
                publisher: "Digital Public Goods Alliance")
        ]
        for address in record.repositories.prefix(Completeness.listLimit - 1) {
            if let url = link(address, "repositories.url") {
                sources.append(.init(title: "Source code", url: url))
            }
        }
        content.sources = sources
        return content
    }

    /// Cut at a word, with an ellipsis where something is left out.
    static func cut(_ text: String, to limit: Int) -> String {
        guard text.count > limit else { return text }
        let short = text.prefix(limit - 1)
        let end = short.lastIndex(where: \.isWhitespace) ?? short.endIndex
        return String(short[..<end]) + "…"
    }

    // MARK: Writing

    private static func write(
        _ connection: any Connection, _ act: Act, _ record: DPGRecord, _ content: SolutionContent,
        _ outcome: inout ImportOutcome
    ) throws {
        let origin = Solution.Origin(registry: registry, id: record.id)
        let owner = try organisation(connection, act, named: record.owner ?? "Digital Public Goods registry")
        let slug: String
        if let known = try SolutionStore.find(connection, origin: origin) {
            slug = known.slug
        } else {
            slug = try Slug.unique("\(registry) \(record.id)", fallback: "solution") {
                try SolutionStore.slugExists(connection, $0)
            }
        }
        let adoptions = record.deploymentCountries.map {
            SolutionFileRecord.AdoptionEntry(
                country: $0, status: .live, source: "Digital Public Goods registry")
        }
        try ImportSolutions.write(
            connection, act,
            SolutionFileRecord(
                slug: slug, organisation: "", country: record.developmentCountries.first, origin: origin,
                adoptions: adoptions, content: content),
            owner: owner, known: .keepEdits, &outcome)
    }

    /// The organisation of that name, made if it is not there yet: the registry does not say of what kind it is.
    private static func organisation(_ connection: any Connection, _ act: Act, named name: String) throws
        -> ID<Organisation>
    {
        let name = cut(name, to: 160)
        let key = "\(registry)-" + Slug.make(name)
        if let known = try PeopleStore.organisation(connection, key: key) { return known.id }
        let organisation = Organisation(
            id: act.newID(), key: key, name: name, kind: .unknown, country: nil, parent: nil)
        try PeopleStore.insert(connection, organisation, by: act.principal, at: act.now)
        return organisation.id
    }
}
