import HTML
import Platform
import SQL
import Web

/// Stating a need and changing it.
enum NeedWork {
    static let routes: [Route] = [
        .get("/work/needs/new", .roles(.focalPoint, .secretariat), handler: begin),
        .post("/work/needs/new", .roles(.focalPoint, .secretariat), body: .form(limit: SolutionEditing.bodyLimit), handler: state),
        .get("/work/needs/{slug}/edit", .signedIn, handler: edit),
        .post("/work/needs/{slug}/edit", .signedIn, body: .form(limit: SolutionEditing.bodyLimit), handler: save),
    ]

    private static func reply(
        _ call: Call, _ page: NeedEditPage, status: Status = .ok, errors: FieldErrors? = nil
    ) -> Reply {
        call.page(
            title: page.title(call.words), status: status, area: .exchange, isPrivate: true,
            body: page.html(call, errors: errors))
    }

    /// The faults at the inputs of the form, each with the name of its field.
    private static func atInputs(_ issues: [ContentIssue], _ words: Words) -> FieldErrors {
        FieldErrors(
            issues.map { issue in
                FieldError(
                    NeedForm.input(for: issue.field), "error.at",
                    ["field": DifferencePart.name(of: issue.field, words), "message": words(issue.key, issue.facts)])
            })
    }

    // MARK: A new one

    @Sendable private static func begin(_ call: Call) async throws -> Reply {
        let owners = try await owners(call)
        var content = NeedContent()
        content.language = call.words.language
        return reply(
            call,
            NeedEditPage(
                slug: nil, values: NeedForm.values(of: content, state: .open), counts: [:], version: 0, owners: owners,
                language: content.language))
    }

    @Sendable private static func state(_ call: Call) async throws -> Reply {
        let form = try await call.form()
        let rows = FormRows(form, groups: NeedForm.groups)
        let act = Act(call.principal, at: call.now)
        let (content, issues) = NeedForm.apply(rows, to: NeedContent())
        let state: Need.State = form["state"] == Need.State.draft.rawValue ? .draft : .open
        do {
            let need = try await call.services.database.write { connection in
                let owners = try OwnerChoice.read(connection, for: act.principal)
                var issues = issues
                guard let owner = try owners.chosen(connection, form["organisation"], &issues) else {
                    throw Refusal.invalid(issues)
                }
                guard issues.isEmpty else { throw Refusal.invalid(issues + content.issues()) }
                return try StateNeed.run(
                    connection, act, organisation: owner, try CheckedNeed(content), state: state).need
            }
            return .redirect(to: after(form, rows, need.slug), flash: Flash("work.flash.need-stated"))
        } catch Refusal.invalid(let issues) {
            let owners = try await owners(call)
            return reply(
                call,
                NeedEditPage(
                    slug: nil, values: rows.values, counts: counts(rows), version: 0, owners: owners,
                    language: content.language),
                status: .unprocessable, errors: atInputs(issues, call.words))
        } catch let refusal as Refusal {
            throw refusal.thrown()
        }
    }

    private static func owners(_ call: Call) async throws -> OwnerChoice {
        let words = call.words
        return try await call.services.database.read { try OwnerChoice.read($0, for: call.principal, showing: words) }
    }

    private static func counts(_ rows: FormRows) -> [String: Int] {
        Dictionary(uniqueKeysWithValues: NeedForm.groups.keys.map { ($0, rows.count($0)) })
    }

    /// To the new row, or back to the form.
    private static func after(_ form: Form, _ rows: FormRows, _ slug: String) -> String {
        guard let group = form["add"], let first = NeedForm.groups[group]?.first else {
            return form["add"] == nil ? "/needs/\(slug)" : "/work/needs/\(slug)/edit"
        }
        return "/work/needs/\(slug)/edit#field-\(group).\(rows.count(group)).\(first)"
    }

    // MARK: One that is there

    private static func find(_ connection: any Connection, slug: String, for principal: Principal) throws -> Need {
        guard let need = try NeedStore.find(connection, slug: slug),
            NeedRules.mayRead(principal, need).allowed
        else { throw Refusal.notFound }
        try NeedRules.mayWrite(principal, organisation: need.organisation, country: need.country).orRefuse()
        return need
    }

