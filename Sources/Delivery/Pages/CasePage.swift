import HTML
import Platform
import SQL
import Web

/// One case as the office sees it: what is due, the next step, the answers, all that happened.
struct CasePage {
    let record: Case
    private let office: Office
    private let part: CaseActor
    private let offices: [ID<Office>: LocalText]
    /// Where it could go.
    private let others: [Office]
    private let files: [CaseFile]
    private let similar: [String]
    private let standing: Deadline.Standing
    private let step: (standing: Deadline.Standing, unit: DeadlineRule.Unit)?
    private let canUndo: Bool
    private let isMine: Bool
    private let mayClose: Bool
    private let links: [CaseLinks.Link]
    private let notices: [(level: Int, at: Timestamp)]
    private let templates: [ReplyTemplate]
    /// The action whose form stands open, and the template that fills it, as the address says.
    private let wanted: CaseAction?
    private let template: ReplyTemplate?
    private let extra: GrievanceCasePart
    private let today: Day
    private let me: String
    /// Who does the officer's work while they are away, and whether that is who looks.
    private let cover: (name: String, last: Day, isMe: Bool)?

    init(
        _ connection: any Connection, _ record: Case, office: Office, part: CaseActor, for principal: Principal, query: Fields,
        now: Timestamp
    ) throws {
        self.record = record
        self.office = office
        self.part = part
        others = try GrievanceActs.transferOffices(connection, record).filter { $0.id != office.id }
        var offices: [ID<Office>: LocalText] = [:]
        for id in Set(record.events.compactMap(\.facts.office)) { offices[id] = try OfficeStore.find(connection, id: id)?.name }
        self.offices = offices
        files = try CaseStore.files(connection, record.id)
        notices = try DueNoticeStore.list(connection, record.id)
        let templates: [ReplyTemplate]
        (links, templates) = try connection.ask(CaseLinks.of(record.id, seenBy: CaseRules.condition(for: principal, in: "c")), ReplyTemplateStore.list(of: [office.organisation]))
        self.templates = templates
        let wanted = query["do"].flatMap(CaseAction.init(rawValue:))
        let chosen = query["template"]
        self.wanted = wanted
        template = templates.first { $0.id.description == chosen && $0.action == wanted }
        let key = try CaseStore.similarKey(connection, record.id)
        similar = try connection.ask(CaseStore.similar(record.service, key: key, except: record.id))
        standing = try record.standing(at: now)
        step = record.stepStanding(at: now)
        canUndo = record.undoable(by: principal.auditName, at: now) != nil
        mayClose = record.mayClose(at: now)
        extra = try GrievanceCasePart(connection, record, office: office, for: principal, now: now)
        (today, me) = (record.calendar.day(of: now), principal.name)
        cover = try Self.cover(connection, record, for: principal, now: now)
        isMine = principal.personID != nil && record.state.assignee == principal.personID
    }

    private static func cover(
        _ connection: any Connection, _ record: Case, for principal: Principal, now: Timestamp
    ) throws -> (name: String, last: Day, isMe: Bool)? {
        guard record.state.phase.isOpen, let assignee = record.state.assignee else { return nil }
        let day = record.calendar.day(of: now)
        let absences = try connection.ask(AbsenceStore.leading(from: assignee, on: day))
        let worker = Cover.worker(for: assignee, on: day, absences)
        guard worker != assignee, let own = absences.first(where: { $0.person == assignee }) else { return nil }
        let name = try connection.ask(PersonNames.question([worker]))[worker] ?? ""
        return (name, own.last, worker == principal.personID)
    }

    private func covering(_ cover: (name: String, last: Day, isMe: Bool), _ words: Words) -> String {
        words(
            cover.isMe ? "desk.cover.case-mine" : "desk.cover.case", [
                "officer": record.state.assigneeName ?? words("desk.nobody"), "name": cover.name, "last": words.date(cover.last.description),
            ])
    }

