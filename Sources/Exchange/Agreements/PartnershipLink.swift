import HTML
import Platform
import SQL

/// What agreements, contributions and activities need to know of a partnership that they belong to.
enum PartnershipLink {
    struct Choice: Sendable {
        let id: ID<Partnership>
        let slug: String
        let title: String
    }

    static func path(_ slug: String) -> String { "/partnerships/\(Link.segment(slug))" }

    static func find(_ connection: any Connection, slug: String) throws -> Choice? {
        try connection.first("SELECT id, slug, title FROM partnership WHERE slug = \(slug)").map(choice)
    }

    static func find(_ connection: any Connection, id: ID<Partnership>) throws -> Choice? {
        try connection.first("SELECT id, slug, title FROM partnership WHERE id = \(id)").map(choice)
    }

    /// Only who works on a partnership puts something beside it.
    static func mayUse(_ connection: any Connection, _ id: ID<Partnership>, _ principal: Principal) throws -> Bool {
        guard let one = try PartnershipStore.find(connection, id: id) else { return false }
        return PartnershipRules.mayWrite(principal, one.parties).allowed
    }

    /// Those that the principal works on, latest first.
    static func choices(_ connection: any Connection, for principal: Principal) throws -> [Choice] {
        let own: SQL = SolutionRules.actsForNetwork(principal) ? "1 = 1" : PartnershipRules.own(principal)
        return try connection.query("SELECT p.id, p.slug, p.title FROM partnership p WHERE \(own) ORDER BY p.id DESC LIMIT 500")
            .map(choice)
    }

    private static func choice(_ row: Row) throws -> Choice {
        Choice(id: try row["id"], slug: try row["slug"], title: try row["title"])
    }
}
