import HTML
import Platform
import SQL
import Web

/// Beginning a solution asks one thing: what it is called.
enum NewSolution {
    static let routes: [Route] = [
        .get("/work/solutions/new", .roles(.focalPoint, .secretariat)) { try await page($0, values: [:]) },
        .post("/work/solutions/new", .roles(.focalPoint, .secretariat), body: .form(), handler: create),
    ]

    private static func page(
        _ call: Call, values: [String: [String]], status: Status = .ok, errors: FieldErrors? = nil
    ) async throws -> Reply {
        let words = call.words
        let owners = try await call.services.database.read { try OwnerChoice.read($0, for: call.principal, showing: words) }
        let controls = call.controls(values: values, errors: errors)
        let body: HTML = """
            \(HTML.pageHeading(words("work.new-solution"), lead: "\(words("work.new-solution.lead"))"))\
            \(controls.errorSummary(words("edit.errors")))\
            \(HTML.form(action: "/work/solutions/new", asksBeforeLeaving: true, """
                \(controls.text(
                    "title", label: words("field.title"), hint: words("edit.solution.title.hint"),
                    maxLength: Completeness.titleLimit))\
                \(owners.field(controls, words, hint: words("edit.solution.organisation.hint")))\(HTML.button(words("work.new-solution.begin")))
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
                    var issues: [ContentIssue] = []
                    guard let owner = try owners.chosen(connection, form["organisation"], &issues) else {
                        throw Refusal.invalid(issues)
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
