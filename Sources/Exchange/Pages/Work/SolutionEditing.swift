import HTML
import Platform
import SQL
import Web

/// The draft that a form works on, and what is public beside it.
struct WorkDraft: Sendable {
    let solution: Solution
    /// nil while a published solution has no revision that is being worked on.
    let open: SolutionRevision?
    let content: SolutionContent

    /// Throws `.notFound` for what the principal may not even read, `.denied` for what is read only.
    static func read(_ connection: any Connection, slug: String, for principal: Principal) throws -> WorkDraft {
        guard let solution = try SolutionStore.find(connection, slug: slug),
            SolutionRules.mayRead(principal, solution.ownership).allowed
        else { throw Refusal.notFound }
        try SolutionRules.mayEdit(principal, solution.ownership).orRefuse()
        if let open = try SolutionStore.openRevision(connection, solution.id) {
            return WorkDraft(solution: solution, open: open, content: open.content)
        }
        guard let number = solution.currentRevision,
            let current = try SolutionStore.revision(connection, solution.id, number: number)
        else { throw Refusal.notFound }
        return WorkDraft(solution: solution, open: nil, content: current.content)
    }

    /// Submitted and later states are read by others just now.
    var isClosed: Bool { open.map { $0.state != .draft } ?? false }
    var version: Int { open?.version ?? 0 }
}

/// Writing a solution: its form in parts, saved by a button or by itself.
enum SolutionEditing {
    /// A page of long texts in a script of three bytes a letter, percent-encoded.
    static let bodyLimit = 2 * 1024 * 1024

    static let routes: [Route] = [
        .get("/work/solutions/{slug}/edit", .signedIn, handler: show),
        .post("/work/solutions/{slug}/edit", .signedIn, body: .form(limit: bodyLimit), handler: save),
        .post("/work/solutions/{slug}/autosave", .signedIn, body: .form(limit: bodyLimit), handler: autosave),
    ]

    /// Which part of which solution.
    private struct Target: Sendable {
        let slug: String
        let part: EditPart
        let translation: String?

        init(_ call: Call) throws {
            slug = try call.parameters["slug"]
            part = call.query["part"].flatMap(EditPart.init(rawValue:)) ?? .basics
            translation = part == .translations ? call.query["to"].flatMap { LanguageCode.isValid($0) ? $0 : nil } : nil
        }

        func page(_ draft: WorkDraft) -> EditPage {
            EditPage(
                slug: slug, part: part, content: draft.content, version: draft.version, translation: translation,
                isPublished: draft.solution.state.isPublic)
        }

        /// A faulty form keeps the `version` that it was opened with: what was saved meanwhile must not be lost unseen.
        func page(_ draft: WorkDraft, typed rows: FormRows, version: Int) -> EditPage {
            EditPage(
                slug: slug, part: part, content: draft.content, rows: rows, version: version,
                translation: translation, isPublished: draft.solution.state.isPublic)
        }
    }

    @Sendable private static func show(_ call: Call) async throws -> Reply {
        let target = try Target(call)
        let draft = try await answering {
            try await call.services.database.read {
                try WorkDraft.read($0, slug: target.slug, for: call.principal)
            }
        }
        if draft.isClosed { throw Problem.forbidden(.deny("rule.under-review")) }
        return reply(call, target.page(draft))
    }

    private static func reply(
        _ call: Call, _ page: EditPage, status: Status = .ok, errors: FieldErrors? = nil
    ) -> Reply {
        call.page(
            title: page.title, status: status, area: .exchange, isPrivate: true, body: page.html(call, errors: errors))
    }

    // MARK: Saving

    private enum Outcome: Sendable {
        case saved(SolutionRevision)
        case faulty(WorkDraft, [ContentIssue])
        case conflict(WorkDraft, typed: SolutionContent, by: String, at: Timestamp)
        case closed(WorkDraft)
    }

