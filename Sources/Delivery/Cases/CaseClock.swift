import Platform

/// A case's history as its deadline sees it.
public enum CaseClock {
    /// The clock starts with the submission, and once more when the case is opened again. It ends with the delivery, or with a decision
    /// that delivers nothing.
    public static func events(_ history: [CaseEvent]) -> [DeadlineEvent] {
        let undone = Set(history.compactMap(\.facts.undoes))
        var events: [DeadlineEvent] = []
        var waits = false
        for event in history where event.action != .undo && !undone.contains(event.number) {
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
