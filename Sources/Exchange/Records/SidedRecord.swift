import Platform
import SQL

/// What a contribution and an activity have in common: a record of the work between organisations, with a permanent name, that its
/// sides write and that may belong to a partnership or an agreement.
///
/// Saving, the forms, the API and the import of both are written once for it. A record that is not written by its sides, such as
/// an agreement with its steps, is no such record.
protocol SidedRecord: ListedRecord {
    associatedtype Content: SidedContent

    var content: Content { get }
    var version: Int { get }
    var updatedBy: String { get }
    var updatedAt: Timestamp { get }

    /// In the audit and in addresses of pages and the API: "contribution", "contributions".
    static var name: String { get }
    static var plural: String { get }
    /// What the audit says of a new one.
    static var begun: String { get }

    static func find(_ connection: any Connection, slug: String) throws -> Self?
    static func insert(_ connection: any Connection, _ one: Self) throws
    static func update(_ connection: any Connection, _ one: Self) throws
    /// Throws `Refusal.changedMeanwhile` when the record is no longer the `version` that was opened.
    /// - Parameters:
    ///   - slug: of the one to change; nil for a new one.
    ///   - newSlug: for a new one, where a file has a name for it.
    static func save(
        _ connection: any Connection, _ act: Act, slug: String?, version: Int, content: Content, newSlug: String?
    ) throws -> Self
    /// As the audit keeps it.
    associatedtype Audited: Encodable
    var audited: Audited { get }
}

protocol SidedContent: Sendable, Equatable {
    init()
    /// The organisations that it concerns.
    var sides: [Contribution.Side] { get }
    var partnership: ID<Partnership>? { get }
    var agreement: String? { get }
    /// By the names of the form's inputs.
    func issues(today: String) -> [ContentIssue]
}

extension SidedRecord {
    /// One that the principal may read; whatever they may not is not there for them.
    static func find(_ connection: any Connection, slug: String, readableBy principal: Principal) throws -> Self {
        guard let one = try find(connection, slug: slug),
            try !read(connection, "r.slug = \(slug) AND \(readable(by: principal))", limit: 1).isEmpty
        else { throw Refusal.notFound }
        return one
    }

    /// - Parameters:
    ///   - faults: what this kind alone asks for.
    ///   - make: the record that is written.
    static func write(
        _ connection: any Connection, _ act: Act, slug: String?, version: Int, content: Content,
        faults: (_ old: Self?) throws -> [ContentIssue] = { _ in [] }, make: (_ old: Self?) throws -> Self
    ) throws -> Self {
        let old = try slug.flatMap { try find(connection, slug: $0) }
        if slug != nil, old == nil { throw Refusal.notFound }
        if let old {
            try RecordSides.mayWrite(act.principal, old.content.sides).orRefuse()
            guard old.version == version else { throw Refusal.changedMeanwhile(by: old.updatedBy, at: old.updatedAt) }
            if old.content == content { return old }
        }
        var issues = content.issues(today: CivilDay.of(act.now))
        if old?.content.partnership != content.partnership || old?.content.agreement != content.agreement {
            issues += try RecordSides.linkIssues(
                connection, act.principal, partnership: content.partnership, agreement: content.agreement)
        }
        issues += try faults(old)
        guard issues.isEmpty else { throw Refusal.invalid(issues) }
        try RecordSides.mayWrite(act.principal, content.sides).orRefuse()
        let one = try make(old)
        if old == nil {
            try insert(connection, one)
        } else {
            try update(connection, one)
        }
        try act.audit(
            connection, "\(name).\(old == nil ? begun : "changed")", name, one.slug, before: old?.audited,
            after: one.audited)
        return one
    }

    /// Takes the rows of a file over: a known slug is changed, another added; any fault refuses all of it.
    ///
    /// - Parameter content: of a row, with the links that it names looked up; faults are added to the problems.
    static func takeOver<Entry: SidedFileEntry>(
        _ connection: any Connection, _ act: Act, _ entries: [Entry],
        _ content: (Entry, _ problem: (_ field: String, _ key: String, _ value: String) -> Void) throws -> Content
    ) throws -> ImportOutcome {
        var problems: [ImportProblem] = []
        var outcome = ImportOutcome()
        for entry in entries {
            let before = problems.count
            let content = try content(entry) { field, key, value in
                problems.append(ImportProblem(record: entry.row, field: field, key: key, facts: ["value": value]))
            }
            guard problems.count == before else { continue }
            do {
                let known = try find(connection, slug: entry.slug)
                let saved = try save(
                    connection, act, slug: known?.slug, version: known?.version ?? 0, content: content, newSlug: entry.slug)
                if known == nil {
                    outcome.added += 1
                } else if saved.version == known?.version {
                    outcome.unchanged += 1
                } else {
                    outcome.changed += 1
                }
            } catch Refusal.invalid(let issues) {
                problems += issues.map { ImportProblem(record: entry.row, field: $0.field, key: $0.key, facts: $0.facts) }
            }
        }
        // Thrown out of the transaction, which undoes what was written before the fault was met.
        guard problems.isEmpty else { throw ImportRefused(problems) }
        return outcome
    }
}

/// A row of a file that is taken over.
protocol SidedFileEntry {
    var slug: String { get }
    /// "row 3"
    var row: String { get }
}
