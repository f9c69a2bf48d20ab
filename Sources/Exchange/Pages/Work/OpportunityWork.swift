import HTML
import Platform
import SQL
import Web

/// Following an opportunity up.
enum OpportunityWork {
    static let routes: [Route] = [
        .get("/work/opportunities/{reference}", .roles(.secretariat, .focalPoint)) { try await page($0) },
        .post("/work/opportunities/{reference}", .roles(.secretariat, .focalPoint), body: .form(), handler: save),
    ]

    private static func find(_ connection: any Connection, _ reference: String, for principal: Principal) throws -> Opportunity {
        guard let one = try OpportunityStore.find(connection, reference: reference) else { throw Refusal.notFound }
        try FollowUpOpportunity.may(principal, country: one.country).orRefuse()
        return one
    }

    /// The opportunity with its form; `values` are what was typed when it comes back.
    private static func page(
        _ call: Call, values: [String: [String]]? = nil, errors: FieldErrors? = nil, status: Status = .ok,
        isConflict: Bool = false
    ) async throws -> Reply {
        let reference = try call.parameters["reference"]
        let one = try await answering {
            try await call.services.database.read { try find($0, reference, for: call.principal) }
        }
        let words = call.words
        // A faulty form keeps the version that it was opened with: what was saved meanwhile must not be lost unseen.
        let version = isConflict ? nil : values?["version"]?.first
        let controls = call.controls(
            values: values ?? ["followUp": [one.followUp.rawValue], "note": [one.followUpNote]], errors: errors)
        let body: HTML = """
            \(HTML.breadcrumbs(label: words("work.way"), [
                .init(words("nav.opportunities"), url: "/opportunities"),
            ], current: one.reference))\
            \(HTML.pageHeading(words("work.opportunity.title"), above: one.reference))\
            \(controls.errorSummary(words("edit.errors")))\
            \(if: isConflict, HTML.notice("""
                <p>\(words("edit.conflict.somebody"))</p>\
                \(HTML.summaryList([
                    .init(words("field.followUp"), "\(words.label(one.followUp))"),
                    .init(words("field.note"), "\(isolated: one.followUpNote)"),
                ]))
                """, title: words("edit.conflict.title"), tone: .caution))\
            \(HTML.summaryList([
                .init(words("field.country"), "\(words.country(one.country))"),
                .init(words("field.theme"), "\(words.label(one.theme))"),
                .init(words("work.opportunity.event"), "\(isolated: one.event)"),
                .init(words("work.opportunity.text"), "\(isolated: one.text.isEmpty ? words("opportunities.not-written") : one.text)"),
            ]))\
            \(HTML.form(action: "/work/opportunities/\(Link.segment(one.reference))", asksBeforeLeaving: true, """
                \(HTML.hidden("version", value: version ?? String(one.version)))\
                \(controls.radios(
                    "followUp", legend: words("field.followUp"),
                    options: Opportunity.FollowUp.allCases.map { .init($0.rawValue, words.label($0)) }))\
                \(controls.textArea(
                    "note", label: words("field.note"), hint: words("work.opportunity.note.hint"), isRequired: false,
                    maxLength: Completeness.textLimit))\
                \(HTML.button(words("edit.save")))
                """))\
            \(HTML.actionButton(
                words("partnership.carry-forward"), action: "/work/opportunities/\(Link.segment(one.reference))/carry-forward",
                about: one.reference))
            """
        return call.page(
            title: words("work.opportunity.title"), status: status, area: .exchange, isPrivate: true, body: body)
    }

    @Sendable private static func save(_ call: Call) async throws -> Reply {
        let reference = try call.parameters["reference"]
        let form = try await call.form()
        let act = Act(call.principal, at: call.now)
        do {
            try await call.services.database.write { connection in
                let one = try find(connection, reference, for: act.principal)
                guard let followUp = form["followUp"].flatMap(Opportunity.FollowUp.init(rawValue:)) else {
                    throw Refusal.invalid([ContentIssue("followUp", "error.required")])
                }
                _ = try FollowUpOpportunity.run(
                    connection, act, opportunity: one.id, version: form["version"].flatMap { Int($0) } ?? -1,
                    followUp: followUp, note: form["note"] ?? "")
            }
        } catch Refusal.invalid(let issues) {
            return try await page(
                call, values: form.values,
                errors: FieldErrors(issues.map { FieldError($0.field, $0.key, $0.facts) }), status: .unprocessable)
        } catch Refusal.changedMeanwhile {
            return try await page(call, values: form.values, status: .conflict, isConflict: true)
        } catch let refusal as Refusal {
            throw refusal.thrown()
        }
        return .redirect(to: "/work/opportunities/\(Link.segment(reference))", flash: Flash("edit.flash.saved"))
    }
}
