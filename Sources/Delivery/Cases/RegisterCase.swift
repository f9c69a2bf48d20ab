import Language
import Platform
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
        guard issues.isEmpty, let office else { throw Refusal.invalid(issues) }
        return try write(connection, act, application, reading.answers, office)
    }

    private static func write(
        _ connection: any Connection, _ act: Act, _ application: CaseApplication, _ answers: FormAnswers, _ office: Office
    ) throws -> Registered {
        let service = application.service
        let calendarKey = service.definition.calendar
        guard let version = try CalendarStore.currentVersion(connection, key: calendarKey),
            let calendar = try CalendarStore.ready(connection, key: calendarKey, version: version)
        else { throw Refusal.invalid([FieldIssue("service", "error.calendar", ["key": calendarKey])]) }
        var random = SystemRandomNumberGenerator()
        let id: ID<Case> = act.newID()
        let code = CaseCode.make(using: &random)
        let part: CaseActor = application.channel == .officer ? .officer : .citizen
        let event = CaseEvent(
            number: 1, at: act.now, recordedAt: act.now, action: .submit, part: part, actor: act.principal.auditName,
            actorName: act.principal.name)
        let applicant = applicant(service.definition.form, answers)
        let record = Case(
            id: id, reference: try freshReference(connection, &random), codeHash: CaseCode.hash(code, of: id.description),
            service: service.id, serviceVersion: service.version, definition: service.definition, serviceSlug: service.slug,
            calendarKey: calendarKey, calendarVersion: version, calendar: calendar, channel: application.channel,
            language: application.language, applicant: applicant, answers: answers, visibility: service.definition.visibility,
            firstOffice: office.id, receivedAt: act.now, events: [event],
            state: try CaseState([event], steps: service.definition.steps.count, office: office.id))
        let similarKey = similarKey(service.definition.form, answers)
        let similar = try CaseStore.similar(connection, service: service.id, key: similarKey, except: nil)
        try CaseStore.insert(connection, record, similarKey: similarKey, at: act.now)
        for file in application.files { try CaseStore.insert(connection, file, of: id, at: act.now) }
        try CaseNotices.note(connection, before: nil, after: record, event: event, at: act.now)
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
