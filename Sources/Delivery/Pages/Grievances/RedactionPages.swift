import HTML
import Platform
import SQL
import Web

/// Removing something from a case for good, and keeping everything by a legal hold: for the service manager of its office.
enum RedactionPages {
    private static let access = AccessRule.roles(.serviceManager)

    static let routes: [Route] = [
        .get("/work/cases/{reference}/redact", access, handler: show),
        .post("/work/cases/{reference}/redact", access, body: .form(), handler: redact),
        .post("/work/cases/{reference}/hold", access, body: .form(), handler: hold),
        .post("/work/cases/{reference}/lift-hold", access, body: .form(), handler: lift),
    ]

    private static func find(_ connection: any Connection, _ call: Call) throws -> (record: Case, hold: CaseHold?) {
        guard let reference = CaseReference.read(try call.parameters["reference"]),
            let record = try CaseStore.find(connection, reference: reference),
            let office = try OfficeStore.find(connection, id: record.office),
            CaseRules.part(call.principal, office: office, record.confidence).part == .manager
        else { throw Problem.notFound }
        return (record, try CaseHoldStore.find(connection, record.id))
    }

    @Sendable private static func show(_ call: Call) async throws -> Reply {
        let (record, hold) = try await call.services.database.read { try find($0, call) }
        return page(call, record, hold)
    }

    private static func page(
        _ call: Call, _ record: Case, _ hold: CaseHold?, status: Status = .ok, values: [String: [String]] = [:], errors: FieldErrors? = nil
    ) -> Reply {
        let words = call.words
        let controls = call.controls(values: values, errors: errors)
        let address = "/work/cases/\(record.reference)"
        let removing: HTML = HTML.form(action: "\(address)/redact", """
            \(HTML.hidden("seen", value: String(record.state.events)))\
            \(controls.checkboxes(
                "parts", legend: words("redact.parts"), options: RedactedPart.allCases.map {
                    HTML.Option($0.rawValue, words("redact.part.\($0.rawValue)"))
                }))\
            \(controls.textArea("reason", label: words("redact.reason"), hint: words("redact.reason.hint"), rows: 2, maxLength: 500))\
            \(HTML.buttons([HTML.button(words("redact.send"), kind: .warning)]))
            """)
        let holding: HTML = HTML.form(action: "\(address)/hold", """
            \(controls.text("hold-reason", label: words("redact.hold.reason"), maxLength: 500))\
            \(HTML.buttons([HTML.button(words("redact.hold.place"), kind: .secondary)]))
            """)
        return call.page(
            title: words("redact.title", ["reference": record.reference]), status: status, area: .delivery, isPrivate: true,
            body: """
                \(HTML.breadcrumbs(label: words("desk.way"), [
                    .init(words("desk.title"), url: "/work/cases"), .init(record.reference, url: address),
                ]))\
                \(HTML.pageHeading(words("redact.title", ["reference": record.reference]), lead: "\(words("redact.lead"))"))\
                \(controls.errorSummary(words("apply.errors")))\
                \(with: hold, { hold in
                    HTML.notice("<p>\(words("desk.hold", ["reason": hold.reason]))</p>", tone: .caution)
                        + HTML.actionButton(words("redact.hold.lift"), action: "\(address)/lift-hold")
                })\
                \(if: hold == nil, removing)\
                \(if: hold == nil, "<h2>\(words("redact.hold.title"))</h2><p>\(words("redact.hold.lead"))</p>\(holding)")
                """
        ).cached(.never)
    }

    @Sendable private static func redact(_ call: Call) async throws -> Reply {
        let form = try await call.form()
        let (parts, reason) = (Set((form.values["parts"] ?? []).compactMap(RedactedPart.init(rawValue:))), form["reason"] ?? "")
        let (seen, act) = (form["seen"].flatMap { Int($0) }, Act(call.principal, at: call.now))
        return try await settled(call, form, flash: "redact.done") { connection, record in
            try RedactCase.run(connection, act, record, parts, reason: reason, seen: seen)
        }
    }

    @Sendable private static func hold(_ call: Call) async throws -> Reply {
        let form = try await call.form()
        let (reason, act) = (form["hold-reason"] ?? "", Act(call.principal, at: call.now))
        return try await settled(call, form, flash: "redact.hold.placed", prefix: "hold-") { connection, record in
            try HoldCase.place(connection, act, record, reason: reason)
        }
    }

    @Sendable private static func lift(_ call: Call) async throws -> Reply {
        let act = Act(call.principal, at: call.now)
        return try await settled(call, try await call.form(), flash: "redact.hold.lifted") { connection, record in
            try HoldCase.lift(connection, act, record)
        }
    }

    private static func settled(
        _ call: Call, _ form: Form, flash: String, prefix: String = "", _ body: @escaping @Sendable (any Connection, Case) throws -> Void
    ) async throws -> Reply {
        let address = "/work/cases/\(try call.parameters["reference"])"
        do {
            try await call.services.database.write { try body($0, try find($0, call).record) }
            return .redirect(to: address, flash: Flash(flash))
        } catch Refusal.invalid(let issues) {
            let (record, hold) = try await call.services.database.read { try find($0, call) }
            return page(
                call, record, hold, status: .unprocessable, values: form.values,
                errors: FieldErrors(issues.map { FieldError(prefix + $0.field, $0.key, $0.facts) }))
        } catch Refusal.denied(let decision) {
            return .redirect(to: address, flash: Flash(decision.reason, tone: .caution))
        } catch Refusal.changedMeanwhile {
            return .redirect(to: address, flash: Flash("case.changed", tone: .caution))
        }
    }
}
