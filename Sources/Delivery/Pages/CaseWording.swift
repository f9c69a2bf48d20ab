import HTML
import Platform

/// A case in plain words, for its page and its receipt.
enum CaseWording {
    /// "It was granted", "Being worked on".
    static func phase(_ state: CaseState, _ words: Words) -> String { phase(state.phase, state.outcome, words) }

    static func phase(_ phase: CasePhase, _ outcome: CaseOutcome?, _ words: Words) -> String {
        if phase == .decided || phase == .closed, let outcome { return words("case.outcome.\(outcome.rawValue)") }
        return words("case.phase.\(phase.rawValue)")
    }

    /// What happens next, and whose turn it is.
    ///
    /// - Parameter toCitizen: it is read by the citizen, whose turn is "yours" then.
    static func next(_ state: CaseState, _ words: Words, toCitizen: Bool = false) -> String {
        if state.phase == .delivered { return words(state.isDisputed ? "case.next.disputed" : "case.next.delivered") }
        if !state.phase.isOpen { return words("case.next.\(state.phase.rawValue)") }
        if state.turn == .citizen, toCitizen { return words("case.next.yours") }
        if state.turn != .office { return words("case.next.waits.\(state.turn.rawValue)") }
        if state.phase == .decided { return words(state.outcome?.isDelivered == true ? "case.next.decided" : "case.next.not-granted") }
        return words("case.next.\(state.phase.rawValue)")
    }

    /// The ends of the keys that `next` puts together.
    static let nextCodes =
        ["submitted", "accepted", "in-step", "decided", "not-granted", "delivered", "disputed", "closed", "withdrawn", "duplicate"]
        + CaseTurn.allCases.filter { $0 != .office }.map { "waits.\($0.rawValue)" }

    /// The public part of the history, newest first; what was taken back is left out.
    static func timeline(_ record: Case, offices: [ID<Office>: LocalText], _ words: Words) -> [HTML.TimelineEntry] {
        let undone = Set(record.events.compactMap(\.facts.undoes))
        return record.events.reversed().compactMap { event in
            guard event.action != .undo, !undone.contains(event.number), CaseLife.transition(event.action)?.isPublic == true else {
                return nil
            }
            return entry(event, record, offices: offices, words)
        }
    }

    /// Day and time where the office is: those that its letters and its due dates speak of.
    static func moment(_ moment: Timestamp, _ record: Case, _ words: Words) -> String {
        words.dateTime(moment, offset: record.calendar.secondsEast(at: moment))
    }

    static func entry(
        _ event: CaseEvent, _ record: Case, offices: [ID<Office>: LocalText], _ words: Words
    ) -> HTML.TimelineEntry {
        let facts = event.facts
        var lines: [String] = []
        if let outcome = facts.outcome {
            lines.append(words("case.outcome.\(outcome.rawValue)"))
            let reason = record.definition.ending(outcome)?.reasons.first { $0.key == facts.outcomeReason }
            if let reason { lines.append(Self.reason(outcome, reason, words)) }
        }
        if let office = facts.office.flatMap({ offices[$0] }) { lines.append(office[words.language]) }
        if event.action == .advance { lines.append(step(record, event, words)) }
        if event.action == .split || event.action == .link, let other = facts.reference { lines.append(other) }
        if facts.isRedacted != true, let delivery = facts.delivery { lines.append(Self.delivery(delivery, words)) }
        if facts.isRedacted == true { lines.append(words("case.redacted")) } else if let text = facts.text { lines.append(text) }
        // Why it waits or moved is the citizen's business; notes of the office are not.
        if event.action != .note, facts.isRedacted != true, let reason = facts.reason {
            lines.append(event.action == .redact && reason == Retention.reason ? words("case.retention") : reason)
        }
        lines += GrievanceWording.lines(event, record, words)
        if let rating = facts.rating { lines.append(words("track.rating.\(rating)")) }
        return HTML.TimelineEntry(
            time: HTML.time(moment(event.at, record, words), machine: words.isoDateTime(event.at), exact: words.dateTime(event.at)),
            title: "\(words("case.said.\(event.action.rawValue)"))",
            body: lines.isEmpty ? nil : "\(lines.filter { !$0.isEmpty }.map { "<p dir=\"auto\">\($0)</p>" as HTML })")
    }

    /// Why something was decided; of an appeal, what the first decision becomes.
    static func reason(_ outcome: CaseOutcome, _ reason: ServiceDefinition.Ending.Reason, _ words: Words) -> String {
        switch outcome {
        case .stands: return words("case.reason.stands")
        case .changed:
            let revised = RevisedDecision(key: reason.key)
            return [revised.map { words("case.outcome.\($0.outcome.rawValue)") }, reason.text[words.language]].compactMap(\.self)
                .joined(separator: ": ")
        default: return reason.text[words.language]
        }
    }

    /// "The benefit card; on 3 December 2026, in person at the office". Who handed it over is the office's business.
    static func delivery(_ delivery: DeliveryRecord, _ words: Words) -> String {
        words(
            "case.delivery", [
                "what": delivery.what, "day": words.date(delivery.day.description), "way": words("case.delivery.\(delivery.way.rawValue)"),
            ])
    }

    /// Which step an "advance" led to: they are counted since the case was last opened.
    private static func step(_ record: Case, _ event: CaseEvent, _ words: Words) -> String {
        let undone = Set(record.events.compactMap(\.facts.undoes))
        var number = 0
        for other in record.events where other.number <= event.number && !undone.contains(other.number) {
            if other.action == .reopen { number = 0 }
            if other.action == .advance { number += 1 }
        }
        let steps = record.definition.steps
        return steps.indices.contains(number - 1) ? steps[number - 1].publicName[words.language] : ""
    }

    /// What was answered, question by question.
    static func answers(_ record: Case, _ words: Words) -> [HTML.Fact] {
        let reach = CaseContact.extra(
            record.definition.form, phone: [words.language: words("apply.reach.phone")],
            mail: [words.language: words("apply.reach.mail")])
        return (record.definition.form + reach).flatMap { facts($0, prefix: "", record.answers, words) }
    }

    private static func facts(_ field: FormField, prefix: String, _ answers: FormAnswers, _ words: Words) -> [HTML.Fact] {
        let (key, label) = (prefix + field.key, field.label[words.language])
        func fact(_ value: String?) -> [HTML.Fact] {
            value.map { [HTML.Fact(label, "<span dir=\"auto\">\($0)</span>")] } ?? []
        }
        switch field.kind {
        case .group:
            return (0..<answers.rows(field)).flatMap { row in
                field.fields.flatMap { facts($0, prefix: "\(key).\(row).", answers, words) }
            }
        case .person:
            let parts = [answers["\(key).name"], answers["\(key).phone"]].compactMap(\.self)
            return fact(parts.isEmpty ? nil : parts.joined(separator: " · "))
        case .date: return fact(answers[key].map { words.date($0) })
        case .yesNo: return fact(answers[key].map { words($0 == "yes" ? "apply.yes" : "apply.no") })
        case .choice, .choices:
            let chosen = (answers.values[key] ?? []).map { value in
                field.options.first { $0.key == value }?.label[words.language] ?? value
            }
            return fact(chosen.isEmpty ? nil : words.list(chosen))
        case .money:
            return fact(answers[key].flatMap(Double.init).map { words.money($0, currency: field.currency ?? "USD") })
        case .file: return []
        default: return fact(answers[key])
        }
    }
}
