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

    static func of(_ row: CaseRow, steps: Int, me: ID<Person>?) -> DeskStep {
        guard row.turn == .office else { return row.turn == .citizen || row.phase == .delivered ? .open : .say(.resume) }
        if row.assignee == nil || row.assignee != me || row.phase == .submitted { return .take }
        switch row.phase {
        case .accepted, .inStep: return row.step < steps ? .begin(row.step + 1) : .say(.decide)
        case .decided: return .say(row.outcome?.isDelivered == true ? .deliver : .close)
        default: return .open
        }
    }
}

/// One line of the desk's table, with what it shows beside the row itself.
struct DeskLine {
    let row: CaseRow
    let service: ServiceDefinition
    let assignee: String?
    let isLate: Bool
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

    /// "Overdue" in words, and then the day.
    func due(_ words: Words) -> HTML {
        guard let due = row.due else { return "\(words("desk.paused"))" }
        let day = words.date(due.description)
        return isLate ? "<strong>\(words("desk.late"))</strong> \(day)" : "\(day)"
    }

    func state(_ words: Words) -> String {
        if row.turn != .office { return words("case.next.waits.\(row.turn.rawValue)") }
        if row.phase == .inStep, service.steps.indices.contains(row.step - 1) {
            return service.steps[row.step - 1].name[words.language]
        }
        return words("case.phase.\(row.phase.rawValue)")
    }
}
