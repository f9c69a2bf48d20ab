public import Platform
public import SQL

/// Takes a partnership to another stage: through a gate, back, or out with a reason.
public enum MovePartnership {
    /// - Parameters:
    ///   - version: of the partnership that was opened; another throws `Refusal.changedMeanwhile`.
    ///   - note: the reason where one is asked for, else what is worth saying.
    ///   - statement: evidence for the gate, where the network has no record of it yet.
    /// - Throws: `Refusal.invalid` naming what the gate misses. Nothing is written then.
    @discardableResult
    public static func run(
        _ connection: any Connection, _ act: Act, partnership id: ID<Partnership>, version: Int, to stage: PartnershipStage,
        note: String = "", statement: EvidenceStatement = EvidenceStatement(), today: String
    ) throws -> Partnership {
        guard var one = try PartnershipStore.find(connection, id: id) else { throw Refusal.notFound }
        guard PartnershipRules.mayRead(act.principal, one.parties, isPublic: one.content.isPublic).allowed else {
            throw Refusal.notFound
        }
        try PartnershipRules.mayWrite(act.principal, one.parties).orRefuse()
        guard one.version == version else {
            throw Refusal.changedMeanwhile(by: one.updatedBy, at: one.updatedAt)
        }
        guard let way = PartnershipLife.transition(from: one.state, to: stage) else {
            throw Refusal.denied(.deny("rule.partnership-way"))
        }
        try PartnershipRules.may(act.principal, way, one.parties).orRefuse()
        var issues: [ContentIssue] = []
        if way.needsReason, note.isEmpty { issues.append(ContentIssue("note", "error.reason-wanted")) }
        if note.count > Partnership.textLimit {
            issues.append(
                ContentIssue(
                    "note", "error.too-long", ["limit": String(Partnership.textLimit), "length": String(note.count)]))
        }
        if let gate = way.gate {
            let known = try GateEvidence.find(connection, gate.evidence, of: one)
            issues += gate.missing(known: known, statement: statement, today: today)
            issues += try documentIssues(connection, act, statement, of: one)
        }
        guard issues.isEmpty else { throw Refusal.invalid(issues) }
        if let gate = way.gate, !statement.isEmpty, gate.source != .record {
            try GateEvidence.add(connection, act, statement, gate.evidence, to: one.id)
        }
        try write(connection, act, &one, to: stage, note: note)
        return try PartnershipStore.find(connection, id: id) ?? one
    }

    private static func documentIssues(
        _ connection: any Connection, _ act: Act, _ statement: EvidenceStatement, of one: Partnership
    ) throws -> [ContentIssue] {
        guard !statement.document.isEmpty else { return [] }
        let audiences = PartnershipRules.audiences(act.principal, one.parties)
        guard let id = ID<PartnershipDocument>(statement.document),
            let document = try PartnershipPapers.document(connection, id: id), document.partnership == one.id,
            audiences.contains(document.audience) || act.principal.isProgram
        else { return [ContentIssue("evidenceDocument", "error.partnership.document")] }
        // What proves a stage is for all who read the stage.
        return document.audience == .all ? [] : [ContentIssue("evidenceDocument", "error.partnership.document-shared")]
    }

    /// The change itself, with its history and audit; the caller has asked the rules.
    static func write(
        _ connection: any Connection, _ act: Act, _ one: inout Partnership, to stage: PartnershipStage, note: String
    ) throws {
        let before = one.stage
        let state = PartnershipState(stage, resume: stage == .stalled ? before : nil)
        one.stage = state.stage
        one.resume = state.resume
        one.stageSince = act.now
        one.furthest = stage.further(than: one.furthest)
        one.updatedAt = act.now
        one.updatedBy = act.name
        try PartnershipStore.update(connection, one)
        try PartnershipHistory.add(
            connection,
            PartnershipStep(
                number: try PartnershipHistory.nextNumber(connection, of: one.id), from: before, to: stage, note: note,
                byName: act.name, at: act.now),
            to: one.id, by: act.principal.personID)
        try act.audit(
            connection, "partnership.moved", "partnership", one.id.description, before: ["stage": before.rawValue],
            after: ["stage": stage.rawValue, "note": note])
    }
}
