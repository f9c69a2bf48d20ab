import HTML
import Platform
import SQL

/// What the page of an agreement is made from, read in one transaction.
struct AgreementRecord: Sendable {
    let agreement: Agreement
    /// Whether the reader sees the paper itself, or the public facts alone.
    let showsPaper: Bool
    let texts: [AgreementStore.SavedText]
    let steps: [AgreementStore.Step]
    let successor: String?
    let partnership: PartnershipLink.Choice?
    let event: Event?
    let templates: [AgreementTemplate]

    /// nil when there is none that the principal may know of.
    static func read(_ connection: any Connection, _ slug: String, for principal: Principal) throws -> AgreementRecord? {
        guard let one = try AgreementStore.find(connection, slug), AgreementRules.mayRead(principal, one).allowed else {
            return nil
        }
        let showsPaper = AgreementRules.mayReadPaper(principal, one.content.parties).allowed
        let successor = try AgreementStore.successor(connection, of: slug)
        return AgreementRecord(
            agreement: one, showsPaper: showsPaper,
            texts: showsPaper ? try AgreementStore.texts(connection, of: slug) : [],
            steps: showsPaper ? try AgreementStore.steps(connection, of: slug) : [],
            successor: successor.flatMap { showsPaper || $0.state.wasSigned ? $0.slug : nil },
            partnership: showsPaper ? try one.content.partnership.flatMap { try PartnershipLink.find(connection, id: $0) } : nil,
            event: try one.content.event.flatMap { try EventStore.find(connection, $0) },
            templates: showsPaper && one.state.isOpen ? try AgreementTemplateStore.list(connection, for: principal) : [])
    }
}

/// One agreement: where it stands, what comes next and by whom, what it says, and its way so far.
struct AgreementPage {
    let record: AgreementRecord
    let principal: Principal
    let words: Words
    /// The words of the text's own language.
    let textWords: Words
    let controls: Controls
    let today: String
    /// The number of the version of the text that is compared with the one after it.
    let compared: Int?

    var agreement: Agreement { record.agreement }
    var content: AgreementContent { agreement.content }
    var path: String { AgreementPages.path(agreement.slug) }
    var work: String { "/work/agreements/\(agreement.slug)" }
    var title: String { words.list(content.parties.map(\.name)) }
    var mayWrite: Bool { AgreementRules.mayWrite(principal, content.parties).allowed }

    var html: HTML {
        """
        \(HTML.breadcrumbs(label: words("work.way"), [.init(words("nav.agreements"), url: "/agreements")], current: agreement.slug))\
        \(HTML.pageHeading(title, above: words("agreement-kind.\(content.kind.rawValue)"), actions: actions))\
        \(controls.errorSummary(words("agreement.refused")))\
        \(if: record.showsPaper && (agreement.state.isOpen || agreement.state == .signed), way)\
        \(facts)\
        \(if: record.showsPaper, paper)\
        \(if: !content.sources.isEmpty, "<section><h2>\(words("solution.sources"))</h2>\(sources(content.sources, words))</section>\n")\
        \(if: record.showsPaper, history)
        """
    }

    private var actions: [HTML] {
        guard record.showsPaper else { return [] }
        var actions: [HTML] = []
        if mayWrite { actions.append(HTML.buttonLink(words("agreement.edit"), url: "\(work)/edit", kind: .secondary)) }
        if !content.text.isEmpty {
            actions.append(HTML.buttonLink(words("agreement.print"), url: "\(path)/print", kind: .secondary))
        }
        return actions
    }

    private var way: HTML {
        let place = AgreementLife.way.firstIndex(of: agreement.state) ?? 0
        return """
            <ol class="way">\(AgreementLife.way.enumerated().map { index, state -> HTML in
                let key = index < place ? "work.way.done" : index == place ? "work.way.here" : "work.way.ahead"
                return """
                    <li\(attribute: "aria-current", index == place ? "step" : nil)>\
                    \(words("agreement-standing.\(state.rawValue)"))\(HTML.visuallyHidden(" (" + words(key) + ")"))</li>
                    """
            })</ol>

            """
    }

