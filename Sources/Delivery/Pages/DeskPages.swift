import HTML
import Platform
import SQL
import Web

/// The officer's desk: what is due, one case at a time, the next step in one click.
enum DeskPages {
    static let access = AccessRule.roles(.officer, .serviceManager)

    static let routes: [Route] =
        [
            .get("/work/cases", access, handler: desk),
            .get("/work/cases/{reference}", access, handler: show),
            .get("/work/cases/{reference}/files/{file}", access, handler: file),
            .post("/work/cases/{reference}/take", access, body: .form(), handler: take),
        ]
        + actions.map { action in
            .post("/work/cases/{reference}/\(action.rawValue)", access, body: .form()) { try await act($0, action) }
        }

    /// What an officer does by a form; taking over is "accept" and "assign" in one.
    static let actions: [CaseAction] = [.advance, .ask, .resume, .wait, .interim, .decide, .deliver, .close, .transfer, .duplicate, .note, .undo]

    static let navigation = [NavigationItem(key: "nav.cases", path: "/work/cases", access: access, area: .workArea)]

    // MARK: Lists

    @Sendable private static func desk(_ call: Call) async throws -> Reply {
        let (principal, now) = (call.principal, call.now)
        let page = try await call.services.database.read { try DeskPage($0, for: principal, query: call.query, now: now) }
        return call.page(title: call.words("desk.title"), area: .delivery, isWide: true, isPrivate: true, body: page.html(call.words))
    }

    // MARK: One case

    /// A case of another office does not exist for them.
    private static func find(
        _ connection: any Connection, _ call: Call
    ) throws -> (record: Case, office: Office, part: CaseActor) {
        guard let reference = CaseReference.read(try call.parameters["reference"]),
            let record = try CaseStore.find(connection, reference: reference),
            let office = try OfficeStore.find(connection, id: record.office),
            let part = CaseRules.part(call.principal, office: office, record.confidence).part
        else { throw Problem.notFound }
        return (record, office, part)
    }

    private static func model(_ connection: any Connection, _ call: Call) throws -> CasePage {
        let (record, office, part) = try find(connection, call)
        return try CasePage(connection, record, office: office, part: part, for: call.principal, now: call.now)
    }

    @Sendable private static func show(_ call: Call) async throws -> Reply {
        let page = try await call.services.database.read { try model($0, call) }
        return reply(call, page)
    }

    private static func reply(
        _ call: Call, _ page: CasePage, status: Status = .ok, values: [String: [String]] = [:], errors: FieldErrors? = nil
    ) -> Reply {
        call.page(
            title: call.words("track.page-title", ["reference": page.record.reference]), status: status, area: .delivery, isWide: true,
            isPrivate: true, body: page.html(call, values: values, errors: errors)
        ).cached(.never)
    }

    @Sendable private static func file(_ call: Call) async throws -> Reply {
        let id = try call.parameters["file"]
        let found = try await call.services.database.read { connection -> (CaseFile, StoredFile)? in
            let (record, _, _) = try find(connection, call)
            guard let file = try CaseStore.files(connection, record.id).first(where: { $0.file == id }),
                let stored = try Files.find(connection, id)
            else { return nil }
            return (file, stored)
        }
        guard let (file, stored) = found else { throw Problem.notFound }
        let database = call.services.database
        return Reply.stream(type: stored.type.mediaType, length: Int(stored.size), Files.chunks(stored, in: database))
            .download(file.name).with("X-Content-Type-Options", "nosniff").cached(.never)
    }

    // MARK: Acting

    @Sendable private static func take(_ call: Call) async throws -> Reply {
        let form = try await call.form()
        let (act, seen) = (Act(call.principal, at: call.now), form["seen"].flatMap { Int($0) })
        return try await settled(call, form) { connection in
            var (record, _, part) = try find(connection, call)
            var seen = seen
            if record.state.phase == .submitted {
                record = try ActOnCase.run(connection, act, record, .accept, as: part, CaseFacts(), seen: seen)
                seen = nil
            }
            var facts = CaseFacts()
            facts.person = act.principal.personID
            facts.personName = act.principal.name
            try ActOnCase.run(connection, act, record, .assign, as: part, facts, seen: seen)
        }
    }

    private static func act(_ call: Call, _ action: CaseAction) async throws -> Reply {
        let form = try await call.form()
        let (act, seen) = (Act(call.principal, at: call.now), form["seen"].flatMap { Int($0) })
        return try await settled(call, form, action) { connection in
            let (record, _, part) = try find(connection, call)
            var facts = CaseFacts()
            facts.text = form["text"]
            facts.reason = form["reason"]
            facts.party = form["party"].flatMap(DeadlineRule.Party.init(rawValue:))
            facts.law = form["law"].flatMap { $0.isEmpty ? nil : $0 }
            facts.expected = InterimReply.day(form)
            facts.reference = form["reference"].map { CaseReference.read($0) ?? $0 }
            // One choice holds both, so that a reason cannot be paired with another outcome.
            let ending = (form["ending"] ?? "").split(separator: "/").map(String.init)
            facts.outcome = ending.first.flatMap(CaseOutcome.init(rawValue:))
            facts.outcomeReason = ending.count > 1 ? ending[1] : nil
            if let key = form["office"] { facts.office = try OfficeStore.find(connection, key: key)?.id }
            try ActOnCase.run(connection, act, record, action, as: part, facts, seen: seen)
        }
    }

    private static func settled(
        _ call: Call, _ form: Form, _ action: CaseAction = .assign, _ body: @escaping @Sendable (any Connection) throws -> Void
    ) async throws -> Reply {
        let address = form["back"] == "desk" ? "/work/cases" : "/work/cases/\(try call.parameters["reference"])"
        do {
            try await call.services.database.write(body)
            // What went to another office is no page of theirs any more.
            let next = action == .transfer ? "/work/cases" : address
            return .redirect(to: next, flash: Flash("desk.done.\(action.rawValue)"))
        } catch Refusal.invalid(let issues) {
            let page = try await call.services.database.read { try model($0, call) }
            let errors = FieldErrors(issues.map { FieldError("\(action.rawValue).\(field($0.field))", $0.key, $0.facts) })
            let prefix = "\(action.rawValue)."
            let values = Dictionary(
                form.values.map { ($0.key.hasPrefix(prefix) ? $0.key : prefix + $0.key, $0.value) }, uniquingKeysWith: { first, _ in first })
            return reply(call, page, status: .unprocessable, values: values, errors: errors)
        } catch Refusal.denied(let decision) {
            return .redirect(to: address, flash: Flash(decision.reason, tone: .caution))
        } catch Refusal.changedMeanwhile {
            return .redirect(to: address, flash: Flash("case.changed", tone: .caution))
        }
    }

    /// Outcome and reason are one input.
    private static func field(_ name: String) -> String { name == "outcome" || name == "outcomeReason" ? "ending" : name }
}
