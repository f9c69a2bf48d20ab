/// What happens in a life that sends people to an office. A code is never renamed.
public enum LifeEvent: String, Sendable, CaseIterable, Codable {
    case child = "having-a-child"
    case learning, working, business
    case lostWork = "losing-work"
    case home, moving, marriage, health, disability, hardship
    case oldAge = "growing-older"
    case death, travel, driving, farming, identity, justice, taxes
}

/// Who can apply. A code is never renamed.
public enum Audience: String, Sendable, CaseIterable, Codable {
    case citizen, resident, foreigner, business, organisation
    case publicBody = "public-body"
}
