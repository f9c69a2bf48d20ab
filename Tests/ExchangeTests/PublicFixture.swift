import Platform
import SQL

@testable import Exchange

/// A small network with fixed ids and times, so that whole answers can be compared.
enum PublicFixture {
    static let now = Timestamp(milliseconds: 1_795_176_000_000)
    static let published = Timestamp(milliseconds: 1_767_225_600_000)

    static func id<Record>(_ number: Int) -> ID<Record> {
        let digits = String(number)
        let text = "019a0000-0000-7000-8000-" + String(repeating: "0", count: 12 - digits.count) + digits
        return ID(text) ?? ID(at: now)
    }

    static let agency: ID<Organisation> = id(1)
    static let ministry: ID<Organisation> = id(2)
    static let focalPerson: ID<Person> = id(11)
    static let officer: ID<Person> = id(12)
    static let centres: ID<Solution> = id(21)
    static let failed: ID<Solution> = id(22)
    static let draft: ID<Solution> = id(23)

    static var centresContent: SolutionContent {
        var content = SolutionContent()
        content.title = "Union Digital Centres"
        content.summary = "A small service shop in the village council, run by local entrepreneurs."
        content.problem = "Offices are in towns.\n\nMany families live far away."
        content.innovation = "An entrepreneur runs the centre."
        content.operation = "The entrepreneur fills in the form."
        content.users = "Villagers and farmers"
        content.governmentLevels = [.local]
        content.channels = [.digitalCentre]
        content.themes = [.publicServiceDelivery, .inclusion]
        content.sdgs = [.init(target: "16.6", evidence: "Survey\nhttps://example.org/survey"), .init(target: "9")]
        content.stage = .scaled
        content.launchedYear = 2010
        content.indicators = [
            .init(name: "Centres", unit: "centres", baseline: 0, value: 4501, date: "2010-11-11", source: "A paper"),
            .init(name: "Satisfaction", unit: "%", value: 78.14),
        ]
        content.tcv = .init(
            before: .init(days: 7, cost: 10, currency: "USD", visits: 3),
            after: .init(days: 1, cost: 2.5, currency: "USD", visits: 1), source: "A survey")
        content.costBuild = .init(amount: 1_200, currency: "USD", year: 2010)
        content.conditions = [
            .init(kind: .power, text: "Steady power", necessity: .required),
            .init(kind: .partners, text: "Groups that people trust", necessity: .helpful),
        ]
        content.fixedParts = "One counter."
        content.adaptableParts = "The fees."
        content.failures = "Some centres closed in the first year."
        content.licence = "CC-BY-4.0"
        content.offer = .init(
            gives: [.studyTour, .training], text: "We show you a centre.", capacityPerYear: 3, languages: ["en", "bn"],
            whoPays: "The guest")
        content.awards = [.init(name: "A prize", year: 2014)]
        content.sources = [.init(title: "A paper", publisher: "A house", date: "2017-12", url: "https://example.org/a")]
        content.website = "https://example.org/"
        content.translations = [
            "bn": .init(title: "ইউনিয়ন ডিজিটাল সেন্টার", summary: "গ্রামের পরিষদে একটি ছোট সেবাকেন্দ্র।"),
            "th": .init(title: "ศูนย์ดิจิทัล"),
        ]
        return content
    }

    static let hostile = "<script>alert(\"1\")</script> & 'two'"

    static var failedContent: SolutionContent {
        var content = SolutionContent()
        content.title = "Kiosks \(hostile)"
        content.summary = "Service kiosks \(hostile)"
        content.problem = hostile
        content.failures = hostile
        content.failedPractice = true
        content.themes = [.publicServiceDelivery]
        content.stage = .pilot
        content.website = "https://example.org/\"><script>"
        content.sources = [.init(title: hostile, url: "javascript:alert(1)")]
        return content
    }