    func html(_ call: Call, values: [String: [String]], errors: FieldErrors?) -> HTML {
        let words = call.words
        let controls = call.controls(values: values, errors: errors)
        let state = record.state
        return """
            \(HTML.breadcrumbs(label: words("desk.way"), [.init(words("desk.title"), url: "/work/cases")]))\
            \(HTML.pageHeading(
                record.definition.name[words.language], above: words("track.number", ["reference": record.reference])))\
            \(controls.errorSummary(words("apply.errors")))\
            \(HTML.notice(
                "<p>\(CaseWording.next(state, words))</p><p>\(DeadlineText.headline(standing, unit: record.definition.deadline.unit, words))</p>\(stepTime(words))",
                title: CaseWording.phase(state, words), tone: standing.state == .passed ? .bad : .delivery))\
            \(extra.notices(words))\
            \(with: cover, { HTML.notice("<p>\(covering($0, words))</p>") })\
            \(if: canUndo, HTML.actionButton(words("desk.do.undo"), action: address(.undo), fields: [("seen", seen)]))\
            \(if: !isMine && state.phase.isOpen, HTML.actionButton(
                words("desk.take"), action: "/work/cases/\(record.reference)/take", kind: .primary, fields: [("seen", seen)]))\
            \(if: !similar.isEmpty, HTML.notice(
                "<p>\(words("desk.similar"))</p><ul>\(similar.map { "<li><a href=\"\(url: "/work/cases/\($0)")\">\($0)</a></li>" as HTML })</ul>",
                tone: .caution))\
            \(forms(controls, isFaulty: errors != nil, words))\
            <h2>\(words("desk.answers"))</h2>\
            \(HTML.summaryList(extra.facts(words) + CaseWording.answers(record, words) + facts(words)))\
            \(if: !links.isEmpty, "<h2>\(words("desk.links"))</h2><ul>\(links.map { link($0, words) })</ul>")\
            \(if: !files.isEmpty, "<h2>\(words("desk.files"))</h2><ul>\(files.map(link))</ul>")\
            <h2>\(words("track.happened"))</h2>\
            \(if: !notices.isEmpty, "<ul>\(notices.map { notice($0, words) })</ul>")\
            \(HTML.timeline(record.events.reversed().map { entry($0, words) }))
            """
    }

    /// A step's time is the office's own business: the citizen is told of the whole.
    private func stepTime(_ words: Words) -> HTML {
        guard let step else { return "" }
        return "<p>\(words("desk.step-time", ["text": DeadlineText.headline(step.standing, unit: step.unit, words)]))</p>"
    }

    private var seen: String { String(record.state.events) }

    private func address(_ action: CaseAction) -> String { "/work/cases/\(record.reference)/\(action.rawValue)" }

    private func link(_ file: CaseFile) -> HTML {
        "<li><a href=\"\(url: "/work/cases/\(record.reference)/files/\(file.file)")\">\(isolated: file.name)</a></li>"
    }

    private func link(_ link: CaseLinks.Link, _ words: Words) -> HTML {
        """
        <li>\(words("desk.link.\(link.kind.rawValue)")) <a href="\(url: "/work/cases/\(link.reference)")"><bdi dir="ltr">\(link.reference)</bdi></a> \
        (\(words("case.phase.\(link.phase.rawValue)")))</li>
        """
    }

    private func notice(_ notice: (level: Int, at: Timestamp), _ words: Words) -> HTML {
        let key = notice.level == DueNotice.reminded ? "desk.notice.reminded" : "desk.notice.escalated"
        return "<li>\(words(key, ["when": CaseWording.moment(notice.at, record, words)]))</li>"
    }

    private func facts(_ words: Words) -> [HTML.Fact] {
        [
            HTML.Fact(words("track.office"), "\(office.name[words.language])"),
            HTML.Fact(words("desk.assignee"), "\(record.state.assigneeName ?? words("desk.nobody"))"),
            HTML.Fact(words("desk.channel"), "\(words("case.channel.\(record.channel.rawValue)"))"),
            HTML.Fact(words("desk.language"), "\(words.languageName(record.language))"),
        ] + [
            record.state.delivery.map {
                HTML.Fact(words("desk.delivery"), "\(isolated: CaseWording.delivery($0, words)) \(words("desk.delivery.handed", ["name": $0.by]))")
            },
        ].compactMap(\.self)
    }

