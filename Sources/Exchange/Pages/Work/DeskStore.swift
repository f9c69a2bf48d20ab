import Platform
import SQL

/// The lists of the desk, by what is to be done next.
enum DeskList: String, CaseIterable, Sendable {
    /// Sent back by the secretariat or a reviewer, with a note.
    case sentBack = "sent-back"
    case due, drafts
    case toPublish = "to-publish"
    case inReview = "in-review"
    case toCheck = "to-check"
    case toValidate = "to-validate"
    case needs

    /// The lists that somebody's roles give, the most pressing first.
    static func lists(for principal: Principal) -> [DeskList] {
        var lists: [DeskList] = []
        let isFocal = principal.has(.focalPoint)
        let isSecretariat = principal.has(.secretariat)
        if isFocal || isSecretariat { lists.append(.sentBack) }
        if isFocal { lists.append(.due) }
        if isSecretariat { lists.append(.toCheck) }
        if principal.has(.reviewer) { lists.append(.toValidate) }
        if isFocal || isSecretariat { lists.append(.toPublish) }
        if isSecretariat, !isFocal { lists.append(.due) }
        if isFocal || isSecretariat { lists.append(.drafts) }
        if isFocal { lists += [.inReview, .needs] }
        return lists
    }
}

/// One line of a list on the desk.
struct DeskRow: Sendable {
    let id: String
    let slug: String
    let title: String
    let language: String
    let organisation: String
    let country: String?
    let ownership: SolutionRules.Ownership
    /// What the list is ordered by: saved, confirmed or changed.
    let at: Timestamp
    /// Who saved it, and the note with which it was sent back.
    let by: String
    let note: String
    let needState: Need.State?
}

/// A place in a list: the last row shown.
struct DeskCursor: Sendable {
    let at: Timestamp
    let id: String
}

/// All reading for the desk: each list costs what it shows.
enum DeskStore {
    /// A page of a list in its own order; the principal's roles must give the list.
    static func rows(
        _ connection: any Connection, _ list: DeskList, for principal: Principal, after: DeskCursor? = nil, limit: Int
    ) throws -> [DeskRow] {
        let all = principal.has(.secretariat)
        let whose = all ? mine(principal) : own(principal)
        return switch list {
        case .drafts:
            try revisions(
                connection, "r.state = 'draft' AND \(whose) AND COALESCE(\(lastStep), '') <> 'send-back'",
                isOldestFirst: false, after, limit)
        case .sentBack:
            try revisions(
                connection, "r.state = 'draft' AND \(whose) AND \(lastStep) = 'send-back'",
                isOldestFirst: false, after, limit)
        case .inReview:
            try revisions(
                connection, "r.state IN ('submitted', 'checked') AND \(own(principal))", isOldestFirst: true, after,
                limit)
        case .toCheck: try revisions(connection, "r.state = 'submitted'", isOldestFirst: true, after, limit)
        case .toValidate:
            try revisions(connection, "r.state = 'checked' AND \(untied(principal))", isOldestFirst: true, after, limit)
        case .toPublish:
            try revisions(
                connection, all ? "r.state = 'validated'" : "r.state = 'validated' AND \(own(principal))",
                isOldestFirst: true, after, limit)
        case .due: try due(connection, all ? "1 = 1" : own(principal), after, limit)
        case .needs: try needs(connection, principal, after, limit)
        }
    }

    /// The last step that was taken with the solution.
    private static let lastStep: SQL =
        "(SELECT v.step FROM solution_review v WHERE v.solution_id = r.solution_id ORDER BY v.id DESC LIMIT 1)"

    /// The same rule as `SolutionRules.isOwner`, as a condition on `solution s`.
    private static func own(_ principal: Principal) -> SQL {
        let focal = principal.memberships.filter { $0.role == .focalPoint }
        return """
            (s.organisation_id IN \(in: Set(focal.map(\.organisation))) OR s.country IN \(in: Set(focal.compactMap(\.country))))
            """
    }

    /// For the secretariat, which may edit every draft: those of its own countries and organisations, and those that it began.
    private static func mine(_ principal: Principal) -> SQL {
        let organisations = Set(principal.memberships.map(\.organisation))
        return """
            (\(own(principal)) OR s.organisation_id IN \(in: organisations) OR s.focal_person_id = \(principal.personID))
            """
    }

