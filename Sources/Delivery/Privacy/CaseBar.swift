public import Platform

/// Somebody who must not see a case, nor decide it.
public enum CaseBar: Hashable, Sendable, LosslessStringConvertible {
    /// Named in it, or worked on the case that it appeals against.
    case person(ID<Person>)
    /// The office complained about, with everybody who works there.
    case organisation(ID<Organisation>)
    /// A name that was typed: it also holds for people who come to the office later. See `PersonName.key`.
    case name(String)

    public var description: String {
        switch self {
        case .person(let id): "person:\(id)"
        case .organisation(let id): "organisation:\(id)"
        case .name(let key): "name:\(key)"
        }
    }

    public init?(_ description: String) {
        guard let colon = description.firstIndex(of: ":") else { return nil }
        let value = String(description[description.index(after: colon)...])
        switch description[..<colon] {
        case "person":
            guard let id = ID<Person>(value) else { return nil }
            self = .person(id)
        case "organisation":
            guard let id = ID<Organisation>(value) else { return nil }
            self = .organisation(id)
        case "name": self = .name(value)
        default: return nil
        }
    }

    /// Every bar that would keep this principal out: the same list for the rule and for the query.
    static func matching(_ principal: Principal) -> Set<CaseBar> {
        var bars = Set(principal.organisations.map(CaseBar.organisation))
        if let person = principal.personID { bars.insert(.person(person)) }
        let key = PersonName.key(principal.name)
        if !key.isEmpty { bars.insert(.name(key)) }
        return bars
    }
}
