public import Platform
public import SQL

/// All reading and writing of agreements, their parties, the versions of their text and their steps.
public enum AgreementStore {
    /// What a list asks for.
    public struct Filter: Sendable {
        public var event: String?
        public var partnership: ID<Partnership>?

        public init(event: String? = nil, partnership: ID<Partnership>? = nil) {
            self.event = event
            self.partnership = partnership
        }
    }

    public static func find(_ connection: any Connection, _ slug: String) throws -> Agreement? {
        try agreements(connection, "slug = \(slug)", withTexts: true, limit: 1).first
    }

    public static func slugExists(_ connection: any Connection, _ slug: String) throws -> Bool {
        try connection.first("SELECT 1 FROM agreement WHERE slug = \(slug)") != nil
    }

    /// What the principal may read, the latest day first; at most `limit`. Texts are long, and left empty.
    public static func list(
        _ connection: any Connection, for principal: Principal, _ filter: Filter = Filter(), limit: Int
    ) throws -> [Agreement] {
        var conditions: [SQL] = [AgreementRules.readable(by: principal)]
        if let event = filter.event { conditions.append("event = \(event)") }
        if let partnership = filter.partnership { conditions.append("partnership_id = \(partnership)") }
        return try agreements(connection, conditions.joined(" AND "), limit: limit)
    }

    /// The agreements of a partnership that were signed and neither ended nor given up: what the gate to *agreed* asks for.
    public static func signed(_ connection: any Connection, partnership: ID<Partnership>) throws -> [Agreement] {
        try agreements(
            connection, "partnership_id = \(partnership) AND state IN ('signed', 'renewed')", limit: 100)
    }

    /// The one that takes, or is to take, this one's place.
    static func successor(_ connection: any Connection, of slug: String) throws -> (slug: String, state: Agreement.State)? {
        try connection.first("""
            SELECT slug, state FROM agreement WHERE renews = \(slug) AND state <> 'withdrawn' ORDER BY created_at DESC LIMIT 1
            """).map { (try $0["slug"], try $0["state"]) }
    }

    /// Signed ones whose reminder is due on the day and was not sent for this end of the term.
    static func toRemind(_ connection: any Connection, on day: String, limit: Int) throws -> [Agreement] {
        try agreements(
            connection, "state = 'signed' AND remind_on <= \(day) AND to_date >= \(day) AND reminded_for <> to_date",
            limit: limit)
    }

    static func markReminded(_ connection: any Connection, _ agreement: Agreement) throws {
        try connection.execute(
            "UPDATE agreement SET reminded_for = \(agreement.content.to) WHERE slug = \(agreement.slug)")
    }

    /// By a condition on the table `agreement r`.
    static func agreements(
        _ connection: any Connection, _ condition: SQL, withTexts: Bool = false, limit: Int
    ) throws -> [Agreement] {
        let text: SQL = withTexts ? "text" : "'' AS text"
        let rows = try connection.query("""
            SELECT slug, kind, state, as_of, signed_on, subject, from_date, to_date, remind_days, language, \(text),
                text_number, event, partnership_id, renews, sources, signed_copy, signed_copy_name, version, updated_by,
                created_at, updated_at
            FROM agreement r WHERE \(condition) ORDER BY r.as_of DESC, r.slug DESC LIMIT \(limit)
            """)
        guard !rows.isEmpty else { return [] }
        let slugs: [String] = try rows.map { try $0["slug"] }
        var parties: [String: [AgreementContent.Party]] = [:]
        for row in try connection.query("""
            SELECT p.agreement, p.organisation_id, p.signatory, p.office, o.key, o.name, o.country
            FROM agreement_party p JOIN organisation o ON o.id = p.organisation_id
            WHERE p.agreement IN \(in: slugs) ORDER BY p.agreement, p.position
            """)
        {
            parties[try row["agreement"], default: []].append(
                .init(
                    organisation: try row["organisation_id"], key: try row["key"], name: try row["name"],
                    country: try row["country"], signatory: try row["signatory"], office: try row["office"]))
        }
        return try rows.map { try agreement($0, parties: parties[try $0["slug"]] ?? []) }
    }

    private static func agreement(_ row: Row, parties: [AgreementContent.Party]) throws -> Agreement {
        var content = AgreementContent()
        content.kind = try row["kind"]
        content.subject = try row["subject"]
        content.parties = parties
        content.from = try row["from_date"]
        content.to = try row["to_date"]
        content.remindDays = try row["remind_days"]
        content.language = try row["language"]
        content.text = try row["text"]
        content.event = try row["event"]
        content.partnership = try row["partnership_id"]
        content.sources = try ContentCoding.decode(from: try row["sources"])
        let file: String? = try row["signed_copy"]
        let name: String = try row["signed_copy_name"]
        return Agreement(
            slug: try row["slug"], state: try row["state"], asOf: try row["as_of"], signedOn: try row["signed_on"],
            content: content, signedCopy: file.map { .init(file: $0, name: name) }, renews: try row["renews"],
            textNumber: try row["text_number"], version: try row["version"], updatedBy: try row["updated_by"],
            createdAt: try row["created_at"], updatedAt: try row["updated_at"])
    }