    /// With who did it, and with what was taken back.
    private func entry(_ event: CaseEvent, _ words: Words) -> HTML.TimelineEntry {
        var entry = CaseWording.entry(event, record, offices: offices, words)
        var lines: [String] = []
        if event.action == .note, event.facts.isRedacted != true, let reason = event.facts.reason { lines.append(reason) }
        if let name = event.facts.personName { lines.append(name) }
        if event.facts.isRedacted != true, let name = event.facts.delivery?.by { lines.append(words("desk.delivery.handed", ["name": name])) }
        if !event.actorName.isEmpty { lines.append(by(event, words)) }
        if record.events.contains(where: { $0.facts.undoes == event.number }) { lines.append(words("desk.taken-back")) }
        entry.body = "\(entry.body)\(lines.map { "<p dir=\"auto\">\($0)</p>" as HTML })"
        return entry
    }

    private func by(_ event: CaseEvent, _ words: Words) -> String {
        guard let other = event.facts.inPlaceOfName else { return words("desk.by", ["name": event.actorName]) }
        return words("desk.by-for", ["name": event.actorName, "officer": other])
    }

    // MARK: What can be done

    private func forms(_ controls: Controls, isFaulty: Bool, _ words: Words) -> HTML {
        let state = record.state
        let next = isMine || cover?.isMe == true
            ? DeskStep.next(state.phase, turn: state.turn, step: state.step, of: record.definition.steps.count, state.outcome) : nil
        let allowed = DeskPages.actions.filter {
            $0 != .undo && state.obstacle($0, by: part) == nil && ($0 != .transfer || !others.isEmpty)
                && ($0 != .close || mayClose) && ($0 != .interim || record.kind != .request) && ($0 != .split || record.kind != .appeal)
        }
        let possible = allowed.filter { $0 == next } + allowed.filter { $0 != next }
        return possible.enumerated().map { index, action in
            let content = HTML.form(
                action: address(action),
                """
                \(HTML.hidden("seen", value: seen))\(fields(action, controls, words))\
                \(HTML.buttons([HTML.button(words("desk.do.\(action.rawValue)"), kind: index == 0 ? .primary : .secondary)]))
                """)
            // The step that comes next stands first and open; the others wait behind their names.
            let needsWords = CaseLife.transition(action)?.needs.isEmpty == false
            if !needsWords { return content }
            let isOpen = controls.error("\(action.rawValue).text") != nil || controls.error("\(action.rawValue).ending") != nil
                || controls.error("\(action.rawValue).reason") != nil || controls.error("\(action.rawValue).office") != nil
                || controls.error("\(action.rawValue).expected") != nil || controls.error("\(action.rawValue).law") != nil
                || ["what", "way", "day", "by"].contains { controls.error("\(action.rawValue).\($0)") != nil }
                || (action == .interim && extra.owesInterim)
            return """
                <div id="do-\(action.rawValue)">\(HTML.details(
                    words("desk.do.\(action.rawValue)"), isOpen: isOpen || action == wanted || (wanted == nil && !isFaulty && action == next), "\(templateLinks(action, words))\(content)"))</div>
                """
        }.joined()
    }

    /// Words that are ready for this action, as links that fill the form in the citizen's language.
    private func templateLinks(_ action: CaseAction, _ words: Words) -> HTML {
        let fitting = templates.filter { $0.action == action }
        guard !fitting.isEmpty else { return "" }
        return """
            <p>\(words("reply-template.use"))</p><ul class="link-list">\(fitting.map { template in
                let address = Link.to(
                    "/work/cases/\(record.reference)", [("do", action.rawValue), ("template", template.id.description)])
                return "<li><a href=\"\(url: "\(address)#do-\(action.rawValue)")\">\(isolated: template.name)</a></li>" as HTML
            })</ul>
            """
    }

    /// What a chosen template says of this case.
    private func filled(_ action: CaseAction, _ words: Words) -> String? {
        guard action == wanted, let template else { return nil }
        let due = standing.due.map { words.date($0.description) } ?? ""
        return template.filled(
            in: record.language,
            [
                "reference": record.reference, "name": record.applicant, "office": office.name[record.language], "due": due,
            ])
    }

    private func fields(_ action: CaseAction, _ controls: Controls, _ words: Words) -> HTML {
        let inputs = CaseInputs(action: action, controls: controls, words: words, filled: filled(action, words))
        let handed = action == .deliver ? delivery(inputs, controls, words) : ""
        return handed + (CaseLife.transition(action)?.needs ?? []).map { fact -> HTML in
            switch fact {
            case .text: return inputs.area("text", label: words("desk.text.\(action.rawValue)"))
            case .reason: return inputs.area("reason", label: words("desk.reason.\(action.rawValue)"))
            case .outcome:
                return inputs.select(
                    "ending", label: words("desk.ending"),
                    options: record.definition.endings.flatMap { ending in
                        ending.reasons.map { reason in
                            HTML.Option(
                                "\(ending.outcome.rawValue)/\(reason.key)",
                                "\(words("case.outcome.\(ending.outcome.rawValue)")): \(CaseWording.reason(ending.outcome, reason, words))")
                        }
                    }) + extra.law(inputs, words)
            case .party:
                return inputs.select(
                    "party", label: words("desk.party"),
                    options: [.init("thirdParty", words("desk.party.thirdParty")), .init("payment", words("desk.party.payment"))])
            case .office:
                return inputs.select(
                    "office", label: words("desk.office"), options: others.map { .init($0.key, $0.name[words.language]) })
            case .reference: return inputs.line("reference", label: words("desk.same-as"))
            case .expected: return inputs.date("expected", legend: words("desk.expected"))
            case .outcomeReason, .person, .rating: return ""
            }
        }.joined()
    }

    /// Today, and by whoever looks: what is so most often stands there already.
    private func delivery(_ inputs: CaseInputs, _ controls: Controls, _ words: Words) -> HTML {
        """
        \(inputs.line("what", label: words("desk.delivery.what")))\
        \(inputs.select(
            "way", label: words("desk.delivery.way"),
            options: DeliveryRecord.Way.allCases.map { .init($0.rawValue, words("case.delivery.\($0.rawValue)")) }))\
        \(inputs.date("day", legend: words("desk.delivery.day"), filled: today.description))\
        \(inputs.line("by", label: words("desk.delivery.by"), filled: me))
        """
    }
}

