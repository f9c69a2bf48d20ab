public import Platform

/// What a country is looking for: the side that asks.
public struct Need: Sendable, Equatable {
    public enum State: String, Sendable, CaseIterable, Codable {
        case draft, open
        /// A solution is at work.
        case met
        case closed
    }

    public let id: ID<Need>
    public let slug: String
    public let organisation: ID<Organisation>
    public let country: String?
    public let state: State
    public let content: NeedContent
    public let version: Int
    public let createdAt: Timestamp
    public let updatedAt: Timestamp
}

/// What a need says of itself.
public struct NeedContent: Sendable, Equatable {
    /// BCP 47: the language in which the texts are written.
    public var language = "en"
    public var title = ""
    public var problem = ""
    /// How things are today, with figures if there are any.
    public var baseline = ""
    /// Who is affected, and how many.
    public var affected = ""
    public var themes: [Theme] = []
    public var sdgTargets: [String] = []
    public var conditions: [Condition] = []
    public var urgency: Urgency?
    public var budget: SolutionContent.Cost?
    public var sponsor = ""
    public var instruments: [Instrument] = []
    /// In which help can be received; BCP 47.
    public var languages: [String] = []
    public var visibility: Visibility = .public
    public var sources: [SolutionContent.Source] = []
    public var translations: [String: Translation] = [:]

    public init() {}

    /// Something that a solution may ask for, and whether it is there.
    public struct Condition: Sendable, Equatable, Codable {
        public var kind: ConditionKind
        public var state: ConditionState
        public var text: String?

        public init(kind: ConditionKind, state: ConditionState, text: String? = nil) {
            self.kind = kind
            self.state = state
            self.text = text
        }
    }

    public struct Translation: Sendable, Equatable, Codable {
        public var title: String?
        public var problem: String?

        public init(title: String? = nil, problem: String? = nil) {
            self.title = title
            self.problem = problem
        }
    }

    /// The title as a reader of `wanted` sees it, with the language that it really is in.
    public func title(in wanted: String) -> (text: String, language: String) {
        if wanted != language, let text = translations[wanted]?.title, !text.isEmpty { return (text, wanted) }
        return (title, language)
    }

    public func problem(in wanted: String) -> (text: String, language: String) {
        if wanted != language, let text = translations[wanted]?.problem, !text.isEmpty { return (text, wanted) }
        return (problem, language)
    }

    /// Everything that a form, a file or a program may have got wrong.
    public func issues() -> [ContentIssue] {
        var found: [ContentIssue] = []
        func limit(_ field: String, _ text: String, _ most: Int) {
            if text.count > most {
                found.append(ContentIssue(field, "error.too-long", ["limit": String(most), "length": String(text.count)]))
            }
        }
        if title.isEmpty { found.append(ContentIssue("title", "error.required")) }
        limit("title", title, Completeness.titleLimit)
        for (field, text) in [
            ("problem", problem), ("baseline", baseline), ("affected", affected), ("sponsor", sponsor),
        ] {
            limit(field, text, Completeness.textLimit)
        }
        for target in sdgTargets where !SDG.isCode(target) {
            found.append(ContentIssue("sdgTargets", "error.sdg", ["value": target]))
        }
        if Set(sdgTargets).count < sdgTargets.count { found.append(ContentIssue("sdgTargets", "error.sdg-twice")) }
        for tag in [language] + languages + translations.keys.sorted() where !LanguageCode.isValid(tag) {
            found.append(ContentIssue("languages", "error.language", ["value": tag]))
        }
        if let budget {
            if budget.amount < 0 { found.append(ContentIssue("budget", "error.negative")) }
            if !CurrencyCode.isValid(budget.currency) {
                found.append(ContentIssue("budget", "error.currency", ["value": budget.currency]))
            }
        }
        for (field, count) in [
            ("conditions", conditions.count), ("sources", sources.count), ("sdgTargets", sdgTargets.count),
        ] where count > Completeness.listLimit {
            found.append(ContentIssue(field, "error.too-many", ["limit": String(Completeness.listLimit)]))
        }
        for (index, source) in sources.enumerated() {
            if let link = source.url, !link.isEmpty, !WebAddress.isValid(link) {
                found.append(ContentIssue("sources.\(index).url", "error.link", ["value": link]))
            }
        }
        return found
    }
}

/// Keys that are absent or null are empty, so that a need with nothing but a title is a need.
extension NeedContent: Codable {
    enum CodingKeys: String, CodingKey, CaseIterable {
        case language, title, problem, baseline, affected, themes, sdgTargets, conditions, urgency, budget, sponsor,
            instruments, languages, visibility, sources, translations
    }

    public init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        language = try fields.decodeIfPresent(String.self, forKey: .language) ?? "en"
        title = try fields.text(.title)
        problem = try fields.text(.problem)
        baseline = try fields.text(.baseline)
        affected = try fields.text(.affected)
        themes = try fields.list(.themes)
        sdgTargets = try fields.list(.sdgTargets)
        conditions = try fields.list(.conditions)
        urgency = try fields.decodeIfPresent(Urgency.self, forKey: .urgency)
        budget = try fields.decodeIfPresent(SolutionContent.Cost.self, forKey: .budget)
        sponsor = try fields.text(.sponsor)
        instruments = try fields.list(.instruments)
        languages = try fields.list(.languages)
        visibility = try fields.decodeIfPresent(Visibility.self, forKey: .visibility) ?? .public
        sources = try fields.list(.sources)
        translations = try fields.decodeIfPresent([String: Translation].self, forKey: .translations) ?? [:]
    }
}
