import Platform
import SQL

/// Makes a second case of a part of one: a number of its own, the same citizen, the same secret, and the same day of receipt, for the
/// office's filing must cost nobody time.
enum SplitCase {
    /// How often one case can be split.
    static let most = 20

    static func run(
        _ connection: any Connection, _ act: Act, _ before: Case, as part: CaseActor, reason: String, seen: Int?
    ) throws -> Case {
        var random = SystemRandomNumberGenerator()
        guard try connection.ask(CaseLinks.of(before.id)).count < most else {
            throw Refusal.invalid([FieldIssue("reason", "error.more-than", ["limit": String(most)])])
        }
        // An appeal is one question to one authority.
        if before.kind == .appeal { throw Refusal.denied(.deny("case.obstacle.not-now")) }
        guard let office = try OfficeStore.find(connection, id: before.office) else { throw Refusal.notFound }
        // The first event as it was; what came after it belongs to the first case alone.
        guard let receipt = before.events.first(where: { $0.action == .submit }) else { throw Refusal.notFound }
        let event = CaseEvent(
            number: 1, at: receipt.at, recordedAt: receipt.recordedAt, action: .submit, part: receipt.part, actor: act.principal.auditName,
            actorName: act.principal.name)
        var reference = CaseReference.make(using: &random)
        while try connection.ask(CaseStore.isTaken(reference)) { reference = CaseReference.make(using: &random) }
        var record = Case(
            id: act.newID(), reference: reference, codeHash: before.codeHash, codeOwner: before.codeOwner, service: before.service,
            serviceVersion: before.serviceVersion, definition: before.definition, serviceSlug: before.serviceSlug,
            calendarKey: before.calendarKey, calendarVersion: before.calendarVersion, calendar: before.calendar, channel: before.channel,
            language: before.language, applicant: before.applicant, answers: before.answers, visibility: before.visibility,
            firstOffice: before.office, receivedAt: before.receivedAt, events: [event],
            state: try CaseState([event], steps: before.definition.steps.count, office: before.office), listedDue: CaseStore.noDate)
        let filing = GrievanceStore.Filing(
            kind: before.kind, category: before.category, about: before.about, confidence: before.confidence,
            identity: try GrievanceStore.identity(connection, before.id))
        record.take(filing)
        try record.list(at: act.now)
        try CaseStore.insert(connection, [try CaseRows(record, organisation: office.organisation, similarKey: "")])
        if before.kind == .grievance { try GrievanceStore.insert(connection, record.id, filing) }
        for file in try CaseStore.files(connection, before.id) { try CaseStore.insert(connection, file, of: record.id, at: act.now) }
        try CaseLinks.add(connection, record.id, .splitFrom, before.id, at: act.now)
        if try connection.ask(NoticeStore.isQuiet(before.id)) { try NoticeStore.setQuiet(connection, record.id, true, by: act) }
        try CaseNotices.note(connection, before: nil, after: record, event: event, at: act.now)
        try act.audit(
            connection, "case.submit", "case", record.id.description, before: ActOnCase.Audited?.none,
            after: ActOnCase.Audited(record.state))
        var facts = CaseFacts()
        (facts.reason, facts.reference) = (reason, reference)
        try ActOnCase.run(connection, act, before, .split, as: part, facts, seen: seen)
        return record
    }
}
