public import Platform

/// Something that happened to a case. Events are only ever added; what a case is follows from them.
public struct CaseEvent: Sendable, Equatable {
    /// From 1, without gaps.
    public let number: Int
    /// When it happened; for what was captured offline, earlier than `recordedAt`.
    public let at: Timestamp
    public let recordedAt: Timestamp
    public let action: CaseAction
    /// In which part, and who: as the audit names them.
    public let part: CaseActor
    public let actor: String
    /// Shown to the office only.
    public let actorName: String
    public let facts: CaseFacts

    public init(
        number: Int, at: Timestamp, recordedAt: Timestamp, action: CaseAction, part: CaseActor, actor: String, actorName: String,
        facts: CaseFacts = CaseFacts()
    ) {
        self.number = number
        self.at = at
        self.recordedAt = recordedAt
        self.action = action
        self.part = part
        self.actor = actor
        self.actorName = actorName
        self.facts = facts
    }
}

/// What an event says.
public struct CaseFacts: Sendable, Equatable, Codable {
    public var text: String?
    public var reason: String?
    public var outcome: CaseOutcome?
    public var outcomeReason: String?
    public var party: DeadlineRule.Party?
    public var office: ID<Office>?
    public var person: ID<Person>?
    public var personName: String?
    /// What was handed over, and how.
    public var delivery: DeliveryRecord?
    public var rating: Int?
    public var reference: String?
    /// Answers to the service's own questions after delivery.
    public var feedback: [String: String]?
    /// The number of the event that is taken back.
    public var undoes: Int?
    /// By when the answer is expected now.
    public var expected: Day?
    /// The law, with its section, by which something is out of scope.
    public var law: String?
    /// The appeal's authority that changed a decision.
    public var authority: LocalText?
    /// What was removed; see `RedactedPart`.
    public var removed: [String]?
    /// For whom an officer did it who covers for them.
    public var inPlaceOf: ID<Person>?
    public var inPlaceOfName: String?
    /// The words of this event were removed.
    public var isRedacted: Bool?

    public init() {}

    func has(_ fact: CaseFact) -> Bool {
        switch fact {
        case .text: text?.isEmpty == false
        case .reason: reason?.isEmpty == false
        case .outcome: outcome != nil
        case .outcomeReason: outcomeReason?.isEmpty == false
        case .party: party != nil
        case .office: office != nil
        case .person: person != nil
        case .rating: rating != nil
        case .reference: reference?.isEmpty == false
        case .expected: expected != nil
        }
    }
}
