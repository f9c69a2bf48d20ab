/// May they, and why (not): the reason is a key of the catalogue, shown to the person.
public struct Decision: Sendable, Equatable {
    public let allowed: Bool
    public let reason: String

    public static func allow(_ reason: String) -> Decision { Decision(allowed: true, reason: reason) }
    public static func deny(_ reason: String) -> Decision { Decision(allowed: false, reason: reason) }
}

/// Who may call a route, as a value with a name, so that it can be listed, tested and written into the API's description.
///
/// A rule looks at the principal alone. A rule about a record (its owner, its state) is a function of that record's room
/// which also returns a `Decision`; the route then names the widest rule that can be told without the record.
public struct AccessRule: Sendable {
    public let name: String
    public let check: @Sendable (Principal) -> Decision

    public init(name: String, check: @escaping @Sendable (Principal) -> Decision) {
        self.name = name
        self.check = check
    }

    /// Everybody, signed in or not.
    public static let everyone = AccessRule(name: "everyone") { _ in .allow("access.everyone") }

    /// Whoever is signed in, at a page or by a token.
    public static let signedIn = AccessRule(name: "signed-in") { principal in
        principal.isSignedIn ? .allow("access.signed-in") : .deny("access.sign-in-first")
    }

    /// Whoever is not signed in, such as at the sign-in page.
    public static let signedOut = AccessRule(name: "signed-out") { principal in
        principal.isSignedIn ? .deny("access.signed-in-already") : .allow("access.signed-out")
    }

    /// Whoever holds one of the roles, in whichever organisation.
    public static func roles(_ roles: Role...) -> AccessRule {
        AccessRule(name: roles.map(\.rawValue).joined(separator: " or ")) { principal in
            guard principal.isSignedIn else { return .deny("access.sign-in-first") }
            return roles.contains { principal.has($0) } ? .allow("access.role") : .deny("access.other-role")
        }
    }

    /// Both must allow; the first refusal is the reason.
    public func and(_ other: AccessRule) -> AccessRule {
        AccessRule(name: "\(name) and \(other.name)") { principal in
            let first = check(principal)
            return first.allowed ? other.check(principal) : first
        }
    }
}
