import Foundation
import HTML
import Platform
import SQL
import Web

/// Writing agreements: drafts, changes, steps, the text from a template, the signed copy, the renewal.
enum AgreementWork {
    static let writers = AccessRule.roles(.focalPoint, .secretariat)
    private static let bodyLimit = 512 * 1024

    static let routes: [Route] = [
        .get("/work/agreements/new", writers, handler: begin),
        .post("/work/agreements/new", writers, body: .form(limit: bodyLimit), handler: draft),
        .get("/work/agreements/{slug}/edit", writers, handler: edit),
        .post("/work/agreements/{slug}/edit", writers, body: .form(limit: bodyLimit), handler: save),
        .post("/work/agreements/{slug}/steps/{step}", writers, body: .form(), handler: move),
        .post("/work/agreements/{slug}/text", writers, body: .form(), handler: fillText),
        .post("/work/agreements/{slug}/renew", writers, body: .form(), handler: renew),
        .post(
            "/work/agreements/{slug}/signed-copy", writers,
            body: .multipart(limit: AttachSignedCopy.sizeLimit + 1024 * 1024, fileLimit: AttachSignedCopy.sizeLimit + 1024),
            handler: attach),
    ]

    private static func reply(
        _ call: Call, _ page: AgreementEditPage, status: Status = .ok, errors: FieldErrors? = nil
    ) -> Reply {
        call.page(
            title: page.title(call.words), status: status, area: .exchange, isPrivate: true,
            body: page.html(call, errors: errors))
    }

    static func fieldErrors(_ issues: [ContentIssue]) -> FieldErrors {
        FieldErrors(issues.map { FieldError($0.field, $0.key, $0.facts) })
    }

    private static func choices(_ call: Call) async throws -> AgreementEditPage.Choices {
        let (principal, words) = (call.principal, call.words)
        return try await call.services.database.read { try AgreementEditPage.Choices.read($0, words, for: principal) }
    }

    private static func counts(_ rows: FormRows) -> [String: Int] {
        Dictionary(uniqueKeysWithValues: AgreementForm.groups.keys.map { ($0, rows.count($0)) })
    }

    // MARK: A new one

    /// The form, with what a link brought: the own organisation as first party, the partnership.
    @Sendable private static func begin(_ call: Call) async throws -> Reply {
        var values: [String: [String]] = ["language": [call.words.language], "kind": ["mou"], "remindDays": ["90"]]
        if let partnership = call.query["partnership"] { values["partnership"] = [partnership] }
        let own = call.principal.memberships.filter { $0.role == .focalPoint }.map(\.organisation)
        let organisation = try await call.services.database.read { connection in
            try PeopleStore.organisations(connection, ids: Set(own)).first.map {
                try OrganisationName.text(connection, name: $0.name, key: $0.key)
            }
        }
        values["parties.0.organisation"] = organisation.map { [$0] }
        return reply(
            call,
            AgreementEditPage(
                slug: nil, values: values, counts: ["parties": 1], version: 0, wasSigned: false,
                choices: try await choices(call)))
    }

    @Sendable private static func draft(_ call: Call) async throws -> Reply {
        let form = try await call.form()
        let rows = FormRows(form, groups: AgreementForm.groups)
        let act = Act(call.principal, at: call.now)
        do {
            let agreement = try await call.services.database.write { connection in
                let (content, issues) = try AgreementForm.apply(rows, to: AgreementContent(), connection)
                guard issues.isEmpty else { throw Refusal.invalid(issues + content.issues()) }
                return try DraftAgreement.run(connection, act, content: content)
            }
            return .redirect(to: after(form, rows, agreement.slug), flash: Flash("agreement.flash.drafted"))
        } catch Refusal.invalid(let issues) {
            return reply(
                call,
                AgreementEditPage(
                    slug: nil, values: rows.values, counts: counts(rows), version: 0, wasSigned: false,
                    choices: try await choices(call)),
                status: .unprocessable, errors: fieldErrors(issues))
        } catch let refusal as Refusal {
            throw refusal.thrown()
        }
    }

    /// To the record, or back to the form with one row more.
    private static func after(_ form: Form, _ rows: FormRows, _ slug: String) -> String {
        guard let group = form["add"], let first = AgreementForm.groups[group]?.first else { return AgreementPages.path(slug) }
        return "/work/agreements/\(slug)/edit#field-\(group).\(rows.count(group)).\(first)"
    }

    // MARK: One that is there

    private static func find(_ connection: any Connection, _ slug: String, for principal: Principal) throws -> Agreement {
        guard let one = try AgreementStore.find(connection, slug), AgreementRules.mayRead(principal, one).allowed else {
            throw Refusal.notFound
        }
        try AgreementRules.mayWrite(principal, one.content.parties).orRefuse()
        return one
    }

    @Sendable private static func edit(_ call: Call) async throws -> Reply {
        let slug = try call.parameters["slug"]
        let (one, values) = try await answering {
            try await call.services.database.read { connection in
                let one = try find(connection, slug, for: call.principal)
                return (one, try AgreementForm.values(connection, one.content))
            }
        }
        return reply(
            call,
            AgreementEditPage(
                slug: slug, values: values, counts: AgreementForm.counts(one.content), version: one.version, wasSigned: one.state.wasSigned,
                choices: try await choices(call)))
    }

    private enum Outcome: Sendable {
        case saved
        case faulty(Agreement, [ContentIssue])
        case conflict(Agreement, typed: AgreementContent)
    }