/// Fields of forms that stand side by side: the id carries the action, the name does not.
struct CaseInputs {
    let action: CaseAction
    let controls: Controls
    let words: Words
    /// The words of a template, for a text that nobody has typed yet.
    let filled: String?

    private func field(_ name: String, label: String, _ control: (_ id: String, _ state: HTML, _ value: String?) -> HTML) -> HTML {
        let key = "\(action.rawValue).\(name)"
        let (id, error) = (controls.id(key), controls.error(key))
        let state: HTML = """
            \(attribute: "aria-describedby", error == nil ? nil : id + "-error")\(attribute: "aria-invalid", error == nil ? nil : "true")
            """
        return """
            <div class="field\(if: error != nil, " field-invalid")"><label for="\(id)">\(label)</label>\
            \(with: error, { "<p class=\"error\" id=\"\(id)-error\">\($0)</p>" })\(control(id, state, controls.value(key)))</div>
            """
    }

    func area(_ name: String, label: String) -> HTML {
        field(name, label: label) { id, state, value in
            "<textarea id=\"\(id)\" name=\"\(name)\" rows=\"3\" dir=\"auto\" maxlength=\"4000\" required\(state)>\n\(value ?? (name == "text" ? filled : nil))</textarea>"
        }
    }

    func date(_ name: String, legend: String, filled: String? = nil) -> HTML {
        controls.date("\(action.rawValue).\(name)", legend: legend, hint: words("apply.date.hint"), filled: filled)
    }

    func line(_ name: String, label: String, isRequired: Bool = true, filled: String? = nil) -> HTML {
        field(name, label: label) { id, state, value in
            "<input class=\"width-half\" id=\"\(id)\" name=\"\(name)\" type=\"text\" dir=\"auto\"\(flag: "required", isRequired)\(attribute: "value", value ?? filled)\(state)>"
        }
    }

    func select(_ name: String, label: String, options: [HTML.Option]) -> HTML {
        field(name, label: label) { id, state, value in
            """
            <select id="\(id)" name="\(name)" required\(state)><option value="">\(words("control.choose"))</option>\
            \(options.map { "<option value=\"\($0.value)\"\(flag: "selected", $0.value == value)>\($0.label)</option>" as HTML })</select>
            """
        }
    }
}
