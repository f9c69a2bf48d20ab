import Platform
import SQL
import Testing
import Web

@testable import Accounts

@Suite struct PeopleTests {
    private func refusal(_ body: () async throws -> Void) async throws -> String? {
        do {
            try await body()
            return nil
        } catch let problem as Problem {
            return problem.detailKey
        }
    }

    /// Whatever is asked, some administrator who can sign in remains, and nobody disables themselves.
    @Test func noRuleLetsTheLastAdministratorGo() {
        let (mine, other) = (ID<Person>(at: Timestamp(milliseconds: 1)), ID<Person>(at: Timestamp(milliseconds: 2)))
        let me = Principal(kind: .person(mine), name: "", memberships: [])
        for others in 0...2 {
            for isAdministrator in [true, false] {
                let self_ = PeopleRules.mayDisable(
                    mine, isAdministrator: isAdministrator, otherAdministrators: others, by: me)
                #expect(self_ == .deny("accounts.rule.not-yourself"))
                let another = PeopleRules.mayDisable(
                    other, isAdministrator: isAdministrator, otherAdministrators: others, by: me)
                #expect(another.allowed == (!isAdministrator || others > 0))
            }
            for role in Role.allCases {
                for elsewhere in [true, false] {
                    let decision = PeopleRules.mayTakeAway(
                        role, sameRoleElsewhere: elsewhere, otherAdministrators: others)
                    #expect(decision.allowed == (role != .administrator || elsewhere || others > 0))
                }
            }
        }
    }

    @Test(arguments: Engine.allCases)
    func theLastAdministratorStays(_ engine: Engine) async throws {
        try await withHouse(engine) { house in
            let one = try await house.person("one@office.example", roles: [.administrator])
            let two = try await house.person("two@office.example", roles: [.administrator])
            let office = try await house.organisation("office")
            let now = house.now
            try await house.write { _ = try PeopleChanges.disable($0, two.id, by: one.acting, at: now) }
            // A disabled administrator does not count.
            #expect(
                try await refusal {
                    try await house.write {
                        _ = try PeopleChanges.removeRole(
                            $0, .administrator, of: one.id, organisation: office.id, by: one.acting, at: now)
                    }
                } == "accounts.rule.last-administrator")
            #expect(
                try await refusal {
                    try await house.write {
                        _ = try PeopleChanges.disable($0, one.id, by: .program("test"), at: now)
                    }
                } == "accounts.rule.last-administrator")
            try await house.write { _ = try PeopleChanges.enable($0, two.id, by: one.acting, at: now) }
            try await house.write {
                _ = try PeopleChanges.removeRole(
                    $0, .administrator, of: one.id, organisation: office.id, by: one.acting, at: now)
            }
        }
    }

    @Test(arguments: Engine.allCases)
    func disablingEndsSessionsAndLinks(_ engine: Engine) async throws {
        try await withHouse(engine) { house in
            let person = try await house.person("one@office.example")
            let now = house.now
            try await house.write { connection throws in
                _ = try Sessions.start(connection, person: person.id, at: now, replacing: nil, device: "Firefox")
                let secret = try OneTimeLink.make(connection, .reset, for: person.id, at: now)
                _ = try PeopleChanges.disable(connection, person.id, by: .program("test"), at: now)
                #expect(try Sessions.list(connection, person: person.id, at: now).isEmpty)
                #expect(try OneTimeLink.owner(connection, .reset, secret: secret, at: now) == nil)
            }
        }
    }

    @Test(arguments: Engine.allCases)
    func anInvitationNeedsAnOrganisationAndANewAddress(_ engine: Engine) async throws {
        try await withHouse(engine) { house in
            try await house.person("one@office.example")
            let now = house.now
            let errors = await #expect(throws: FieldErrors.self) {
                try await house.write { connection throws in
                    _ = try PeopleChanges.invite(
                        connection, email: "ONE@office.example", name: "X", language: "en", organisation: "nowhere",
                        roles: [.officer], services: house.services, by: .program("test"), at: now)
                }
            }
            #expect(errors?.errors.map(\.field) == ["email", "organisation"])
        }
    }

    @Test(arguments: Engine.allCases)
    func listsArePagedAndSearched(_ engine: Engine) async throws {
        try await withHouse(engine) { house in
            let names = (0..<23).map { "Person \(String(UnicodeScalar(UInt8(97 + $0))))" } + ["Émile Zola"]
            for (index, name) in names.enumerated() {
                try await house.person("p\(index)@office.example", name: name)
            }
            var cursor: PeopleStore.Cursor?
            var seen: [String] = []
            repeat {
                let start = cursor
                let page = try await house.read { try NameList.people($0, search: nil, after: start, limit: 7) }
                seen += page.items.map(\.name)
                cursor = page.next
            } while cursor != nil
            #expect(seen.count == names.count)
            #expect(Set(seen) == Set(names))
            let found = try await house.read { try NameList.people($0, search: "emile", after: nil, limit: 7) }
            #expect(found.items.map(\.name) == ["Émile Zola"])
            #expect(found.next == nil)
        }
    }
}
