import HTML
import Platform
import SQL
import Web

/// Noting commitments and deliveries, and changing them.
enum ContributionWork {
    static let routes: [Route] = [
        .get("/work/contributions/new", AgreementWork.writers, handler: begin),
        .post("/work/contributions/new", AgreementWork.writers, body: .form()) { try await save($0, nil) },
        .get("/work/contributions/{slug}/edit", AgreementWork.writers, handler: edit),
        .post("/work/contributions/{slug}/edit", AgreementWork.writers, body: .form()) { call in
            try await save(call, try call.parameters["slug"])
        },
    ]

    private static func reply(
        _ call: Call, _ slug: String?, _ values: [String: [String]], version: Int, status: Status = .ok,
        errors: FieldErrors? = nil, conflict: ConflictNotice? = nil
    ) async throws -> Reply {
        let (principal, words) = (call.principal, call.words)
        let choices = try await call.services.database.read {
            try ContributionEditPage.Choices.read($0, words, for: principal)
        }
        let page = ContributionEditPage(slug: slug, values: values, version: version, choices: choices, conflict: conflict)
        return call.page(
            title: page.title(words), status: status, area: .exchange, isPrivate: true, body: page.html(call, errors: errors))
    }

    /// The form, filled with what a link brought: the commitment that is fulfilled, the partnership, the own organisation.
    @Sendable private static func begin(_ call: Call) async throws -> Reply {
        let (principal, query) = (call.principal, call.query)
        let values = try await call.services.database.read { connection -> [String: [String]] in
            if let slug = query["fulfils"], let promise = try ContributionStore.find(connection, slug: slug),
                RecordSides.mayWrite(principal, promise.content.sides).allowed
            {
                var values = try ContributionForm.values(connection, promise.content)
                values["stage"] = ["delivered"]
                values["fulfils"] = [slug]
                for name in ["day", "note"] { values[name] = nil }
                return values
            }
            var values: [String: [String]] = ["stage": ["committed"], "kind": ["expert-days"]]
            for name in ["partnership", "agreement", "activity"] { values[name] = query[name].map { [$0] } }
            let own = principal.memberships.filter { $0.role == .focalPoint }.map(\.organisation)
            values["giver"] = try PeopleStore.organisations(connection, ids: Set(own)).first.map {
                [try OrganisationName.text(connection, name: $0.name, key: $0.key)]
            }
            return values
        }
        return try await reply(call, nil, values, version: 0)
    }

    @Sendable private static func edit(_ call: Call) async throws -> Reply {
        let (slug, principal) = (try call.parameters["slug"], call.principal)
        let (one, values) = try await answering {
            try await call.services.database.read { connection in
                let one = try Contribution.find(connection, slug: slug, writableBy: principal)
                return (one, try ContributionForm.values(connection, one.content))
            }
        }
        return try await reply(call, slug, values, version: one.version)
    }

    private static func save(_ call: Call, _ slug: String?) async throws -> Reply {
        let form = try await call.form()
        let version = form["version"].flatMap { Int($0) } ?? -1
        let outcome = try await SidedSaving<Contribution>.run(call, slug, version: version, told: ["amount", "currency"]) {
            try ContributionForm.apply(form, to: $1, $0)
        }
        switch outcome {
        case .saved(let one): return .redirect(to: ContributionPages.path(one.slug), flash: Flash("edit.flash.saved"))
        case .faulty(let issues):
            return try await reply(
                call, slug, form.values, version: version, status: .unprocessable, errors: AgreementWork.fieldErrors(issues))
        case .conflict(let one, let typed):
            let notice = ConflictNotice(
                by: one.updatedBy, at: one.updatedAt, changes: ContributionForm.difference(one.content, typed))
            return try await reply(call, slug, form.values, version: one.version, status: .conflict, conflict: notice)
        }
    }
}
