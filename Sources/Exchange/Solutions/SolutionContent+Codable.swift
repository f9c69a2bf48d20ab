/// Keys that are absent or null are empty, so that a file may leave out what is not known; unknown keys are refused by the importers, not here.
extension SolutionContent: Codable {
    enum CodingKeys: String, CodingKey, CaseIterable {
        case language, title, summary, problem, innovation, operation, users, developedIn, governmentLevels, channels,
            themes, sdgs, stage, launchedYear, indicators, tcv, costBuild, costRun, staff, conditions,
            fixedParts, adaptableParts, failures, failedPractice, licence, offer, awards, sources,
            website, translations
    }

    public init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        func text(_ key: CodingKeys) throws -> String {
            try fields.decodeIfPresent(String.self, forKey: key) ?? ""
        }
        func list<Element: Decodable>(_ key: CodingKeys) throws -> [Element] {
            try fields.decodeIfPresent([Element].self, forKey: key) ?? []
        }
        language = try fields.decodeIfPresent(String.self, forKey: .language) ?? "en"
        title = try text(.title)
        summary = try text(.summary)
        problem = try text(.problem)
        innovation = try text(.innovation)
        operation = try text(.operation)
        users = try text(.users)
        developedIn = try list(.developedIn)
        governmentLevels = try list(.governmentLevels)
        channels = try list(.channels)
        themes = try list(.themes)
        sdgs = try list(.sdgs)
        stage = try fields.decodeIfPresent(Stage.self, forKey: .stage)
        launchedYear = try fields.decodeIfPresent(Int.self, forKey: .launchedYear)
        indicators = try list(.indicators)
        tcv = try fields.decodeIfPresent(TCVComparison.self, forKey: .tcv)
        costBuild = try fields.decodeIfPresent(Cost.self, forKey: .costBuild)
        costRun = try fields.decodeIfPresent(Cost.self, forKey: .costRun)
        staff = try text(.staff)
        conditions = try list(.conditions)
        fixedParts = try text(.fixedParts)
        adaptableParts = try text(.adaptableParts)
        failures = try text(.failures)
        failedPractice = try fields.decodeIfPresent(Bool.self, forKey: .failedPractice) ?? false
        licence = try fields.decodeIfPresent(String.self, forKey: .licence)
        offer = try fields.decodeIfPresent(Offer.self, forKey: .offer)
        awards = try list(.awards)
        sources = try list(.sources)
        website = try fields.decodeIfPresent(String.self, forKey: .website)
        translations = try fields.decodeIfPresent([String: Translation].self, forKey: .translations) ?? [:]
    }
}
