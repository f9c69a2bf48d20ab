import Platform
import SQL
import Web

/// What became of the form of a contribution or an activity.
enum SidedSaving<Record: SidedRecord>: Sendable {
    case saved(Record)
    case faulty([ContentIssue])
    /// Somebody else saved it since it was opened.
    case conflict(Record, typed: Record.Content)

    /// One short write.
    ///
    /// - Parameters:
    ///   - slug: of the record that is changed; nil for a new one.
    ///   - told: fields whose faults are told by reading the form alone.
    ///   - read: the content with what the form says.
    static func run(
        _ call: Call, _ slug: String?, version: Int, told: Set<String> = [],
        _ read: @escaping @Sendable (any Connection, Record.Content) throws -> (content: Record.Content, issues: [ContentIssue])
    ) async throws -> SidedSaving {
        let act = Act(call.principal, at: call.now)
        return try await answering {
            try await call.services.database.write { connection in
                let old = try slug.map { try Record.find(connection, slug: $0, writableBy: act.principal) }
                let (typed, issues) = try read(connection, old?.content ?? Record.Content())
                guard issues.isEmpty else {
                    // What could not be read is told once, as that and not as missing too.
                    let fields = told.union(issues.map(\.field))
                    return .faulty(issues + typed.issues(today: CivilDay.of(act.now)).filter { !fields.contains($0.field) })
                }
                do {
                    return .saved(
                        try Record.save(connection, act, slug: slug, version: version, content: typed, newSlug: nil))
                } catch Refusal.invalid(let issues) {
                    return .faulty(issues)
                } catch Refusal.changedMeanwhile {
                    guard let old else { throw Refusal.notFound }
                    return typed == old.content ? .saved(old) : .conflict(old, typed: typed)
                }
            }
        }
    }
}

extension SidedRecord {
    /// One that the principal may change.
    static func find(_ connection: any Connection, slug: String, writableBy principal: Principal) throws -> Self {
        let one = try find(connection, slug: slug, readableBy: principal)
        try RecordSides.mayWrite(principal, one.content.sides).orRefuse()
        return one
    }
}
