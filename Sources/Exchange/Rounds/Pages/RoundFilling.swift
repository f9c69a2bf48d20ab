import HTML
import Platform
import SQL
import Web

/// Filling a round's lists from matches: the form on the round's page, and what it does.
struct RoundFilling: Sendable {
    let matching: MatchService

    var routes: [Route] {
        [.post("/work/rounds/{slug}/fill", .roles(.secretariat), body: .form(), handler: fill)]
    }

    static let values = ["lists": ["unwritten"], "longest": ["20"]]

    static func form(_ controls: Controls, path: String, words: Words) -> HTML {
        """
        <section><h2>\(words("round.fill"))</h2><p>\(words("round.fill.means"))</p>\
        \(HTML.form(action: "\(path)/fill", """
            \(controls.radios(
                "lists", legend: words("round.fill.lists"), hint: words("round.fill.lists.hint"),
                options: ["unwritten", "all"].map { .init($0, words("round.fill.lists.\($0)")) }))\
            \(controls.text(
                "longest", label: words("round.fill.longest"), hint: words("round.fill.longest.hint"), kind: .wholeNumber, width: .short))\
            \(HTML.button(words("round.fill.do"), kind: .secondary))
            """))</section>
        """
    }

    @Sendable private func fill(_ call: Call) async throws -> Reply {
        let slug = try call.parameters["slug"]
        let form = try await call.form()
        let act = Act(call.principal, at: call.now)
        var reader = FormReader(FormRows(form, groups: [:]))
        let longest = reader.wholeNumber("longest") ?? 0
        if reader.rows["longest"] == nil { _ = reader.needed("longest") }
        var issues = reader.issues
        if !["unwritten", "all"].contains(form["lists"]) { issues.insert(ContentIssue("lists", "error.required"), at: 0) }
        do {
            guard issues.isEmpty else { throw Refusal.invalid(issues) }
            let matches = try await RoundMatches.read(matching, call.services, slug: slug, by: call.principal, year: call.now.year)
            let choice = FillRoundLists.Choice(replacesWritten: form["lists"] == "all", longest: longest)
            let done = try await call.services.database.write { connection in
                try FillRoundLists.run(connection, act, slug: slug, matches: matches, choice: choice)
            }
            return .redirect(
                to: RoundPages.path(slug),
                flash: Flash(
                    done.hasMeaning ? "round.flash.filled" : "round.flash.filled-by-words",
                    [
                        "filled": call.words.number(done.filled), "kept": call.words.number(done.kept),
                        "barred": call.words.number(done.barredPairs),
                    ]))
        } catch Refusal.invalid(let issues) {
            return try await RoundPages.show(
                call, filling: form.values, errors: FieldErrors(issues.map { FieldError($0.field, $0.key, $0.facts) }),
                status: .unprocessable)
        } catch let refusal as Refusal {
            throw refusal.thrown()
        }
    }
}
