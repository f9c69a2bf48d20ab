import Foundation
import Platform
import SQL
import TestSupport
import Testing
import Web

@testable import Exchange

/// Lists that are filled from matches and moved entry by entry, on pages and by the API, on both engines.
struct RoundsListTests {
    private static let ours = ["sec-fetch-site": "same-origin"]

    @Test(arguments: Engine.allCases)
    func listsAreFilledFromMatchesOnBothSidesAndThenEdited(on engine: Engine) async throws {
        try await RoundsFixture.open(on: engine) { browser, house, _ in
            try await browser.visit("/as/secretariat")
            try await browser.visit(RoundsFixture.path)
            let wrong = try await browser.submit(["Longest list": "0"], button: "Fill the lists")
            #expect(wrong.status == 422 && wrong.has("0 is not a number from 1 to 200"))
            let filled = try await browser.submit(["Longest list": "5"], button: "Fill the lists")
            #expect(filled.has("Lists filled: 3. Left as they were: 0.") && filled.has("Words alone were compared"))
            let members = try await RoundsFixture.members(house)
            #expect(members["doctors-for-valleys"]?.preferences == [["boat-clinics"]])
            #expect(members["medicine-by-road"]?.preferences == [["boat-clinics"]])
            #expect(members["boat-clinics"]?.preferences?.joined().sorted() == ["doctors-for-valleys", "medicine-by-road"])
            let fits = try await house.test.database.read { try RoundStore.find($0, slug: "health-round")?.fits }
            #expect(fits?.keys.sorted() == ["doctors-for-valleys boat-clinics", "medicine-by-road boat-clinics"])
            #expect(fits?.values.allSatisfy { (0.01...1).contains($0) } == true)

            // What people then write stays, until somebody says that it may not.
            try await browser.visit("/as/focal")
            try await browser.visit(RoundsFixture.path + "/lists/acceptors/boat-clinics")
            try await browser.submit(["Doctors for valleys": "1", "Medicine by road": ""], button: "Save")
            try await browser.visit("/as/secretariat")
            try await browser.visit(RoundsFixture.path)
            #expect(try await browser.submit(button: "Fill the lists").has("Lists filled: 0. Left as they were: 3."))
            #expect(try await RoundsFixture.members(house)["boat-clinics"]?.preferences == [["doctors-for-valleys"]])
            try await browser.submit(["Which lists": "All, also those that people wrote"], button: "Fill the lists")
            #expect(try await RoundsFixture.members(house)["boat-clinics"]?.preferences?.joined().count == 2)
            let audited = try await house.test.database.read { try Audit.entries($0, kind: "round", limit: 10) }
            #expect(audited.first?.action == "round.lists-filled" && audited.first?.before?.canonical.contains("doctors-for-valleys") == true)
        }
    }

    @Test(arguments: Engine.allCases)
    func entriesMoveByButtonsAndTiesStay(on engine: Engine) async throws {
        try await RoundsFixture.open(on: engine) { browser, house, _ in
            func list() async throws -> [[String]]? { try await RoundsFixture.members(house)["boat-clinics"]?.preferences }
            try await browser.visit("/as/focal")
            try await browser.visit(RoundsFixture.path + "/lists/acceptors/boat-clinics")
            try await browser.submit(button: "Add at the end Medicine by road")
            #expect(try await list() == [["medicine-by-road"]])
            try await browser.submit(button: "Add at the end Doctors for valleys")
            try await browser.submit(button: "Up Doctors for valleys")
            #expect(try await list() == [["doctors-for-valleys"], ["medicine-by-road"]])
            let level = try await browser.submit(button: "Level with the one above Medicine by road")
            #expect(try await list() == [["doctors-for-valleys", "medicine-by-road"]])
            #expect(level.has("equal with others at place 1"))
            try await browser.submit(button: "Down Doctors for valleys")
            #expect(try await list() == [["medicine-by-road"], ["doctors-for-valleys"]])
            // What is wrong elsewhere in the form is told, and nothing moves.
            let refused = try await browser.submit(["Meetings at most": "many"], button: "Up Doctors for valleys")
            #expect(refused.status == 422 && refused.has("many"))
            #expect(try await list() == [["medicine-by-road"], ["doctors-for-valleys"]])
            let unknown = try await RoundsFixture.post(
                browser, RoundsFixture.path + "/lists/acceptors/boat-clinics", "version=1&capacity=1&move=sideways+x")
            #expect(unknown.status == 400)
        }
    }

