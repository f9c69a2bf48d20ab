import Platform
public import SQL

/// What can be removed from a case. The words of each are `case.removed.PART`.
public enum RedactedPart: String, Sendable, CaseIterable, Codable {
    /// Name and contact.
    case identity
    /// What was answered in the form.
    case answers
    /// What was written in the history, and the names of those who acted.
    case words
    case documents
}

/// Removes things from a case for good: from the record, its history, its documents and the keys by which it could be found. What
/// happened, when, and that something was removed and why, stays. The audit holds nothing of what was removed, so its chain stays whole.
public enum RedactCase {
    static let mark = "█"

    @discardableResult
    public static func run(
        _ connection: any Connection, _ act: Act, _ record: Case, _ parts: Set<RedactedPart>, reason: String, law: String? = nil,
        seen: Int? = nil
    ) throws -> Case {
        guard !parts.isEmpty else { throw Refusal.invalid([FieldIssue("parts", "error.empty")]) }
        if try CaseHoldStore.find(connection, record.id) != nil { throw Refusal.denied(.deny("case.obstacle.hold")) }
        var facts = CaseFacts()
        (facts.reason, facts.law) = (reason, law)
        facts.removed = parts.map(\.rawValue).sorted()
        let after = try ActOnCase.run(connection, act, record, .redact, as: .manager, facts, seen: seen)
        try emptyOutbox(connection, record, at: act.now)
        if parts.contains(.identity) { try removeIdentity(connection, record.id) }
        if parts.contains(.answers) {
            try connection.execute("""
                UPDATE case_record SET answers = '{}', about = NULL, similar_key = '' WHERE id = \(record.id)
                """)
        }
        if parts.contains(.words) { try removeWords(connection, record) }
        if parts.contains(.documents) { try removeDocuments(connection, record.id) }
        if parts.count == RedactedPart.allCases.count {
            try connection.execute("UPDATE case_record SET erased = 1 WHERE id = \(record.id)")
        }
        return try CaseStore.find(connection, id: record.id) ?? after
    }

    /// What waits to be told of it, to the citizen or to other programs, is told no more.
    private static func emptyOutbox(_ connection: any Connection, _ record: Case, at now: Timestamp) throws {
        try connection.execute("""
            UPDATE citizen_notice SET state = 'stopped', updated_at = \(now) WHERE case_id = \(record.id) AND state = 'waiting'
            """)
        try connection.execute("""
            UPDATE webhook_delivery SET state = 'dropped', fault = NULL, updated_at = \(now)
            WHERE case_id = \(record.id) AND event <= \(record.state.events) AND state IN ('waiting', 'queued')
            """)
    }

    /// The key for finding similar cases is made of name and birthday, so it goes with the name.
    private static func removeIdentity(_ connection: any Connection, _ id: ID<Case>) throws {
        try connection.execute("DELETE FROM case_identity WHERE case_id = \(id)")
        // The links of its letters lead to an address.
        try connection.execute("UPDATE citizen_notice SET stop_hash = '' WHERE case_id = \(id)")
        try connection.execute("UPDATE case_record SET applicant = '', similar_key = '' WHERE id = \(id)")
        let record = try CaseStore.find(connection, id: id)
        let form = record?.definition.form ?? []
        let people = (form + CaseContact.extra(form)).filter { $0.kind == .person || $0.kind == .phone || $0.kind == .email }.map(\.key)
        guard var answers = record?.answers, !people.isEmpty else { return }
        answers.values = answers.values.filter { key, _ in !people.contains { key == $0 || key.hasPrefix("\($0).") } }
        try connection.execute("UPDATE case_record SET answers = \(try Coding.encode(answers)) WHERE id = \(id)")
    }

    /// A mark stands in the place of the words, so that the history can still be followed by the table.
    private static func removeWords(_ connection: any Connection, _ record: Case) throws {
        for event in record.events where event.action != .redact {
            var facts = event.facts
            facts.text = facts.text.map { _ in mark }
            facts.reason = facts.reason.map { _ in mark }
            facts.feedback = nil
            // Way and day stay, as the times of all events do.
            facts.delivery?.what = mark
            facts.delivery?.by = mark
            facts.isRedacted = true
            let name = event.part == .citizen ? "" : event.actorName
            try connection.execute("""
                UPDATE case_event SET facts = \(try Coding.encode(facts)), actor_name = \(name)
                WHERE case_id = \(record.id) AND number = \(event.number)
                """)
        }
    }

    /// Whatever no other record holds goes at once, not with the nightly sweep.
    private static func removeDocuments(_ connection: any Connection, _ id: ID<Case>) throws {
        let files = try CaseStore.files(connection, id).map(\.file)
        try connection.execute("DELETE FROM case_file WHERE case_id = \(id)")
        try Files.deleteUnreferenced(connection, among: files)
    }
}
