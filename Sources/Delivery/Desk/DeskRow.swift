import HTML
import Platform
import Web

/// What comes next for a case in a list: one click where nothing has to be said, else a link to where it is said.
enum DeskStep: Equatable {
    case take
    /// Begins the step with this number (from 1).
    case begin(Int)
    /// Opens the case with the form of an action ready.
    case say(CaseAction)
    case open

    /// - Parameter desk: whose work is on the desk of who asks: their own, and that of those they cover for.
    static func of(_ row: CaseRow, steps: Int, desk: Set<ID<Person>>) -> DeskStep {
        if row.turn == .office {
            guard let assignee = row.assignee, desk.contains(assignee), row.phase != .submitted else { return .take }
        }
        let action = next(row.phase, turn: row.turn, step: row.step, of: steps, row.outcome)
        return action == .advance ? .begin(row.step + 1) : action.map { .say($0) } ?? .open
    }

    /// What its officer does next with a case that was taken up; nil where it is the citizen's turn, or nobody's.
    static func next(_ phase: CasePhase, turn: CaseTurn, step: Int, of steps: Int, _ outcome: CaseOutcome?) -> CaseAction? {
        guard turn == .office else { return turn == .citizen || phase == .delivered ? nil : .resume }
        return switch phase {
        case .accepted, .inStep: step < steps ? .advance : .decide
        case .decided: outcome?.isDelivered == true ? .deliver : .close
        default: nil
        }
    }
}

/// One line of the desk's table, with what it shows beside the row itself.
struct DeskLine {
    let row: CaseRow
    let service: ServiceDefinition
    let assignee: String?
    /// It is there because whoever asks covers for the officer.
    let isCovered: Bool
    let isLate: Bool
    let isStepLate: Bool
    let step: DeskStep

    /// The next step as a button or a link. It goes back to where the list was.
    func next(_ words: Words, back: String) -> HTML {
        let address = "/work/cases/\(row.reference)"
        let fields = [("seen", String(row.events)), ("back", back)]
        func link(_ url: String, _ text: String) -> HTML {
            "<a href=\"\(url: url)\">\(text)<span class=\"visually-hidden\"> \(row.reference)</span></a>"
        }
        switch step {
        case .take: return HTML.actionButton(words("desk.take"), action: "\(address)/take", fields: fields, about: row.reference)
        case .begin(let number):
            let name = service.steps.indices.contains(number - 1) ? service.steps[number - 1].name[words.language] : ""
            return HTML.actionButton(
                words("desk.begin", ["step": name]), action: "\(address)/advance", fields: fields, about: row.reference)
        case .say(let action):
            return link(Link.to(address, [("do", action.rawValue)]) + "#do-\(action.rawValue)", words("desk.do.\(action.rawValue)"))
        case .open: return link(address, words("desk.open"))
        }
    }

    /// "Overdue" in words, and then the day; below it that of the step, where it comes earlier.
    func due(_ words: Words) -> HTML {
        guard let due = row.due else { return "\(words("desk.paused"))" }
        func day(_ day: Day, isLate: Bool) -> HTML {
            let day = words.date(day.description)
            return isLate ? "<strong>\(words("desk.late"))</strong> \(day)" : "\(day)"
        }
        guard let stepDue = row.stepDue, stepDue < due, row.turn == .office else { return day(due, isLate: isLate) }
        return """
            \(day(due, isLate: isLate))<br>\
            <span class="note">\(words("desk.step-due")) \(day(stepDue, isLate: isStepLate))</span>
            """
    }

    func cover(_ words: Words) -> HTML {
        guard isCovered, let assignee else { return "" }
        return " <span class=\"note\">\(words("desk.cover.row", ["name": assignee]))</span>"
    }

    func state(_ words: Words) -> String {
        if row.turn != .office { return words("case.next.waits.\(row.turn.rawValue)") }
        if row.phase == .inStep, service.steps.indices.contains(row.step - 1) {
            return service.steps[row.step - 1].name[words.language]
        }
        return words("case.phase.\(row.phase.rawValue)")
    }
}