    @Test(arguments: Engine.allCases)
    func programsReadFillAndWriteLists(on engine: Engine) async throws {
        try await RoundsFixture.open(on: engine) { browser, house, _ in
            let lists = "/api/v1/rounds/health-round/lists"
            try await browser.visit("/as/focal")
            let own = try await browser.request(.get, lists, headers: Self.ours)
            #expect(own.body.contains("boat-clinics") && !own.body.contains("doctors-for-valleys"))
            #expect(try await browser.json(.post, lists, headers: Self.ours, "{}").status == 403)
            func put(_ body: String, version: Int) async throws -> WebPage {
                try await browser.json(
                    .put, lists + "/acceptors/boat-clinics", headers: Self.ours.merging(["if-match": "\"\(version)\""]) { $1 }, body)
            }
            let saved = try await put("{\"capacity\": 2, \"preferences\": [[\"doctors-for-valleys\", \"medicine-by-road\"]]}", version: 1)
            #expect(saved.status == 200 && saved.body.contains("\"capacity\":2"))
            #expect(try await put("{}", version: 1).status == 412)
            for (body, wanted) in [
                ("{\"preferences\": [\"nobody\"]}", ["preferences.0", "“nobody” does not take part"]),
                (
                    "{\"preferences\": [\"doctors-for-valleys\", [\"medicine-by-road\", \"doctors-for-valleys\"]]}",
                    ["preferences.1.1", "“doctors-for-valleys” stands in the list twice"]
                ),
                ("{\"preferences\": [\"doctors-for-valleys\", 3]}", ["preferences.1", "An entry is the key"]),
                ("{\"capacity\": -1}", ["capacity", "-1 is not a number from 0 to 50"]),
            ] {
                let answer = try await put(body, version: 2)
                #expect(answer.status == 422 && wanted.allSatisfy(answer.body.contains), "\(body): \(answer.body)")
            }
            // Nobody to meet is a wish like another; the reason tells of it.
            #expect(try await put("{\"capacity\": 0, \"preferences\": []}", version: 2).status == 200)
            try await browser.visit("/as/secretariat")
            let filled = try await browser.json(.post, lists, headers: Self.ours, "{\"replacesWritten\": true, \"longest\": 1}")
            #expect(filled.status == 200 && filled.body.contains("\"filled\":3") && filled.body.contains("\"hasMeaning\":false"))
            #expect(try await browser.json(.post, lists, headers: Self.ours, "{\"longest\": 0}").status == 422)
            let result = try await browser.request(.get, "/api/v1/rounds/health-round/result")
            #expect(result.body.contains("\"no-capacity\"") && result.body.contains("\"no-room\""))
        }
    }

    /// A country that takes part by its opportunities keeps its fit beside the needs' scores.
    @Test func countriesKeepTheirFits() {
        let proposal = RoundPreferences.fromMatches([
            .init(asking: "n1", offering: "s1", need: 0.9, provider: 0.2, fused: 0.327),
            .init(asking: "n1", offering: "s2", need: 0.904, provider: 0.8, fused: 0.85),
            .init(asking: "n1", offering: "s3", need: 0.1, provider: 0.8, fused: 0.18),
            .init(asking: "fiji", offering: "s1", need: 0.5, provider: 0.5, fused: 0.5),
        ], longest: 1)
        #expect(proposal.lists[.proposers] == ["n1": [["s1", "s2"]], "fiji": [["s1"]]])
        #expect(proposal.lists[.acceptors] == ["s1": [["fiji"]], "s2": [["n1"]], "s3": [["n1"]]])
        #expect(proposal.fits == ["n1 s1": 0.33, "n1 s2": 0.85, "n1 s3": 0.18, "fiji s1": 0.5])
    }

    /// No step loses or doubles anybody, and those who are not moved keep their order and their ties.
    @Test func aStepMovesOneOnly() {
        for seed in UInt64(1)...2000 {
            var generator = SeededGenerator(seed: seed)
            var list: [[String]] = []
            for name in 0..<Int.random(in: 0...7, using: &generator) {
                if !list.isEmpty, Bool.random(using: &generator) { list[list.count - 1].append("k\(name)") } else { list.append(["k\(name)"]) }
            }
            let key = list.joined().randomElement(using: &generator) ?? "k0"
            func others(_ list: [[String]]) -> [[String]] { list.map { $0.filter { $0 != key } }.filter { !$0.isEmpty } }
            let place = list.firstIndex { $0.contains(key) }
            for step in RoundListMove.allCases {
                let moved = step(key, in: list)
                #expect(others(moved) == others(list) && moved.joined().filter { $0 == key }.count == 1 && !moved.contains([]), "seed \(seed)")
                guard let place else { continue }
                let wasAlone = list[place].count == 1
                let after = moved.firstIndex { $0.contains(key) }
                switch step {
                case .up: #expect(after == (wasAlone ? max(place - 1, 0) : place) && moved[after ?? 0] == [key], "seed \(seed)")
                case .down:
                    #expect(after == (wasAlone ? min(place + 1, list.count - 1) : place + 1) && moved[after ?? 0] == [key], "seed \(seed)")
                case .level: #expect(after == max(place - 1, 0) && (place == 0 || moved[place - 1].count == list[place - 1].count + 1), "seed \(seed)")
                }
                // A step of one that stands alone is undone by the opposite.
                if wasAlone, step != .level, moved != list { #expect((step == .up ? RoundListMove.down : .up)(key, in: moved) == list, "seed \(seed)") }
            }
        }
    }
}