    @Sendable private static func edit(_ call: Call) async throws -> Reply {
        let slug = try call.parameters["slug"]
        let need = try await answering {
            try await call.services.database.read { try find($0, slug: slug, for: call.principal) }
        }
        return reply(
            call,
            NeedEditPage(
                slug: slug, values: NeedForm.values(of: need.content, state: need.state),
                counts: NeedForm.counts(need.content), version: need.version, owners: nil,
                language: need.content.language))
    }

    private enum Outcome: Sendable {
        case saved
        case faulty(Need, [ContentIssue])
        case conflict(Need, typed: NeedContent)
    }

    @Sendable private static func save(_ call: Call) async throws -> Reply {
        let slug = try call.parameters["slug"]
        let form = try await call.form()
        let rows = FormRows(form, groups: NeedForm.groups)
        let act = Act(call.principal, at: call.now)
        let version = form["version"].flatMap { Int($0) } ?? -1
        let outcome = try await answering {
            try await call.services.database.write { connection -> Outcome in
                let need = try find(connection, slug: slug, for: act.principal)
                let (typed, issues) = NeedForm.apply(rows, to: need.content)
                let state = form["state"].flatMap(Need.State.init(rawValue:)) ?? need.state
                guard issues.isEmpty else { return .faulty(need, issues) }
                do {
                    _ = try ChangeNeed.run(
                        connection, act, need: need.id, version: version, try CheckedNeed(typed), state: state)
                    return .saved
                } catch Refusal.invalid(let issues) {
                    return .faulty(need, issues)
                } catch Refusal.changedMeanwhile {
                    return typed == need.content && state == need.state ? .saved : .conflict(need, typed: typed)
                }
            }
        }
        switch outcome {
        case .saved: return .redirect(to: after(form, rows, slug), flash: Flash("edit.flash.saved"))
        case .faulty(let need, let issues):
            return reply(
                call, page(need, rows, version: version), status: .unprocessable, errors: atInputs(issues, call.words))
        case .conflict(let need, let typed):
            var page = page(need, rows, version: need.version)
            page.conflict = .init(at: need.updatedAt, changes: ContentDifference.between(need.content, typed))
            return reply(call, page, status: .conflict)
        }
    }

    /// A faulty form keeps the `version` that it was opened with: what was saved meanwhile must not be lost unseen.
    private static func page(_ need: Need, _ rows: FormRows, version: Int) -> NeedEditPage {
        NeedEditPage(
            slug: need.slug, values: rows.values, counts: counts(rows), version: version, owners: nil,
            language: need.content.language)
    }
}

extension ContentDifference {
    /// What changed between two versions of a need: its texts, in the order of the form.
    static func between(_ old: NeedContent, _ new: NeedContent) -> [FieldChange] {
        func lines(_ content: NeedContent) -> [(String, String)] {
            [
                ("title", content.title), ("problem", content.problem), ("baseline", content.baseline),
                ("affected", content.affected), ("language", content.language),
                ("themes", content.themes.map(\.rawValue).joined(separator: "\n")),
                ("sdgTargets", content.sdgTargets.joined(separator: "\n")),
                ("conditions", content.conditions.map {
                    [$0.kind.rawValue, $0.state.rawValue, $0.text ?? ""].joined(separator: " · ")
                }.joined(separator: "\n")),
                ("urgency", content.urgency?.rawValue ?? ""),
                ("budget", content.budget.map { "\(TypedNumber.text($0.amount)) \($0.currency)" } ?? ""),
                ("sponsor", content.sponsor),
                ("instruments", content.instruments.map(\.rawValue).joined(separator: "\n")),
                ("languages", content.languages.joined(separator: "\n")), ("visibility", content.visibility.rawValue),
                ("sources", content.sources.map { [$0.title, $0.url ?? ""].joined(separator: " · ") }.joined(separator: "\n")),
            ]
        }
        return between(lines(old), lines(new))
    }
}
