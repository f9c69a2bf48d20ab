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

/// An application that passed its checks, with all that a case begins with: made before the transaction.
public struct CheckedCase: Sendable {
    let application: CaseApplication
    let grounds: CaseGrounds
    private(set) var rows: CaseRows
    private(set) var filing: GrievanceStore.Filing?
    /// Known here only: its hash is what is kept.
    let code: String
    let audited: JSONText

    public var record: Case { rows.record }

    /// Throws `Refusal` with all that is wrong.
    public init(_ application: CaseApplication, _ grounds: CaseGrounds, _ act: Act) throws {
        let service = grounds.service
        guard service.state == .open else { throw Refusal.denied(.deny("case.obstacle.service-closed")) }
        if service.definition.grievance != nil { throw Refusal.invalid([FieldIssue("service", "error.service-grievance")]) }
        let reading = FormReading(service.definition.form, typed: application.answers, files: Set(application.files.map(\.field)))
        var issues = reading.issues
        for evidence in service.definition.evidence where evidence.isRequired && !application.files.contains(where: { $0.field == evidence.key }) {
            issues.append(FieldIssue(evidence.key, "error.file-missing"))
        }
        if !application.hasConsent { issues.append(FieldIssue("consent", "error.consent")) }
        if LanguageTag(application.language)?.description != application.language {
            issues.append(FieldIssue("language", "error.language-tag", ["value": String(application.language.prefix(40))]))
        }
        if grounds.office == nil { issues.append(FieldIssue("office", "error.office")) }
        if let captured = application.capturedAt { issues += RegisterCase.captureIssues(captured, now: act.now) }
        guard issues.isEmpty, let office = grounds.office else { throw Refusal.invalid(issues) }
        let beginning = Beginning(
            definition: service.definition, office: office, visibility: service.definition.visibility,
            applicant: Self.applicant(service.definition.form, reading.answers),
            similarKey: Self.similarKey(service.definition.form, reading.answers))
        try self.init(application, grounds, reading.answers, beginning, act)
    }

    /// What differs between the kinds of cases when they begin.
    struct Beginning: Sendable {
        let definition: ServiceDefinition
        let office: Office
        let visibility: CaseVisibility
        let applicant: String
        /// Empty: it is compared with no other. People may complain of the same thing twice, and a key of a name would give away who did.
        var similarKey = ""
        var filing: GrievanceStore.Filing?
        /// The secret of another case that opens this one, too.
        var code: String?
    }

    init(
        _ application: CaseApplication, _ grounds: CaseGrounds, _ answers: FormAnswers, _ beginning: Beginning, _ act: Act
    ) throws {
        guard let calendar = grounds.calendar else {
            throw Refusal.invalid([FieldIssue("service", "error.calendar", ["key": grounds.service.definition.calendar])])
        }
        var random = SystemRandomNumberGenerator()
        self.application = application
        self.grounds = grounds
        code = beginning.code ?? CaseCode.make(using: &random)
        var record = try Self.record(
            application, grounds, calendar, answers, beginning, code: code, reference: CaseReference.make(using: &random), act)
        try Self.list(&record, at: act.now)
        audited = try JSONText(encoding: ActOnCase.Audited(record.state))
        rows = try CaseRows(record, organisation: beginning.office.organisation, similarKey: beginning.similarKey)
        filing = beginning.filing
    }

    private static func record(
        _ application: CaseApplication, _ grounds: CaseGrounds, _ calendar: WorkingCalendar, _ answers: FormAnswers,
        _ beginning: Beginning, code: String, reference: String, _ act: Act
    ) throws -> Case {
        let service = grounds.service
        let id: ID<Case> = act.newID()
        let part: CaseActor = application.channel == .officer ? .officer : .citizen
        let event = CaseEvent(
            number: 1, at: min(application.capturedAt ?? act.now, act.now), recordedAt: act.now, action: .submit, part: part,
            actor: act.principal.auditName, actorName: act.principal.name)
        var record = Case(
            id: id, reference: reference, codeHash: CaseCode.hash(code, of: id.description), codeOwner: id.description,
            service: service.id, serviceVersion: service.version, definition: beginning.definition, serviceSlug: service.slug,
            calendarKey: service.definition.calendar, calendarVersion: grounds.calendarVersion, calendar: calendar,
            channel: application.channel, language: application.language, applicant: beginning.applicant, answers: answers,
            visibility: beginning.visibility, firstOffice: beginning.office.id, receivedAt: act.now, events: [event],
            state: try CaseState([event], steps: beginning.definition.steps.count, office: beginning.office.id),
            listedDue: CaseStore.noDate)
        record.confidence.visibility = beginning.visibility
        if let filing = beginning.filing { record.take(filing) }
        return record
    }

