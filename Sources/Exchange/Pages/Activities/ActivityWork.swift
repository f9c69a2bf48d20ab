import Foundation
import HTML
import Platform
import SQL
import Web

/// Planning activities, changing them, and putting the outcome report beside one.
enum ActivityWork {
    static let routes: [Route] = [
        .get("/work/activities/new", AgreementWork.writers, handler: begin),
        .post("/work/activities/new", AgreementWork.writers, body: .form()) { try await save($0, nil) },
        .get("/work/activities/{slug}/edit", AgreementWork.writers, handler: edit),
        .post("/work/activities/{slug}/edit", AgreementWork.writers, body: .form()) { call in
            try await save(call, try call.parameters["slug"])
        },
        .post(
            "/work/activities/{slug}/report", AgreementWork.writers,
            body: .multipart(limit: AddAttachment.sizeLimit + 1024 * 1024, fileLimit: AddAttachment.sizeLimit + 1024),
            handler: attach),
    ]

    private static func reply(
        _ call: Call, _ slug: String?, _ values: [String: [String]], count: Int, version: Int, status: Status = .ok,
        errors: FieldErrors? = nil, conflict: ConflictNotice? = nil
    ) async throws -> Reply {
        let (principal, words) = (call.principal, call.words)
        let choices = try await call.services.database.read { try ActivityEditPage.Choices.read($0, words, for: principal) }
        let page = ActivityEditPage(
            slug: slug, values: values, organisationCount: count, version: version, choices: choices, conflict: conflict)
        return call.page(
            title: page.title(words), status: status, area: .exchange, isPrivate: true, body: page.html(call, errors: errors))
    }

    @Sendable private static func begin(_ call: Call) async throws -> Reply {
        let (principal, query) = (call.principal, call.query)
        let own = principal.memberships.filter { $0.role == .focalPoint }.map(\.organisation)
        let organisation = try await call.services.database.read { connection in
            try PeopleStore.organisations(connection, ids: Set(own)).first.map {
                try OrganisationName.text(connection, name: $0.name, key: $0.key)
            }
        }
        var values: [String: [String]] = ["kind": ["study-tour"], "state": ["planned"]]
        for name in ["partnership", "agreement"] { values[name] = query[name].map { [$0] } }
        values["organisations.0.key"] = organisation.map { [$0] }
        return try await reply(call, nil, values, count: organisation == nil ? 0 : 1, version: 0)
    }

    @Sendable private static func edit(_ call: Call) async throws -> Reply {
        let (slug, principal) = (try call.parameters["slug"], call.principal)
        let (one, values) = try await answering {
            try await call.services.database.read { connection in
                let one = try Activity.find(connection, slug: slug, writableBy: principal)
                return (one, try ActivityForm.values(connection, one.content))
            }
        }
        return try await reply(call, slug, values, count: one.content.organisations.count, version: one.version)
    }

    private static func save(_ call: Call, _ slug: String?) async throws -> Reply {
        let form = try await call.form()
        let rows = FormRows(form, groups: ActivityForm.groups)
        let version = form["version"].flatMap { Int($0) } ?? -1
        let outcome = try await SidedSaving<Activity>.run(call, slug, version: version) {
            try ActivityForm.apply(rows, to: $1, $0)
        }
        let count = rows.count("organisations")
        switch outcome {
        case .saved(let one):
            let target = form["add"] == nil
                ? ActivityPages.path(one.slug) : "/work/activities/\(one.slug)/edit#field-organisations.\(count).key"
            return .redirect(to: target, flash: Flash("edit.flash.saved"))
        case .faulty(let issues):
            return try await reply(
                call, slug, rows.values, count: count, version: version, status: .unprocessable,
                errors: AgreementWork.fieldErrors(issues))
        case .conflict(let one, let typed):
            let notice = ConflictNotice(
                by: one.updatedBy, at: one.updatedAt, changes: ActivityForm.difference(one.content, typed))
            return try await reply(
                call, slug, rows.values, count: count, version: one.version, status: .conflict, conflict: notice)
        }
    }

    @Sendable private static func attach(_ call: Call) async throws -> Reply {
        let slug = try call.parameters["slug"]
        let act = Act(call.principal, at: call.now)
        do {
            try await answering {
                _ = try await call.services.database.read { try Activity.find($0, slug: slug, writableBy: act.principal) }
            }
            let (file, name) = try await UploadedFile.take(
                call, field: "file", allowed: AddAttachment.types, limit: AddAttachment.sizeLimit
            ).file.get()
            try await answering {
                try await call.services.database.write { connection in
                    _ = try SaveActivity.attach(connection, act, slug: slug, file: file, name: name)
                }
            }
        } catch let errors as FieldErrors {
            return try await ActivityPages.page(call, errors: errors, status: .unprocessable)
        }
        return .redirect(to: ActivityPages.path(slug), flash: Flash("activity.flash.report"))
    }
}
