import Language
public import Platform
public import SQL

/// What is needed to begin a case.
public struct CaseApplication: Sendable {
    public var service: Service
    /// The key of the office; the service's first when nil.
    public var office: String?
    /// By question, as typed.
    public var answers: [String: [String]]
    /// BCP 47.
    public var language: String
    public var channel: CaseChannel
    /// Whoever registers for somebody else has been told to.
    public var hasConsent = true
    /// When it was taken down offline, if that was before it came here.
    public var capturedAt: Timestamp?
    var files: [CaseFile] = []

    public init(service: Service, office: String? = nil, answers: [String: [String]], language: String, channel: CaseChannel) {
        self.service = service
        self.office = office
        self.answers = answers
        self.language = language
        self.channel = channel
    }
}

/// Begins a case: number, secret, clock, counters and audit in one transaction.
public enum RegisterCase {
    public struct Registered: Sendable {
        public let record: Case
        /// Known here only: its hash is what is kept.
        public let code: String
        /// References of cases that look like the same request. They are told, never merged.
        public let similar: [String]
    }

    public static func run(_ connection: any Connection, _ act: Act, _ application: CaseApplication) throws -> Registered {
        let service = application.service
        guard service.state == .open else { throw Refusal.denied(.deny("case.obstacle.service-closed")) }
        if service.definition.grievance != nil { throw Refusal.invalid([FieldIssue("service", "error.service-grievance")]) }
        let reading = FormReading(
            service.definition.form, typed: application.answers, files: Set(application.files.map(\.field)))
        var issues = reading.issues
        for evidence in service.definition.evidence where evidence.isRequired && !application.files.contains(where: { $0.field == evidence.key }) {
            issues.append(FieldIssue(evidence.key, "error.file-missing"))
        }
        if !application.hasConsent { issues.append(FieldIssue("consent", "error.consent")) }
        if LanguageTag(application.language)?.description != application.language {
            issues.append(FieldIssue("language", "error.language-tag", ["value": String(application.language.prefix(40))]))
        }
        let key = application.office ?? service.definition.offices.first ?? ""
        let office = service.definition.offices.contains(key) ? try OfficeStore.find(connection, key: key) : nil
        if office == nil { issues.append(FieldIssue("office", "error.office")) }
        if let captured = application.capturedAt { issues += captureIssues(captured, now: act.now) }
        guard issues.isEmpty, let office else { throw Refusal.invalid(issues) }
        let applicant = applicant(service.definition.form, reading.answers)
        let beginning = Beginning(
            definition: service.definition, office: office, visibility: service.definition.visibility, applicant: applicant)
        return try write(connection, act, application, reading.answers, beginning)
    }

    /// Longer ago nobody carries applications about; ahead of now a clock goes wrong.
    static let captureLimit: Duration = .days(60)

    static func captureIssues(_ captured: Timestamp, now: Timestamp) -> [FieldIssue] {
        if captured > now.adding(.minutes(5)) { return [FieldIssue("capturedAt", "error.captured-ahead")] }
        return now.since(captured) > captureLimit ? [FieldIssue("capturedAt", "error.captured-long-ago")] : []
    }

    /// What differs between the kinds of cases when they begin.
    struct Beginning: Sendable {
        let definition: ServiceDefinition
        let office: Office
        let visibility: CaseVisibility
        let applicant: String
        var filing: GrievanceStore.Filing?
        /// The secret of the case that it is against opens an appeal, too.
        var code: String?
    }

    static func write(
        _ connection: any Connection, _ act: Act, _ application: CaseApplication, _ answers: FormAnswers, _ beginning: Beginning
    ) throws -> Registered {
        let (service, office, filing) = (application.service, beginning.office, beginning.filing)
        let calendarKey = service.definition.calendar
        guard let version = try CalendarStore.currentVersion(connection, key: calendarKey),
            let calendar = try CalendarStore.ready(connection, key: calendarKey, version: version)
        else { throw Refusal.invalid([FieldIssue("service", "error.calendar", ["key": calendarKey])]) }
        var random = SystemRandomNumberGenerator()
        let id: ID<Case> = act.newID()
        let code = beginning.code ?? CaseCode.make(using: &random)
        let part: CaseActor = application.channel == .officer ? .officer : .citizen
        let event = CaseEvent(
            number: 1, at: min(application.capturedAt ?? act.now, act.now), recordedAt: act.now, action: .submit, part: part, actor: act.principal.auditName,
            actorName: act.principal.name)
        var record = Case(
            id: id, reference: try freshReference(connection, &random), codeHash: CaseCode.hash(code, of: id.description),
            service: service.id, serviceVersion: service.version, definition: beginning.definition, serviceSlug: service.slug,
            calendarKey: calendarKey, calendarVersion: version, calendar: calendar, channel: application.channel,
            language: application.language, applicant: beginning.applicant, answers: answers, visibility: beginning.visibility,
            firstOffice: office.id, receivedAt: act.now, events: [event],
            state: try CaseState([event], steps: beginning.definition.steps.count, office: office.id))
        if let filing { record.take(filing) }
        // People may complain of the same thing twice, and a key of a name would give away who did.
        let similarKey = filing == nil ? similarKey(service.definition.form, answers) : ""
        let similar = try CaseStore.similar(connection, service: service.id, key: similarKey, except: nil)
        try CaseStore.insert(connection, record, similarKey: similarKey, at: act.now)
        if let filing { try GrievanceStore.insert(connection, id, filing) }
        for file in application.files { try CaseStore.insert(connection, file, of: id, at: act.now) }
        try act.audit(
            connection, "case.submit", "case", id.description, before: ActOnCase.Audited?.none, after: ActOnCase.Audited(record.state))
        return Registered(record: record, code: code, similar: similar)
    }

    /// One in a million million is taken already; that one is made again.
    private static func freshReference(_ connection: any Connection, _ random: inout SystemRandomNumberGenerator) throws -> String {
        while true {
            let made = CaseReference.make(using: &random)
            if try connection.first("SELECT 1 FROM case_record WHERE reference = \(made)") == nil { return made }
        }
    }

    /// The first person named in the form.
    private static func applicant(_ form: [FormField], _ answers: FormAnswers) -> String {
        form.first { $0.kind == .person }.flatMap { answers["\($0.key).name"] } ?? ""
    }

    /// Name and date of birth, or what else tells people apart; empty when there is too little to compare.
    private static func similarKey(_ form: [FormField], _ answers: FormAnswers) -> String {
        let name = applicant(form, answers).lowercased().split(whereSeparator: { !$0.isLetter && !$0.isNumber }).joined(separator: " ")
        let more = form.filter { $0.kind == .date || $0.kind == .phone }.compactMap { answers[$0.key] }
        return name.isEmpty || more.isEmpty ? "" : ([name] + more).joined(separator: "|")
    }
}
