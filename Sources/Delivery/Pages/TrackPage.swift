import HTML
import Platform
import SQL
import Web

/// What a citizen reads of their case: where it stands, by when, why then, what has happened, what they can do now.
struct TrackPage {
    let record: Case
    let officeName: LocalText
    let offices: [ID<Office>: LocalText]
    let deadline: DeadlineExplanation
    let mayReopen: Bool
    /// The citizen wants no news of this case.
    let isQuiet: Bool
    private let contact: CaseContact
    let appeal: AppealPart

    init(_ connection: any Connection, _ record: Case, now: Timestamp) throws {
        self.record = record
        let places = Set(record.events.compactMap(\.facts.office) + [record.office])
        let (found, isQuiet) = try connection.ask(OfficeStore.list(ids: places.sorted()), NoticeStore.isQuiet(record.id))
        self.isQuiet = isQuiet
        offices = Dictionary(found.map { ($0.id, $0.name) }, uniquingKeysWith: { first, _ in first })
        officeName = offices[record.office] ?? [:]
        deadline = try record.deadline(at: now)
        mayReopen = record.mayReopen(at: now)
        contact = try CaseContact.of(connection, record)
        appeal = try AppealPart(connection, record, now: now)
    }

    func html(_ call: Call, values: [String: [String]], errors: FieldErrors?) -> HTML {
        let words = call.words
        let controls = call.controls(values: values, errors: errors)
        let state = record.state
        return """
            \(HTML.pageHeading(
                record.definition.name[words.language], above: words("track.number", ["reference": record.reference])))\
            \(controls.errorSummary(words("apply.errors")))\
            \(HTML.notice(now(words), title: CaseWording.phase(state, words), tone: tone))\
            \(actions(controls, words))\
            \(appeal.html(controls, words))\
            \(if: state.phase.isOpen, why(words))\
            <h2>\(words("track.happened"))</h2>\
            \(HTML.timeline(CaseWording.timeline(record, offices: offices, words)))\
            \(HTML.summaryList([
                HTML.Fact(words("track.office"), "\(officeName[words.language])"),
                HTML.Fact(words("track.reference"), "<bdi dir=\"ltr\">\(record.reference)</bdi>"),
            ]))\
            \(StopPages.section(record, contact, isQuiet: isQuiet, words))\
            \(HTML.actionButton(words("track.leave"), action: "/track/leave"))
            """
    }

    private var tone: HTML.Tone { record.state.turn == .citizen ? .caution : .delivery }

    private func now(_ words: Words) -> HTML {
        let state = record.state
        var lines: [String] = [CaseWording.next(state, words, toCitizen: true)]
        if let question = state.question { lines.append(words("track.question", ["question": question])) }
        if let statement = state.statement { lines.append(statement) }
        if state.phase.isOpen {
            lines.append(DeadlineText.headline(deadline.standing, unit: record.definition.deadline.unit, words))
        }
        return "\(lines.map { "<p dir=\"auto\">\($0)</p>" as HTML })"
    }

    /// Only the days that do not count: the others count.
    private func why(_ words: Words) -> HTML {
        let rule = record.definition.deadline
        let off = deadline.days.filter { !$0.counts && $0.reason != .receipt }
        let received = deadline.days.first.map { words.date($0.day.description) } ?? ""
        let shown = off.prefix(40)
        return HTML.details(
            words("track.why"),
            """
            <p>\(words("track.why.rule", ["received": received, "limit": words("apply.limit.\(rule.unit.rawValue)", count: rule.limit)]))</p>\
            \(if: !shown.isEmpty, """
                <p>\(words("track.why.off"))</p><ul>\
                \(shown.map { "<li>\(words.date($0.day.description)): \($0.reason.text(words))</li>" as HTML })</ul>
                """)\
            \(if: off.count > shown.count, "<p>\(words("track.why.more", count: off.count - shown.count))</p>")
            """)
    }

    // MARK: What can be done now

    private func actions(_ controls: Controls, _ words: Words) -> HTML {
        TrackPages.actions.filter { action in
            record.state.obstacle(action, by: .citizen) == nil && (action != .reopen || mayReopen)
                && (action != .confirm || !record.state.isDisputed)
        }.map { form($0, controls, words) }.joined()
    }

    private func form(_ action: CaseAction, _ controls: Controls, _ words: Words) -> HTML {
        let name = action.rawValue
        let address = "/track/\(record.reference)/\(name)"
        let seen = HTML.hidden("seen", value: String(record.state.events))
        let button = words("track.do.\(name)")
        func text() -> HTML {
            TrackPage.area("\(name).text", name: "text", label: words("track.ask.\(name)"), controls)
        }
        switch action {
        case .answer:
            return HTML.form(action: address, "\(seen)\(text())\(HTML.buttons([HTML.button(button)]))")
        case .confirm: return HTML.form(action: address, "\(seen)\(HTML.buttons([HTML.button(button)]))")
        case .rate:
            let options = [5, 4, 3, 2, 1].map { HTML.Option(String($0), words("track.rating.\($0)")) }
            return HTML.details(
                words("track.rate"), isOpen: controls.error("rating") != nil || record.state.phase == .closed,
                HTML.form(
                    action: address,
                    """
                    \(seen)\(controls.radios("rating", legend: words("track.ask.rate"), options: options))\
                    \(record.definition.feedback.map { question($0, controls, words) })\(HTML.buttons([HTML.button(button)]))
                    """))
        case .withdraw:
            return HTML.details(
                words("track.withdraw"),
                HTML.form(
                    action: address,
                    "\(seen)<p>\(words("track.ask.withdraw"))</p>\(HTML.buttons([HTML.button(button, kind: .warning)]))"))
        default:
            return HTML.details(button, HTML.form(action: address, "\(seen)\(text())\(HTML.buttons([HTML.button(button, kind: .secondary)]))"))
        }
    }

    /// A question of the service itself. Nobody has to answer.
    private func question(_ question: ServiceDefinition.Question, _ controls: Controls, _ words: Words) -> HTML {
        let (name, text) = ("feedback-\(question.key)", question.text[words.language])
        switch question.kind {
        case .rating:
            let options = [5, 4, 3, 2, 1].map { HTML.Option(String($0), words("track.rating.\($0)")) }
            return controls.radios(name, legend: text, isRequired: false, options: options)
        case .yesNo:
            return controls.radios(
                name, legend: text, isRequired: false,
                options: [HTML.Option("yes", words("apply.yes")), HTML.Option("no", words("apply.no"))])
        case .text: return controls.textArea(name, label: text, isRequired: false, rows: 2, maxLength: CaseFeedback.textLimit)
        }
    }

    /// Several actions stand on one page, so a field's id carries the action, its name does not.
    static func area(_ id: String, name: String, label: String, _ controls: Controls) -> HTML {
        let error = controls.error(id)
        return """
            <div class="field\(if: error != nil, " field-invalid")"><label for="\(controls.id(id))">\(label)</label>\
            \(with: error, { "<p class=\"error\" id=\"\(controls.id(id))-error\">\($0)</p>" })\
            <textarea id="\(controls.id(id))" name="\(name)" rows="3" dir="auto" required maxlength="4000"\
            \(attribute: "aria-describedby", error == nil ? nil : controls.id(id) + "-error")\
            \(attribute: "aria-invalid", error == nil ? nil : "true")>
            \(controls.value(id))</textarea></div>
            """
    }
}
