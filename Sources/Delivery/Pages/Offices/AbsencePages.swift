import HTML
import Platform
import SQL
import Web

/// Who is away, and who does their work meanwhile.
enum AbsencePages {
    static let routes: [Route] = [
        .get("/work/absences", DeskPages.access) { try await page($0) },
        .post("/work/absences", DeskPages.access, body: .form(), handler: add),
        .post("/work/absences/{absence}/remove", DeskPages.access, body: .form(), handler: remove),
    ]

    private struct Colleagues {
        let officers: [(person: Person, organisation: ID<Organisation>)]
        /// Whose absence this person may note.
        let own: [Person]
        let absences: [Absence]

        func name(_ id: ID<Person>) -> String { officers.first { $0.person.id == id }?.person.name ?? "–" }

        func organisation(_ person: ID<Person>?) -> ID<Organisation>? { officers.first { $0.person.id == person }?.organisation }
    }

    private static func colleagues(_ connection: any Connection, _ call: Call) throws -> Colleagues {
        let principal = call.principal
        var officers: [(person: Person, organisation: ID<Organisation>)] = []
        for organisation in CaseRules.organisations(principal).sorted(by: { $0.description < $1.description }) {
            officers += try OfficerStore.officers(connection, of: organisation).map { ($0, organisation) }
        }
        let own = officers.filter { officer in
            officer.person.id == principal.personID || principal.has(.serviceManager, in: officer.organisation)
        }
        return Colleagues(
            officers: officers, own: own.map(\.person),
            absences: try AbsenceStore.list(connection, of: officers.map(\.person.id), from: today(call)))
    }

    /// In UTC: an absence is counted in days, and a few hours at its ends are no harm.
    private static func today(_ call: Call) -> Day { Day(call.now, offset: 0) }

    private static func page(
        _ call: Call, typed: [String: [String]] = [:], status: Status = .ok, errors: FieldErrors? = nil
    ) async throws -> Reply {
        let colleagues = try await call.services.database.read { try Self.colleagues($0, call) }
        let (words, controls) = (call.words, call.controls(values: typed, errors: errors))
        let columns: [HTML.Column<Absence>] = [
            .heading(words("absences.person")) { "\(isolated: colleagues.name($0.person))" },
            .text(words("absences.first")) { "\(words.date($0.first.description))" },
            .text(words("absences.last")) { "\(words.date($0.last.description))" },
            .text(words("absences.cover")) { "\(isolated: colleagues.name($0.cover))" },
            .action(words("editor.order")) { absence in
                colleagues.own.contains { $0.id == absence.person }
                    ? HTML.actionButton(
                        words("editor.remove"), action: "/work/absences/\(absence.id)/remove", about: colleagues.name(absence.person)) : ""
            },
        ]
        let html: HTML = """
            \(HTML.pageHeading(words("absences.title"), lead: "\(words("absences.lead"))"))\
            \(controls.errorSummary(words("apply.errors")))\
            \(HTML.table(
                caption: words("absences.title"), isCaptionHidden: true, rows: colleagues.absences, columns: columns,
                empty: HTML.emptyState(words("absences.none"))))\
            <section><h2>\(words("absences.new"))</h2>\
            \(HTML.form(action: "/work/absences", """
                \(controls.select("person", label: words("absences.person"), options: colleagues.own.map { HTML.Option($0.id.description, $0.name) }))\
                \(controls.date("first", legend: words("absences.first")))\
                \(controls.date("last", legend: words("absences.last"), hint: words("absences.last.hint")))\
                \(controls.select(
                    "cover", label: words("absences.cover"), hint: words("absences.cover.hint"),
                    options: colleagues.officers.map { HTML.Option($0.person.id.description, $0.person.name) }))\
                \(HTML.buttons([HTML.button(words("absences.button"))]))
                """))</section>
            """
        return call.page(title: words("absences.title"), status: status, area: .delivery, isPrivate: true, body: html).cached(.never)
    }

    @Sendable private static func add(_ call: Call) async throws -> Reply {
        let form = try await call.form()
        let colleagues = try await call.services.database.read { try Self.colleagues($0, call) }
        let (act, today) = (Act(call.principal, at: call.now), today(call))
        let (person, cover) = (form["person"].flatMap { ID<Person>($0) }, form["cover"].flatMap { ID<Person>($0) })
        let (first, last) = (form.day("first"), form.day("last"))
        do {
            guard let organisation = colleagues.organisation(person) else { throw Refusal.invalid([FieldIssue("person", "error.officer")]) }
            try await call.services.database.write {
                _ = try RecordAbsence.run($0, act, organisation: organisation, person: person, cover: cover, first: first, last: last, today: today)
            }
            return .redirect(to: "/work/absences", flash: Flash("absences.saved"))
        } catch Refusal.invalid(let issues) {
            let errors = FieldErrors(issues.map { FieldError($0.field, $0.key, $0.facts) })
            return try await page(call, typed: form.values, status: .unprocessable, errors: errors)
        } catch let refusal as Refusal {
            throw refusal.thrown()
        }
    }

    @Sendable private static func remove(_ call: Call) async throws -> Reply {
        let id = try call.parameters.id("absence", of: Absence.self)
        let colleagues = try await call.services.database.read { try Self.colleagues($0, call) }
        guard let absence = colleagues.absences.first(where: { $0.id == id }), let organisation = colleagues.organisation(absence.person) else {
            throw Problem.notFound
        }
        let act = Act(call.principal, at: call.now)
        try await answering {
            try await call.services.database.write { try RecordAbsence.remove($0, act, organisation: organisation, id) }
        }
        return .redirect(to: "/work/absences", flash: Flash("absences.removed"))
    }
}
