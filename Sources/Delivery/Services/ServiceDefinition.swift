/// What a service is: what it asks, what it does, how long that takes, how it can end. A value with versions: a case keeps the one
/// that it began with.
public struct ServiceDefinition: Sendable, Equatable {
    public struct Evidence: Sendable, Equatable, Codable {
        public var key: String
        public var name: LocalText
        public var hint: LocalText
        public var isRequired: Bool

        public init(key: String, name: LocalText, hint: LocalText = [:], isRequired: Bool = false) {
            self.key = key
            self.name = name
            self.hint = hint
            self.isRequired = isRequired
        }

        public init(from decoder: any Decoder) throws {
            let values = try decoder.container(keyedBy: CodingKeys.self)
            key = try values.decode(String.self, forKey: .key)
            name = try values.decode(LocalText.self, forKey: .name)
            hint = try values.decodeIfPresent(LocalText.self, forKey: .hint) ?? [:]
            isRequired = try values.decodeIfPresent(Bool.self, forKey: .isRequired) ?? false
        }
    }

    public struct Fee: Sendable, Equatable, Codable {
        public var name: LocalText
        public var amount: Double
        /// ISO 4217.
        public var currency: String

        public init(name: LocalText, amount: Double, currency: String) {
            self.name = name
            self.amount = amount
            self.currency = currency
        }
    }

    /// A part of the work, done by one role.
    public struct Step: Sendable, Equatable, Codable {
        public var key: String
        /// For the office.
        public var name: LocalText
        /// For everybody else.
        public var publicName: LocalText
        /// `officer` or `service-manager`.
        public var role: String
        public var limit: DeadlineRule?
        /// For whom the case may wait in this step.
        public var mayWaitFor: [DeadlineRule.Party]

        public init(
            key: String, name: LocalText, publicName: LocalText, role: String = "officer", limit: DeadlineRule? = nil,
            mayWaitFor: [DeadlineRule.Party] = DeadlineRule.Party.allCases
        ) {
            self.key = key
            self.name = name
            self.publicName = publicName
            self.role = role
            self.limit = limit
            self.mayWaitFor = mayWaitFor
        }
    }

    /// A way in which a case can end, and the reasons that may be given for it.
    public struct Ending: Sendable, Equatable, Codable {
        public struct Reason: Sendable, Equatable, Codable {
            public var key: String
            public var text: LocalText

            public init(key: String, text: LocalText) {
                self.key = key
                self.text = text
            }
        }

        public var outcome: CaseOutcome
        public var reasons: [Reason]

        public init(_ outcome: CaseOutcome, reasons: [Reason]) {
            self.outcome = outcome
            self.reasons = reasons
        }
    }

    public struct Appeal: Sendable, Equatable, Codable {
        /// Calendar days after the decision.
        public var within: Int
        public var deadline: DeadlineRule
        /// The key of the office that hears it.
        public var office: String
        /// What the authority is called; the office's name when empty.
        public var name: LocalText?

        public init(within: Int, deadline: DeadlineRule, office: String, name: LocalText? = nil) {
            self.within = within
            self.deadline = deadline
            self.office = office
            self.name = name
        }
    }

    public struct Question: Sendable, Equatable, Codable {
        public enum Kind: String, Sendable, CaseIterable, Codable { case rating, yesNo, text }

        public var key: String
        public var kind: Kind
        public var text: LocalText

        public init(key: String, kind: Kind, text: LocalText) {
            self.key = key
            self.kind = kind
            self.text = text
        }
    }

    public var name: LocalText = [:]
    public var description: LocalText = [:]
    public var eligibility: LocalText = [:]
    /// Codes of `Audience`, for the directory; the words above say it in full.
    public var audiences: [Audience] = []
    public var lifeEvents: [LifeEvent] = []
    /// Where it is asked for, when that is not here.
    public var website: String?
    /// Keys of the offices that do it; a case goes to the one that the citizen chooses, or to the first.
    public var offices: [String] = []
    /// The key of the calendar that its days are counted by.
    public var calendar = ""
    public var form: [FormField] = []
    public var evidence: [Evidence] = []
    public var fees: [Fee] = []
    public var steps: [Step] = []
    public var endings: [Ending] = []
    public var deadline = DeadlineRule(limit: 30, unit: .workingDays, waiting: [.citizen: .pause])
    public var appeal: Appeal?
    /// Where an appeal can be taken to after the first one.
    public var furtherAppeals: [Appeal] = []
    /// Makes it a grievance scheme.
    public var grievance: GrievanceScheme?
    /// How long a case is kept after its end. Where nothing fits, it is kept.
    public var retention: [RetentionRule] = []
    public var feedback: [Question] = []
    public var visibility = CaseVisibility.restricted
    /// Days after delivery in which the citizen may have it opened again, once.
    public var reopenWithin = 14
    /// May programs that speak Open311 ask for it, and everybody see where its public cases stand?
    public var isOnOpen311 = false
    /// From where its facts are.
    public var sources: [String] = []

    public init() {}

    public func ending(_ outcome: CaseOutcome) -> Ending? { endings.first { $0.outcome == outcome } }
}

/// Keys that are absent are empty, so that a service may begin with a name alone.
extension ServiceDefinition: Codable {
    enum CodingKeys: String, CodingKey, CaseIterable {
        case name, description, eligibility, audiences, lifeEvents, website, offices, calendar, form, evidence, fees, steps, endings, deadline, appeal, feedback,
            visibility, reopenWithin, sources, furtherAppeals, grievance, retention, isOnOpen311 = "open311"
    }

    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        func text(_ key: CodingKeys) throws -> LocalText { try values.decodeIfPresent(LocalText.self, forKey: key) ?? [:] }
        func list<Element: Decodable>(_ key: CodingKeys) throws -> [Element] {
            try values.decodeIfPresent([Element].self, forKey: key) ?? []
        }
        name = try text(.name)
        description = try text(.description)
        eligibility = try text(.eligibility)
        audiences = try list(.audiences)
        lifeEvents = try list(.lifeEvents)
        website = try values.decodeIfPresent(String.self, forKey: .website)
        offices = try list(.offices)
        calendar = try values.decodeIfPresent(String.self, forKey: .calendar) ?? ""
        form = try list(.form)
        evidence = try list(.evidence)
        fees = try list(.fees)
        steps = try list(.steps)
        endings = try list(.endings)
        deadline = try values.decodeIfPresent(DeadlineRule.self, forKey: .deadline) ?? deadline
        appeal = try values.decodeIfPresent(Appeal.self, forKey: .appeal)
        feedback = try list(.feedback)
        visibility = try values.decodeIfPresent(CaseVisibility.self, forKey: .visibility) ?? visibility
        reopenWithin = try values.decodeIfPresent(Int.self, forKey: .reopenWithin) ?? reopenWithin
        sources = try list(.sources)
        isOnOpen311 = try values.decodeIfPresent(Bool.self, forKey: .isOnOpen311) ?? false
        furtherAppeals = try list(.furtherAppeals)
        grievance = try values.decodeIfPresent(GrievanceScheme.self, forKey: .grievance)
        retention = try list(.retention)
    }
}
