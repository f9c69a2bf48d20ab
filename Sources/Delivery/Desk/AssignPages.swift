import HTML
import Platform
import SQL
import Web

/// Giving many cases to one officer: choose, look at the count, then do it.
enum AssignPages {
    static let routes: [Route] = [.post("/work/cases/assign", DeskPages.access, body: .form(), handler: assign)]

    @Sendable private static func assign(_ call: Call) async throws -> Reply {
        let form = try await call.form()
        let back = DeskPages.back(form) ?? "/work/cases"
        let chosen = Array(form.all(form["all"] == "yes" ? "listed" : "case").compactMap(AssignCases.Chosen.init).prefix(AssignCases.most))
        guard let person = form["person"].flatMap({ ID<Person>($0) }) else {
            return .redirect(to: back, flash: Flash("assign.nobody", tone: .bad))
        }
        guard !chosen.isEmpty else { return .redirect(to: back, flash: Flash("assign.none", tone: .bad)) }
        let act = Act(call.principal, at: call.now)
        if form["sure"] == "yes" {
            let (done, left) = try await answering {
                try await call.services.database.write { try AssignCases.run($0, act, chosen, to: person) }
            }
            let count = call.words.number(done)
            return .redirect(
                to: back,
                flash: left.isEmpty
                    ? Flash("assign.done", ["count": count])
                    : Flash("assign.done-some", ["count": count, "left": left.joined(separator: ", ")], tone: .caution))
        }
        let (plan, names, work) = try await call.services.database.read { connection in
            let plan = try AssignCases.plan(connection, act.principal, chosen, to: person)
            let today = plan.ready.first?.calendar.day(of: act.now) ?? Day(act.now, offset: 0)
            let work = try CoveredWork.read(connection, person, on: today)
            let named = Set([person, work.away?.worker].compactMap(\.self))
            return (plan, try connection.ask(PersonNames.question(named)), work)
        }
        guard !plan.ready.isEmpty, let name = names[person] else {
            return .redirect(to: back, flash: Flash("assign.nothing-to-do", tone: .caution))
        }
        let away = work.away.map { absence, worker in
            call.words(
                "assign.away", ["name": name, "last": call.words.date(absence.last.description), "cover": names[worker] ?? ""])
        }
        return call.page(
            title: call.words("assign.title"), area: .delivery, isPrivate: true,
            body: page(call.words, plan, person, name: name, away: away, chosen, back: back)
        ).cached(.never)
    }

    private static func page(
        _ words: Words, _ plan: AssignCases.Plan, _ person: ID<Person>, name: String, away: String?, _ chosen: [AssignCases.Chosen],
        back: String
    ) -> HTML {
        let ready = Set(plan.ready.map(\.reference))
        return """
            \(HTML.breadcrumbs(label: words("desk.way"), [.init(words("desk.title"), url: back)]))\
            \(HTML.pageHeading(words("assign.ask", count: plan.ready.count, ["name": name])))\
            \(with: away, { HTML.notice("<p>\($0)</p>", tone: .caution) })\
            \(if: !plan.left.isEmpty, HTML.notice("<p>\(words("assign.left", ["left": plan.left.joined(separator: ", ")]))</p>", tone: .caution))\
            \(HTML.form(action: "/work/cases/assign", """
                \(HTML.hidden("sure", value: "yes"))\(HTML.hidden("back", value: back))\(HTML.hidden("person", value: person.description))\
                \(chosen.filter { ready.contains($0.reference) }.map { HTML.hidden("case", value: $0.text) })\
                \(HTML.buttons([
                    HTML.button(words("assign.do", count: plan.ready.count)), HTML.buttonLink(words("assign.not"), url: back, kind: .secondary),
                ]))
                """))\
            <ul>\(plan.ready.map { "<li><bdi dir=\"ltr\">\($0.reference)</bdi> \(isolated: $0.applicant)</li>" as HTML })</ul>
            """
    }
}
