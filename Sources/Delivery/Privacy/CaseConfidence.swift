public import Platform

/// Everything about a case that decides who may know of it.
public struct CaseConfidence: Sendable, Equatable {
    public var visibility: CaseVisibility
    public var privacy: CasePrivacy
    public var reader: CaseReader
    /// The organisation whose redress office may read a confidential name.
    public var redress: ID<Organisation>?
    public var bars: Set<CaseBar>

    public init(
        visibility: CaseVisibility = .restricted, privacy: CasePrivacy = .open, reader: CaseReader = .officer,
        redress: ID<Organisation>? = nil, bars: Set<CaseBar> = []
    ) {
        self.visibility = visibility
        self.privacy = privacy
        self.reader = reader
        self.redress = redress
        self.bars = bars
    }
}

/// Who asks to know of a case.
public enum CaseAudience: Sendable {
    /// Whoever holds its number and secret.
    case holder
    /// Somebody who works in the case's office, or not.
    case staff(Principal, office: Office)
    /// Lists, maps, feeds and searches that anybody can open, Open311 among them.
    case everybody
    /// A text message or mail, which others may read over a shoulder.
    case message
    /// Figures: counted, without a name.
    case figures
    /// Figures and lists that name a category, an office or a person with fewer than many cases.
    case namedFigures
}

/// What somebody may know of a case.
public struct CaseDisclosure: OptionSet, Sendable {
    public let rawValue: Int

    public init(rawValue: Int) { self.rawValue = rawValue }

    /// That there is such a case.
    public static let existence = CaseDisclosure(rawValue: 1)
    /// What it is about, its history and its documents.
    public static let content = CaseDisclosure(rawValue: 2)
    /// Who filed it.
    public static let identity = CaseDisclosure(rawValue: 4)

    public static let nothing: CaseDisclosure = []
}

extension CaseRules {
    /// What an audience may know of a case. Every list, page, interface and message asks here, or by `condition` in its query.
    public static func discloses(_ confidence: CaseConfidence, to audience: CaseAudience) -> CaseDisclosure {
        switch audience {
        case .holder: return confidence.privacy == .anonymous ? [.existence, .content] : [.existence, .content, .identity]
        case .staff(let principal, let office):
            guard part(principal, office: office, confidence).part != nil else { return .nothing }
            return seesIdentity(principal, confidence) ? [.existence, .content, .identity] : [.existence, .content]
        case .everybody:
            guard confidence.visibility == .public else { return .nothing }
            return confidence.privacy == .open ? [.existence, .content, .identity] : [.existence, .content]
        case .message, .namedFigures: return confidence.visibility == .sealed ? .nothing : .existence
        case .figures: return .existence
        }
    }

    /// The part in which somebody may work on a case: their role in its office, unless they are named in it, belong to the office
    /// complained about, worked on the case appealed against, or the case is sealed for others.
    public static func part(
        _ principal: Principal, office: Office, _ confidence: CaseConfidence
    ) -> (part: CaseActor?, decision: Decision) {
        let (role, decision) = part(principal, office: office)
        guard let role, !principal.isProgram else { return (role, decision) }
        if !confidence.bars.isDisjoint(with: CaseBar.matching(principal)) { return (nil, .deny("rule.case.barred")) }
        if confidence.reader == .manager, role != .manager { return (nil, .deny("rule.case.sealed")) }
        return (role, decision)
    }

    /// An anonymous case has no name to see; a confidential one shows it to the designated redress office alone.
    private static func seesIdentity(_ principal: Principal, _ confidence: CaseConfidence) -> Bool {
        switch confidence.privacy {
        case .anonymous: false
        case .open, .withheld: true
        case .confidential:
            confidence.redress.map { principal.has(.officer, in: $0) || principal.has(.serviceManager, in: $0) } ?? false
        }
    }
}
