import Platform

/// A case's history as its deadline sees it.
public enum CaseClock {
    /// The clock starts with the submission, and once more when the case is opened again. It ends with the delivery, or with a decision
    /// that delivers nothing.
    public static func events(_ history: [CaseEvent]) -> [DeadlineEvent] {
        events(standing(history), after: [])
    }

    /// What was not taken back.
    private static func standing(_ history: [CaseEvent]) -> [CaseEvent] {
        let undone = Set(history.compactMap(\.facts.undoes))
        return history.filter { $0.action != .undo && !undone.contains($0.number) }
    }

    /// The same of the step that was begun last, which has a clock of its own; nil before the first.
    static func stepEvents(_ history: [CaseEvent]) -> [DeadlineEvent]? {
        let standing = standing(history)
        guard let start = standing.lastIndex(where: { $0.action == .advance }) else { return nil }
        return events(standing[(start + 1)...], after: [DeadlineEvent(at: standing[start].at, .received)])
    }

    private static func events(_ history: some Sequence<CaseEvent>, after first: [DeadlineEvent]) -> [DeadlineEvent] {
        var events = first
        var waits = false
        for event in history {
            switch event.action {
            // What was taken down offline is received when the office has it.
            case .submit, .reopen:
                events = [DeadlineEvent(at: event.recordedAt, .received)]
                waits = false
            // What an appeal gave is due anew.
            case .revise:
                events = [DeadlineEvent(at: event.at, .received)]
                if event.facts.outcome?.isDelivered != true { events.append(DeadlineEvent(at: event.at, .done)) }
                waits = false
            case .ask:
                events.append(DeadlineEvent(at: event.at, .waiting(.citizen)))
                waits = true
            case .wait:
                events.append(DeadlineEvent(at: event.at, .waiting(event.facts.party ?? .thirdParty)))
                waits = true
            case .answer, .resume:
                if waits { events.append(DeadlineEvent(at: event.at, .resumed(nil))) }
                waits = false
            case .decide:
                if event.facts.outcome?.isDelivered != true { events.append(DeadlineEvent(at: event.at, .done)) }
            case .deliver, .withdraw, .duplicate, .close: events.append(DeadlineEvent(at: event.at, .done))
            default: continue
            }
        }
        return events
    }
}
