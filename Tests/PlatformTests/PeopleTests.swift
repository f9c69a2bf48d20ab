import Platform
import SQL
import TestSupport
import Testing

@Suite struct PeopleTests {
    private static let now = FixedClock.start

    private static func organisation(_ key: String, name: String, country: String? = "FJ") -> Organisation {
        Organisation(id: ID(at: now), key: key, name: name, kind: .government, country: country, parent: nil)
    }

    private static func person(_ name: String, email: String, state: Person.State = .active) -> Person {
        Person(id: ID(at: now), name: name, email: email, language: "en", state: state)
    }

    @Test(arguments: Engine.allCases)
    func whatIsWrittenIsReadAndAudited(on engine: Engine) async throws {
        try await withDatabase(migrations: platformMigrations, on: engine) { database in
            var ministry = Self.organisation("fj-itc", name: "ICT Ministry")
            var focal = Self.person("Focal point, Fiji", email: " Focal@Fiji.Example ")
            (ministry, focal) = try await database.write { [ministry, focal] connection in
                var (ministry, focal) = (ministry, focal)
                try PeopleStore.insert(connection, ministry, by: .test, at: Self.now)
                try PeopleStore.insert(connection, focal, by: .test, at: Self.now)
                focal = try #require(try PeopleStore.person(connection, email: "FOCAL@fiji.example"))
                #expect(focal.email == "focal@fiji.example")
                #expect(try PeopleStore.update(connection, ministry, by: .test, at: Self.now) == false)
                ministry.name = "Ministry of ICT"
                #expect(try PeopleStore.update(connection, ministry, by: .test, at: Self.now))
                focal.state = .disabled
                #expect(try PeopleStore.update(connection, focal, by: .test, at: Self.now))
                return (ministry, focal)
            }
            try await database.read { [ministry, focal] connection in
                #expect(try PeopleStore.organisation(connection, ministry.id) == ministry)
                #expect(try PeopleStore.organisation(connection, key: "fj-itc") == ministry)
                #expect(try PeopleStore.organisations(connection, country: "FJ") == [ministry])
                #expect(try PeopleStore.organisations(connection, ids: [ministry.id]) == [ministry])
                #expect(try PeopleStore.person(connection, focal.id) == focal)
                #expect(try PeopleStore.people(connection, ids: [focal.id, ID(at: Self.now)]) == [focal])
                let entries = try Audit.entries(connection, limit: 10)
                #expect(entries.map { "\($0.action) \($0.recordKind)" } == [
                    "change person", "change organisation", "create person", "create organisation",
                ])
                #expect(entries[0].before?["state"] == "active" && entries[0].after?["state"] == "disabled")
                #expect(entries[1].before?["name"] == "ICT Ministry")
                #expect(entries[3].before == nil && entries[3].after?["country"] == "FJ" && entries[3].after?["parent"] == .null)
            }
        }
    }

    @Test(arguments: Engine.allCases)
    func aPrincipalIsSomebodyActive(on engine: Engine) async throws {
        try await withDatabase(migrations: platformMigrations, on: engine) { database in
            let fiji = Self.organisation("fj", name: "Fiji")
            let network = Self.organisation("net", name: "Network", country: nil)
            let somebody = Self.person("Somebody", email: "a@b.example")
            let invited = Self.person("Invited", email: "c@d.example", state: .invited)
            try await database.write { connection in
                for organisation in [fiji, network] { try PeopleStore.insert(connection, organisation, by: .test, at: Self.now) }
                for person in [somebody, invited] { try PeopleStore.insert(connection, person, by: .test, at: Self.now) }
                #expect(try PeopleStore.principal(connection, person: somebody.id)?.memberships.isEmpty == true)
                for (organisation, role) in [(fiji.id, Role.focalPoint), (network.id, .secretariat)] {
                    #expect(try PeopleStore.addMembership(
                        connection, person: somebody.id, organisation: organisation, role: role, by: .test, at: Self.now))
                    #expect(try PeopleStore.addMembership(
                        connection, person: somebody.id, organisation: organisation, role: role, by: .test, at: Self.now) == false)
                }
                let principal = try #require(try PeopleStore.principal(connection, person: somebody.id))
                #expect(principal.personID == somebody.id && principal.name == "Somebody")
                #expect(principal.has(.focalPoint, in: fiji.id) && principal.has(.secretariat) && principal.countries == ["FJ"])
                #expect(try Set(PeopleStore.memberships(connection, person: somebody.id)) == Set(principal.memberships))
                #expect(try PeopleStore.members(connection, organisation: fiji.id).map(\.person) == [somebody])
                #expect(try PeopleStore.people(connection, role: .focalPoint) == [somebody])
                #expect(try PeopleStore.principal(connection, person: invited.id) == nil)
                #expect(try PeopleStore.removeMembership(
                    connection, person: somebody.id, organisation: fiji.id, role: .focalPoint, by: .test, at: Self.now))
                #expect(try PeopleStore.removeMembership(
                    connection, person: somebody.id, organisation: fiji.id, role: .focalPoint, by: .test, at: Self.now) == false)
                #expect(try PeopleStore.people(connection, role: .focalPoint).isEmpty)
            }
            let count = try await database.read { try Audit.entries($0, kind: "membership", limit: 10).count }
            #expect(count == 3)
        }
    }

    @Test(arguments: Engine.allCases)
    func keysAndAddressesAreUniqueAndTheErrorNamesThem(on engine: Engine) async throws {
        try await withDatabase(migrations: platformMigrations, on: engine) { database in
            try await database.write { connection in
                try PeopleStore.insert(connection, Self.organisation("x", name: "X"), by: .test, at: Self.now)
                try PeopleStore.insert(connection, Self.person("P", email: "p@q.example"), by: .test, at: Self.now)
            }
            let first = await #expect(throws: DatabaseError.self) {
                try await database.write { try PeopleStore.insert($0, Self.organisation("x", name: "Y"), by: .test, at: Self.now) }
            }
            let second = await #expect(throws: DatabaseError.self) {
                try await database.write { try PeopleStore.insert($0, Self.person("Q", email: "P@q.example"), by: .test, at: Self.now) }
            }
            for error in [first, second] {
                guard case .unique = error?.kind else {
                    Issue.record("\(String(describing: error))")
                    continue
                }
            }
            await #expect(throws: RecordMissing.self) {
                try await database.write { try PeopleStore.update($0, Self.person("R", email: "r@q.example"), by: .test, at: Self.now) }
            }
        }
    }

    @Test(arguments: Engine.allCases)
    func listsArePagedByName(on engine: Engine) async throws {
        try await withDatabase(migrations: platformMigrations, on: engine) { database in
            try await database.write { connection in
                for number in 0..<23 {
                    // Equal names too: the id then decides.
                    try PeopleStore.insert(
                        connection, Self.person("Name \(number / 3)", email: "p\(number)@q.example"), by: .test, at: Self.now)
                    try PeopleStore.insert(
                        connection, Self.organisation("k\(number)", name: "Name \(number / 3)"), by: .test, at: Self.now)
                }
            }
            let (people, organisations) = try await database.read { connection in
                var people: [Person] = []
                var organisations: [Organisation] = []
                for _ in 0..<6 {
                    people += try PeopleStore.people(
                        connection, after: people.last.map { .init(name: $0.name, id: $0.id.description) }, limit: 5)
                    organisations += try PeopleStore.organisations(
                        connection, after: organisations.last.map { .init(name: $0.name, id: $0.id.description) }, limit: 5)
                }
                return (people, organisations)
            }
            #expect(people.count == 23 && Set(people.map(\.id)).count == 23)
            #expect(people.map(\.name) == people.map(\.name).sorted())
            #expect(organisations.count == 23 && Set(organisations.map(\.id)).count == 23)
        }
    }
}
