import HTML
import Platform
import SQL
import Web

/// Webhooks for administrators and service managers: make one, read what was sent, send it again.
enum WebhookPages {
    static let routes: [Route] = [
        .get("/work/webhooks", WebhookRules.access, handler: list),
        .post("/work/webhooks", WebhookRules.access, body: .form(), handler: register),
        .get("/work/webhooks/{webhook}", WebhookRules.access, handler: show),
        .post("/work/webhooks/{webhook}/state", WebhookRules.access, body: .form(), handler: set),
        .post("/work/webhooks/{webhook}/replay", WebhookRules.access, body: .form(), handler: replay),
    ]

    static let navigation = [
        NavigationItem(key: "nav.webhooks", path: "/work/webhooks", access: WebhookRules.access, area: .administration)
    ]

    // MARK: The list

    private struct Model: Sendable {
        let hooks: [Webhook]
        let names: [ID<Organisation>: String]
    }

    private static func model(_ call: Call) async throws -> Model {
        let principal = call.principal
        return try await call.services.database.read { connection in
            let hooks = try WebhookStore.list(connection, of: WebhookRules.organisations(principal))
            let own = principal.memberships.filter { $0.role == .serviceManager }.map(\.organisation)
            var names: [ID<Organisation>: String] = [:]
            for id in Set(hooks.compactMap(\.organisation) + own) {
                names[id] = try PeopleStore.organisation(connection, id)?.name
            }
            return Model(hooks: hooks, names: names)
        }
    }

    @Sendable private static func list(_ call: Call) async throws -> Reply { page(call, try await model(call)) }

    private static func page(
        _ call: Call, _ model: Model, values: [String: [String]] = [:], errors: FieldErrors? = nil, made: Webhook? = nil
    ) -> Reply {
        let words = call.words
        let controls = call.controls(values: values, errors: errors)
        let own = model.names.filter { id, _ in WebhookRules.mayManage(call.principal, id).allowed }.sorted { $0.value < $1.value }
        let all = call.principal.has(.administrator) ? [HTML.Option("all", words("webhooks.all"))] : []
        let scopes = all + own.map { HTML.Option($0.key.description, $0.value) }
        let events = [HTML.Option(Webhook.everything, words("webhooks.events.all"))]
            + Webhook.choosable.map { HTML.Option($0.rawValue, words("case.said.\($0.rawValue)")) }
        return call.page(
            title: words("webhooks.title"), status: errors == nil ? .ok : .unprocessable, area: .delivery, isWide: true, isPrivate: true,
            body: """
                \(HTML.pageHeading(words("webhooks.title"), lead: "\(words("webhooks.lead"))"))\
                \(controls.errorSummary(words("apply.errors")))\
                \(with: made, { hook -> HTML in
                    HTML.notice(
                        "<p>\(words("webhooks.made"))</p><p class=\"case-code\"><bdi dir=\"ltr\">\(hook.secret)</bdi></p>",
                        title: words("webhooks.secret"), tone: .good, isNew: true)
                })\
                \(HTML.table(
                    caption: words("webhooks.title"), isCaptionHidden: true, rows: model.hooks, columns: columns(words, model.names),
                    isDense: true, empty: HTML.emptyState(words("webhooks.none"))))\
                <h2>\(words("webhooks.new"))</h2>\
                \(HTML.form(action: "/work/webhooks", """
                    \(controls.text("url", label: words("webhooks.url"), hint: words("webhooks.url.hint"), maxLength: Webhook.urlLimit))\
                    \(controls.select("organisation", label: words("webhooks.of"), options: scopes))\
                    \(controls.checkboxes("events", legend: words("webhooks.events"), options: events))\
                    \(HTML.buttons([HTML.button(words("webhooks.register"))]))
                    """))
                """
        ).cached(.never)
    }

    private static func columns(_ words: Words, _ names: [ID<Organisation>: String]) -> [HTML.Column<Webhook>] {
        [
            .heading(words("webhooks.url")) { "<a href=\"/work/webhooks/\($0.id.description)\"><bdi dir=\"ltr\">\($0.url)</bdi></a>" },
            .text(words("webhooks.of")) { "\($0.organisation.map { names[$0] ?? "" } ?? words("webhooks.all"))" },
            .text(words("webhooks.events")) { hook in
                if hook.events == Webhook.choosable { return "\(words("webhooks.events.all"))" }
                return "\(words.list(hook.events.map { words("case.said.\($0.rawValue)") }))"
            },
            .text(words("webhooks.state")) { "\(words("webhooks.state.\($0.state.rawValue)"))" },
        ]
    }

    @Sendable private static func register(_ call: Call) async throws -> Reply {
        let form = try await call.form()
        let (act, url, events, scope) = (Act(call.principal, at: call.now), form["url"], form.all("events"), form["organisation"] ?? "")
        do {
            let made = try await call.services.database.write {
                try ManageWebhooks.register($0, act, url: url, scope: scope, events: events)
            }
            return page(call, try await model(call), made: made)
        } catch Refusal.invalid(let issues) {
            let errors = FieldErrors(issues.map { FieldError($0.field, $0.key, $0.facts) })
            return page(call, try await model(call), values: form.values, errors: errors)
        } catch let refusal as Refusal {
            throw refusal.thrown()
        }
    }

