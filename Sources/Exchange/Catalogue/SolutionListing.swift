import Language
public import Platform
public import SQL

/// Title and summary of a solution in each of its languages, as lists show them.
public struct ListingTexts: Sendable, Equatable, Codable {
    public struct Entry: Sendable, Equatable, Codable {
        public let title: String
        public let summary: String
    }

    public struct Text: Sendable, Equatable {
        public let text: String
        public let language: String
    }

    /// The original's language.
    public let language: String
    public let entries: [String: Entry]

    init(_ content: SolutionContent) {
        language = content.language
        var entries = [content.language: Entry(title: content.title, summary: content.summary)]
        for (tag, translation) in content.translations {
            if let title = translation.title, !title.isEmpty {
                entries[tag] = Entry(title: title, summary: translation.summary ?? "")
            }
        }
        self.entries = entries
    }

    public func title(in wanted: String) -> Text {
        if let entry = entries[wanted] { return Text(text: entry.title, language: wanted) }
        return Text(text: entries[language]?.title ?? "", language: language)
    }

    public func summary(in wanted: String) -> Text {
        if let entry = entries[wanted], !entry.summary.isEmpty { return Text(text: entry.summary, language: wanted) }
        return Text(text: entries[language]?.summary ?? "", language: language)
    }
}

/// One public solution as a list, a facet and the search need it; kept up to date with the record in its transaction.
public struct SolutionListing: Sendable, Equatable {
    public let id: ID<Solution>
    public let slug: String
    public let texts: ListingTexts
    public let organisation: String
    public let country: String?
    /// The owner's country and all others in which it was made.
    public let countries: [String]
    public let stage: Stage?
    public let evidence: EvidenceLevel
    public let state: SolutionState
    public let failedPractice: Bool
    public let themes: [String]
    public let goals: [String]
    public let languages: [String]
    public let adoptions: Int
    public let publishedAt: Timestamp
    public let updatedAt: Timestamp

    static let columns: SQL = """
        solution_id, slug, texts, organisation, country, countries, stage, evidence, state, failed, themes, goals, languages,
        adoptions, published_at, updated_at
        """

    init(_ row: Row) throws {
        id = try row["solution_id"]
        slug = try row["slug"]
        texts = try ContentCoding.decode(from: try row["texts"])
        organisation = try row["organisation"]
        country = try row["country"]
        countries = Self.list(try row["countries"])
        stage = try row["stage"]
        evidence = try row["evidence"]
        state = try row["state"]
        failedPractice = try row["failed"]
        themes = Self.list(try row["themes"])
        goals = Self.list(try row["goals"])
        languages = Self.list(try row["languages"])
        adoptions = try row["adoptions"]
        publishedAt = try row["published_at"]
        updatedAt = try row["updated_at"]
    }

    /// Codes stand in one column with spaces between them: they are read together, never searched by SQL.
    static func list(_ text: String) -> [String] { text.split(separator: " ").map(String.init) }

    /// The listings of these solutions, in the order asked for.
    public static func find(_ connection: any Connection, _ ids: [ID<Solution>]) throws -> [SolutionListing] {
        guard !ids.isEmpty else { return [] }
        let found = try connection.query(
            "SELECT \(columns) FROM solution_listing WHERE solution_id IN \(in: ids)"
        ).map { try SolutionListing($0) }
        let byID = Dictionary(uniqueKeysWithValues: found.map { ($0.id, $0) })
        return ids.compactMap { byID[$0] }
    }

    /// The words of a public solution, cut from its record.
    static func tokens(_ connection: any Connection, of id: ID<Solution>) throws -> DocumentTokens? {
        guard let solution = try SolutionStore.find(connection, id: id), let number = solution.currentRevision,
            let revision = try SolutionStore.revision(connection, id, number: number)
        else { return nil }
        let owner = try PeopleStore.organisation(connection, solution.organisation)
        return SearchText.tokens(of: revision.content, organisation: owner?.name ?? "", country: solution.country)
    }

    /// Writes the listing of a solution anew from its record; a solution that is not public has none.
    static func refresh(_ connection: any Connection, _ id: ID<Solution>) throws {
        guard let solution = try SolutionStore.find(connection, id: id), solution.state.isPublic,
            let number = solution.currentRevision,
            let revision = try SolutionStore.revision(connection, id, number: number),
            let owner = try PeopleStore.organisation(connection, solution.organisation)
        else {
            try connection.execute("DELETE FROM solution_listing WHERE solution_id = \(id)")
            try MatchFactsStore.delete(connection, id)
            try SolutionVectorStore.delete(connection, id)
            return
        }
        let evidenced = try SolutionStore.claims(connection, of: id).count { $0.state == .evidenced }
        let adoptions = try SolutionStore.adoptions(connection, of: id)
        try write(
            connection, solution, revision.content, organisation: owner.name, evidenced: evidenced,
            adoptionCountries: adoptions.map(\.country))
        try MatchFactsStore.write(connection, solution, revision.content, adoptions: adoptions, evidenced: evidenced)
    }

    /// As `refresh`, for an importer that has all facts at hand.
    static func write(
        _ connection: any Connection, _ solution: Solution, _ content: SolutionContent, organisation: String,
        evidenced: Int, adoptionCountries: [String]
    ) throws {
        let texts = ListingTexts(content)
        var seen: Set<Int> = []
        let goals = content.sdgs.compactMap { SDG.goal(of: $0.target) }.filter { seen.insert($0).inserted }.sorted()
        let owner = solution.country.map { [$0] } ?? []
        let countries = owner + content.developedIn.filter { $0 != solution.country }
        let terms = SearchText.tokens(of: content, organisation: organisation, country: solution.country)
        try connection.send("""
            INSERT INTO solution_listing (solution_id, slug, texts, sort_title, organisation, country, countries, stage, evidence,
                state, failed, themes, goals, languages, adoptions, published_at, updated_at, terms)
            VALUES (\(solution.id), \(solution.slug), \(try ContentCoding.encode(texts)),
                \(TextFolder.fold(content.title)), \(organisation), \(solution.country),
                \(countries.joined(separator: " ")), \(content.stage),
                \(EvidenceLevel.of(content, evidencedTargets: evidenced)), \(solution.state),
                \(content.failedPractice), \(content.themes.map(\.rawValue).joined(separator: " ")),
                \(goals.map(String.init).joined(separator: " ")),
                \(content.languages.joined(separator: " ")), \(adoptionCountries.count),
                \(solution.publishedAt ?? solution.createdAt), \(solution.updatedAt), \(terms.bytes))
            ON CONFLICT (solution_id) DO UPDATE SET slug = excluded.slug, texts = excluded.texts,
                sort_title = excluded.sort_title, organisation = excluded.organisation, country = excluded.country, countries = excluded.countries,
                stage = excluded.stage, evidence = excluded.evidence, state = excluded.state, failed = excluded.failed,
                themes = excluded.themes, goals = excluded.goals, languages = excluded.languages,
                adoptions = excluded.adoptions, published_at = excluded.published_at,
                updated_at = excluded.updated_at, terms = excluded.terms
            """)
        EncodeJob.note(connection, solution.id, at: solution.updatedAt)
    }
}
