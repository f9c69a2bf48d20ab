import Platform
public import SQL

/// Appeals against a decision: a linked case with its own number and clock, which the same secret opens.
public enum FileAppeal {
    public struct Filed: Sendable {
        public let appeal: Case
        public let first: Case
    }

    /// - Parameters:
    ///   - code: the secret of the case that it is against; checked by the caller.
    ///   - text: why.
    public static func run(
        _ connection: any Connection, _ act: Act, against first: Case, code: String, text: String, language: String, channel: CaseChannel,
        seen: Int? = nil
    ) throws -> Filed {
        if let seen, seen != first.state.events { throw Refusal.changedMeanwhile }
        if let obstacle = AppealRules.obstacle(first, at: act.now) { throw Refusal.denied(.deny(obstacle)) }
        let issues = text.isEmpty ? [FieldIssue("text", "error.empty")] : PlainText.issues(text, "text")
        guard issues.isEmpty else { throw Refusal.invalid(issues) }
        guard let service = try ServiceStore.find(connection, id: first.service),
            let original = try ServiceStore.definition(connection, first.service, version: first.serviceVersion)
        else { throw RecordMissing(kind: "service", id: first.service.description) }
        let tier = first.tier + 1
        // Whoever may not see the first case may not see this one, and nobody judges their own work.
        var confidence = first.confidence
        confidence.bars.formUnion(AppealRules.workedOn(try GrievanceStore.chain(connection, first).map(\.events)))
        let office = try office(connection, original, tier: tier, confidence)
        let hidesIdentity = confidence.privacy.hidesIdentity
        var application = CaseApplication(
            service: Service(
                id: service.id, slug: service.slug, organisation: service.organisation, country: service.country, state: service.state,
                version: first.serviceVersion, definition: original, updatedAt: service.updatedAt),
            answers: [:], language: language, channel: confidence.privacy == .anonymous ? .web : channel)
        application.files = []
        let filing = GrievanceStore.Filing(
            kind: .appeal, category: first.category, about: first.about, confidence: confidence,
            identity: try GrievanceStore.identity(connection, first.id), tier: tier, firstCase: first.id)
        let beginning = CheckedCase.Beginning(
            definition: original.followed(by: .appeal, category: first.category, tier: tier), office: office,
            visibility: confidence.visibility, applicant: first.applicant, filing: filing, code: code)
        let own = hidesIdentity ? Act(.anonymous, at: act.now) : act
        let made = try RegisterCase.write(
            connection, own, application, FormAnswers([AppealRules.reasonKey: [text]]), beginning)
        if try connection.ask(NoticeStore.isQuiet(first.id)) { try NoticeStore.setQuiet(connection, made.record.id, true, by: own) }
        var facts = CaseFacts()
        facts.reference = made.record.reference
        let changed = try ActOnCase.run(connection, act, first, .appeal, as: .citizen, facts)
        return Filed(appeal: made.record, first: changed)
    }

    /// The authority's office, or the redress office where the first one is barred.
    private static func office(
        _ connection: any Connection, _ definition: ServiceDefinition, tier: Int, _ confidence: CaseConfidence
    ) throws -> Office {
        let tiers = definition.appealTiers
        let wanted = tiers.indices.contains(tier - 1) ? tiers[tier - 1].office : ""
        let offices = try OfficeStore.list(connection, keys: [wanted, definition.grievance?.redress ?? ""])
        guard let office = offices.first(where: { !confidence.bars.contains(.organisation($0.organisation)) }) else {
            throw Refusal.denied(.deny("case.obstacle.no-independent-office"))
        }
        return office
    }
}

extension AppealRules {
    /// An appeal has no form but this question.
    static let reasonKey = "appeal-reason"
}
