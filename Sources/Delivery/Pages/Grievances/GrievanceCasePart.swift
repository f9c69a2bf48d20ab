import HTML
import Platform
import SQL
import Web

/// What a grievance or an appeal adds to the office's page of a case.
struct GrievanceCasePart {
    private let record: Case
    private let identity: CaseIdentity?
    private let seesIdentity: Bool
    private let about: LocalText?
    /// The cases before this one, the nearest first.
    private let before: [Case]
    private let isManager: Bool
    private let hold: CaseHold?
    /// From when on the nightly job empties it.
    private let emptiedFrom: Timestamp?
    let owesInterim: Bool

    init(_ connection: any Connection, _ record: Case, office: Office, for principal: Principal, now: Timestamp) throws {
        self.record = record
        seesIdentity = CaseRules.discloses(record.confidence, to: .staff(principal, office: office)).contains(.identity)
        identity = seesIdentity && record.kind != .request ? try GrievanceStore.identity(connection, record.id) : nil
        about = try record.about?.office.flatMap { try OfficeStore.find(connection, id: $0)?.name }
        before = record.kind == .appeal ? Array(try GrievanceStore.chain(connection, record).dropFirst()) : []
        isManager = CaseRules.part(principal, office: office, record.confidence).part == .manager
        hold = try CaseHoldStore.find(connection, record.id)
        emptiedFrom = isManager && !record.state.phase.isOpen ? try connection.ask(RetentionNotice.of(record.id)) : nil
        owesInterim = try record.owesInterimReply(at: now)
    }

    func notices(_ words: Words) -> HTML {
        let isSealed = record.confidence.visibility == .sealed
        return """
            \(if: isSealed, HTML.notice("<p>\(words("desk.sealed"))</p>", tone: .caution))\
            \(if: owesInterim, HTML.notice("<p>\(words("desk.owes-interim"))</p>", tone: .bad))\
            \(with: hold, { HTML.notice("<p>\(words("desk.hold", ["reason": $0.reason]))</p>", tone: .caution) })\
            \(with: emptiedFrom, { HTML.notice("<p>\(words("desk.emptied-from", ["date": words.date($0)]))</p>", tone: .caution) })\
            \(if: isManager, "<p><a href=\"\(url: "/work/cases/\(record.reference)/redact")\">\(words("desk.redact"))</a></p>")
            """
    }

    func facts(_ words: Words) -> [HTML.Fact] {
        guard record.kind != .request else { return [] }
        var facts = [HTML.Fact(words("desk.kind"), "\(words("case.kind.\(record.kind.rawValue)"))")]
        if let category = record.category.flatMap({ record.definition.grievance?.category($0) }) {
            facts.append(HTML.Fact(words("complain.category"), "\(category.label[words.language])"))
        }
        if let about { facts.append(HTML.Fact(words("complain.about"), "\(about[words.language])")) }
        if let person = record.about?.person { facts.append(HTML.Fact(words("complain.person"), "\(isolated: person)")) }
        facts.append(HTML.Fact(words("complain.privacy"), "\(words("case.privacy.\(record.confidence.privacy.rawValue)"))"))
        facts.append(HTML.Fact(words("desk.who"), who(words)))
        if let reason = record.answers[AppealRules.reasonKey] {
            facts.append(HTML.Fact(words("appeal.reason"), "<span dir=\"auto\">\(reason)</span>"))
        }
        for first in before {
            let statement = StandingDecision.all(first).last?.event.facts
            let said = [statement?.outcome.map { words("case.outcome.\($0.rawValue)") }, statement?.text].compactMap(\.self)
            facts.append(
                HTML.Fact(
                    words("appeal.against", ["reference": first.reference]), "\(said.map { "<p dir=\"auto\">\($0)</p>" as HTML })"))
        }
        return facts
    }

    private func who(_ words: Words) -> HTML {
        if record.confidence.privacy == .anonymous { return "\(words("desk.who.anonymous"))" }
        if !seesIdentity { return "\(words("desk.who.confidential"))" }
        guard let identity else { return "\(words("desk.who.unknown"))" }
        return "\(isolated: [identity.name, identity.contact].filter { !$0.isEmpty }.joined(separator: " · "))"
    }

    /// The law is asked for after the outcome, where one of the endings needs it.
    func law(_ inputs: CaseInputs, _ words: Words) -> HTML {
        guard record.definition.ending(.outOfScope) != nil else { return "" }
        return inputs.line("law", label: words("desk.law"), isRequired: false)
    }
}