    /// Writes everything with the stores alone: the actions would make ids of their own.
    static func write(_ connection: any Connection) throws {
        let program = Principal.program("test")
        func organisation(_ id: ID<Organisation>, _ key: String, _ name: String, _ country: String) throws {
            try PeopleStore.insert(
                connection, Organisation(id: id, key: key, name: name, kind: .government, country: country, parent: nil),
                by: program, at: published)
        }
        try organisation(agency, "agency", "Innovation agency", "BD")
        try organisation(ministry, "ministry", "Ministry for Women", "FJ")
        func person(_ id: ID<Person>, _ name: String, _ role: Role, _ organisation: ID<Organisation>) throws {
            try PeopleStore.insert(
                connection,
                Person(id: id, name: name, email: "\(id)@example.org", language: "en", state: .active),
                by: program, at: published)
            _ = try PeopleStore.addMembership(
                connection, person: id, organisation: organisation, role: role, by: program, at: published)
        }
        try person(focalPerson, "Focal point, Fiji", .focalPoint, ministry)
        try person(officer, "Officer, Bangladesh", .officer, agency)
        try solution(connection, centres, "union-digital-centres", agency, "BD", centresContent, .published)
        try solution(connection, failed, "kiosks", agency, "BD", failedContent, .archived)
        try solution(connection, draft, "virtual-session", ministry, "FJ", draftContent, .unpublished)
        _ = try SolutionStore.put(
            connection,
            Adoption(
                id: id(31), solution: centres, country: "FJ", organisation: "Ministry for Women", status: .planned,
                since: "2018", note: "Run by women", source: "Mission report"))
        try SolutionStore.add(
            connection,
            SolutionReview(
                id: id(41), revision: 1, step: "validate", note: "", byName: "A reviewer", at: published),
            to: centres, by: nil)
        for solution in [centres, failed] { try SolutionListing.refresh(connection, solution) }
        try needs(connection)
        try opportunities(connection)
    }

    private static var draftContent: SolutionContent {
        var content = SolutionContent()
        content.title = "Virtual session"
        return content
    }

    private static func solution(
        _ connection: any Connection, _ id: ID<Solution>, _ slug: String, _ owner: ID<Organisation>,
        _ country: String, _ content: SolutionContent, _ state: SolutionState
    ) throws {
        try SolutionStore.insert(
            connection,
            Solution(
                id: id, slug: slug, organisation: owner, country: country, focalPerson: nil, state: state, origin: nil,
                derivedFrom: nil, currentRevision: state.isPublic ? 1 : nil, version: 1, createdAt: published,
                publishedAt: state.isPublic ? published : nil, confirmedAt: state.isPublic ? published : nil,
                updatedAt: published, archiveReason: state == .archived ? "No money" : nil))
        try SolutionStore.insert(
            connection,
            SolutionRevision(
                solution: id, number: 1, state: state.isPublic ? .published : .draft, content: content,
                savedAt: published, savedBy: "test", version: 1))
        if state.isPublic { try SolutionStore.replaceClaims(connection, of: id, with: content.sdgs) }
    }

    private static func needs(_ connection: any Connection) throws {
        for (number, visibility, state) in [
            (51, Visibility.public, Need.State.open), (52, .members, .open), (53, .matched, .met), (54, .public, .draft),
        ] {
            var content = NeedContent()
            content.title = "Need \(number) of villages"
            content.problem = "Nobody is near. \(hostile)"
            content.affected = "Islanders"
            content.themes = [.inclusion, number == 51 ? .land : .health]
            content.sdgTargets = ["5.b"]
            content.conditions = [.init(kind: .budget, state: .missing, text: "Still sought")]
            content.urgency = number == 51 ? .high : .low
            content.instruments = [.training]
            content.languages = ["en"]
            content.visibility = visibility
            content.sources = [.init(title: "Mission report")]
            content.translations = ["ar": .init(title: "احتياج القرى \(number)")]
            try NeedStore.insert(
                connection,
                Need(
                    id: id(number), slug: "need-\(number)", organisation: ministry, country: "FJ", state: state,
                    content: content, version: 1, createdAt: published, updatedAt: published),
                text: try JSONText(encoding: content))
        }
    }

    private static func opportunities(_ connection: any Connection) throws {
        _ = try EventStore.put(
            connection,
            Event(
                key: "dhaka", name: "Workshop on service delivery", place: "Dhaka", country: "BD", from: "2017-12-09",
                to: "2017-12-11", sources: [.init(title: "Outcome", publisher: "The network", date: "2017-12-11")]))
        _ = try EventStore.put(connection, Event(key: "empty", name: "A meeting without any"))
        let rows: [(String, Theme, String)] = [
            ("FJ", .health, "Talking books \(hostile)"), ("FJ", .health, ""), ("BT", .skills, ""), ("NA", .health, ""),
        ]
        try OpportunityStore.insert(connection, rows.enumerated().map { index, row in
            Opportunity(
                id: id(61 + index), reference: "dhaka-\(index + 1)", event: "dhaka", country: row.0, theme: row.1,
                text: row.2, followUp: .noted, followUpNote: "", position: index, version: 1, updatedAt: published)
        })
    }
}
