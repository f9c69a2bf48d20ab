import Foundation
import HTML
import Platform
import SQL
import Web

/// Following a case by its number and secret, and doing what a citizen can do with it.
enum TrackPages {
    /// What a citizen does by a button of the page.
    static let actions: [CaseAction] = [.answer, .confirm, .dispute, .rate, .reopen, .withdraw]

    static let routes: [Route] =
        [
            .get("/track", .everyone, handler: ask),
            .post("/track", .everyone, body: .form(), rate: CaseKey.rate, handler: open),
            .post("/track/leave", .everyone, body: .form(), handler: leave),
            .get("/track/{reference}", .everyone, rate: CaseKey.pageRate, handler: show),
            .get("/track/{reference}/receipt", .everyone, rate: CaseKey.pageRate, handler: receipt),
            .get("/track/{reference}/open/{code}", .everyone, rate: CaseKey.scanRate, handler: scan),
        ]
        + actions.map { action in
            .post("/track/{reference}/\(action.rawValue)", .everyone, body: .form(), rate: CaseKey.pageRate) { try await act($0, action) }
        }

    static let navigation = [NavigationItem(key: "nav.track", path: "/track", access: .everyone, area: .publicArea)]

    // MARK: Opening

    @Sendable private static func ask(_ call: Call) async throws -> Reply { askPage(call, [:], nil) }

    private static func askPage(_ call: Call, _ values: [String: [String]], _ errors: FieldErrors?) -> Reply {
        let words = call.words
        let controls = call.controls(values: values, errors: errors)
        return call.page(
            title: words("track.title"), status: errors == nil ? .ok : .unprocessable, area: .delivery, canonical: "/track",
            body: """
                \(HTML.pageHeading(words("track.title"), lead: "\(words("track.lead"))"))\
                \(controls.errorSummary(words("apply.errors")))\
                \(HTML.form(action: "/track", """
                    \(controls.text("reference", label: words("track.reference"), hint: words("track.reference.hint"), width: .half))\
                    \(controls.text("code", label: words("track.code"), hint: words("track.code.hint"), width: .half))\
                    \(HTML.buttons([HTML.button(words("track.open"))]))
                    """))
                """)
    }

    /// A wrong secret and an unknown number get the same answer; a mistyped number is told from its own letters alone.
    @Sendable private static func open(_ call: Call) async throws -> Reply {
        let form = try await call.form()
        let (reference, code) = (form["reference"] ?? "", form["code"] ?? "")
        var errors = FieldErrors()
        if reference.isEmpty { errors.add("reference", "error.empty") }
        if code.isEmpty { errors.add("code", "error.empty") }
        if !reference.isEmpty, CaseReference.read(reference) == nil { errors.add("reference", "track.reference-mistyped") }
        guard errors.isEmpty else { return askPage(call, form.values, errors) }
        let found = try await call.services.database.read { try CaseKey.open($0, reference: reference, code: code) }
        guard let found else {
            errors.add("reference", "track.no-match")
            return askPage(call, form.values, errors)
        }
        return CaseKey.give(.redirect(to: "/track/\(found.reference)"), call, reference: found.reference, code: code)
    }

    @Sendable private static func scan(_ call: Call) async throws -> Reply {
        let (reference, code) = (try call.parameters["reference"], try call.parameters["code"])
        let found = try await call.services.database.read { try CaseKey.open($0, reference: reference, code: code) }
        guard let found else { return .redirect(to: "/track", flash: Flash("track.no-match", tone: .bad)) }
        return CaseKey.give(.redirect(to: "/track/\(found.reference)"), call, reference: found.reference, code: code)
    }

    @Sendable private static func leave(_ call: Call) async throws -> Reply {
        CaseKey.take(.redirect(to: "/track", flash: Flash("track.left")), call)
    }

    // MARK: Reading

