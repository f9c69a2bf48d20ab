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
            .get("/work/cases/backlog", access, handler: backlog),
            .get("/work/cases/find", access, handler: byNumber),
            .post("/work/cases/filters", access, body: .form(), handler: keepFilter),
            .post("/work/cases/filters/{filter}/remove", access, body: .form(), handler: dropFilter),
            .get("/work/cases/{reference}", access, handler: show),
            .get("/work/cases/{reference}/files/{file}", access, handler: file),
            .post("/work/cases/{reference}/take", access, body: .form(), handler: take),
        ]
        + actions.map { action in
            .post("/work/cases/{reference}/\(action.rawValue)", access, body: .form()) { try await act($0, action) }
        }

    /// What an officer does by a form; taking over is "accept" and "assign" in one.
    static let actions: [CaseAction] = [
        .advance, .ask, .resume, .wait, .interim, .decide, .deliver, .close, .transfer, .duplicate, .split, .link, .note, .undo,
    ]

    static let navigation = [NavigationItem(key: "nav.cases", path: "/work/cases", access: access, area: .workArea)]

    // MARK: Lists

    @Sendable private static func desk(_ call: Call) async throws -> Reply {
        let (principal, now) = (call.principal, call.now)
        guard let me = principal.personID else { throw Problem.notFound }
        let page = try await call.services.database.read { try DeskPage($0, for: principal, me: me, fields: call.query, now: now) }
        return call.page(title: call.words("desk.title"), area: .delivery, isWide: true, isPrivate: true, body: page.html(call))
    }

    @Sendable private static func backlog(_ call: Call) async throws -> Reply {
        let (principal, now) = (call.principal, call.now)
        let page = try await call.services.database.read { try BacklogPage($0, for: principal, now: now) }
        return call.page(
            title: call.words("backlog.title"), area: .delivery, isWide: true, isPrivate: true, body: page.html(call.words))
    }

    /// One that is not of their offices is not there, as on its own page.
    @Sendable private static func byNumber(_ call: Call) async throws -> Reply {
        let typed = String((call.query["number"] ?? "").prefix(40))
        let found = try await call.services.database.read { connection -> String? in
            guard let reference = CaseReference.read(typed), let record = try CaseStore.find(connection, reference: reference),
                let office = try OfficeStore.find(connection, id: record.office),
                CaseRules.part(call.principal, office: office, record.confidence).part != nil
            else { return nil }
            return reference
        }
        if let found { return .redirect(to: "/work/cases/\(found)") }
        return .redirect(to: "/work/cases", flash: Flash("desk.find.none", ["number": typed], tone: .caution))
    }

    @Sendable private static func keepFilter(_ call: Call) async throws -> Reply {
        let form = try await call.form()
        let (query, name, act) = (DeskQuery(form), form["name"] ?? "", Act(call.principal, at: call.now))
        guard let me = call.principal.personID else { throw Problem.notFound }
        do {
            try await call.services.database.write { try SavedFilterStore.save($0, act, person: me, name: name, query) }
            return .redirect(to: query.address, flash: Flash("desk.filters.done", ["name": name]))
        } catch Refusal.invalid(let issues) {
            let first = issues.first
            return .redirect(to: query.address, flash: Flash(first?.key ?? "error.empty", first?.facts ?? [:], tone: .bad))
        }
    }

    @Sendable private static func dropFilter(_ call: Call) async throws -> Reply {
        guard let me = call.principal.personID else { throw Problem.notFound }
        let (id, act) = (try call.parameters.id("filter", of: SavedFilter.self), Act(call.principal, at: call.now))
        try await answering { try await call.services.database.write { try SavedFilterStore.remove($0, act, person: me, id) } }
        return .redirect(to: "/work/cases", flash: Flash("desk.filters.gone"))
    }

    // MARK: One case

    /// A case of another office does not exist for them.
    static func find(
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
        return try CasePage(connection, record, office: office, part: part, for: call.principal, query: call.query, now: call.now)
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
            facts.expected = form.day("interim.expected")
            if action == .deliver { facts.delivery = try delivery(form, facts) }
            facts.reference = form["reference"].map { CaseReference.read($0) ?? $0 }
            // One choice holds both, so that a reason cannot be paired with another outcome.
            let ending = (form["ending"] ?? "").split(separator: "/").map(String.init)
            facts.outcome = ending.first.flatMap(CaseOutcome.init(rawValue:))
            facts.outcomeReason = ending.count > 1 ? ending[1] : nil
            if action == .split {
                if let seen, seen != record.state.events { throw Refusal.changedMeanwhile }
                let reason = facts.reason ?? ""
                let faults = (reason.isEmpty ? [FieldIssue("reason", "error.empty")] : []) + PlainText.issues(reason, "reason")
                guard faults.isEmpty else { throw Refusal.invalid(faults) }
                _ = try SplitCase.run(connection, act, record, as: part, reason: reason, seen: seen)
                return
            }
            if let key = form["office"] { facts.office = try OfficeStore.find(connection, key: key)?.id }
            try ActOnCase.run(connection, act, record, action, as: part, facts, seen: seen)
        }
    }

    /// The desk always asks for it; a faulty day or way is told at its field.
    private static func delivery(_ form: Form, _ facts: CaseFacts) throws -> DeliveryRecord {
        let (day, way) = (form.day("deliver.day"), form["way"].flatMap(DeliveryRecord.Way.init(rawValue:)))
        guard let day, let way else {
            throw Refusal.invalid(
                (day == nil ? [FieldIssue("day", "error.day-typed")] : []) + (way == nil ? [FieldIssue("way", "error.empty")] : [])
                    + ((form["what"] ?? "").isEmpty ? [FieldIssue("what", "error.empty")] : []) + CaseState.missing(.deliver, facts))
        }
        return DeliveryRecord(what: form["what"] ?? "", day: day, by: form["by"] ?? "", way: way)
    }

    private static func settled(
        _ call: Call, _ form: Form, _ action: CaseAction = .assign, _ body: @escaping @Sendable (any Connection) throws -> Void
    ) async throws -> Reply {
        let address = try back(form) ?? "/work/cases/\(call.parameters["reference"])"
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

    /// The list that an action was begun from, if it was one of ours.
    static func back(_ form: Form) -> String? {
        guard let address = form["back"], address.utf8.count <= 600, address == "/work/cases" || address.hasPrefix("/work/cases?"),
            !PlainText.hasControls(address)
        else { return nil }
        return address
    }

    /// Outcome and reason are one input; what was handed over stands among the others.
    private static func field(_ name: String) -> String {
        name == "outcome" || name == "outcomeReason" ? "ending" : name.replacing("delivery.", with: "")
    }
}
