import Platform

/// The steps of an agreement (DESIGN.md §5.1): drafted → input → vetting → diplomatic channel → signed.
public enum AgreementStep: String, Sendable, CaseIterable, Codable {
    case askInput = "ask-input"
    case vet, send, sign
    case sendBack = "send-back"
    case withdraw, reopen, end
}

/// One line of the table: from where, to where, who may, what it needs.
public struct AgreementTransition: Sendable, Equatable {
    public enum Actor: Sendable { case party, secretariat }
    public enum Want: Sendable, CaseIterable { case parties, text, signatories, signedCopy, day, note }

    public let step: AgreementStep
    public let from: [Agreement.State]
    public let to: Agreement.State
    public let who: Set<Actor>
    public let needs: [Want]

    /// What is not there yet. `day` and `note` are what was typed with the step.
    func missing(_ agreement: Agreement, note: String, day: String, today: String) -> [ContentIssue] {
        needs.flatMap { want -> [ContentIssue] in
            let content = agreement.content
            switch want {
            case .parties:
                return content.parties.count < 2 ? [ContentIssue("parties", "agreement.missing.parties")] : []
            case .text:
                return content.text.isEmpty ? [ContentIssue("text", "agreement.missing.text")] : []
            case .signatories:
                return content.parties.filter { $0.signatory.isEmpty || $0.office.isEmpty }.map {
                    ContentIssue("parties", "agreement.missing.signatory", ["name": $0.name])
                }
            case .signedCopy:
                return agreement.signedCopy == nil ? [ContentIssue("file", "agreement.missing.copy")] : []
            case .day:
                if !CivilDay.isValid(day) { return [ContentIssue("day", "agreement.error.day", ["value": day])] }
                return day > today ? [ContentIssue("day", "agreement.error.future", ["today": today])] : []
            case .note:
                if note.count > Completeness.textLimit {
                    return [
                        ContentIssue(
                            "note", "error.too-long",
                            ["limit": String(Completeness.textLimit), "length": String(note.count)])
                    ]
                }
                return note.isEmpty ? [ContentIssue("note", "error.note-wanted")] : []
            }
        }
    }
}

/// An agreement's life as data; `AgreementRules` reads it.
public enum AgreementLife {
    public static let table: [AgreementTransition] = [
        .init(step: .askInput, from: [.drafted], to: .input, who: both, needs: [.parties, .text]),
        .init(step: .vet, from: [.input], to: .vetting, who: both, needs: [.parties, .text]),
        .init(step: .send, from: [.vetting], to: .diplomaticChannel, who: both, needs: [.parties, .text]),
        .init(
            step: .sign, from: [.diplomaticChannel], to: .signed, who: both,
            needs: [.parties, .text, .signatories, .signedCopy, .day]),
        .init(step: .sendBack, from: [.input, .vetting, .diplomaticChannel], to: .drafted, who: both, needs: [.note]),
        .init(
            step: .withdraw, from: [.drafted, .input, .vetting, .diplomaticChannel], to: .withdrawn, who: both,
            needs: [.note]),
        .init(step: .reopen, from: [.withdrawn], to: .drafted, who: both, needs: []),
        .init(step: .end, from: [.signed], to: .ended, who: both, needs: [.day, .note]),
    ]

    private static let both: Set<AgreementTransition.Actor> = [.party, .secretariat]

    /// The steps that a state has, in the order in which a page offers them.
    public static func steps(from state: Agreement.State) -> [AgreementTransition] {
        table.filter { $0.from.contains(state) }
    }

    public static func transition(_ step: AgreementStep, from state: Agreement.State) -> AgreementTransition? {
        table.first { $0.step == step && $0.from.contains(state) }
    }

    /// The way that the page shows, in order.
    public static let way: [Agreement.State] = [.drafted, .input, .vetting, .diplomaticChannel, .signed]
}

/// Where an agreement stands on a day, as people ask it.
public enum AgreementStanding: String, Sendable, CaseIterable, Codable {
    case drafted, input, vetting
    case diplomaticChannel = "diplomatic-channel"
    /// Its term has not begun, or is not known.
    case signed
    case inForce = "in-force"
    case expired, renewed, ended, withdrawn
}

extension Agreement {
    /// Pure: nothing has to be written on the day on which a term begins or ends.
    public func standing(on day: String) -> AgreementStanding {
        switch state {
        case .drafted: .drafted
        case .input: .input
        case .vetting: .vetting
        case .diplomaticChannel: .diplomaticChannel
        case .renewed: .renewed
        case .ended: .ended
        case .withdrawn: .withdrawn
        case .signed:
            if !content.to.isEmpty, content.to < day { .expired }
            else if content.from.isEmpty && content.to.isEmpty || content.from > day { .signed }
            else { .inForce }
        }
    }

    /// The day on which the parties are reminded of the end of the term; nil for never.
    var reminderDay: String? {
        guard state == .signed, content.remindDays > 0, CivilDay.isValid(content.to) else { return nil }
        return CivilDay.adding(-content.remindDays, to: content.to)
    }
}
