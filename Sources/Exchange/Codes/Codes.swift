public import SQL

/// Subjects of public service that the network works on. The raw values are permanent: they stand in links, files
/// and records. The order is the one in which tables show them.
public enum Theme: String, Sendable, CaseIterable, Codable {
    case health, skills
    case publicServiceDelivery = "public-service-delivery"
    case education
    case socialProtection = "social-protection"
    case civilRegistrationIdentity = "civil-registration-identity"
    case land, justice
    case grievanceRedress = "grievance-redress"
    case financialInclusion = "financial-inclusion"
    case dataStatistics = "data-statistics"
    case performanceManagement = "performance-management"
    case humanResources = "human-resources"
    case transport, agriculture
    case climateDisaster = "climate-disaster"
    case revenue
    case digitalInfrastructure = "digital-infrastructure"
    case localGovernment = "local-government"
    case inclusion
    case innovationManagement = "innovation-management"
}

/// How far a solution has come.
public enum Stage: String, Sendable, CaseIterable, Codable {
    case idea, prototype, pilot, live, scaling, scaled
}

public enum GovernmentLevel: String, Sendable, CaseIterable, Codable {
    case national, regional, local
}

/// Ways by which a service reaches people.
public enum Channel: String, Sendable, CaseIterable, Codable {
    case counter
    case digitalCentre = "digital-centre"
    case web
    case mobileApp = "mobile-app"
    case sms, phone, video, outreach, broadcast, post
}

/// What must be in place before a solution can work somewhere else (DESIGN.md §5.1, transfer).
public enum ConditionKind: String, Sendable, CaseIterable, Codable {
    case law, identity, connectivity, power, skills, budget, sponsor, partners, data
}

public enum Necessity: String, Sendable, CaseIterable, Codable {
    case required, helpful
}

/// Whether a country has what a solution asks for.
public enum ConditionState: String, Sendable, CaseIterable, Codable {
    case held, missing, unknown
}

/// Forms of help between governments.
public enum Instrument: String, Sendable, CaseIterable, Codable {
    case expertVisit = "expert-visit"
    case studyTour = "study-tour"
    case training, software, documents, advice
}

public enum Urgency: String, Sendable, CaseIterable, Codable {
    case low, medium, high
}

/// Who may read a need.
public enum Visibility: String, Sendable, CaseIterable, Codable {
    case `public`, members, matched
}

public enum AdoptionStatus: String, Sendable, CaseIterable, Codable {
    case interest, planned, pilot, live, ended
}

// Codes are stored as their raw values.
extension Theme: SQLBindable, SQLDecodable {}
extension Stage: SQLBindable, SQLDecodable {}
extension Urgency: SQLBindable, SQLDecodable {}
extension Visibility: SQLBindable, SQLDecodable {}
extension AdoptionStatus: SQLBindable, SQLDecodable {}
extension EvidenceLevel: SQLBindable, SQLDecodable {}
extension RevisionState: SQLBindable, SQLDecodable {}
extension SolutionState: SQLBindable, SQLDecodable {}
extension SDGClaimRecord.State: SQLBindable, SQLDecodable {}
extension Need.State: SQLBindable, SQLDecodable {}
extension Opportunity.FollowUp: SQLBindable, SQLDecodable {}
extension EventParticipant.Kind: SQLBindable, SQLDecodable {}
extension Agreement.Kind: SQLBindable, SQLDecodable {}
extension Agreement.State: SQLBindable, SQLDecodable {}
extension Contribution.Stage: SQLBindable, SQLDecodable {}
extension Contribution.Kind: SQLBindable, SQLDecodable {}
extension Activity.Kind: SQLBindable, SQLDecodable {}
extension Activity.State: SQLBindable, SQLDecodable {}
