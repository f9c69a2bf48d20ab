import HTML
import Platform
import SQL
import Web

/// The page that asks what came of an action when it is done or dropped.
enum ActionClosing {
    static let routes: [Route] = [
        .get("/partnerships/actions/{id}/close", .roles(.focalPoint, .secretariat)) { try await form($0) },
        .post("/partnerships/actions/{id}/close", .roles(.focalPoint, .secretariat), body: .form(), handler: close),
    ]

    static func path(_ action: PartnershipAction) -> String { "/partnerships/actions/\(action.id)/close" }

    /// "Done", in the row of an action.
    static func link(_ action: PartnershipAction, _ words: Words) -> HTML {
        """
        <a href="\(url: path(action))">\(words("actions.done"))\(HTML.visuallyHidden(" " + action.what))</a>
        """
    }

    private struct Record: Sendable {
        let action: PartnershipAction
        let partnership: Partnership?

        static func read(
            _ connection: any Connection, _ id: ID<PartnershipAction>, for principal: Principal
        ) throws -> Record {
            guard let action = try PartnershipActionStore.find(connection, id: id) else { throw Refusal.notFound }
            try PlanAction.may(connection, principal, action).orRefuse()
            return Record(
                action: action,
                partnership: try action.partnership.flatMap { try PartnershipStore.find(connection, id: $0) })
        }
    }

    private static func form(
        _ call: Call, values typed: [String: [String]]? = nil, errors: FieldErrors? = nil, status: Status = .ok,
        isConflict: Bool = false
    ) async throws -> Reply {
        let id = try call.parameters.id("id", of: PartnershipAction.self)
        let principal = call.principal
        let record = try await answering {
            try await call.services.database.read { try Record.read($0, id, for: principal) }
        }
        let (action, words) = (record.action, call.words)
        let start = ["state": [PartnershipAction.State.done.rawValue], "outcome": [action.outcome]]
        let controls = call.controls(values: typed ?? start, errors: errors)
        // A refused form keeps the version that it was opened with: what was saved meanwhile must not be lost unseen.
        let version = (isConflict ? nil : typed?["version"]?.first) ?? String(action.version)
        let states = PartnershipAction.State.allCases.filter { $0 != .open || action.state != .open }
        var facts: [HTML.Fact] = [.init(words("actions.what"), "\(isolated: action.what)")]
        if !action.who.isEmpty { facts.append(.init(words("actions.who"), "\(isolated: action.who)")) }
        if !action.due.isEmpty { facts.append(.init(words("actions.due"), words.time(of: action.due))) }
        return call.page(
            title: words("actions.close"), status: status, area: .exchange, isPrivate: true,
            body: """
                \(HTML.breadcrumbs(label: words("work.way"), [
                    record.partnership.map { .init($0.content.title, url: "/partnerships/\($0.slug)") }
                        ?? .init(words("actions.title"), url: "/partnerships/actions")
                ]))\
                \(HTML.pageHeading(words("actions.close")))\(controls.errorSummary(words("edit.errors")))\
                \(if: isConflict, conflict(action, words))\(HTML.summaryList(facts))\
                \(HTML.form(action: path(action), asksBeforeLeaving: true, """
                    \(HTML.hidden("version", value: version))\
                    \(controls.radios(
                        "state", legend: words("actions.state"), options: states.map { .init($0.rawValue, words.label($0)) }))\
                    \(controls.textArea(
                        "outcome", label: words("actions.outcome"), hint: words("actions.outcome.hint"), rows: 4,
                        maxLength: Partnership.textLimit))\
                    \(HTML.button(words("edit.save")))
                    """))
                """)
    }

    private static func conflict(_ action: PartnershipAction, _ words: Words) -> HTML {
        HTML.notice(
            """
            <p>\(words("edit.conflict.somebody")) \(words("edit.conflict.what-to-do"))</p>\
            \(HTML.summaryList([
                .init(words("actions.state"), "\(words.label(action.state))"),
                .init(words("actions.outcome"), "\(isolated: action.outcome)"),
            ]))
            """, title: words("edit.conflict.title"), tone: .caution)
    }

    @Sendable private static func close(_ call: Call) async throws -> Reply {
        let id = try call.parameters.id("id", of: PartnershipAction.self)
        let form = try await call.form()
        let act = Act(call.principal, at: call.now)
        do {
            let slug = try await call.services.database.write { connection -> String? in
                guard let state = form["state"].flatMap(PartnershipAction.State.init(rawValue:)) else {
                    throw Refusal.invalid([ContentIssue("state", "error.required")])
                }
                let action = try PlanAction.close(
                    connection, act, action: id, version: form["version"].flatMap { Int($0) } ?? -1, as: state,
                    outcome: form["outcome"] ?? "")
                return try action.partnership.flatMap { try PartnershipStore.find(connection, id: $0)?.slug }
            }
            return .redirect(
                to: slug.map { "/partnerships/\($0)" } ?? "/partnerships/actions",
                flash: Flash("partnership.flash.action-closed"))
        } catch Refusal.invalid(let issues) {
            return try await self.form(
                call, values: form.values, errors: FieldErrors(issues.map { FieldError($0.field, $0.key, $0.facts) }),
                status: .unprocessable)
        } catch Refusal.changedMeanwhile {
            return try await self.form(call, values: form.values, status: .conflict, isConflict: true)
        } catch let refusal as Refusal {
            throw refusal.thrown()
        }
    }
}
