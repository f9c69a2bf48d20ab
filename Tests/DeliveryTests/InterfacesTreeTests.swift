import Foundation
import Platform
import SQL
import TestSupport
import Testing
import Web

@testable import Delivery

/// Sums over the tree of offices, and many cases given to one officer by a program.
struct InterfacesTreeTests {
    private static let person = #""applicant.name": "Sione", "# + DeliveryHouse.household

    /// Whatever is published of a tree, no withheld part follows from its sum.
    @Test func aSumGivesNoPartAway() {
        var random = SeededGenerator(seed: 11)
        for _ in 0..<2_000 {
            let count = Int.random(in: 1...7, using: &random)
            var offices: [Office] = []
            for index in 0..<count {
                let parent = index == 0 ? nil : offices.randomElement(using: &random)?.id
                offices.append(
                    Office(id: ID(at: FixedClock.start), key: "o\(index)", name: [:], parent: parent, organisation: ID(at: FixedClock.start)))
            }
            let own = Dictionary(uniqueKeysWithValues: offices.map { ($0.id, (0..<3).map { _ in Int.random(in: 0...9, using: &random) }) })
            let tree = OfficeTree(offices)
            #expect(tree.places.count == count)
            for office in offices {
                let figures = TreeFigures(tree, office, own: own, width: 3)
                let below = tree.below(office.id)
                let parts = [SmallGroups.suppress(own[office.id] ?? []).cells]
                    + below.map { TreeFigures(tree, $0, own: own, width: 3).cells }
                let sums = [own[office.id] ?? []] + below.map { child in (0..<3).map { cell in tree.sum(child, of: own.mapValues { $0[cell] }, 0, +) } }
                for cell in 0..<3 {
                    let all = sums.reduce(0) { $0 + $1[cell] }
                    if let shown = figures.cells[cell] { #expect(shown == all && (shown == 0 || shown >= SmallGroups.least)) }
                    guard figures.cells[cell] != nil, !below.isEmpty else { continue }
                    let hidden = zip(parts, sums).filter { $0.0[cell] == nil }.map { $0.1[cell] }
                    #expect(hidden.isEmpty || (hidden.count > 1 && hidden.reduce(0, +) >= SmallGroups.least))
                }
                if figures.cells.count(where: { $0 == nil }) == 1 { #expect(figures.total == nil) }
            }
        }
    }

    /// The page, the API and the desk tell the same.
    @Test(arguments: Engine.allCases)
    func figuresOfATreeAreTheDesks(on engine: Engine) async throws {
        try await DeliveryHouse.open(on: engine) { browser, house in
            // Labasa stands below Suva.
            try await house.test.database.write { connection in
                let suva: String? = try connection.value("SELECT id FROM office WHERE key = 'dsw-fj-suva'")
                try connection.execute("UPDATE office SET parent_id = \(suva) WHERE key = 'dsw-fj-labasa'")
            }
            for number in 0..<6 {
                _ = try await house.register(browser, Self.person.replacing("Sione", with: "S\(number)"))
                browser.headers = ["authorization": "Bearer operator"]
                let body = #"{"service": "poverty-benefit-scheme", "office": "dsw-fj-labasa", "answers": {\#(Self.person)}}"#
                #expect(try await browser.json(.post, "/api/v1/cases", body).status == 201)
            }
            browser.headers = ["authorization": "Bearer officer"]
            func get(_ path: String) async throws -> JSONValue { try JSONValue(parsing: try await browser.request(.get, path).body) }
            let suva = try await get("/api/v1/offices/dsw-fj-suva/backlog")
            #expect(suva["own"]?["office"] == .integer(6) && suva["withBelow"]?["office"] == .integer(12) && suva["offices"] == .integer(2))
            #expect(try await get("/api/v1/offices/dsw-fj-labasa/backlog")["withBelow"]?["office"] == .integer(6))
            let alone = try await get("/api/v1/offices/dsw-fj-suva/statistics")
            let below = try await get("/api/v1/offices/dsw-fj-suva/statistics?below=true")
            #expect(alone["openByPhase"]?["total"] == .integer(6) && below["openByPhase"]?["total"] == .integer(12))
            #expect(alone["offices"] == .integer(1) && below["offices"] == .integer(2))
            #expect(try await browser.request(.get, "/api/v1/offices/dsw-fj-suva/statistics?below=maybe").status == 400)
            browser.headers = ["authorization": "Bearer stranger"]
            #expect(try await browser.request(.get, "/api/v1/offices/dsw-fj-suva/backlog").status == 404)
            browser.headers = [:]
            try await browser.visit("/as/officer")
            let desk = try await browser.visit("/work/cases/backlog")
            let tree = try await browser.follow("Figures of offices with those below them")
            #expect(tree.has("with 1 below"))
            func cells(_ page: WebPage) -> [String] { page.markup.all("tfoot").first?.all("td").map { $0.text() } ?? [] }
            #expect(cells(desk) == cells(tree) && cells(tree).first == "12")
            try assertGolden(tree, "office-figures-\("en")")
        }
    }

    @Test(arguments: Engine.allCases)
    func manyCasesAreCountedThenGiven(on engine: Engine) async throws {
        try await DeliveryHouse.open(on: engine) { browser, house in
            var references: [String] = []
            for number in 0..<4 { references.append(try await house.register(browser, Self.person.replacing("Sione", with: "S\(number)")).reference) }
            func list(_ seen: Int = 1) -> String {
                (references + [references[0]]).map { #"{"reference": "\#($0)", "seen": \#(seen)}"# }.joined(separator: ", ")
            }
            func post(_ body: String, key: String? = nil, as token: String = "officer") async throws -> WebPage {
                browser.headers = ["authorization": "Bearer \(token)"]
                browser.headers["idempotency-key"] = key
                return try await browser.json(.post, "/api/v1/cases/assignments", body)
            }
            let who = #""person": "colleague@example.org", "cases": [\#(list())]"#
            let counted = try await post("{\(who)}")
            let answer = try JSONValue(parsing: counted.body)
            #expect(counted.status == 200 && answer["count"] == .integer(4) && answer["committed"] == .bool(false))
            func given() async throws -> Int? {
                try await house.test.database.read { try $0.value("SELECT COUNT(*) FROM case_record WHERE assignee_id IS NOT NULL") }
            }
            #expect(try await given() == 0)
            for (body, status, field) in [
                (#"{"person": "nobody@example.org", "cases": [\#(list())]}"#, 422, "person"), (#"{"person": "a\u0001", "cases": [\#(list())]}"#, 422, "person"),
                (#"{"person": "x", "cases": []}"#, 422, "cases"), (#"{"person": "x", "cases": [{"reference": "zzz", "seen": 0}]}"#, 422, "cases.0.reference"),
                (#"{\#(who), "commit": true}"#, 422, "count"), (#"{\#(who), "commit": true, "count": 3}"#, 409, "4"), (#"{"person": 3}"#, 400, "person"),
            ] {
                let refused = try await post(body)
                #expect(refused.status == status && refused.body.contains(field), "\(body.prefix(60)): \(refused.body.prefix(200))")
            }
            #expect(try await given() == 0)
            let commit = #"{\#(who), "commit": true, "count": 4}"#
            let first = try await post(commit, key: "a-key-of-my-own-1")
            let again = try await post(commit, key: "a-key-of-my-own-1")
            #expect(first.status == 200 && first.body == again.body && again.header("idempotent-replayed") == "true", "\(first.body)")
            #expect(try await given() == 4)
            // Old counts find nothing to give; others' cases are not theirs.
            let old = try JSONValue(parsing: try await post("{\(who)}").body)
            #expect(old["count"] == .integer(0))
            #expect(try JSONValue(parsing: try await post("{\(who)}", as: "stranger").body)["count"] == .integer(0))
            #expect(try await post("{\(who)}", as: "operator").status == 403)
            #expect(try await house.test.database.read { try Audit.verify($0).fault } == nil)
        }
    }
}