    @Sendable private static func save(_ call: Call) async throws -> Reply {
        let slug = try call.parameters["slug"]
        let form = try await call.form()
        let rows = FormRows(form, groups: AgreementForm.groups)
        let act = Act(call.principal, at: call.now)
        let version = form["version"].flatMap { Int($0) } ?? -1
        let outcome = try await answering {
            try await call.services.database.write { connection -> Outcome in
                let one = try find(connection, slug, for: act.principal)
                let (typed, issues) = try AgreementForm.apply(rows, to: one.content, connection)
                guard issues.isEmpty else { return .faulty(one, issues) }
                do {
                    _ = try ChangeAgreement.run(connection, act, agreement: slug, version: version, content: typed)
                    return .saved
                } catch Refusal.invalid(let issues) {
                    return .faulty(one, issues)
                } catch Refusal.changedMeanwhile {
                    return typed == one.content ? .saved : .conflict(one, typed: typed)
                }
            }
        }
        // A faulty form keeps the version that it was opened with: what was saved meanwhile must not be lost unseen.
        func page(_ one: Agreement, version: Int) async throws -> AgreementEditPage {
            AgreementEditPage(
                slug: slug, values: rows.values, counts: counts(rows), version: version, wasSigned: one.state.wasSigned,
                choices: try await choices(call))
        }
        switch outcome {
        case .saved: return .redirect(to: after(form, rows, slug), flash: Flash("edit.flash.saved"))
        case .faulty(let one, let issues):
            return reply(call, try await page(one, version: version), status: .unprocessable, errors: fieldErrors(issues))
        case .conflict(let one, let typed):
            var page = try await page(one, version: one.version)
            page.conflict = .init(
                by: one.updatedBy, at: one.updatedAt, changes: AgreementForm.difference(one.content, typed))
            return reply(call, page, status: .conflict)
        }
    }

    // MARK: Steps

    @Sendable private static func move(_ call: Call) async throws -> Reply {
        let slug = try call.parameters["slug"]
        guard let step = AgreementStep(rawValue: try call.parameters["step"]) else { throw Problem.notFound }
        let form = try await call.form()
        let (note, day) = (form["note-\(step.rawValue)"] ?? "", TypedNumber.asciiDigits(form["day-\(step.rawValue)"] ?? ""))
        return try await change(call, values: form.values, flash: Flash("agreement.flash.\(step.rawValue)")) { connection, act in
            do {
                _ = try MoveAgreement.run(connection, act, agreement: slug, step, note: note, day: day)
            } catch Refusal.invalid(let issues) {
                // The fields of a step bear its name, for the page has several of them.
                throw Refusal.invalid(issues.map { issue in
                    ["note", "day"].contains(issue.field)
                        ? ContentIssue("\(issue.field)-\(step.rawValue)", issue.key, issue.facts) : issue
                })
            }
        }
    }

    /// Does it and shows the record; a refusal comes back on the page, with what was typed.
    private static func change(
        _ call: Call, values: [String: [String]], flash: Flash,
        _ body: @escaping @Sendable (any Connection, Act) throws -> Void
    ) async throws -> Reply {
        let slug = try call.parameters["slug"]
        let act = Act(call.principal, at: call.now)
        do {
            try await answering {
                try await call.services.database.write { connection in
                    _ = try find(connection, slug, for: act.principal)
                    try body(connection, act)
                }
            }
        } catch let errors as FieldErrors {
            return try await AgreementPages.page(call, values: values, errors: errors, status: .unprocessable)
        }
        return .redirect(to: AgreementPages.path(slug), flash: flash)
    }

    @Sendable private static func renew(_ call: Call) async throws -> Reply {
        let slug = try call.parameters["slug"]
        let act = Act(call.principal, at: call.now)
        let next = try await answering {
            try await call.services.database.write { try RenewAgreement.run($0, act, agreement: slug) }
        }
        return .redirect(to: "/work/agreements/\(next.slug)/edit", flash: Flash("agreement.flash.renewal"))
    }

    @Sendable private static func fillText(_ call: Call) async throws -> Reply {
        let slug = try call.parameters["slug"]
        let form = try await call.form()
        // A placeholder of the words that is not filled stays as it is, which is just what a template wants.
        let standard = (text: call.words("template.standard-text"), language: call.words.language)
        return try await change(call, values: form.values, flash: Flash("agreement.flash.text")) { connection, act in
            let one = try find(connection, slug, for: act.principal)
            var content = one.content
            if form["template"] == "standard" {
                (content.text, content.language) = standard
            } else {
                guard let template = try form["template"].flatMap(ID<AgreementTemplate>.init)
                    .flatMap({ try AgreementTemplateStore.find(connection, $0) }),
                    AgreementRules.mayUseTemplate(act.principal, template)
                else { throw Refusal.invalid([ContentIssue("template", "error.required")]) }
                (content.text, content.language) = (template.text, template.language)
            }
            _ = try ChangeAgreement.run(connection, act, agreement: slug, version: one.version, content: content)
        }
    }

    // MARK: The signed copy

    @Sendable private static func attach(_ call: Call) async throws -> Reply {
        let slug = try call.parameters["slug"]
        let act = Act(call.principal, at: call.now)
        do {
            try await answering {
                try await call.services.database.read { connection in
                    try AttachSignedCopy.check(act, try find(connection, slug, for: act.principal))
                }
            }
            let (file, name) = try await UploadedFile.take(
                call, field: "file", allowed: AttachSignedCopy.types, limit: AttachSignedCopy.sizeLimit
            ).file.get()
            return try await change(call, values: [:], flash: Flash("agreement.flash.copy")) {
                _ = try AttachSignedCopy.run($0, $1, agreement: slug, file: file, name: name)
            }
        } catch let errors as FieldErrors {
            return try await AgreementPages.page(call, errors: errors, status: .unprocessable)
        }
    }
}