    // MARK: One webhook

    @Sendable private static func show(_ call: Call) async throws -> Reply {
        let (id, act, words) = (try call.parameters.id("webhook", of: Webhook.self), Act(call.principal, at: call.now), call.words)
        let request = try call.pageRequest(default: 50, most: 100)
        let before = try request.cursor.map { try place($0) }
        let (hook, found) = try await answering {
            try await call.services.database.read { connection in
                (
                    try ManageWebhooks.find(connection, act, id),
                    try WebhookStore.list(connection, id, before: before, limit: request.limit + 1)
                )
            }
        }
        let shown = Array(found.prefix(request.limit))
        let next = found.count > shown.count
            ? shown.last.map { last in
                let cursor = Cursor.encode([String(last.createdAt.milliseconds), last.record.description, String(last.event)])
                return HTML.TextLink(words("notices.older"), url: Link.to("/work/webhooks/\(id)", [("cursor", cursor)]))
            } : nil
        let address = "/work/webhooks/\(id)"
        return call.page(
            title: words("webhooks.log"), area: .delivery, isWide: true, isPrivate: true,
            body: """
                \(HTML.pageHeading(words("webhooks.log"), above: hook.url, lead: "\(words("webhooks.log.lead"))"))\
                <p>\(words("webhooks.state.\(hook.state.rawValue)"))</p>\
                <div class="buttons">\
                \(HTML.actionButton(
                    words(hook.state == .active ? "webhooks.pause" : "webhooks.resume"), action: "\(address)/state",
                    fields: [("state", hook.state == .active ? "paused" : "active")]))\
                \(HTML.actionButton(words("webhooks.remove"), action: "\(address)/state", kind: .warning, fields: [("state", "removed")]))\
                </div>\
                \(HTML.table(
                    caption: words("webhooks.log"), isCaptionHidden: true, rows: shown, columns: logColumns(words, address), isDense: true,
                    empty: HTML.emptyState(words("webhooks.log.none"))))\
                \(if: next != nil, HTML.pagination(label: words("notices.pages"), previous: nil, next: next))
                """
        ).cached(.never)
    }

    private static func place(_ cursor: String) throws -> (at: Timestamp, record: ID<Case>, event: Int) {
        let parts = try Cursor.decode(cursor, count: 3)
        guard let at = Int64(parts[0]), let record = ID<Case>(parts[1]), let event = Int(parts[2]) else {
            throw Problem.badRequest("problem.bad-cursor")
        }
        return (Timestamp(milliseconds: at), record, event)
    }

    private static func logColumns(_ words: Words, _ address: String) -> [HTML.Column<WebhookDelivery>] {
        [
            .heading(words("notices.case")) { "<bdi dir=\"ltr\">\($0.reference)</bdi>" },
            .text(words("webhooks.event")) { "\(words("case.said.\($0.action.rawValue)"))" },
            .text(words("notices.state")) { item in
                let status = item.status.map { words("webhooks.answered", ["status": String($0)]) }
                let why = item.fault.flatMap { $0 == "status" ? nil : words("webhooks.fault.\($0)") }
                return "\([words("webhooks.delivery.\(item.state.rawValue)"), status, why].compactMap(\.self).joined(separator: " · "))"
            },
            .number(words("notices.attempts")) { "\(words.number($0.attempts))" },
            .text(words("notices.at")) { HTML.time(words.dateTime($0.updatedAt), machine: words.isoDateTime($0.updatedAt)) },
            .action(words("webhooks.replay")) { item in
                guard item.state == .failed || item.state == .delivered else { return "" }
                return HTML.actionButton(
                    words("webhooks.replay"), action: "\(address)/replay",
                    fields: [("case", item.record.description), ("event", String(item.event))], about: item.reference)
            },
        ]
    }

    @Sendable private static func set(_ call: Call) async throws -> Reply {
        let (id, act) = (try call.parameters.id("webhook", of: Webhook.self), Act(call.principal, at: call.now))
        guard let state = Webhook.State(rawValue: try await call.form()["state"] ?? "") else { throw Problem.notFound }
        try await answering { try await call.services.database.write { try ManageWebhooks.set($0, act, id, state) } }
        return .redirect(
            to: state == .removed ? "/work/webhooks" : "/work/webhooks/\(id)", flash: Flash("webhooks.done.\(state.rawValue)"))
    }

    @Sendable private static func replay(_ call: Call) async throws -> Reply {
        let (id, act, form) = (try call.parameters.id("webhook", of: Webhook.self), Act(call.principal, at: call.now), try await call.form())
        guard let record = ID<Case>(form["case"] ?? ""), let event = Int(form["event"] ?? "") else { throw Problem.notFound }
        try await answering { try await call.services.database.write { try ManageWebhooks.replay($0, act, id, record, event) } }
        return .redirect(to: "/work/webhooks/\(id)", flash: Flash("webhooks.done.replay"))
    }
}
