import Platform

/// What an administrator may not do to people, so that nobody is locked out of the installation. Pure.
enum PeopleRules {
    /// - Parameter otherAdministrators: how many other people who can sign in are administrators.
    static func mayDisable(
        _ person: ID<Person>, isAdministrator: Bool, otherAdministrators: Int, by principal: Principal
    ) -> Decision {
        if principal.personID == person { return .deny("accounts.rule.not-yourself") }
        if isAdministrator && otherAdministrators == 0 { return .deny("accounts.rule.last-administrator") }
        return .allow("access.role")
    }

    /// - Parameter sameRoleElsewhere: whether the person stays an administrator through another organisation.
    static func mayTakeAway(
        _ role: Role, sameRoleElsewhere: Bool, otherAdministrators: Int
    ) -> Decision {
        if role == .administrator && !sameRoleElsewhere && otherAdministrators == 0 {
            return .deny("accounts.rule.last-administrator")
        }
        return .allow("access.role")
    }

    /// A second factor of an administrator's own is turned off with the password, at their own page.
    static func mayResetSecondFactor(_ person: ID<Person>, by principal: Principal) -> Decision {
        principal.personID == person ? .deny("accounts.rule.own-second-factor") : .allow("access.role")
    }
}
