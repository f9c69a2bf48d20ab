import HTML
import Platform

/// What grievances and appeals add to a case's story.
enum GrievanceWording {
    /// Lines of an event that only they have.
    static func lines(_ event: CaseEvent, _ record: Case, _ words: Words) -> [String] {
        let facts = event.facts
        var lines: [String] = []
        if let law = facts.law { lines.append(words("case.law", ["law": law])) }
        if let expected = facts.expected { lines.append(words("case.expected", ["date": words.date(expected.description)])) }
        if let reference = facts.reference, event.action == .appeal || event.action == .revise {
            lines.append(words("case.appeal-number", ["reference": reference]))
        }
        if let authority = facts.authority { lines.append(words("case.decided-by", ["office": authority[words.language]])) }
        for part in facts.removed ?? [] where RedactedPart(rawValue: part) != nil { lines.append(words("case.removed.\(part)")) }
        return lines
    }

    /// The decisions of a case beside each other, when an appeal changed the first.
    static func decisions(_ record: Case, _ words: Words) -> HTML? {
        let all = StandingDecision.all(record)
        guard all.contains(where: \.isRevision) else { return nil }
        let facts = all.map { decision -> HTML.Fact in
            let said = decision.event.facts
            let reason = said.outcome.flatMap { outcome in
                record.definition.ending(outcome)?.reasons.first { $0.key == said.outcomeReason }.map { $0.text[words.language] }
            }
            let lines = [
                said.outcome.map { words("case.outcome.\($0.rawValue)") }, reason, said.isRedacted == true ? nil : said.text,
                decision.isRevision ? said.authority.map { words("case.decided-by", ["office": $0[words.language]]) } : nil,
                CaseWording.moment(decision.event.at, record, words),
            ]
            return HTML.Fact(
                words(decision.isRevision ? "case.decision.now" : "case.decision.first"),
                "\(lines.compactMap(\.self).map { "<p dir=\"auto\">\($0)</p>" as HTML })")
        }
        return "<h2>\(words("case.decisions"))</h2>\(HTML.summaryList(facts))"
    }
}
