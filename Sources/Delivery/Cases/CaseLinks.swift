import Platform
import SQL

/// Which cases belong together.
enum CaseLinks {
    enum Kind: String, Sendable, CaseIterable, SQLBindable, SQLDecodable {
        case related
        /// It began as a part of the other.
        case splitFrom = "split-from"
        /// A part of it goes on as the other.
        case splitInto = "split-into"
    }

    struct Link: Sendable, Equatable {
        let reference: String
        let kind: Kind
        let phase: CasePhase
    }

    static func add(_ connection: any Connection, _ one: ID<Case>, _ kind: Kind, _ other: ID<Case>, at now: Timestamp) throws {
        let back: Kind =
            switch kind {
            case .related: .related
            case .splitFrom: .splitInto
            case .splitInto: .splitFrom
            }
        try connection.execute("""
            INSERT INTO case_link (case_id, other_id, kind, at) VALUES (\(one), \(other), \(kind), \(now)), (\(other), \(one), \(back), \(now))
            ON CONFLICT (case_id, other_id) DO NOTHING
            """)
    }

    /// - Parameter access: what the other case must be for the reader to see it, over `c`.
    static func of(_ id: ID<Case>, seenBy access: SQL = "1 = 1") -> Question<[Link]> {
        Question("""
            SELECT c.reference, l.kind, c.phase FROM case_link l JOIN case_record c ON c.id = l.other_id
            WHERE l.case_id = \(id) AND \(access) ORDER BY l.at, c.reference LIMIT 50
            """, each: { Link(reference: try $0["reference"], kind: try $0["kind"], phase: try $0["phase"]) })
    }
}
