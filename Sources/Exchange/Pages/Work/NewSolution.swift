import HTML
import Platform
import SQL
import Web

/// For whom somebody may begin a record: their own organisations, or any for the secretariat.
struct OwnerChoice: Sendable {
    let organisations: [Organisation]

    static func read(_ connection: any Connection, for principal: Principal) throws -> OwnerChoice {
        let own = principal.memberships.filter { $0.role == .focalPoint }.map(\.organisation)
        if SolutionRules.actsForNetwork(principal) {
            return OwnerChoice(organisations: try PeopleStore.organisations(connection, limit: 1_000))
        }
        return OwnerChoice(organisations: try PeopleStore.organisations(connection, ids: Set(own)))
    }

    /// The one that was chosen, or the only one.
    func chosen(_ text: String?) -> ID<Organisation>? {
        if let text { return ID<Organisation>(text) }
        return organisations.count == 1 ? organisations[0].id : nil
    }

    /// Nothing where there is nothing to choose.
    func field(_ controls: Controls, _ words: Words) -> HTML {
        guard organisations.count != 1 else { return "" }
        return controls.select(
            "organisation", label: words("field.organisation"), hint: words("edit.solution.organisation.hint"),
            options: organisations.map { organisation in
                HTML.Option(
                    organisation.id.description,
                    organisation.country.map { "\(organisation.name) (\(words.country($0)))" } ?? organisation.name)
            })
    }
}

/// Beginning a solution asks one thing: what it is called.
enum NewSolution {
    static let routes: [Route] = [
        .get("/work/solutions/new", .roles(.focalPoint, .secretariat)) { try await page($0, values: [:]) },
        .post("/work/solutions/new", .roles(.focalPoint, .secretariat), body: .form(), handler: create),
    ]

    private static func page(
        _ call: Call, values: [String: [String]], status: Status = .ok, errors: FieldErrors? = nil
    ) async throws -> Reply {
        let owners = try await call.services.database.read { try OwnerChoice.read($0, for: call.principal) }
        let words = call.words
        let controls = call.controls(values: values, errors: errors)
        let body: HTML = """
            \(HTML.pageHeading(words("work.new-solution"), lead: "\(words("work.new-solution.lead"))"))\
            \(controls.errorSummary(words("edit.errors")))\
            \(HTML.form(action: "/work/solutions/new", asksBeforeLeaving: true, """
                \(controls.text(
                    "title", label: words("field.title"), hint: words("edit.solution.title.hint"),
                    maxLength: Completeness.titleLimit))\
                \(owners.field(controls, words))\(HTML.button(words("work.new-solution.begin")))
                """))
            """
        return call.page(
            title: words("work.new-solution"), status: status, area: .exchange, isPrivate: true, body: body)
    }

    @Sendable private static func create(_ call: Call) async throws -> Reply {
        let form = try await call.form()
        let act = Act(call.principal, at: call.now)
        let language = call.words.language
        let year = call.now.year
        do {
            let solution = try await answering {
                try await call.services.database.write { connection in
                    let owners = try OwnerChoice.read(connection, for: act.principal)
                    guard let owner = owners.chosen(form["organisation"]) else {
                        throw Refusal.invalid([ContentIssue("organisation", "error.required")])
                    }
                    var content = SolutionContent()
                    content.title = form["title"] ?? ""
                    content.language = language
                    return try CreateSolution.run(
                        connection, act, organisation: owner, content: content, thisYear: year)
                }
            }
            return .redirect(to: EditPage.path(solution.slug, .basics), flash: Flash("work.flash.begun"))
        } catch let errors as FieldErrors {
            return try await page(call, values: form.values, status: .unprocessable, errors: errors)
        }
    }
}
