import Platform
import SQL

/// Makes webhooks, pauses and removes them, and sends a message of the log again.
enum ManageWebhooks {
    /// The address alone and what is wanted: never the secret.
    private struct Audited: Encodable {
        let url: String
        let events: [CaseAction]
        let state: String

        init(_ hook: Webhook, _ state: Webhook.State? = nil) {
            (url, events, self.state) = (hook.url, hook.events, (state ?? hook.state).rawValue)
        }
    }

    /// - Parameter scope: the id of an organisation, or `all`.
    static func register(
        _ connection: any Connection, _ act: Act, url: String?, scope: String, events: [String]
    ) throws -> Webhook {
        let organisation = ID<Organisation>(scope)
        var issues: [FieldIssue] = []
        if scope == "all" || organisation != nil {
            try WebhookRules.mayManage(act.principal, organisation).orRefuse()
        } else {
            issues.append(FieldIssue("organisation", "error.empty"))
        }
        if let url { issues += Webhook.issue(url: url).map { [$0] } ?? [] } else { issues.append(FieldIssue("url", "error.empty")) }
        let chosen = Webhook.choosable.filter { events.contains(Webhook.everything) || events.contains($0.rawValue) }
        if chosen.isEmpty { issues.append(FieldIssue("events", "error.empty")) }
        let known = try WebhookStore.list(connection, of: organisation.map { [$0] } ?? [])
        if known.count >= WebhookStore.most {
            issues.append(FieldIssue("url", "error.more-than", ["limit": String(WebhookStore.most)]))
        }
        guard issues.isEmpty, let url else { throw Refusal.invalid(issues) }
        let hook = Webhook(
            id: act.newID(), organisation: organisation, url: url, secret: Webhook.makeSecret(), events: chosen, state: .active,
            createdAt: act.now)
        try WebhookStore.insert(connection, hook)
        try act.audit(connection, "webhook.register", "webhook", hook.id.description, before: Audited?.none, after: Audited(hook))
        return hook
    }

    static func set(_ connection: any Connection, _ act: Act, _ id: ID<Webhook>, _ state: Webhook.State) throws {
        let hook = try find(connection, act, id)
        try WebhookStore.setState(connection, id, state)
        try act.audit(connection, "webhook.\(state.rawValue)", "webhook", id.description, before: Audited(hook), after: Audited(hook, state))
    }

    /// The receiver said that it wants nothing any more.
    static func pause(_ connection: any Connection, _ act: Act, _ hook: Webhook) throws {
        try WebhookStore.setState(connection, hook.id, .paused)
        try act.audit(
            connection, "webhook.paused", "webhook", hook.id.description, before: Audited(hook), after: Audited(hook, .paused))
    }

    static func replay(_ connection: any Connection, _ act: Act, _ id: ID<Webhook>, _ record: ID<Case>, _ event: Int) throws {
        _ = try find(connection, act, id)
        guard let item = try WebhookStore.find(connection, id, record, event) else { throw Refusal.notFound }
        guard item.state == .failed || item.state == .delivered else { throw Refusal.denied(.deny("rule.webhook.on-its-way")) }
        try WebhookStore.mark(connection, item, .queued, at: act.now)
        try DeliverWebhook.enqueue(connection, item, at: act.now)
        try act.audit(
            connection, "webhook.replay", "webhook", id.description, before: String?.none, after: "\(item.reference) \(item.event)")
    }

    static func find(_ connection: any Connection, _ act: Act, _ id: ID<Webhook>) throws -> Webhook {
        guard let hook = try WebhookStore.find(connection, id) else { throw Refusal.notFound }
        // Of another organisation's webhook nobody learns that it is there.
        guard WebhookRules.mayManage(act.principal, hook.organisation).allowed else { throw Refusal.notFound }
        return hook
    }
}
