public import SQL

/// How far a case has come. The four axes (phase, outcome, waiting on, visibility) are told apart, never blurred into one status.
public enum CasePhase: String, Sendable, CaseIterable, Codable, SQLBindable, SQLDecodable {
    /// Being written by the citizen; no case yet.
    case draft
    case submitted, accepted
    /// In one of the service's steps.
    case inStep = "in-step"
    case decided, delivered, closed
    case withdrawn, duplicate

    /// Does anybody still have to do something?
    public var isOpen: Bool { Self.open.contains(self) }

    static let open: Set<CasePhase> = [.submitted, .accepted, .inStep, .decided, .delivered]
}

/// What was decided.
public enum CaseOutcome: String, Sendable, CaseIterable, Codable, SQLBindable, SQLDecodable {
    case granted
    case partlyGranted = "partly-granted"
    case refused
    case resolved
    case notUpheld = "not-upheld"
    case outOfScope = "out-of-scope"
    /// Of an appeal: another decision stands now in the place of the first.
    case changed
    /// Of an appeal: the first decision stands.
    case stands

    /// Is there something to hand over or to do afterwards?
    public var isDelivered: Bool { self == .granted || self == .partlyGranted || self == .resolved }
}

/// Whose turn it is.
public enum CaseTurn: String, Sendable, CaseIterable, Codable, SQLBindable, SQLDecodable {
    case office, citizen, thirdParty, payment

    var party: DeadlineRule.Party? { DeadlineRule.Party(rawValue: rawValue) }
}

/// Who may know of a case.
public enum CaseVisibility: String, Sendable, CaseIterable, Codable, SQLBindable, SQLDecodable {
    case `public`, restricted, sealed
}

/// Which way a case came in.
public enum CaseChannel: String, Sendable, CaseIterable, Codable, SQLBindable, SQLDecodable {
    case web, `operator`, officer, api, open311
}
