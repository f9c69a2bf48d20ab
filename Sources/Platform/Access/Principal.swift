/// Who is acting: nobody known, a person at a page, a person's program with a token, or a part of Sangam itself.
public struct Principal: Sendable {
    public enum Kind: Sendable, Hashable {
        case anonymous
        case person(ID<Person>)
        /// An API token acts for the person who made it, within the token's scopes.
        case token(ID<APIToken>, of: ID<Person>, scopes: Set<Scope>)
        /// A job or a command: `job:confirm-solutions`, `command:import`.
        case program(String)
    }

    public let kind: Kind
    /// Shown to the person and in the audit; a role's name in the sample network.
    public let name: String
    public let memberships: [Membership]

    public init(kind: Kind, name: String, memberships: [Membership]) {
        self.kind = kind
        self.name = name
        self.memberships = memberships
    }

    public static let anonymous = Principal(kind: .anonymous, name: "", memberships: [])

    public static func program(_ name: String) -> Principal {
        Principal(kind: .program(name), name: name, memberships: [])
    }

    public var personID: ID<Person>? {
        switch kind {
        case .person(let id), .token(_, of: let id, _): id
        case .anonymous, .program: nil
        }
    }

    public var isSignedIn: Bool { personID != nil }

    /// A job or a command of the installation itself, which no person's role limits.
    public var isProgram: Bool {
        if case .program = kind { true } else { false }
    }

    public func has(_ role: Role) -> Bool { memberships.contains { $0.role == role } }

    /// Roles in the organisation itself.
    public func has(_ role: Role, in organisation: ID<Organisation>) -> Bool {
        memberships.contains { $0.role == role && $0.organisation == organisation }
    }

    public var organisations: Set<ID<Organisation>> { Set(memberships.map(\.organisation)) }
    public var countries: Set<String> { Set(memberships.compactMap(\.country)) }

    /// How the audit names the actor: `person:…`, `token:…`, `program:…`, `anonymous`.
    public var auditName: String {
        switch kind {
        case .anonymous: "anonymous"
        case .person(let id): "person:\(id)"
        case .token(let id, of: let person, _): "token:\(id) of person:\(person)"
        case .program(let name): "program:\(name)"
        }
    }
}

/// Marks the ids of API tokens.
public enum APIToken {}

/// What an API token may be used for.
public enum Scope: String, Sendable, CaseIterable, Codable {
    case read, write, admin
}
