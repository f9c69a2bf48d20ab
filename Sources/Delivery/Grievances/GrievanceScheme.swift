/// How an office takes complaints: the part of a service's definition that makes it a grievance scheme.
///
/// Form, deadline, steps, endings and appeal are the service's own, so that one engine serves both.
public struct GrievanceScheme: Sendable, Equatable {
    public struct Category: Sendable, Equatable, Codable {
        public var key: String
        public var label: LocalText
        public var hint: LocalText
        /// Violence, child protection, corruption by named staff: sealed, and read by the redress office alone.
        public var isSensitive: Bool
        /// Where it goes, whatever office it is about.
        public var office: String?
        /// Instead of the scheme's own.
        public var deadline: DeadlineRule?

        public init(
            key: String, label: LocalText, hint: LocalText = [:], isSensitive: Bool = false, office: String? = nil,
            deadline: DeadlineRule? = nil
        ) {
            self.key = key
            self.label = label
            self.hint = hint
            self.isSensitive = isSensitive
            self.office = office
            self.deadline = deadline
        }

        private enum CodingKeys: String, CodingKey { case key, label, hint, isSensitive = "sensitive", office, deadline }

        public init(from decoder: any Decoder) throws {
            let values = try decoder.container(keyedBy: CodingKeys.self)
            key = try values.decode(String.self, forKey: .key)
            label = try values.decode(LocalText.self, forKey: .label)
            hint = try values.decodeIfPresent(LocalText.self, forKey: .hint) ?? [:]
            isSensitive = try values.decodeIfPresent(Bool.self, forKey: .isSensitive) ?? false
            office = try values.decodeIfPresent(String.self, forKey: .office)
            deadline = try values.decodeIfPresent(DeadlineRule.self, forKey: .deadline)
        }
    }

    /// The first route that fits takes the complaint. What it leaves out fits anything.
    public struct Route: Sendable, Equatable, Codable {
        public var categories: [String]?
        /// ISO 3166-2 of the office complained about.
        public var subdivisions: [String]?
        public var office: String

        public init(categories: [String]? = nil, subdivisions: [String]? = nil, office: String) {
            self.categories = categories
            self.subdivisions = subdivisions
            self.office = office
        }

        func fits(category: String, subdivision: String?) -> Bool {
            categories.map { $0.contains(category) } != false
                && subdivisions.map { list in subdivision.map(list.contains) ?? false } != false
        }
    }

    public var categories: [Category] = []
    /// Keys of the offices that a complaint can be about; the service's offices when empty.
    public var about: [String] = []
    public var routes: [Route] = []
    /// The key of the office that takes sensitive complaints, reads confidential names, and steps in for an office complained about.
    public var redress = ""
    /// Must whoever works in the office complained about neither see nor decide it?
    public var barsOfficeComplainedAbout = false
    /// Must the office answer in between, with a reason and a date, when the limit has passed?
    public var owesInterimReply = false

    public init() {}

    public func category(_ key: String) -> Category? { categories.first { $0.key == key } }
}

extension GrievanceScheme: Codable {
    enum CodingKeys: String, CodingKey {
        case categories, about, routes, redress, barsOfficeComplainedAbout, owesInterimReply = "interimReply"
    }

    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        categories = try values.decodeIfPresent([Category].self, forKey: .categories) ?? []
        about = try values.decodeIfPresent([String].self, forKey: .about) ?? []
        routes = try values.decodeIfPresent([Route].self, forKey: .routes) ?? []
        redress = try values.decodeIfPresent(String.self, forKey: .redress) ?? ""
        barsOfficeComplainedAbout = try values.decodeIfPresent(Bool.self, forKey: .barsOfficeComplainedAbout) ?? false
        owesInterimReply = try values.decodeIfPresent(Bool.self, forKey: .owesInterimReply) ?? false
    }
}

extension GrievanceScheme {
    static let mostCategories = 40

    /// What keeps a scheme from being used.
    func issues(of definition: ServiceDefinition) -> [FieldIssue] {
        var found: [FieldIssue] = []
        if categories.isEmpty { found.append(FieldIssue("categories", "error.empty")) }
        if redress.isEmpty { found.append(FieldIssue("redress", "error.empty")) }
        for (field, count) in [("categories", categories.count), ("about", about.count), ("routes", routes.count)]
        where count > Self.mostCategories {
            found.append(FieldIssue(field, "error.more-than", ["limit": String(Self.mostCategories)]))
        }
        var seen: Set<String> = []
        for (index, category) in categories.enumerated() {
            let place = "categories[\(index)]"
            if category.key.isEmpty || category.label.isEmpty { found.append(FieldIssue(place, "error.empty")) }
            if !seen.insert(category.key).inserted { found.append(FieldIssue("\(place).key", "error.key-twice", ["value": category.key])) }
            found += category.deadline?.issues().map { $0.within("\(place).deadline") } ?? []
        }
        for (index, route) in routes.enumerated() {
            for key in route.categories ?? [] where category(key) == nil {
                let known = categories.map(\.key).joined(separator: ", ")
                found.append(FieldIssue("routes[\(index)].categories", "error.unknown-value", ["value": key, "known": known]))
            }
        }
        // A name is asked for apart from the form, so that it can be kept apart.
        for (index, field) in definition.form.enumerated() where [.person, .phone, .email].contains(field.kind) {
            found.append(FieldIssue("form[\(index)]", "error.grievance-identity"))
        }
        return found
    }
}