    @Sendable private static func show(_ call: Call) async throws -> Reply {
        let reference = try call.parameters["reference"]
        guard let code = CaseKey.code(call, reference: reference) else { return .redirect(to: "/track") }
        let model = try await call.services.database.read { connection -> TrackPage? in
            guard let found = try CaseKey.open(connection, reference: reference, code: code) else { return nil }
            return try TrackPage(connection, found, now: call.now)
        }
        guard let model else { return CaseKey.take(.redirect(to: "/track"), call) }
        return page(call, model)
    }

    private static func page(_ call: Call, _ model: TrackPage, status: Status = .ok, errors: FieldErrors? = nil, values: [String: [String]] = [:]) -> Reply {
        call.page(
            title: call.words("track.page-title", ["reference": model.record.reference]), status: status, area: .delivery, isPrivate: true,
            body: model.html(call, values: values, errors: errors)
        ).cached(.never)
    }

    @Sendable private static func receipt(_ call: Call) async throws -> Reply {
        let reference = try call.parameters["reference"]
        guard let code = CaseKey.code(call, reference: reference) else { return .redirect(to: "/track") }
        let found = try await call.services.database.read { connection -> ReceiptPage? in
            guard let found = try CaseKey.open(connection, reference: reference, code: code) else { return nil }
            let office = try OfficeStore.find(connection, id: found.office)
            return ReceiptPage(record: found, office: office?.name ?? [:], code: code, standing: try found.standing(at: call.now))
        }
        guard let model = found else { return CaseKey.take(.redirect(to: "/track"), call) }
        return call.page(
            title: call.words("receipt.title"), area: .delivery, isPrivate: true, body: try model.html(call)
        ).cached(.never)
    }

    // MARK: Acting

    private static func act(_ call: Call, _ action: CaseAction) async throws -> Reply {
        let reference = try call.parameters["reference"]
        guard let code = CaseKey.code(call, reference: reference) else { return .redirect(to: "/track") }
        let form = try await call.form()
        var facts = CaseFacts()
        facts.text = form["text"]
        facts.rating = form["rating"].flatMap { Int(FormReading.western($0)) }
        let (wanted, act, seen) = (facts, Act(call.principal, at: call.now), form["seen"].flatMap { Int($0) })
        do {
            let isOpen = try await call.services.database.write { connection -> Bool in
                guard let found = try CaseKey.open(connection, reference: reference, code: code) else { return false }
                var wanted = wanted
                if action == .rate {
                    let answers = CaseFeedback.read(found.definition.feedback) { form[$0] }
                    wanted.feedback = answers.isEmpty ? nil : answers
                }
                try ActOnCase.run(connection, act, found, action, as: .citizen, wanted, seen: seen)
                return true
            }
            if !isOpen { return CaseKey.take(.redirect(to: "/track"), call) }
            return .redirect(to: "/track/\(reference)", flash: Flash("track.done.\(action.rawValue)"))
        } catch Refusal.invalid(let issues) {
            return try await refused(call, reference: reference, code: code, action.rawValue, typed: form.values, text: form["text"] ?? "", issues)
        } catch Refusal.denied(let decision) {
            return .redirect(to: "/track/\(reference)", flash: Flash(decision.reason, tone: .caution))
        } catch Refusal.changedMeanwhile {
            return .redirect(to: "/track/\(reference)", flash: Flash("case.changed", tone: .caution))
        }
    }

    /// The page again, with what was typed and what is wrong with it.
    static func refused(
        _ call: Call, reference: String, code: String, _ name: String, typed: [String: [String]] = [:], text: String,
        _ issues: [FieldIssue]
    ) async throws -> Reply {
        let model = try await call.services.database.read { connection -> TrackPage in
            guard let found = try CaseKey.open(connection, reference: reference, code: code) else { throw Problem.notFound }
            return try TrackPage(connection, found, now: call.now)
        }
        // The texts of several actions stand side by side; the questions about delivery have names of their own.
        func field(_ field: String) -> String { field == "text" ? "\(name).text" : field }
        return page(
            call, model, status: .unprocessable, errors: FieldErrors(issues.map { FieldError(field($0.field), $0.key, $0.facts) }),
            values: typed.merging(["\(name).text": [text]]) { $1 })
    }
}
