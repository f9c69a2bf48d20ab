import HTML
import Platform
import SQL
import Web

/// One introduction: who, about what, what was answered; and the answer's form for whom it waits.
struct IntroductionPage: Sendable {
    let one: Introduction
    let parties: IntroductionRules.Parties
    let solution: SolutionLink
    let need: Need?
    let partnership: Partnership?
    let steps: [IntroductionStepRecord]
    /// Empty until both sides have accepted.
    let contacts: IntroductionContacts
    let actors: Set<IntroductionActor>

    static func read(
        _ connection: any Connection, _ id: ID<Introduction>, for principal: Principal
    ) throws -> IntroductionPage {
        guard let one = try IntroductionStore.find(connection, id: id) else { throw Refusal.notFound }
        let parties = try IntroductionStore.parties(connection, of: one)
        guard IntroductionRules.mayRead(principal, parties).allowed,
            let solution = try SolutionStore.link(connection, to: one.solution)
        else { throw Refusal.notFound }
        let need = try one.need.flatMap { try NeedStore.find(connection, id: $0) }
        let mayContact = IntroductionRules.mayReadContacts(principal, parties, in: one.state).allowed
        return IntroductionPage(
            one: one, parties: parties, solution: solution, need: need,
            partnership: try one.partnership.flatMap { try PartnershipStore.find(connection, id: $0) },
            steps: try IntroductionStore.steps(connection, of: id),
            contacts: mayContact ? try IntroductionContacts.read(connection, one) : .init(asking: nil, giving: nil),
            actors: IntroductionRules.actors(principal, parties))
    }

    func title(_ words: Words) -> String {
        words("introduction.title", ["solution": solution.title(in: words.language).text])
    }

    func html(_ call: Call, values: [String: [String]], errors: FieldErrors?) -> HTML {
        let words = call.words
        let controls = call.controls(values: values, errors: errors)
        return """
            \(HTML.breadcrumbs(label: words("work.way"), [.init(words("introductions.title"), url: "/introductions")]))\
            \(HTML.pageHeading(title(words), lead: "\(words("introduction.means.\(one.state.rawValue)"))"))\
            \(controls.errorSummary(words("edit.errors")))\
            \(HTML.reading(article: """
                \(if: !one.message.isEmpty, "<h2>\(words("introduction.message"))</h2>\(HTML.paragraphs(one.message))")\
                \(forms(controls, words))\
                <h2>\(words("introduction.history"))</h2>\(history(words))
                """, facts: HTML.summaryList(facts(words)), factsLabel: words("introduction.facts")))
            """
    }

    private func facts(_ words: Words) -> [HTML.Fact] {
        let title = solution.title(in: words.language)
        var facts: [HTML.Fact] = [
            .init(words("introduction.state"), HTML.tag(words.label(one.state), tone: one.state.tone)),
            .init(words("introduction.asking"), side(parties.asking, contacts.asking, words)),
            .init(words("introduction.giving"), side(parties.giving, contacts.giving, words)),
            .init(
                words("introduction.solution"),
                "<a href=\"\(url: "/solutions/\(solution.slug)")\"><bdi\(attribute: "lang", words.lang(of: title.language))>\(title.text)</bdi></a>"),
        ]
        if let need {
            let title = need.content.title(in: words.language)
            facts.append(
                .init(
                    words("introduction.need"),
                    "<a href=\"\(url: "/needs/\(need.slug)")\"><bdi\(attribute: "lang", words.lang(of: title.language))>\(title.text)</bdi></a>"))
        }
        if let partnership {
            facts.append(
                .init(
                    words("introduction.partnership"),
                    "<a href=\"\(url: "/partnerships/\(partnership.slug)")\">\(isolated: partnership.content.title)</a>"))
        }
        if one.state.isOpen { facts.append(.init(words("introduction.answer-by"), words.time(of: one.expiresAt))) }
        facts.append(.init(words("introduction.origin"), origin(words)))
        return facts
    }

    private func origin(_ words: Words) -> HTML {
        let reference = one.origin.reference
        return "\(words("introduction-origin.\(one.origin.kind)"))\(if: !reference.isEmpty, " · \(isolated: reference)")"
    }

    private func side(
        _ organisation: Organisation, _ contact: IntroductionContacts.Contact?, _ words: Words
    ) -> HTML {
        """
        \(isolated: organisation.name)\(with: organisation.country, { "<br>\(words.country($0))" })\
        \(with: contact, { "<br>\(isolated: $0.name)<br><a href=\"\(url: "mailto:\($0.email)")\"><bdi>\($0.email)</bdi></a>" })
        """
    }

    /// A form for each step that is open to the reader: accepting is a click, the others ask for the reason.
    private func forms(_ controls: Controls, _ words: Words) -> HTML {
        let steps = IntroductionLife.steps(from: one.state, by: actors)
        guard !steps.isEmpty else { return "" }
        // Whoever speaks for both sides says for which.
        let both = actors.contains(.asking) && actors.contains(.giving)
        let sides = one.state.waitsFor
        return """
            <h2>\(words("introduction.answer"))</h2>
            <p>\(words("introduction.contacts-hint"))</p>
            \(steps.map { step -> HTML in
                let action = "/introductions/\(one.id)/steps/\(step.rawValue)"
                let side = both ? sides.first.map { HTML.hidden("side", value: $0.rawValue) } : nil
                guard step != .accept else {
                    return """
                        \(HTML.form(action: action, """
                            \(side)\(HTML.button(words("introduction.step.accept")))
                            """))
                        """
                }
                let name = "\(step.rawValue)-reason"
                return HTML.details(
                    words("introduction.step.\(step.rawValue)"), isOpen: controls.error(name) != nil,
                    HTML.form(action: action, """
                        \(side)\(reason(controls, name, words))\
                        \(HTML.button(words("introduction.step.\(step.rawValue)"), kind: .warning))
                        """))
            })
            """
    }

    private func reason(_ controls: Controls, _ name: String, _ words: Words) -> HTML {
        controls.textArea(
            name, label: words("introduction.reason"), hint: words("introduction.reason.hint"), rows: 3,
            maxLength: Introduction.reasonLimit)
    }

    private func history(_ words: Words) -> HTML {
        HTML.timeline(
            steps.map { step in
                let side = words("introduction-side.\(step.side.rawValue)")
                let name = one.state == .accepted && !step.byName.isEmpty ? " · \(step.byName)" : ""
                return .init(
                    time: words.time(of: step.at),
                    title: "\(words("introduction.did.\(step.step)", ["side": side]))\(name)",
                    body: step.reason.isEmpty ? nil : HTML.paragraphs(step.reason), tone: step.state.tone)
            })
    }
}