    /// A limit that the calendar has no day for is a fault of the service, and told as one.
    private static func list(_ record: inout Case, at now: Timestamp) throws {
        do {
            try record.list(at: now)
        } catch let beyond as FieldIssues {
            throw Refusal.invalid(beyond.issues.map { FieldIssue("service", $0.key, $0.facts) })
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

/// Begins a case: number, secret, clock, counters and audit in one transaction.
public enum RegisterCase {
    public struct Registered: Sendable {
        public let record: Case
        /// Known here only: its hash is what is kept.
        public let code: String
        /// References of cases that look like the same request. They are told, never merged.
        public let similar: [String]
    }

    /// Reads, checks and writes in one transaction.
    public static func run(_ connection: any Connection, _ act: Act, _ application: CaseApplication) throws -> Registered {
        let service = application.service
        // The service as it is now, whatever the form was made from.
        guard let current = try ServiceStore.find(connection, id: service.id) else { throw Refusal.notFound }
        let grounds = try CaseGrounds.read(connection, current, office: application.office)
        return try write(connection, act, CheckedCase(application, grounds, act))
    }

    /// Longer ago nobody carries applications about; ahead of now a clock goes wrong.
    static let captureLimit: Duration = .days(60)

    static func captureIssues(_ captured: Timestamp, now: Timestamp) -> [FieldIssue] {
        if captured > now.adding(.minutes(5)) { return [FieldIssue("capturedAt", "error.captured-ahead")] }
        return now.since(captured) > captureLimit ? [FieldIssue("capturedAt", "error.captured-long-ago")] : []
    }

    /// Begins what is no plain request, in one transaction; its own checks have been made.
    static func write(
        _ connection: any Connection, _ act: Act, _ application: CaseApplication, _ answers: FormAnswers, _ beginning: CheckedCase.Beginning
    ) throws -> Registered {
        let grounds = try CaseGrounds.read(connection, application.service, office: nil)
        while true {
            let checked = try CheckedCase(application, grounds, answers, beginning, act)
            // One number in a million million is taken already: then another is made.
            if try !connection.ask(CaseStore.isTaken(checked.record.reference)) {
                return try insert(connection, act, checked, similar: [])
            }
        }
    }

    /// What may have changed since a case was checked.
    struct Ground: Sendable {
        let isCurrent: Bool
        let isTaken: Bool
        /// References of cases that look like it.
        let similar: [String]
    }

    /// To be asked with the write, or in it.
    static func ground(_ checked: CheckedCase) -> Question<Ground> {
        checked.grounds.isCurrent.and(CaseStore.isTaken(checked.record.reference))
            .and(CaseStore.similar(checked.record.service, key: checked.rows.similarKey, except: nil))
            .map { Ground(isCurrent: $0.0.0, isTaken: $0.0.1, similar: $0.1) }
    }

    /// The cases that are begun in one commit: what a neighbour asked beforehand does not tell of them.
    private final class Begun: CommitGatherer {
        private var references: [String: [String]] = [:]

        static func of(_ connection: any Connection) -> Begun { connection.beforeCommit("cases-begun") { Begun() } }

        func likeness(of checked: CheckedCase) -> [String] { references[Self.key(checked)] ?? [] }

        func add(_ checked: CheckedCase) {
            if !checked.rows.similarKey.isEmpty { references[Self.key(checked), default: []].append(checked.record.reference) }
        }

        private static func key(_ checked: CheckedCase) -> String { "\(checked.record.service) \(checked.rows.similarKey)" }

        func flush(_ connection: any Connection) {}
    }

    static func write(_ connection: any Connection, _ act: Act, _ checked: CheckedCase) throws -> Registered {
        try write(connection, act, checked, on: connection.ask(ground(checked)))
    }

    /// Writes what was checked before. If the service or its calendar has changed since, it is checked anew.
    static func write(_ connection: any Connection, _ act: Act, _ checked: CheckedCase, on ground: Ground) throws -> Registered {
        // One number in a million million is taken already: then all of it is made again.
        if !ground.isCurrent || ground.isTaken { return try run(connection, act, checked.application) }
        let begun = Begun.of(connection)
        let similar = begun.likeness(of: checked).filter { !ground.similar.contains($0) } + ground.similar
        begun.add(checked)
        return try insert(connection, act, checked, similar: Array(similar.prefix(CaseStore.mostSimilar)))
    }

    private static func insert(
        _ connection: any Connection, _ act: Act, _ checked: CheckedCase, similar: [String]
    ) throws -> Registered {
        let record = checked.record
        try CaseStore.insert(connection, [checked.rows])
        if let filing = checked.filing { try GrievanceStore.insert(connection, record.id, filing) }
        for file in checked.application.files { try CaseStore.insert(connection, file, of: record.id, at: act.now) }
        if let event = record.events.first { try CaseNotices.note(connection, before: nil, after: record, event: event, at: act.now) }
        try Audit.record(
            connection, by: act.principal, at: act.now, "case.submit", "case", record.id.description, textBefore: nil,
            textAfter: checked.audited)
        return Registered(record: record, code: checked.code, similar: similar)
    }
}
