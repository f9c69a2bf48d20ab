import Platform
import SQL
import TestSupport
import Testing

@testable import Exchange

/// A round on a real database: two needs of Bhutan and one solution of Fiji, with one meeting each.
enum RoundsFixture {
    static let path = "/work/rounds/health-round"

    static func open(
        on engine: Engine, _ body: @escaping @Sendable (Browser, WorkHouse, Round) async throws -> Void
    ) async throws {
        try await WorkHouse.open(on: engine) { browser, house in
            try await house.publish(browser)
            let round = try await house.test.database.write { connection -> Round in
                let bhutan = try #require(try PeopleStore.organisation(connection, key: "bhutan"))
                let act = Act(.program("test"), at: FixedClock.start)
                var content = NeedContent()
                content.title = "Doctors for valleys"
                _ = try StateNeed.run(connection, act, organisation: bhutan.id, try CheckedNeed(content))
                content.title = "Medicine by road"
                _ = try StateNeed.run(connection, act, organisation: bhutan.id, try CheckedNeed(content))
                var proposal = RoundProposal()
                proposal.name = "Health round"
                proposal.plan.date = "2026-12-01"
                proposal.plan.offset = 360
                proposal.needs = ["doctors-for-valleys", "medicine-by-road"]
                proposal.solutions = ["boat-clinics"]
                proposal.capacity = 1
                return try CreateRound.run(connection, act, proposal)
            }
            try await body(browser, house, round)
        }
    }

    static func members(_ house: WorkHouse) async throws -> [String: RoundMember] {
        try await house.test.database.read { connection in
            let round = try #require(try RoundStore.find(connection, slug: "health-round"))
            return Dictionary(uniqueKeysWithValues: try RoundStore.members(connection, of: round.id).map { ($0.key, $0) })
        }
    }

    /// A form that no page offers, as somebody with a script would send it.
    static func post(_ browser: Browser, _ path: String, _ form: String) async throws -> WebPage {
        try await browser.request(
            .post, path, headers: ["content-type": "application/x-www-form-urlencoded", "sec-fetch-site": "same-origin", "accept": "text/html"],
            body: Array(form.utf8))
    }
}
