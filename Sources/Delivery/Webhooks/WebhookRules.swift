import Platform

/// Who may have webhooks: an administrator everybody's, a service manager those of their organisations.
enum WebhookRules {
    static let access = AccessRule.roles(.serviceManager, .administrator)

    static func organisations(_ principal: Principal) -> Set<ID<Organisation>>? { NoticePages.organisations(principal) }

    static func mayManage(_ principal: Principal, _ organisation: ID<Organisation>?) -> Decision {
        if principal.has(.administrator) { return .allow("rule.webhook.administrator") }
        if let organisation, principal.has(.serviceManager, in: organisation) { return .allow("rule.webhook.manager") }
        return .deny("rule.webhook.other")
    }
}
