import Platform

/// A case's history in order, checked, and cut at the moment that is asked about.
struct DeadlineTimeline {
    struct Wait {
        let party: DeadlineRule.Party
        let start: Timestamp
        /// nil while it lasts.
        var end: Timestamp?
    }

    let received: Timestamp
    private(set) var waits: [Wait] = []
    /// When it was done; what comes later is nothing to this deadline.
    private(set) var done: Timestamp?

    /// Throws `FieldIssues`; the places are those of the list as it came.
    init(_ events: [DeadlineEvent], at moment: Timestamp) throws(FieldIssues) {
        // Events reach us from several places, offline ones late: their times say in which order they were.
        let isSorted = !zip(events, events.dropFirst()).contains { $0.at > $1.at }
        let order = isSorted ? Array(events.indices) : events.indices.sorted { (events[$0].at, $0) < (events[$1].at, $1) }
        guard let first = order.first(where: { events[$0].kind == .received }) else {
            throw FieldIssues([FieldIssue("", "error.deadline.no-receipt")])
        }
        received = events[first].at
        guard received <= moment else { throw Self.issue(first, "at", "error.deadline.before-receipt") }
        var isReceived = false
        for index in order {
            let event = events[index]
            if event.at > moment || done != nil { break }
            if event.kind == .received {
                if isReceived { throw Self.issue(index, "type", "error.deadline.two-receipts") }
                isReceived = true
            } else if event.kind != .noted {
                guard isReceived else { throw Self.issue(index, "at", "error.deadline.too-early") }
                try take(event, index)
            }
        }
    }

    private mutating func take(_ event: DeadlineEvent, _ index: Int) throws(FieldIssues) {
        switch event.kind {
        case .waiting(let party):
            // Asked again while it waits: the wait goes on.
            if waits.contains(where: { $0.party == party && $0.end == nil }) { return }
            waits.append(Wait(party: party, start: event.at))
        case .resumed(let party):
            var found = false
            for place in waits.indices where waits[place].end == nil && (party ?? waits[place].party) == waits[place].party {
                waits[place].end = event.at
                found = true
            }
            if !found { throw Self.issue(index, "type", "error.deadline.not-waiting") }
        case .done:
            done = event.at
            for place in waits.indices where waits[place].end == nil { waits[place].end = event.at }
        case .received, .noted: break
        }
    }

    private static func issue(_ index: Int, _ field: String, _ key: String) -> FieldIssues {
        FieldIssues([FieldIssue("[\(index)].\(field)", key, ["number": String(index + 1)])])
    }
}