    /// One short write: puts the part that was sent into the draft as it is now.
    private static func attempt(_ call: Call, _ target: Target, _ form: Form, _ rows: FormRows) async throws -> Outcome {
        let act = Act(call.principal, at: call.now)
        let (year, version) = (call.now.year, version(of: form))
        return try await answering {
            try await call.services.database.write { connection in
                let draft = try WorkDraft.read(connection, slug: target.slug, for: act.principal)
                if draft.isClosed { return .closed(draft) }
                let (typed, issues) = ContentForm.apply(
                    rows, target.part, to: draft.content, translation: target.translation)
                guard issues.isEmpty else {
                    let wrong = Set(issues.map(\.field))
                    let faults = Completeness.faults(of: typed, thisYear: year).filter { !wrong.contains($0.field) }
                    return .faulty(draft, issues + faults)
                }
                do {
                    return .saved(
                        try SaveDraft.run(
                            connection, act, solution: draft.solution.id, content: typed, version: version,
                            thisYear: year))
                } catch Refusal.invalid(let issues) {
                    return .faulty(draft, issues)
                } catch Refusal.changedMeanwhile(let name, let at) {
                    // What was typed is there already, such as by the form's own saving.
                    if let open = draft.open, typed == draft.content { return .saved(open) }
                    return .conflict(draft, typed: typed, by: name, at: at)
                }
            }
        }
    }

    /// Without a number the form cannot have seen any version: that is a conflict with whatever is there.
    private static func version(of form: Form) -> Int { form["version"].flatMap { Int($0) } ?? -1 }

    @Sendable private static func save(_ call: Call) async throws -> Reply {
        let target = try Target(call)
        let form = try await call.form()
        let rows = FormRows(form, groups: target.part.groups)
        switch try await attempt(call, target, form, rows) {
        case .saved:
            return .redirect(to: destination(target, form, rows), flash: Flash("edit.flash.saved"))
        case .faulty(let draft, let issues):
            return reply(
                call, target.page(draft, typed: rows, version: version(of: form)), status: .unprocessable,
                errors: .atInputs(issues, call.words))
        case .closed(let draft):
            var page = target.page(draft, typed: rows, version: version(of: form))
            page.isClosed = true
            return reply(call, page, status: .conflict)
        case .conflict(let draft, let typed, let name, let at):
            var page = target.page(draft, typed: rows, version: draft.version)
            page.conflict = .init(name: name, at: at, changes: ContentDifference.between(draft.content, typed))
            return reply(call, page, status: .conflict)
        }
    }

    /// On to the next part, to the new row, or back to the same part.
    private static func destination(_ target: Target, _ form: Form, _ rows: FormRows) -> String {
        if form["then"] == "next" {
            if target.translation != nil { return EditPage.path(target.slug, .translations) }
            let all = EditPart.allCases
            guard let place = all.firstIndex(of: target.part), place + 1 < all.count else {
                return "/work/solutions/\(target.slug)"
            }
            return EditPage.path(target.slug, all[place + 1])
        }
        let same = EditPage.path(target.slug, target.part, translation: target.translation)
        guard let group = form["add"], let first = target.part.groups[group]?.first else { return same }
        return "\(same)#field-\(group).\(rows.count(group)).\(first)"
    }

    struct Saved: Encodable {
        let version: Int
    }

    /// The same saving for the script, which puts the new version into the form.
    @Sendable private static func autosave(_ call: Call) async throws -> Reply {
        let target = try Target(call)
        let form = try await call.form()
        let rows = FormRows(form, groups: target.part.groups)
        switch try await attempt(call, target, form, rows) {
        case .saved(let revision): return try Reply.json(Saved(version: revision.version))
        case .faulty(_, let issues):
            throw FieldErrors(issues.map { FieldError(EditPart.input(for: $0.field), $0.key, $0.facts) })
        case .closed: throw Problem.conflict("rule.under-review")
        case .conflict(_, _, let name, let at):
            throw Refusal.changedMeanwhile(by: name, at: at).thrown()
        }
    }
}
