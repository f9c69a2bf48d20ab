import Foundation
import SQL
import TestSupport
import Testing

@testable import Exchange

/// Rounds that cannot be: each is refused with the field and the entry, on pages and by the API. Files: `RoundsFileTests`.
struct RoundsFaultTests {
    private static let ours = ["sec-fetch-site": "same-origin"]

    @Test func theAPINamesFieldAndEntry() async throws {
        try await RoundsFixture.open(on: .sqlite) { browser, _, _ in
            try await browser.visit("/as/focal")
            let sides = "\"proposers\": [{\"id\": \"p\"}, {\"id\": \"q\"}, {\"id\": \"r\"}], \"acceptors\": [{\"id\": \"a\"}]"
            for (body, wanted) in [
                (
                    "{\"proposers\": [{\"id\": \"p\", \"preferences\": [\"z\"]}], \"acceptors\": [{\"id\": \"a\"}]}",
                    ["proposers[0] “p”, preferences[0]", "There is no acceptor “z”"]
                ),
                (
                    "{\"proposers\": [{\"id\": \"p\", \"preferences\": [\"a\", [\"a\"]]}], \"acceptors\": [{\"id\": \"a\"}]}",
                    ["proposers[0] “p”, preferences[1]", "“a” stands in this list already"]
                ),
                ("{\"proposers\": [{\"id\": \"p\", \"capacity\": -1}], \"acceptors\": []}", ["proposers[0], capacity", "-1 is no whole number"]),
                (
                    "{\(sides), \"rules\": {\"conflicts\": [[\"p\", \"q\"], [\"q\", \"r\"], [\"r\", \"p\"]]}}",
                    ["rules, conflicts[2]", "These pairs form a ring on one side: r → q → p → r", "“r” and “p” stand on the same side"]
                ),
                ("{\(sides), \"rules\": {\"mustHave\": [[\"p\", \"z\"]]}}", ["rules, mustHave[0]", "Nobody has the id “z”"]),
                ("{\(sides), \"fit\": {\"p z\": 1}}", ["fit, “p z”", "The key names no pair"]),
            ] {
                let answer = try await browser.json(.post, "/api/v1/rounds/solve", headers: Self.ours, body)
                #expect(answer.status == 422, "\(body): \(answer.body)")
                for text in wanted { #expect(answer.body.contains(text), "\(text): \(answer.body)") }
            }
            // A capacity of zero is legal: the reason tells of it.
            let zero = try await browser.json(
                .post, "/api/v1/rounds/solve", headers: Self.ours,
                "{\"proposers\": [{\"id\": \"p\", \"capacity\": 0, \"preferences\": [\"a\"]}], \"acceptors\": [{\"id\": \"a\", \"preferences\": [\"p\"]}]}")
            #expect(zero.status == 200 && zero.body.contains("Its capacity is zero.") && zero.body.contains("\"no-room\""))
        }
    }

    @Test(arguments: Engine.allCases)
    func pagesNameFieldAndEntry(on engine: Engine) async throws {
        try await RoundsFixture.open(on: engine) { browser, house, _ in
            try await browser.visit("/as/secretariat")
            let list = RoundsFixture.path + "/lists/acceptors/boat-clinics"
            let unknown = try await RoundsFixture.post(browser, list, "version=1&capacity=1&rank.nobody=1&rank.doctors-for-valleys=0")
            #expect(unknown.status == 422 && unknown.has("A place in the order is 1 or more"))
            let nobody = try await RoundsFixture.post(browser, list, "version=1&capacity=1&rank.nobody=1&rank.doctors-for-valleys=2")
            #expect(nobody.status == 422 && nobody.has("“nobody” does not take part"))

            // Pairs that stand on one side form a ring; halves and strangers are told one by one, and what was typed stays.
            let plan = "version=1&hasRules=yes&start=09:00&slotMinutes=20&slots=6&tables=6&"
            let (one, other) = ("doctors-for-valleys", "medicine-by-road")
            let ring = try await RoundsFixture.post(
                browser, RoundsFixture.path + "/plan",
                plan + "conflicts.0.asking=\(one)&conflicts.0.offering=\(other)&conflicts.1.asking=\(other)&conflicts.1.offering=\(one)")
            #expect(ring.status == 422 && ring.has("These pairs form a ring on one side"))
            #expect(ring.has("“medicine-by-road” stands on the other side of the round"))
            let halves = try await RoundsFixture.post(
                browser, RoundsFixture.path + "/plan",
                plan + "mustHave.0.asking=\(one)&mustHave.1.asking=zzz&mustHave.1.offering=boat-clinics&mostPerCountry=1001")
            #expect(halves.status == 422 && halves.has("Pair 1 has one half only") && halves.has("“zzz” does not take part"))
            #expect(halves.has("1001 is not a number from 0 to 1000"))

            // A capacity of zero is legal, but not with a pair that must meet.
            #expect(try await RoundsFixture.post(browser, list, "version=1&capacity=0&rank.\(one)=1").status == 303)
            let must = try await RoundsFixture.post(
                browser, RoundsFixture.path + "/plan", plan + "mustHave.0.asking=\(one)&mustHave.0.offering=boat-clinics")
            #expect(must.status == 422 && must.has("can meet 0, and more pairs than that must be made"))
            #expect(try await browser.visit(RoundsFixture.path).has("Its capacity is zero."))
            #expect(try await RoundsFixture.members(house)["boat-clinics"]?.capacity == 0)
        }
    }
}
