import Platform

/// Where a revision of a solution stands on its way to the public.
public enum RevisionState: String, Sendable, CaseIterable, Codable {
    case draft, submitted, checked, validated, published, superseded

    /// A revision that is still being worked on; a solution has at most one.
    public static let open: [RevisionState] = [.draft, .submitted, .checked, .validated]
    public var isOpen: Bool { Self.open.contains(self) }
}

/// Where a solution as a whole stands in the catalogue.
public enum SolutionState: String, Sendable, CaseIterable, Codable {
    /// Never published: only its owner and the reviewers see it.
    case unpublished
    case published
    /// Twelve months have passed since its owner last said that it is true.
    case due
    /// No longer offered; its page stays readable, so that links keep working.
    case archived

    public var isPublic: Bool { self != .unpublished }
}

/// The steps of a revision, as data: who may take one is told by `SolutionRules`.
public enum RevisionStep: String, Sendable, CaseIterable, Codable {
    case submit, withdraw, check, validate, publish
    /// Back to its owner, with a note that says what to mend.
    case sendBack = "send-back"

    public var from: [RevisionState] {
        switch self {
        case .submit: [.draft]
        case .withdraw: [.submitted]
        case .check: [.submitted]
        case .validate: [.checked]
        case .publish: [.validated]
        case .sendBack: [.submitted, .checked, .validated]
        }
    }

    public var to: RevisionState {
        switch self {
        case .submit: .submitted
        case .withdraw, .sendBack: .draft
        case .check: .checked
        case .validate: .validated
        case .publish: .published
        }
    }

    /// A note is asked for where somebody else must understand why.
    public var needsNote: Bool { self == .sendBack }
}

/// What can be done with a solution that is public.
public enum SolutionStep: String, Sendable, CaseIterable, Codable {
    case confirm, archive, restore

    public var from: [SolutionState] {
        switch self {
        case .confirm: [.published, .due]
        case .archive: [.published, .due]
        case .restore: [.archived]
        }
    }

    public var to: SolutionState {
        switch self {
        case .confirm, .restore: .published
        case .archive: .archived
        }
    }

    public var needsNote: Bool { self == .archive }
}

/// How long a solution counts as confirmed: 12 months (DESIGN.md §5.1), taken as 365 days.
public let confirmationPeriod: Duration = .days(365)
