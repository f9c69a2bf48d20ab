/// What a solution says of itself: the part that its owner writes, that is reviewed, revised and compared.
///
/// It is kept as one JSON document for each revision. A fact that is not known is nil or an empty list, never a guess.
public struct SolutionContent: Sendable, Equatable {
    /// BCP 47: the language in which the texts below are written.
    public var language = "en"
    public var title = ""
    /// At most 280 characters: what the list and a shared link show.
    public var summary = ""
    public var problem = ""
    /// What is new about it.
    public var innovation = ""
    /// How it works.
    public var operation = ""
    public var users = ""
    /// Where it was made, if in more than the owner's country; ISO 3166-1 alpha-2.
    public var developedIn: [String] = []
    public var governmentLevels: [GovernmentLevel] = []
    public var channels: [Channel] = []
    public var themes: [Theme] = []
    public var sdgs: [SDGClaim] = []
    public var stage: Stage?
    public var launchedYear: Int?
    public var indicators: [Indicator] = []
    public var tcv: TCVComparison?
    public var costBuild: Cost?
    public var costRun: Cost?
    public var staff = ""
    public var conditions: [EnablingCondition] = []
    public var fixedParts = ""
    public var adaptableParts = ""
    /// What did not work: the part that others learn most from.
    public var failures = ""
    /// The practice as a whole failed and is told so that nobody repeats it.
    public var failedPractice = false
    /// SPDX licence identifier of what can be reused.
    public var licence: String?
    public var offer: Offer?
    public var awards: [Award] = []
    public var sources: [Source] = []
    /// Where more can be read: the solution's own site.
    public var website: String?
    public var translations: [String: Translation] = [:]

    public init() {}

    /// A link to a goal or target. It is *claimed* by its owner until a reviewer marks it *evidenced* (kept with the record, not here).
    public struct SDGClaim: Sendable, Equatable, Codable {
        public var target: String
        /// In words or as a link.
        public var evidence: String?

        public init(target: String, evidence: String? = nil) {
            self.target = target
            self.evidence = evidence
        }
    }

    public struct Indicator: Sendable, Equatable, Codable {
        public var name: String
        public var unit: String?
        public var baseline: Double?
        public var value: Double?
        /// "2017", "2017-11" or "2017-11-10".
        public var date: String?
        public var source: String?

        public init(
            name: String, unit: String? = nil, baseline: Double? = nil, value: Double? = nil,
            date: String? = nil, source: String? = nil
        ) {
            self.name = name
            self.unit = unit
            self.baseline = baseline
            self.value = value
            self.date = date
            self.source = source
        }
    }

    /// Time, cost and visits of one typical use, from the citizen's side.
    public struct TCV: Sendable, Equatable, Codable {
        public var days: Double?
        public var cost: Double?
        /// ISO 4217.
        public var currency: String?
        public var visits: Double?

        public init(days: Double? = nil, cost: Double? = nil, currency: String? = nil, visits: Double? = nil) {
            self.days = days
            self.cost = cost
            self.currency = currency
            self.visits = visits
        }

        public var isEmpty: Bool { days == nil && cost == nil && visits == nil }
    }

    public struct TCVComparison: Sendable, Equatable, Codable {
        public var before: TCV?
        public var after: TCV?
        public var source: String?

        public init(before: TCV? = nil, after: TCV? = nil, source: String? = nil) {
            self.before = before
            self.after = after
            self.source = source
        }
    }

    public struct Cost: Sendable, Equatable, Codable {
        public var amount: Double
        /// ISO 4217.
        public var currency: String
        public var year: Int?
        public var source: String?

        public init(amount: Double, currency: String, year: Int? = nil, source: String? = nil) {
            self.amount = amount
            self.currency = currency
            self.year = year
            self.source = source
        }
    }

    public struct EnablingCondition: Sendable, Equatable, Codable {
        public var kind: ConditionKind
        public var text: String
        public var necessity: Necessity

        public init(kind: ConditionKind, text: String, necessity: Necessity) {
            self.kind = kind
            self.text = text
            self.necessity = necessity
        }
    }

    /// What the owner is ready to give to others.
    public struct Offer: Sendable, Equatable, Codable {
        public var gives: [Instrument]
        public var text: String?
        /// How many countries a year.
        public var capacityPerYear: Int?
        /// BCP 47.
        public var languages: [String]
        public var whoPays: String?
        /// Regions that the owner wants to work in, by their M49 code ("009"); nil when that was not said.
        public var regions: [String]?
        /// Countries where law forbids its use or its export; ISO 3166-1 alpha-2.
        public var barredCountries: [String]?

        public init(
            gives: [Instrument], text: String? = nil, capacityPerYear: Int? = nil,
            languages: [String] = [], whoPays: String? = nil, regions: [String]? = nil, barredCountries: [String]? = nil
        ) {
            self.regions = regions
            self.barredCountries = barredCountries
            self.gives = gives
            self.text = text
            self.capacityPerYear = capacityPerYear
            self.languages = languages
            self.whoPays = whoPays
        }
    }