    /// The opposite of `SolutionRules.hasTie`.
    private static func untied(_ principal: Principal) -> SQL {
        """
        (s.organisation_id IN \(in: principal.organisations)) IS NOT TRUE
        AND (s.country IN \(in: principal.countries)) IS NOT TRUE
        """
    }

    private static func behind(_ cursor: DeskCursor?, _ at: SQL, _ id: SQL, isOldestFirst: Bool) -> SQL {
        guard let cursor else { return "1 = 1" }
        return isOldestFirst
            ? "(\(at) > \(cursor.at) OR (\(at) = \(cursor.at) AND \(id) > \(cursor.id)))"
            : "(\(at) < \(cursor.at) OR (\(at) = \(cursor.at) AND \(id) < \(cursor.id)))"
    }

    private static func revisions(
        _ connection: any Connection, _ condition: SQL, isOldestFirst: Bool, _ cursor: DeskCursor?, _ limit: Int
    ) throws -> [DeskRow] {
        let order: SQL = isOldestFirst ? "r.saved_at, r.solution_id" : "r.saved_at DESC, r.solution_id DESC"
        return try connection.query("""
            SELECT r.solution_id AS id, s.slug, s.organisation_id, s.country, s.state, o.name AS organisation, r.content,
                r.saved_at, r.saved_by,
                (SELECT v.note FROM solution_review v WHERE v.solution_id = r.solution_id ORDER BY v.id DESC LIMIT 1) AS note
            FROM solution_revision r JOIN solution s ON s.id = r.solution_id
                JOIN organisation o ON o.id = s.organisation_id
            WHERE \(condition) AND \(behind(cursor, "r.saved_at", "r.solution_id", isOldestFirst: isOldestFirst))
            ORDER BY \(order) LIMIT \(limit)
            """).map { row in
                let content: SolutionContent = try ContentCoding.decode(from: try row["content"])
                let note: String? = try row["note"]
                return DeskRow(
                    id: try row["id"], slug: try row["slug"], title: content.title, language: content.language,
                    organisation: try row["organisation"], country: try row["country"],
                    ownership: try ownership(row), at: try row["saved_at"], by: try row["saved_by"],
                    note: note ?? "", needState: nil)
            }
    }

    private static func ownership(_ row: Row) throws -> SolutionRules.Ownership {
        let state: SolutionState = try row["state"]
        return .init(
            organisation: try row["organisation_id"], country: try row["country"], isPublic: state.isPublic)
    }

    /// Public solutions that wait for their owner's word, longest first.
    private static func due(
        _ connection: any Connection, _ condition: SQL, _ cursor: DeskCursor?, _ limit: Int
    ) throws -> [DeskRow] {
        try connection.query("""
            SELECT s.id, s.slug, s.organisation_id, s.country, s.state, s.confirmed_at, l.texts, l.organisation
            FROM solution s JOIN solution_listing l ON l.solution_id = s.id
            WHERE s.state = 'due' AND \(condition) AND \(behind(cursor, "s.confirmed_at", "s.id", isOldestFirst: true))
            ORDER BY s.confirmed_at, s.id LIMIT \(limit)
            """).map { row in
                let texts: ListingTexts = try ContentCoding.decode(from: try row["texts"])
                let title = texts.title(in: "")
                return DeskRow(
                    id: try row["id"], slug: try row["slug"], title: title.text, language: title.language,
                    organisation: try row["organisation"], country: try row["country"],
                    ownership: try ownership(row), at: try row["confirmed_at"], by: "", note: "", needState: nil)
            }
    }

    /// Needs that are not met or closed, newest first.
    private static func needs(
        _ connection: any Connection, _ principal: Principal, _ cursor: DeskCursor?, _ limit: Int
    ) throws -> [DeskRow] {
        try connection.query("""
            SELECT s.*, o.name AS organisation FROM need s JOIN organisation o ON o.id = s.organisation_id
            WHERE \(own(principal)) AND s.state IN ('draft', 'open')
                AND \(behind(cursor, "s.updated_at", "s.id", isOldestFirst: false))
            ORDER BY s.updated_at DESC, s.id DESC LIMIT \(limit)
            """).map { row in
                let need = try NeedStore.need(row)
                return DeskRow(
                    id: need.id.description, slug: need.slug, title: need.content.title,
                    language: need.content.language, organisation: try row["organisation"], country: need.country,
                    ownership: .init(organisation: need.organisation, country: need.country, isPublic: false),
                    at: need.updatedAt, by: "", note: "", needState: need.state)
            }
    }
}
