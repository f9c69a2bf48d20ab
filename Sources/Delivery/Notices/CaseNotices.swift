import Platform
import SQL

/// Something that a citizen is told about their case.
enum CaseNotice: String, Sendable, CaseIterable, Codable {
    case received, question, payment, moved
    case dueMoved = "due-moved"
    case decided, delivered, closed, duplicate
    /// The answer takes longer; the letter names the day.
    case interim
}

/// Which events a citizen is told of, and the outbox: what is to be sent is written down in the transaction of the event.
enum CaseNotices {
    /// What the citizen is told of an event; nil for most. Pure.
    ///
    /// What they did themselves they know, except that their request arrived. Of a sealed case nothing is told at all: somebody else
    /// may read the telephone.
    static func of(before: Case?, after: Case, event: CaseEvent) throws -> CaseNotice? {
        guard isTold(after) else { return nil }
        switch event.action {
        case .submit: return .received
        case .ask: return .question
        case .wait: return event.facts.party == .payment ? .payment : nil
        case .transfer: return .moved
        case .decide, .revise: return .decided
        case .interim: return .interim
        case .deliver: return .delivered
        case .close: return .closed
        case .duplicate: return .duplicate
        case .undo: return nil
        default: return try event.part != .citizen && dueMoved(before, after, at: event.at) ? .dueMoved : nil
        }
    }

    /// May a letter or text name it at all? Whoever hides their name is not reached, not even by what they typed.
    static func isTold(_ record: Case) -> Bool {
        var confidence = record.confidence
        if record.visibility == .sealed { confidence.visibility = .sealed }
        return CaseRules.discloses(confidence, to: .message).contains(.existence) && !confidence.privacy.hidesIdentity
    }

    /// May other programs hear of it? Of complaints and appeals they hear nothing: a program cannot be kept out like the person complained about.
    static func isToldToPrograms(_ record: Case) -> Bool { isTold(record) && record.kind == .request }

    /// Did the last day change, while there is one?
    private static func dueMoved(_ before: Case?, _ after: Case, at now: Timestamp) throws -> Bool {
        guard let before, after.state.phase.isOpen, let new = try after.standing(at: now).due else { return false }
        // While the clock stood still there was no date: the citizen knows the one from before.
        return try before.standing(at: now).due != new
    }

    /// Writes down what follows from an event for the citizen and for other programs. Called by whoever writes the event.
    static func note(_ connection: any Connection, before: Case?, after: Case, event: CaseEvent, at now: Timestamp) throws {
        guard isTold(after) else { return }
        let due = sendingTime(event, now)
        if let notice = try of(before: before, after: after, event: event), try !CaseContact.of(connection, after).isEmpty {
            try kind.enqueue(connection, Payload(record: after.id, event: event.number, notice: notice), at: due)
        }
        if isToldToPrograms(after), event.action != .undo, CaseLife.transition(event.action)?.isPublic == true {
            WebhookStore.note(connection, after, event, due: due, at: now)
        }
    }

    /// What can be taken back within a minute is told after it.
    private static func sendingTime(_ event: CaseEvent, _ now: Timestamp) -> Timestamp {
        guard CaseLife.transition(event.action)?.isUndoable == true else { return now }
        return now.adding(CaseState.undoTime + .seconds(1))
    }

    struct Payload: Codable, Sendable {
        let record: ID<Case>
        let event: Int
        let notice: CaseNotice
    }

    static let kind = JobKind<Payload>("delivery.case-notice")

    /// Makes the letters and texts of one event, each with a line of the log, and the jobs that send them.
    static func handler(_ lines: Lines) -> JobHandler {
        JobHandler(kind) { payload, context in
            let now = context.services.now
            try await context.services.database.write { connection in
                guard let record = try CaseStore.find(connection, id: payload.record), isTold(record),
                    let office = try OfficeStore.find(connection, id: record.office),
                    !record.events.contains(where: { $0.facts.undoes == payload.event })
                else { return }
                for (channel, address) in try CaseContact.of(connection, record).addresses(lines) {
                    try NoticeStore.begin(
                        connection, record, event: payload.event, payload.notice, channel, to: address, organisation: office.organisation,
                        hasWay: channel == .mail || lines.texts != nil, at: now)
                }
            }
        }
    }
}