    private var facts: HTML {
        var facts: [HTML.Fact] = [
            .init(words("agreement.standing"), "\(agreement.tag(on: today, words)) \(words.time(of: agreement.asOf))"),
            .init(words("agreement.subject"), "<span dir=\"auto\">\(content.subject)</span>"),
            .init(words("agreement.parties"), """
                <ul class="link-list">\(content.parties.map { party -> HTML in
                    let signs = [record.showsPaper ? party.signatory : "", record.showsPaper ? party.office : ""]
                        .filter { !$0.isEmpty }.joined(separator: ", ")
                    return """
                        <li><a href="\(url: Link.to("/agreements", [("party", party.key)]))"><bdi>\(party.name)</bdi></a>\
                        \(if: !signs.isEmpty, "<br><span class=\"note\">\(words("agreement.signs")) \(isolated: signs)</span>")</li>
                        """
                })</ul>
                """),
        ]
        if !agreement.signedOn.isEmpty { facts.append(.init(words("agreement.signed-on"), words.time(of: agreement.signedOn))) }
        if !content.from.isEmpty || !content.to.isEmpty {
            facts.append(.init(words("agreement.term-label"), """
                \(if: !content.from.isEmpty, words.time(of: content.from)) – \
                \(if: !content.to.isEmpty, words.time(of: content.to))
                """))
        }
        if record.showsPaper, let day = agreement.reminderDay {
            facts.append(.init(words("agreement.reminder"), words.time(of: day)))
        }
        if let partnership = record.partnership {
            facts.append(.init(
                words("field.agreement.partnership"),
                "<a href=\"\(url: PartnershipLink.path(partnership.slug))\"><bdi>\(partnership.title)</bdi></a>"))
        }
        if let event = record.event {
            facts.append(.init(
                words("field.agreement.event"), "<a href=\"\(url: EventPage.path(event.key))\"><bdi>\(event.name)</bdi></a>"))
        }
        for (key, slug) in [("agreement.renews", agreement.renews), ("agreement.renewed-by", record.successor)] {
            guard let slug else { continue }
            facts.append(.init(words(key), "<a href=\"\(url: AgreementPages.path(slug))\"><bdi>\(slug)</bdi></a>"))
        }
        return HTML.summaryList(facts)
    }

    private var paper: HTML {
        """
        \(if: mayWrite, "\(nextSteps)\(signedCopyForm)")\
        \(if: agreement.signedCopy != nil, """
            <p><a href="\(url: "\(path)/signed-copy")">\(words("agreement.copy-open", ["name": agreement.signedCopy?.name ?? ""]))</a></p>

            """)\
        <section><h2>\(words("agreement.text"))</h2>\
        \(if: content.text.isEmpty, "<p>\(words("agreement.no-text"))</p>")\
        \(if: mayWrite && agreement.state.isOpen, templateForm)\
        \(if: !content.text.isEmpty, AgreementLetter(agreement: agreement, words: textWords, showsSignatories: true).html)</section>

        """
    }

    // MARK: Steps

    private var nextSteps: HTML {
        let steps = AgreementLife.steps(from: agreement.state)
        guard !steps.isEmpty else { return "" }
        var facts = steps.map { line -> HTML.Fact in
            let decision = AgreementRules.may(principal, line.step, agreement)
            return .init(
                words("agreement.step.\(line.step.rawValue)"),
                decision.allowed ? form(line) : "\(words(decision.reason))")
        }
        if agreement.state == .signed {
            facts.append(.init(words("agreement.renew"), """
                <p class="note" id="renew">\(words("agreement.renew.means"))</p>\
                \(HTML.actionButton(words("agreement.renew"), action: "\(work)/renew"))
                """))
        }
        return "<section><h2>\(words("work.next"))</h2>\(HTML.summaryList(facts))</section>\n"
    }