    public struct Award: Sendable, Equatable, Codable {
        public var name: String
        public var year: Int?
        public var source: String?

        public init(name: String, year: Int? = nil, source: String? = nil) {
            self.name = name
            self.year = year
            self.source = source
        }
    }

    public struct Source: Sendable, Equatable, Codable {
        public var title: String
        public var publisher: String?
        public var date: String?
        public var url: String?

        public init(title: String, publisher: String? = nil, date: String? = nil, url: String? = nil) {
            self.title = title
            self.publisher = publisher
            self.date = date
            self.url = url
        }
    }

    /// The texts in another language; a field that is not translated is nil and shown in the original.
    public struct Translation: Sendable, Equatable, Codable {
        public var title: String?
        public var summary: String?
        public var problem: String?
        public var innovation: String?
        public var operation: String?
        public var users: String?

        public init(
            title: String? = nil, summary: String? = nil, problem: String? = nil,
            innovation: String? = nil, operation: String? = nil, users: String? = nil
        ) {
            self.title = title
            self.summary = summary
            self.problem = problem
            self.innovation = innovation
            self.operation = operation
            self.users = users
        }

        /// *Complete* when all that the original says is there, otherwise *partial*.
        public func isComplete(for original: SolutionContent) -> Bool {
            func covered(_ text: String, _ translated: String?) -> Bool {
                text.isEmpty || !(translated ?? "").isEmpty
            }
            return covered(original.title, title) && covered(original.summary, summary)
                && covered(original.problem, problem) && covered(original.innovation, innovation)
                && covered(original.operation, operation) && covered(original.users, users)
        }
    }

    /// All languages that a reader can choose, the original first.
    public var languages: [String] { [language] + translations.keys.sorted() }

    /// The main texts as a reader of `wanted` sees them, each with the language that it really is in.
    public func reading(in wanted: String) -> Reading {
        let translation = wanted == language ? nil : translations[wanted]
        func pick(_ original: String, _ translated: String?) -> Reading.Text {
            if let translated, !translated.isEmpty { return .init(text: translated, language: wanted) }
            return .init(text: original, language: language)
        }
        return Reading(
            title: pick(title, translation?.title), summary: pick(summary, translation?.summary),
            problem: pick(problem, translation?.problem),
            innovation: pick(innovation, translation?.innovation),
            operation: pick(operation, translation?.operation), users: pick(users, translation?.users))
    }

    public struct Reading: Sendable, Equatable {
        public struct Text: Sendable, Equatable {
            public let text: String
            public let language: String
        }
        public let title, summary, problem, innovation, operation, users: Text
    }
}

/// Keys that are absent or null are empty, so that a file may leave out what is not known.
extension SolutionContent: Codable {
    enum CodingKeys: String, CodingKey, CaseIterable {
        case language, title, summary, problem, innovation, operation, users, developedIn, governmentLevels, channels,
            themes, sdgs, stage, launchedYear, indicators, tcv, costBuild, costRun, staff, conditions,
            fixedParts, adaptableParts, failures, failedPractice, licence, offer, awards, sources,
            website, translations
    }

    public init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        language = try fields.decodeIfPresent(String.self, forKey: .language) ?? "en"
        title = try fields.text(.title)
        summary = try fields.text(.summary)
        problem = try fields.text(.problem)
        innovation = try fields.text(.innovation)
        operation = try fields.text(.operation)
        users = try fields.text(.users)
        developedIn = try fields.list(.developedIn)
        governmentLevels = try fields.list(.governmentLevels)
        channels = try fields.list(.channels)
        themes = try fields.list(.themes)
        sdgs = try fields.list(.sdgs)
        stage = try fields.decodeIfPresent(Stage.self, forKey: .stage)
        launchedYear = try fields.decodeIfPresent(Int.self, forKey: .launchedYear)
        indicators = try fields.list(.indicators)
        tcv = try fields.decodeIfPresent(TCVComparison.self, forKey: .tcv)
        costBuild = try fields.decodeIfPresent(Cost.self, forKey: .costBuild)
        costRun = try fields.decodeIfPresent(Cost.self, forKey: .costRun)
        staff = try fields.text(.staff)
        conditions = try fields.list(.conditions)
        fixedParts = try fields.text(.fixedParts)
        adaptableParts = try fields.text(.adaptableParts)
        failures = try fields.text(.failures)
        failedPractice = try fields.decodeIfPresent(Bool.self, forKey: .failedPractice) ?? false
        licence = try fields.decodeIfPresent(String.self, forKey: .licence)
        offer = try fields.decodeIfPresent(Offer.self, forKey: .offer)
        awards = try fields.list(.awards)
        sources = try fields.list(.sources)
        website = try fields.decodeIfPresent(String.self, forKey: .website)
        translations = try fields.decodeIfPresent([String: Translation].self, forKey: .translations) ?? [:]
    }
}
