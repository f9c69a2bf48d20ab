import HTML
import Platform
import SQL
import Web

/// Calendars: weekend, holidays and closures, each change a new version.
enum CalendarPages {
    private static let body = BodyRule.multipart(
        limit: ICalendarDays.mostBytes + 1024 * 1024, fileLimit: ICalendarDays.mostBytes)

    static let routes: [Route] = [
        .get("/work/calendars", EditorPages.access, handler: list),
        .get("/work/calendars/new", EditorPages.access) { try await form($0, isNew: true) },
        .post("/work/calendars", EditorPages.access, body: body) { try await save($0, isNew: true) },
        .get("/work/calendars/{calendar}", EditorPages.access) { try await form($0, isNew: false) },
        .post("/work/calendars/{calendar}", EditorPages.access, body: body) { try await save($0, isNew: false) },
    ]

    @Sendable private static func list(_ call: Call) async throws -> Reply {
        let organisations = ServiceRules.organisations(call.principal)
        let calendars = try await call.services.database.read { try CalendarStore.list($0, for: organisations) }
        let words = call.words
        let columns: [HTML.Column<StoredCalendar>] = [
            .heading(words("editor.field.calendar")) { calendar in
                "<a href=\"\(url: "/work/calendars/\(calendar.key)")\">\(isolated: calendar.name[words.language])</a>"
            },
            .text(words("calendars.weekend")) { calendar in
                "\(words.list(calendar.definition.weekend.map { words("weekday.\($0.rawValue)") }))"
            },
            .number(words("calendars.holidays")) { "\(words.number($0.definition.holidays.count))" },
            .number(words("editor.column.version")) { "\(words.number($0.version))" },
        ]
        let html: HTML = """
            \(HTML.breadcrumbs(label: words("services.path"), [HTML.TextLink(words("editor.title"), url: "/work/services")]))\
            \(HTML.pageHeading(
                words("calendars.title"), lead: "\(words("calendars.lead"))",
                actions: [HTML.buttonLink(words("calendars.new"), url: "/work/calendars/new")]))\
            \(HTML.table(
                caption: words("calendars.title"), isCaptionHidden: true, rows: calendars, columns: columns,
                empty: HTML.emptyState(words("calendars.none"))))
            """
        return call.page(title: words("calendars.title"), area: .delivery, isPrivate: true, body: html)
    }

    // MARK: One calendar

    private static func find(_ connection: any Connection, _ call: Call) throws -> StoredCalendar {
        guard let calendar = try CalendarStore.find(connection, key: try call.parameters["calendar"]),
            calendar.organisation.map({ ServiceRules.organisations(call.principal).contains($0) }) ?? true
        else { throw Problem.notFound }
        return calendar
    }

    private static func form(
        _ call: Call, isNew: Bool, typed: [String: [String]]? = nil, status: Status = .ok, errors: FieldErrors? = nil, isConflict: Bool = false
    ) async throws -> Reply {
        let own = ServiceRules.organisations(call.principal)
        let (calendar, organisations, versions) = try await call.services.database.read { connection in
            let calendar = isNew ? nil : try find(connection, call)
            return (
                calendar, try PeopleStore.organisations(connection, ids: own),
                try calendar.map { try CalendarStore.versions(connection, key: $0.key) } ?? []
            )
        }
        let words = call.words
        let values = typed ?? calendar.map(Self.values) ?? ["timeZone": [], "weekend": ["saturday", "sunday"]]
        let controls = call.controls(values: values, errors: errors)
        let title = calendar?.name[words.language] ?? words("calendars.new")
        // Everybody's calendar is read here and changed by none.
        let isOpen = calendar == nil || calendar?.organisation != nil
        let action = calendar.map { "/work/calendars/\($0.key)" } ?? "/work/calendars"
        let html: HTML = """
            \(HTML.breadcrumbs(label: words("services.path"), [HTML.TextLink(words("calendars.title"), url: "/work/calendars")]))\
            \(HTML.pageHeading(title, lead: calendar == nil ? nil : "\(words("calendars.change-lead"))"))\
            \(if: isConflict, HTML.notice("<p>\(words("offices.conflict"))</p>", tone: .caution, isNew: true))\
            \(if: !isOpen, HTML.notice("<p>\(words("calendars.everybodys"))</p>"))\
            \(controls.errorSummary(words("apply.errors")))\
            \(HTML.form(action: action, upload: true, asksBeforeLeaving: true, """
                \(with: calendar, { HTML.hidden("version", value: String($0.version)) })\
                \(calendar == nil && organisations.count > 1 ? controls.select(
                    "organisation", label: words("offices.organisation"), options: organisations.map { HTML.Option($0.id.description, $0.name) }) : "")\
                \(fields(controls, call))\
                \(if: isOpen, HTML.buttons([HTML.button(words("editor.save"))]))
                """))\
            \(if: !versions.isEmpty, history(versions, words))
            """
        return call.page(title: title, status: status, area: .delivery, isPrivate: true, body: html).cached(.never)
    }

