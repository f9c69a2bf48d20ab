import Platform
import SQL

/// What grievances and appeals keep beside the case's own columns. A request costs none of these statements.
enum GrievanceStore {
    /// What is written once, when a grievance or an appeal begins.
    struct Filing: Sendable {
        var kind = CaseKind.grievance
        var category: String?
        var about: CaseAbout?
        var confidence: CaseConfidence
        var identity: CaseIdentity?
        var tier = 0
        var firstCase: ID<Case>?
    }

    static func insert(_ connection: any Connection, _ id: ID<Case>, _ filing: Filing) throws {
        let confidence = filing.confidence
        try connection.execute("""
            UPDATE case_record SET kind = \(filing.kind), category = \(filing.category), privacy = \(confidence.privacy),
                reader = \(confidence.reader), redress_id = \(confidence.redress), about = \(try filing.about.map { try Coding.encode($0) }),
                tier = \(filing.tier), first_case_id = \(filing.firstCase)
            WHERE id = \(id)
            """)
        try bar(connection, id, confidence.bars)
        if let identity = filing.identity {
            try connection.execute("""
                INSERT INTO case_identity (case_id, name, contact) VALUES (\(id), \(identity.name), \(identity.contact))
                """)
        }
    }

    /// Keeps further people out. A bar is never lifted.
    static func bar(_ connection: any Connection, _ id: ID<Case>, _ bars: Set<CaseBar>) throws {
        guard !bars.isEmpty else { return }
        let rows = bars.map(\.description).sorted().map { bar -> SQL in "(\(id), \(bar))" }
        try connection.execute("""
            INSERT INTO case_bar (case_id, bar) VALUES \(rows.joined(", ")) ON CONFLICT (case_id, bar) DO NOTHING
            """)
        try connection.execute("UPDATE case_record SET barred = 1 WHERE id = \(id)")
    }

    // MARK: Reading

    /// The service's definition as this case follows it.
    static func definition(_ definition: ServiceDefinition, _ row: Row) throws -> ServiceDefinition {
        definition.followed(by: try row["kind"], category: try row["category"], tier: try row["tier"])
    }

    static func complete(_ connection: any Connection, _ record: inout Case, _ row: Row) throws {
        record.kind = try row["kind"]
        record.confidence = CaseConfidence(
            visibility: record.visibility, privacy: try row["privacy"], reader: try row["reader"], redress: try row["redress_id"])
        guard record.kind != .request else { return }
        (record.category, record.tier, record.firstCase) = (try row["category"], try row["tier"], try row["first_case_id"])
        let about: String? = try row["about"]
        record.about = try about.map { try Coding.decode(from: $0) }
        let barred: Int = try row["barred"]
        if barred == 1 { record.confidence.bars = try bars(connection, record.id) }
    }

    static func bars(_ connection: any Connection, _ id: ID<Case>) throws -> Set<CaseBar> {
        Set(try connection.query("SELECT bar FROM case_bar WHERE case_id = \(id)").compactMap { CaseBar(try $0["bar"] as String) })
    }

    static func identity(_ connection: any Connection, _ id: ID<Case>) throws -> CaseIdentity? {
        try connection.first("SELECT name, contact FROM case_identity WHERE case_id = \(id)").map {
            CaseIdentity(name: try $0["name"], contact: try $0["contact"])
        }
    }

    /// Appeals against a case that are not decided yet, nearest first.
    static func openAppeals(_ connection: any Connection, against id: ID<Case>) throws -> [ID<Case>] {
        try connection.query("""
            SELECT id FROM case_record WHERE first_case_id = \(id) AND phase IN ('submitted', 'accepted', 'in-step') ORDER BY tier
            """).map { try $0["id"] }
    }

    /// The case itself, the one that it is against, and so on to the first.
    static func chain(_ connection: any Connection, _ record: Case) throws -> [Case] {
        var chain = [record]
        while let id = chain.last?.firstCase, chain.count <= AppealRules.mostTiers, let before = try CaseStore.find(connection, id: id) {
            chain.append(before)
        }
        return chain
    }
}

extension Case {
    mutating func take(_ filing: GrievanceStore.Filing) {
        (kind, category, about, confidence) = (filing.kind, filing.category, filing.about, filing.confidence)
        (tier, firstCase) = (filing.tier, filing.firstCase)
    }
}

/// Who filed a case, kept apart from it.
struct CaseIdentity: Sendable, Equatable {
    var name: String
    /// Phone, mail or address.
    var contact: String
}