    // MARK: Writing

    static func insert(_ connection: any Connection, _ agreement: Agreement) throws {
        let content = agreement.content
        try connection.execute("""
            INSERT INTO agreement (slug, kind, state, as_of, signed_on, subject, from_date, to_date, remind_days, remind_on,
                reminded_for, language, text, text_number, event, partnership_id, renews, sources, signed_copy,
                signed_copy_name, version, updated_by, created_at, updated_at)
            VALUES (\(agreement.slug), \(content.kind), \(agreement.state), \(agreement.asOf), \(agreement.signedOn),
                \(content.subject), \(content.from), \(content.to), \(content.remindDays), \(agreement.reminderDay), '',
                \(content.language), \(content.text), 0, \(content.event), \(content.partnership), \(agreement.renews),
                \(try ContentCoding.encode(content.sources)), NULL, '', \(agreement.version), \(agreement.updatedBy),
                \(agreement.createdAt), \(agreement.updatedAt))
            """)
        try replaceParties(connection, agreement.slug, content.parties)
        if !content.text.isEmpty { try addText(connection, agreement, at: agreement.createdAt) }
    }

    /// Writes what `agreement` says, one version on; a text that differs from `old` becomes a version of its own.
    static func update(_ connection: any Connection, from old: Agreement, to agreement: Agreement) throws {
        let content = agreement.content
        try connection.execute("""
            UPDATE agreement SET kind = \(content.kind), state = \(agreement.state), as_of = \(agreement.asOf),
                signed_on = \(agreement.signedOn), subject = \(content.subject), from_date = \(content.from),
                to_date = \(content.to), remind_days = \(content.remindDays), remind_on = \(agreement.reminderDay),
                language = \(content.language), text = \(content.text), event = \(content.event),
                partnership_id = \(content.partnership), sources = \(try ContentCoding.encode(content.sources)),
                signed_copy = \(agreement.signedCopy?.file), signed_copy_name = \(agreement.signedCopy?.name ?? ""),
                version = version + 1, updated_by = \(agreement.updatedBy), updated_at = \(agreement.updatedAt)
            WHERE slug = \(agreement.slug)
            """)
        if old.content.parties != content.parties { try replaceParties(connection, agreement.slug, content.parties) }
        if old.content.text != content.text { try addText(connection, agreement, at: agreement.updatedAt) }
    }

    static func set(_ connection: any Connection, renews: String?, of slug: String) throws {
        try connection.execute("UPDATE agreement SET renews = \(renews) WHERE slug = \(slug)")
    }

    private static func replaceParties(
        _ connection: any Connection, _ slug: String, _ parties: [AgreementContent.Party]
    ) throws {
        try connection.execute("DELETE FROM agreement_party WHERE agreement = \(slug)")
        guard !parties.isEmpty else { return }
        let rows = parties.enumerated().map { position, party -> SQL in
            "(\(slug), \(party.organisation), \(position), \(party.signatory), \(party.office))"
        }
        try connection.execute("""
            INSERT INTO agreement_party (agreement, organisation_id, position, signatory, office) VALUES \(rows.joined(", "))
            """)
    }

    // MARK: Texts and steps

    private static func addText(_ connection: any Connection, _ agreement: Agreement, at now: Timestamp) throws {
        let number = agreement.textNumber + 1
        try connection.execute("""
            INSERT INTO agreement_text (agreement, number, text, saved_by, saved_at)
            VALUES (\(agreement.slug), \(number), \(agreement.content.text), \(agreement.updatedBy), \(now))
            """)
        try connection.execute("UPDATE agreement SET text_number = \(number) WHERE slug = \(agreement.slug)")
    }

    /// One version of a text, as the history shows it.
    struct SavedText: Sendable, Equatable {
        let number: Int
        let text: String
        let savedBy: String
        let savedAt: Timestamp
    }

    /// Latest first.
    static func texts(_ connection: any Connection, of slug: String) throws -> [SavedText] {
        try connection.query(
            "SELECT * FROM agreement_text WHERE agreement = \(slug) ORDER BY number DESC LIMIT 50"
        ).map { row in
            SavedText(
                number: try row["number"], text: try row["text"], savedBy: try row["saved_by"], savedAt: try row["saved_at"])
        }
    }

    struct Step: Sendable, Equatable {
        let step: String
        let note: String
        let byName: String
        let at: Timestamp
    }

    static func add(_ connection: any Connection, step: String, note: String, to slug: String, _ act: Act) throws {
        let id: ID<Step> = act.newID()
        try connection.execute("""
            INSERT INTO agreement_step (id, agreement, step, note, by_name, by_person, at)
            VALUES (\(id), \(slug), \(step), \(note), \(act.name), \(act.principal.personID), \(act.now))
            """)
    }

    /// Latest first.
    static func steps(_ connection: any Connection, of slug: String) throws -> [Step] {
        try connection.query("SELECT * FROM agreement_step WHERE agreement = \(slug) ORDER BY id DESC LIMIT 200").map { row in
            Step(step: try row["step"], note: try row["note"], byName: try row["by_name"], at: try row["at"])
        }
    }
}