    private static func fields(_ controls: Controls, _ call: Call) -> HTML {
        let words = call.words
        return """
            \(call.services.catalogue.languages.map { language in
                controls.text(
                    "name.\(language)", label: "\(words("editor.field.name")) – \(words.languageName(language))", isRequired: language == "en",
                    maxLength: ServiceDefinition.nameLimit, language: language)
            })\
            \(controls.text("timeZone", label: words("calendars.time-zone"), hint: words("calendars.time-zone.hint"), kind: .code, maxLength: 60, width: .half))\
            \(controls.checkboxes(
                "weekend", legend: words("calendars.weekend"), isRequired: false,
                options: Weekday.allCases.map { HTML.Option($0.rawValue, words("weekday.\($0.rawValue)")) }))\
            \(controls.textArea("holidays", label: words("calendars.holidays"), hint: words("calendars.holidays.hint"), isRequired: false, rows: 12))\
            \(controls.file(
                "file", label: words("calendars.file"), hint: words("calendars.file.hint"), isRequired: false, accept: [".ics", "text/calendar"]))
            """
    }

    private static func values(_ calendar: StoredCalendar) -> [String: [String]] {
        var values: [String: [String]] = [
            "timeZone": [calendar.definition.timeZone], "weekend": calendar.definition.weekend.map(\.rawValue),
            "holidays": [CalendarText.write(calendar.definition.holidays)],
        ]
        for (language, text) in calendar.name.texts { values["name.\(language)"] = [text] }
        return values
    }

    private static func history(_ versions: [CalendarStore.Version], _ words: Words) -> HTML {
        let columns: [HTML.Column<CalendarStore.Version>] = [
            .heading(words("editor.column.version")) { "\(words.number($0.number))" },
            .text(words("editor.column.changed")) { "\(words.dateTime($0.savedAt))" },
            .text(words("calendars.by")) { "\(isolated: $0.savedBy)" },
        ]
        return "<section><h2>\(words("calendars.versions"))</h2>\(HTML.table(caption: words("calendars.versions"), isCaptionHidden: true, rows: versions, columns: columns, isDense: true))</section>"
    }

    // MARK: Saving

    /// What was typed, with the days of a file added; and what could not be read of either.
    private static func receive(_ call: Call) async throws -> (form: Form, file: CalendarUpload?) {
        guard call.header("Content-Type")?.lowercased().hasPrefix("multipart/form-data") == true else { return (try await call.form(), nil) }
        let multipart = try call.multipart()
        var upload: CalendarUpload?
        while let part = try await multipart.next() {
            guard case .file(let file) = part, file.name == "file" else { continue }
            var bytes: [UInt8] = []
            for try await piece in file.bytes { bytes += piece }
            if !bytes.isEmpty { upload = CalendarUpload(bytes) }
        }
        return (multipart.form, upload)
    }

    private static func save(_ call: Call, isNew: Bool) async throws -> Reply {
        let (form, upload) = try await receive(call)
        let own = ServiceRules.organisations(call.principal)
        let old = isNew ? nil : try await call.services.database.read { try find($0, call) }
        let typed = CalendarText(form["holidays"] ?? "")
        var issues = typed.issues + (upload?.issues ?? [])
        let holidays = CalendarUpload.merged(typed.holidays, upload?.days ?? [])
        let weekend = Weekday.allCases.filter { form.all("weekend").contains($0.rawValue) }
        let definition = CalendarDefinition(timeZone: form["timeZone"] ?? "", weekend: weekend, holidays: holidays)
        var names = old?.name.texts ?? [:]
        for language in call.services.catalogue.languages { names[language] = form["name.\(language)"] }
        var values = form.values
        // The days of the file stand with the others now, so that nothing has to be sent twice.
        if upload?.issues.isEmpty == true, typed.issues.isEmpty { values["holidays"] = [CalendarText.write(holidays)] }
        let (act, name, key) = (Act(call.principal, at: call.now), LocalText(names), old?.key)
        do {
            let organisation = old?.organisation ?? form["organisation"].flatMap { ID<Organisation>($0) } ?? (own.count == 1 ? own.first : nil)
            if organisation == nil { issues.append(FieldIssue("organisation", "error.empty")) }
            guard issues.isEmpty, let organisation else { throw Refusal.invalid(issues) }
            let seen = form["version"].flatMap { Int($0) }
            let saved = try await call.services.database.write {
                try SaveCalendar.run($0, act, organisation: organisation, key: key, seen: seen, name: name, definition)
            }
            return .redirect(to: "/work/calendars/\(saved)", flash: Flash("calendars.saved"))
        } catch Refusal.invalid(let issues) {
            let errors = FieldErrors(issues.map { FieldError(field($0.field), $0.key, $0.facts) })
            return try await Self.form(call, isNew: isNew, typed: values, status: .unprocessable, errors: errors)
        } catch Refusal.changedMeanwhile {
            return try await Self.form(call, isNew: isNew, typed: values, status: .conflict, isConflict: true)
        } catch let refusal as Refusal {
            throw refusal.thrown()
        }
    }

    private static func field(_ name: String) -> String {
        name == "name" ? "name.en" : name.hasPrefix("holidays") ? "holidays" : name
    }
}
