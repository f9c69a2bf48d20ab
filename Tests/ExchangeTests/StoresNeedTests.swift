import Platform
import SQL
import TestSupport
import Testing

@testable import Exchange

struct StoresNeedTests {
    /// A list must not show what the page would refuse, nor hide what it would show.
    @Test(arguments: Engine.allCases)
    func listsShowWhatPagesShow(on engine: Engine) async throws {
        try await StoresFixture.open(on: engine) { house in
            var made = RulesGenerated(seed: 11)
            var needs: [Need] = []
            for number in 0..<60 {
                var content = NeedContent()
                content.title = "Need \(number)"
                content.visibility = Visibility.allCases.randomElement(using: &made.generator) ?? .public
                needs.append(
                    Need(
                        id: PublicFixture.id(500 + number), slug: "need-\(number)", organisation: made.organisation(),
                        country: made.country(), state: Need.State.allCases.randomElement(using: &made.generator) ?? .open,
                        content: content, version: 1, createdAt: FixedClock.start, updatedAt: FixedClock.start))
            }
            let all = needs
            try await house.write { connection, _ in for need in all { try NeedStore.insert(connection, need, text: try JSONText(encoding: need.content)) } }
            let principals = (0..<120).map { _ in made.principal() } + [.anonymous, house.owner, house.secretariat]
            try await house.read { connection in
                for principal in principals {
                    let expected = all.filter { NeedRules.mayRead(principal, $0).allowed }.map(\.slug)
                    let listed = try NeedStore.list(connection, for: principal, limit: 100).map(\.slug)
                    #expect(listed == expected.reversed(), "\(principal.memberships)")
                }
                var paged: [String] = []
                var after: ID<Need>?
                repeat {
                    let page = try NeedStore.list(connection, for: .test, after: after, limit: 7)
                    paged += page.map(\.slug)
                    after = page.last?.id
                } while after != nil
                #expect(paged == all.map(\.slug).reversed())
            }
        }
    }

    @Test(arguments: Engine.allCases)
    func twoWhoChangeTheSameNeedAreTold(on engine: Engine) async throws {
        try await StoresFixture.open(on: engine) { house in
            var content = NeedContent()
            content.title = "Birth registration on the islands"
            let first = content
            let need = try await house.write(as: house.otherOwner) {
                try StateNeed.run($0, $1, organisation: PublicFixture.ministry, try CheckedNeed(first)).need
            }
            func change(_ version: Int, _ title: String, as principal: Principal) async throws -> Need {
                var content = first
                content.title = title
                let new = content
                return try await house.write(as: principal) {
                    try ChangeNeed.run($0, $1, need: need.id, version: version, try CheckedNeed(new), state: .open)
                }
            }
            #expect(try await change(1, "Registration of births", as: house.otherOwner).version == 2)
            do {
                _ = try await change(1, "Births", as: house.secretariat)
                Issue.record("An older version was taken.")
            } catch Refusal.changedMeanwhile {
                #expect(try await house.read { try NeedStore.find($0, id: need.id) }?.content.title == "Registration of births")
            }
            await #expect(throws: Refusal.denied(.deny("rule.focal-point-only"))) {
                _ = try await change(2, "Births", as: house.owner)
            }
            await #expect(throws: Refusal.invalid([ContentIssue("title", "error.required")])) {
                _ = try await change(2, "", as: house.otherOwner)
            }
            // The same again is no change.
            #expect(try await change(2, "Registration of births", as: house.otherOwner).version == 2)
            #expect(try await house.actions("need", need.id.description) == ["need.stated", "need.changed"])
            #expect(try await house.read { try Audit.verify($0) }.isSound)
        }
    }

    @Test(arguments: Engine.allCases)
    func opportunitiesAreFollowedUpByTheirCountry(on engine: Engine) async throws {
        try await StoresFixture.open(on: engine) { house in
            let entries = try ImportOpportunities.read(
                Array("reference,event,country_code,theme\na-1,a,FJ,health\na-2,a,BD,skills\n".utf8))
            _ = try await house.write { try ImportOpportunities.write($0, $1, entries) }
            let one = try #require(try await house.read { try OpportunityStore.find($0, reference: "a-1") })
            func follow(_ version: Int, as principal: Principal) async throws -> Opportunity {
                try await house.write(as: principal) {
                    try FollowUpOpportunity.run(
                        $0, $1, opportunity: one.id, version: version, followUp: .exploring, note: "A call is planned.")
                }
            }
            for principal in [house.owner, house.reviewer, .anonymous] {
                await #expect(throws: Refusal.denied(.deny("rule.not-yours"))) { _ = try await follow(1, as: principal) }
            }
            #expect(try await follow(1, as: house.otherOwner).version == 2)
            await #expect(throws: Refusal.self) { _ = try await follow(1, as: house.secretariat) }
            // The file knows nothing of what became of it: a second import leaves that alone.
            let outcome = try await house.write { try ImportOpportunities.write($0, $1, entries) }
            #expect(outcome.changedNothing && outcome.unchanged == 2)
            #expect(try await house.read { try OpportunityStore.find($0, reference: "a-1") }?.followUp == .exploring)
        }
    }
}
