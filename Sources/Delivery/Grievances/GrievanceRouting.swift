import Platform

/// To which office a complaint goes, and who may then read it. Pure: the offices are given.
struct GrievanceRouting: Sendable {
    let definition: ServiceDefinition
    let scheme: GrievanceScheme
    /// By key: all offices that the definition names.
    let offices: [String: Office]

    init?(_ definition: ServiceDefinition, offices: [Office]) {
        guard let scheme = definition.grievance else { return nil }
        self.definition = definition
        self.scheme = scheme
        self.offices = Dictionary(offices.map { ($0.key, $0) }, uniquingKeysWith: { first, _ in first })
    }

    /// The keys of all offices that a scheme needs.
    static func keys(_ definition: ServiceDefinition) -> [String] {
        let usual = definition.offices + definition.appealTiers.map(\.office)
        guard let scheme = definition.grievance else { return Array(Set(usual)).sorted() }
        let named = usual + scheme.about + scheme.routes.map(\.office) + scheme.categories.compactMap(\.office)
        return Array(Set(named + [scheme.redress])).sorted()
    }

    /// What a complaint can be about.
    var about: [Office] { (scheme.about.isEmpty ? definition.offices : scheme.about).compactMap { offices[$0] } }

    struct Destination: Sendable, Equatable {
        let office: Office
        let confidence: CaseConfidence
    }

    /// - Returns: nil when there is no office that is free of those who must not see it.
    func destination(_ category: GrievanceScheme.Category, about: Office?, privacy: CasePrivacy, named: Set<CaseBar>) -> Destination? {
        guard let redress = offices[scheme.redress] else { return nil }
        var confidence = CaseConfidence(
            visibility: definition.visibility == .public ? .public : .restricted, privacy: privacy, redress: redress.organisation, bars: named)
        // Nobody reads the name where the redress office is complained about itself.
        if about?.organisation == redress.organisation { confidence.redress = nil }
        if category.isSensitive {
            confidence.visibility = .sealed
            confidence.reader = .manager
        }
        // A confidential complaint that the office complained about reads would not stay so.
        if let about, scheme.barsOfficeComplainedAbout || category.isSensitive || privacy == .confidential && about.organisation != redress.organisation {
            confidence.bars.insert(.organisation(about.organisation))
        }
        let usual = category.isSensitive ? nil : ordinary(category, about: about)
        let candidates = [category.office.flatMap { offices[$0] }, usual, redress].compactMap(\.self)
        guard let office = candidates.first(where: { !confidence.bars.contains(.organisation($0.organisation)) }) else { return nil }
        return Destination(office: office, confidence: confidence)
    }

    /// By the routes; the office that it is about if that does the service; else the service's first.
    private func ordinary(_ category: GrievanceScheme.Category, about: Office?) -> Office? {
        if let route = scheme.routes.first(where: { $0.fits(category: category.key, subdivision: about?.subdivision) }) {
            return offices[route.office]
        }
        if let about, definition.offices.contains(about.key) { return about }
        return definition.offices.first.flatMap { offices[$0] }
    }
}
