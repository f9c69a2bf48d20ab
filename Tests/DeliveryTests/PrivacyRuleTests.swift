import Foundation
import Platform
import SQL
import TestSupport
import Testing

@testable import Delivery

/// Who may know of a case: the rule against the same said in other words, and the query against the rule, over generated cases.
struct PrivacyRuleTests {
    private static let now = Timestamp(milliseconds: 1_795_176_000_000)

    private static func principal(
        _ name: String, _ memberships: [(Role, ID<Organisation>)]
    ) -> Principal {
        Principal(
            kind: .person(ID(at: now)), name: name,
            memberships: memberships.map { Membership(organisation: $0.1, country: nil, role: $0.0) })
    }

    @Test func theRuleHoldsForGeneratedCases() {
        var random = SeededGenerator(seed: 31)
        let organisations = (0..<4).map { _ in ID<Organisation>(at: Self.now) }
        let names = ["Mere Naikatini", "Ana Vula", "Dr. Sione Taufa", "Officer, social welfare"]
        let roles: [Role] = [.officer, .serviceManager, .operator, .focalPoint]
        for _ in 0..<3000 {
            let people = names.map { name in
                Self.principal(
                    name, (0..<Int.random(in: 0...2, using: &random)).map { _ in
                        (roles.randomElement(using: &random) ?? .officer, organisations.randomElement(using: &random) ?? organisations[0])
                    })
            }
            let home = organisations.randomElement(using: &random) ?? organisations[0]
            let office = Office(id: ID(at: Self.now), key: "o", name: [:], organisation: home)
            var bars: Set<CaseBar> = []
            if Bool.random(using: &random), let barred = people.randomElement(using: &random)?.personID { bars.insert(.person(barred)) }
            if Bool.random(using: &random) { bars.insert(.organisation(organisations.randomElement(using: &random) ?? home)) }
            if Bool.random(using: &random) { bars.insert(.name(PersonName.key(names.randomElement(using: &random) ?? ""))) }
            let confidence = CaseConfidence(
                visibility: CaseVisibility.allCases.randomElement(using: &random) ?? .restricted,
                privacy: CasePrivacy.allCases.randomElement(using: &random) ?? .open,
                reader: CaseReader.allCases.randomElement(using: &random) ?? .officer, redress: organisations.randomElement(using: &random),
                bars: bars)
            for person in people {
                let seen = CaseRules.discloses(confidence, to: .staff(person, office: office))
                let part = CaseRules.part(person, office: office, confidence).part
                // Said without the rule's own words.
                let worksHere = person.memberships.contains { $0.organisation == home && ($0.role == .officer || $0.role == .serviceManager) }
                let leads = person.memberships.contains { $0.organisation == home && $0.role == .serviceManager }
                let isNamed = bars.contains { bar in
                    switch bar {
                    case .person(let id): id == person.personID
                    case .organisation(let id): person.memberships.contains { $0.organisation == id }
                    case .name(let key): PersonName.key(person.name) == key
                    }
                }
                let may = worksHere && !isNamed && (confidence.reader == .officer || leads)
                #expect(seen.contains(.content) == may && (part != nil) == may)
                if confidence.privacy == .anonymous { #expect(!seen.contains(.identity)) }
                if confidence.privacy == .confidential, seen.contains(.identity) {
                    #expect(person.organisations.contains { $0 == confidence.redress })
                }
                if !may { #expect(seen == .nothing) }
            }
            for audience in [CaseAudience.everybody, .message, .namedFigures] where confidence.visibility == .sealed {
                #expect(CaseRules.discloses(confidence, to: audience) == .nothing)
            }
            let open = CaseRules.discloses(confidence, to: .everybody)
            if confidence.privacy != .open { #expect(!open.contains(.identity)) }
            if confidence.visibility != .public { #expect(open == .nothing) }
            #expect(!CaseRules.discloses(confidence, to: .message).contains(.content))
        }
    }

    @Test func namesAreComparedAsPeopleTypeThem() {
        for (left, right) in [
            ("Mere Naikatini", "NAIKATINI, Mere"), ("Dr. Mere Naikatini", "mere naikatini"), ("Naikatini", "Mere Naikatini"),
            ("Mere Naikatni", "Mere Naikatini"), ("José Álvarez", "jose alvarez"), ("রহিমা খাতুন", "রহিমা খাতুন"),
        ] { #expect(PersonName.isSame(left, right), "\(left) and \(right)") }
        for (left, right) in [("Mere Naikatini", "Ana Vula"), ("Ali", "Alu"), ("", "Mere"), ("Mere Vula", "Mere Naikatini")] {
            #expect(!PersonName.isSame(left, right), "\(left) and \(right)")
        }
        for bar in [CaseBar.person(ID(at: Self.now)), .organisation(ID(at: Self.now)), .name("mere naikatini")] {
            #expect(CaseBar(bar.description) == bar)
        }
    }

    /// Complaints of all sorts; then, for everybody: the list holds a case if and only if the rule lets them see it.
    @Test(arguments: Engine.allCases)
    func listsHoldWhatTheRuleAllows(on engine: Engine) async throws {
        try await DeliveryHouse.open(on: engine) { _, house in
            let database = house.test.database
            let now = house.test.clock.now
            try await database.write { connection in
                var random = SeededGenerator(seed: 8)
                for index in 0..<60 {
                    let slug = index.isMultiple(of: 2) ? "complaints-india" : "complaints-bangladesh"
                    guard let service = try ServiceStore.find(connection, slug: slug) else { throw Refusal.notFound }
                    var input = GrievanceInput(service: service)
                    input.category = service.definition.grievance?.categories.randomElement(using: &random)?.key ?? ""
                    input.privacy = CasePrivacy.allCases.randomElement(using: &random)?.rawValue ?? ""
                    input.name = "Somebody"
                    let about = index.isMultiple(of: 2) ? ["in-ministry", "in-ministry-south", ""] : ["bd-upazila", ""]
                    input.aboutOffice = about.randomElement(using: &random) ?? ""
                    input.aboutPerson = ["", "officer-in", "The officer-bd", "the Appeals in"].randomElement(using: &random) ?? ""
                    input.answers = ["story": ["It happened."]]
                    _ = try FileGrievance.run(connection, Act(.anonymous, at: now), input)
                }
            }
            try await database.read { connection in
                let ids = try connection.query("SELECT id FROM case_record").map { try $0["id"] as ID<Case> }
                #expect(ids.count == 60)
                var seenAtAll = 0
                for row in try connection.query("SELECT id FROM person") {
                    let person: ID<Person> = try row["id"]
                    guard let principal = try PeopleStore.principal(connection, person: person) else { continue }
                    let listed = try connection.ask(
                        CaseList.rows(
                            CaseFilter(.team), desk: [person], organisations: CaseRules.organisations(principal).sorted(),
                            seenBy: CaseRules.condition(for: principal), today: 20_777, limit: 500))
                    var allowed: Set<ID<Case>> = []
                    for id in ids {
                        let record = try #require(try CaseStore.find(connection, id: id))
                        let office = try #require(try OfficeStore.find(connection, id: record.office))
                        if CaseRules.part(principal, office: office, record.confidence).part != nil { allowed.insert(id) }
                    }
                    #expect(Set(listed.map(\.id)) == allowed, "\(principal.name)")
                    #expect(listed.allSatisfy { $0.applicant.isEmpty || $0.applicant == "Somebody" })
                    seenAtAll += allowed.count
                }
                #expect(seenAtAll > 60)
                let sealed = try connection.query("SELECT office_id, reader FROM case_record WHERE visibility = 'sealed'")
                #expect(sealed.count > 10)
                for row in sealed { #expect(try row["reader"] as String == "manager") }
                let hidden = try connection.query("SELECT applicant FROM case_record WHERE privacy IN ('confidential', 'anonymous')")
                #expect(try hidden.allSatisfy { (try $0["applicant"] as String).isEmpty })
                let anonymous = try connection.query("""
                    SELECT i.name FROM case_identity i JOIN case_record c ON c.id = i.case_id WHERE c.privacy = 'anonymous'
                    """)
                #expect(anonymous.isEmpty)
            }
        }
    }
}
