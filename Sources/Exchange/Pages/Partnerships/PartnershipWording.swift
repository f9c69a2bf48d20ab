import HTML
import Platform

/// Codes of introductions and partnerships in the reader's words.
extension Words {
    func label(_ stage: PartnershipStage) -> String { self("partnership-stage.\(stage.rawValue)") }
    func label(_ kind: EvidenceKind) -> String { self("evidence-kind.\(kind.rawValue)") }
    func label(_ side: Partnership.Side) -> String { self("partnership-side.\(side.rawValue)") }
    func label(_ state: IntroductionState) -> String { self("introduction-state.\(state.rawValue)") }
    func label(_ state: PartnershipAction.State) -> String { self("action-state.\(state.rawValue)") }

    /// "Bangladesh", or that nobody wrote it down.
    func known(country: String?) -> String { country.map { self.country($0) } ?? self("partnerships.unknown-country") }
}

extension PartnershipStage {
    var tone: HTML.Tone {
        switch self {
        case .interest: .neutral
        case .introduced, .exploring: .exchange
        case .agreed, .adapting, .piloting, .scaling, .sustained: .good
        case .stalled: .caution
        case .declined, .ended: .bad
        }
    }
}

extension IntroductionState {
    var tone: HTML.Tone {
        switch self {
        case .proposed, .askingAccepted, .givingAccepted: .exchange
        case .accepted: .good
        case .declined: .bad
        case .withdrawn, .expired: .neutral
        }
    }
}
