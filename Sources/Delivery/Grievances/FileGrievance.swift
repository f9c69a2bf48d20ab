import Language
public import Platform
public import SQL

/// What somebody complains of, as typed.
public struct GrievanceInput: Sendable {
    public var service: Service
    public var category = ""
    public var privacy = ""
    /// The key of the office that it is about; may be empty.
    public var aboutOffice = ""
    /// A name; may be empty.
    public var aboutPerson = ""
    /// Their own name, and how to reach them. Thrown away for an anonymous complaint.
    public var name = ""
    public var contact = ""
    /// By question of the form.
    public var answers: [String: [String]] = [:]
    public var language = "en"
    public var channel = CaseChannel.web
    /// Whoever files for somebody else has been told to.
    public var hasConsent = true
    public var capturedAt: Timestamp?
    var files: [CaseFile] = []

    public init(service: Service) { self.service = service }
}

/// Begins a grievance: routed, sealed where it must be, and without any trace of who filed it where they want none.
public enum FileGrievance {
    static let contactLimit = 200

    public static func run(_ connection: any Connection, _ act: Act, _ input: GrievanceInput) throws -> RegisterCase.Registered {
        let definition = input.service.definition
        let offices = try OfficeStore.list(connection, keys: GrievanceRouting.keys(definition))
        guard let routing = GrievanceRouting(definition, offices: offices) else {
            throw Refusal.invalid([FieldIssue("service", "error.service", ["value": input.service.slug])])
        }
        guard input.service.state == .open else { throw Refusal.denied(.deny("case.obstacle.service-closed")) }
        let reading = FormReading(definition.form, typed: input.answers, files: Set(input.files.map(\.field)))
        let (category, privacy) = (routing.scheme.category(input.category), CasePrivacy(rawValue: input.privacy))
        let about = routing.about.first { $0.key == input.aboutOffice }
        let issues = reading.issues + issues(input, routing, category, privacy, about)
            + (input.capturedAt.map { RegisterCase.captureIssues($0, now: act.now) } ?? [])
        guard issues.isEmpty, let category, let privacy else { throw Refusal.invalid(issues) }

        var named: Set<CaseBar> = []
        if !input.aboutPerson.isEmpty {
            named = try NamedPeople.bars(connection, input.aboutPerson, in: offices.map(\.organisation))
        }
        guard let goal = routing.destination(category, about: about, privacy: privacy, named: named) else {
            throw Refusal.invalid([FieldIssue("about", "error.no-independent-office")])
        }
        let isAnonymous = privacy == .anonymous
        var filing = GrievanceStore.Filing(
            category: category.key, about: CaseAbout(office: about?.id, person: input.aboutPerson.isEmpty ? nil : input.aboutPerson),
            confidence: goal.confidence)
        if !isAnonymous, !(input.name + input.contact).isEmpty {
            filing.identity = CaseIdentity(name: input.name, contact: input.contact)
        }
        var application = CaseApplication(
            service: input.service, answers: input.answers, language: input.language, channel: isAnonymous ? .web : input.channel)
        application.capturedAt = input.capturedAt
        application.files = isAnonymous ? unnamed(input.files) : input.files
        var answers = reading.answers
        if privacy.hidesIdentity {
            for key in [CaseContact.phoneKey, CaseContact.mailKey] { answers.values[key] = nil }
        }
        let beginning = CheckedCase.Beginning(
            definition: definition.followed(by: .grievance, category: category.key, tier: 0), office: goal.office,
            visibility: goal.confidence.visibility, applicant: privacy.hidesIdentity ? "" : input.name, filing: filing)
        return try RegisterCase.write(
            connection, privacy.hidesIdentity ? Act(.anonymous, at: act.now) : act, application, answers, beginning)
    }

    /// A file's name often holds its owner's.
    private static func unnamed(_ files: [CaseFile]) -> [CaseFile] {
        files.enumerated().map { index, file in
            let ending = file.name.split(separator: ".").last.map { ".\($0.lowercased().prefix(5))" } ?? ""
            return CaseFile(file: file.file, field: file.field, name: "\(index + 1)\(file.name.contains(".") ? ending : "")")
        }
    }

    private static func issues(
        _ input: GrievanceInput, _ routing: GrievanceRouting, _ category: GrievanceScheme.Category?, _ privacy: CasePrivacy?,
        _ about: Office?
    ) -> [FieldIssue] {
        var found: [FieldIssue] = []
        func unknown(_ field: String, _ value: String, _ known: [String]) {
            found.append(
                value.isEmpty
                    ? FieldIssue(field, "error.empty")
                    : FieldIssue(field, "error.unknown-value", ["value": String(value.prefix(60)), "known": known.joined(separator: ", ")]))
        }
        if category == nil { unknown("category", input.category, routing.scheme.categories.map(\.key)) }
        if privacy == nil { unknown("privacy", input.privacy, CasePrivacy.allCases.map(\.rawValue)) }
        if about == nil, !input.aboutOffice.isEmpty { found.append(FieldIssue("about", "error.office")) }
        for (field, value, most) in [
            ("person", input.aboutPerson, FormField.usualMost), ("name", input.name, FormField.usualMost),
            ("contact", input.contact, contactLimit),
        ] { found += PlainText.issues(value, field, most: most) }
        if let privacy, privacy != .anonymous, input.name.isEmpty { found.append(FieldIssue("name", "error.name-or-anonymous")) }
        for evidence in routing.definition.evidence where evidence.isRequired && !input.files.contains(where: { $0.field == evidence.key }) {
            found.append(FieldIssue(evidence.key, "error.file-missing"))
        }
        if !input.hasConsent { found.append(FieldIssue("consent", "error.consent")) }
        if LanguageTag(input.language)?.description != input.language {
            found.append(FieldIssue("language", "error.language-tag", ["value": String(input.language.prefix(40))]))
        }
        return found
    }
}

/// Finds the officers whom a typed name may mean.
enum NamedPeople {
    static let mostBars = 100

    /// The name itself, for people who come later, and everybody with that name who works for one of the organisations.
    static func bars(_ connection: any Connection, _ typed: String, in organisations: [ID<Organisation>]) throws -> Set<CaseBar> {
        var bars: Set<CaseBar> = []
        let key = PersonName.key(typed)
        if !key.isEmpty { bars.insert(.name(key)) }
        for organisation in Set(organisations) {
            for (person, _) in try PeopleStore.members(connection, organisation: organisation)
            where PersonName.isSame(person.name, typed) && bars.count < mostBars { bars.insert(.person(person.id)) }
        }
        return bars
    }
}
