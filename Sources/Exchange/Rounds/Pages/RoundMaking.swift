import HTML
import Platform
import SQL
import Web

/// Making a round: its name, its event, who takes part.
enum RoundMaking {
    struct Choices: Sendable {
        let events: [Event]
        let needs: [Need]
        let solutions: [(slug: String, title: String)]

        static func read(_ connection: any Connection, _ principal: Principal, _ language: String) throws -> Choices {
            Choices(
                events: try EventStore.list(connection),
                needs: try NeedStore.list(connection, for: principal, state: .open, limit: Round.mostMembers),
                solutions: try connection.query("""
                    SELECT slug, texts FROM solution_listing WHERE state IN ('published', 'due') AND failed = 0
                    ORDER BY sort_title, solution_id LIMIT \(Round.mostMembers)
                    """).map { row in
                        let texts: ListingTexts = try ContentCoding.decode(from: try row["texts"])
                        return (try row["slug"], texts.title(in: language).text)
                    })
        }
    }

    @Sendable static func begin(_ call: Call) async throws -> Reply {
        try await page(call, values: RoundPlanning.values(RoundPlan()).merging(["capacity": ["3"], "noSelfMatch": ["yes"]]) { $1 })
    }

    private static func page(
        _ call: Call, values: [String: [String]], errors: FieldErrors? = nil, status: Status = .ok
    ) async throws -> Reply {
        let words = call.words
        let choices = try await call.services.database.read { try Choices.read($0, call.principal, words.language) }
        let controls = call.controls(values: values, errors: errors)
        let body: HTML = """
            \(HTML.breadcrumbs(label: words("work.way"), [
                .init(words("work.title"), url: "/work"), .init(words("round.list.title"), url: "/work/rounds"),
            ]))\
            \(HTML.pageHeading(words("round.new"), lead: "\(words("round.new.lead"))"))\
            \(controls.errorSummary(words("edit.errors")))\
            \(HTML.form(action: "/work/rounds/new", asksBeforeLeaving: true, """
                \(controls.text("name", label: words("round.name"), maxLength: Round.nameLimit))\
                \(controls.select(
                    "event", label: words("round.event"), isRequired: false, options: choices.events.map { .init($0.key, $0.name) }))\
                \(controls.checkbox("opportunities", label: words("round.opportunities"), hint: words("round.opportunities.hint")))\
                \(controls.checkboxes(
                    "needs", legend: words("round.needs"), isRequired: false,
                    options: choices.needs.map { .init($0.slug, $0.content.title(in: words.language).text) }))\
                \(controls.checkboxes(
                    "solutions", legend: words("round.solutions"), options: choices.solutions.map { .init($0.slug, $0.title) }))\
                \(controls.text(
                    "capacity", label: words("round.capacity"), hint: words("round.capacity.hint"), kind: .wholeNumber, width: .short))\
                \(RoundPlanning.fields(controls, words))\
                \(HTML.button(words("round.new.make")))
                """))
            """
        return call.page(title: words("round.new"), status: status, area: .exchange, isPrivate: true, body: body)
    }

    @Sendable static func make(_ call: Call) async throws -> Reply {
        let form = try await call.form()
        let act = Act(call.principal, at: call.now)
        let rows = FormRows(form, groups: [:])
        var reader = FormReader(rows)
        var proposal = RoundProposal()
        proposal.name = reader.needed("name").trimmingWhitespace()
        proposal.event = rows["event"]
        proposal.takesOpportunities = rows.has("opportunities")
        proposal.needs = rows.all("needs")
        proposal.solutions = rows.all("solutions")
        proposal.capacity = reader.wholeNumber("capacity") ?? proposal.capacity
        proposal.plan = RoundPlanning.plan(&reader, RoundPlan())
        let (issues, wanted) = (reader.issues, proposal)
        do {
            guard issues.isEmpty else { throw Refusal.invalid(issues) }
            let round = try await call.services.database.write { try CreateRound.run($0, act, wanted) }
            return .redirect(to: RoundPages.path(round.slug), flash: Flash("round.flash.made"))
        } catch Refusal.invalid(let issues) {
            return try await page(
                call, values: rows.values, errors: FieldErrors(issues.map { FieldError($0.field, $0.key, $0.facts) }),
                status: .unprocessable)
        } catch let refusal as Refusal {
            throw refusal.thrown()
        }
    }
}