    /// One step: what it means, what it still needs, and its fields, which bear the step's name.
    private func form(_ line: AgreementTransition) -> HTML {
        let step = line.step.rawValue
        let missing = line.missing(agreement, note: "-", day: today, today: today)
        let means: HTML = "<p class=\"note\" id=\"step-\(step)\">\(words("agreement.step.\(step).means"))</p>"
        guard missing.isEmpty else {
            return """
                \(means)<p>\(words("agreement.still-missing"))</p>\
                <ul>\(missing.map { "<li>\(words($0.key, $0.facts))</li>" as HTML })</ul>
                """
        }
        let isFinal = line.step == .withdraw || line.step == .end
        return """
            \(means)\(HTML.form(action: "\(work)/steps/\(step)", """
                \(if: line.needs.contains(.day), controls.text(
                    "day-\(step)", label: words("agreement.day.\(step)"), hint: words("agreement.day.hint"), kind: .code,
                    width: .short))\
                \(if: line.needs.contains(.note), controls.textArea(
                    "note-\(step)", label: words("agreement.note.\(step)"), rows: 3, maxLength: Completeness.textLimit))\
                \(HTML.button(words("agreement.step.\(step)"), kind: isFinal ? .warning : .secondary))
                """))
            """
    }

    private var signedCopyForm: HTML {
        guard agreement.state != .withdrawn, agreement.state.isOpen || agreement.signedCopy == nil else { return "" }
        return """
            <section><h2>\(words("agreement.copy"))</h2>\
            \(HTML.form(action: "\(work)/signed-copy", upload: true, """
                \(controls.file(
                    "file", label: words("agreement.copy"), hint: words("agreement.copy.hint"),
                    accept: ["application/pdf", "image/png", "image/jpeg"]))\
                \(HTML.button(words("agreement.copy.attach"), kind: .secondary))
                """))</section>

            """
    }

    private var templateForm: HTML {
        let options = [HTML.Option("standard", words("template.standard"))]
            + record.templates.map { HTML.Option($0.id.description, "\($0.name) (\(words.languageName($0.language)))") }
        return HTML.details(
            words("agreement.from-template"), isOpen: content.text.isEmpty,
            """
            <p>\(words("agreement.from-template.means"))</p>\
            \(HTML.form(action: "\(work)/text", """
                \(controls.select("template", label: words("agreement.template"), options: options))\
                \(HTML.button(words("agreement.from-template.button"), kind: .secondary))
                """))
            """)
    }

    // MARK: History

    private var history: HTML {
        let entries = record.steps.map { step in
            HTML.TimelineEntry(
                time: words.time(of: step.at),
                title: "\(words("agreement.done.\(step.step)"))\(if: !step.byName.isEmpty, " · \(isolated: step.byName)")",
                body: step.note.isEmpty ? nil : HTML.paragraphs(step.note))
        }
        return """
            \(if: record.texts.count > 1, versions)\
            \(if: !entries.isEmpty, "<section><h2>\(words("agreement.history"))</h2>\(HTML.timeline(entries))</section>\n")
            """
    }

    private var versions: HTML {
        """
        <section id="versions"><h2>\(words("agreement.versions"))</h2>\
        <ul>\(record.texts.map { one -> HTML in
            let name = words("agreement.version", ["number": words.number(one.number), "name": one.savedBy])
            return """
                <li>\(if: one.number > 1, "<a href=\"\(url: Link.to(path, [("version", String(one.number))]))#versions\">\(name)</a>")\
                \(if: one.number == 1, "\(name)") \(words.time(of: one.savedAt))</li>
                """
        })</ul>\
        \(with: difference, { $0 })</section>

        """
    }

    /// What the chosen version changed in the one before it.
    private var difference: HTML? {
        guard let number = compared, let new = record.texts.first(where: { $0.number == number }),
            let old = record.texts.first(where: { $0.number == number - 1 })
        else { return nil }
        let change = FieldChange(field: "agreement.text", pieces: ContentDifference.words(old.text, new.text))
        return DifferencePart.html([change], words)
    }
}
