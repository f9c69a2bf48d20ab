import Foundation
import Platform
import SQL
import TestSupport
import Testing

@testable import Exchange

struct ImportsDPGTests {
    /// The registry's file, where the shared data lies beside this checkout.
    static let file = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../../shared/data/dpg/solutions.json").standardizedFileURL
    static var hasFile: Bool { FileManager.default.fileExists(atPath: file.path(percentEncoded: false)) }

    private func load(_ text: String, into house: StoresFixture, strict: Bool = false) async throws -> ImportOutcome {
        try await house.write { try ImportDPG.run($0, $1, text: text, strict: strict, thisYear: 2026) }
    }

    private func lines(_ problems: [ImportProblem]) -> [String] { problems.map { "\($0.record) \($0.field) \($0.key)" } }

    /// Every text that the tables of solutions, their owners and the audit hold.
    private func everything(_ house: StoresFixture) async throws -> [String] {
        try await house.read { connection in
            var texts: [String] = []
            let queries: [SQL] = [
                "SELECT content FROM solution_revision", "SELECT texts FROM solution_listing",
                "SELECT evidence FROM solution_claim", "SELECT name FROM organisation",
                "SELECT organisation || note || source FROM adoption",
                "SELECT COALESCE(state_before, '') || COALESCE(state_after, '') FROM audit_entry WHERE action LIKE 'solution.%'",
            ]
            for query in queries {
                texts += try connection.query(query).map { row -> String in try row[0] }
            }
            return texts
        }
    }

    @Test(
        .enabled(if: ImportsDPGTests.hasFile, "The registry's file is not beside this checkout (shared/data/dpg)."),
        arguments: Engine.allCases)
    func theWholeRegistryIsTakenOver(on engine: Engine) async throws {
        try await StoresFixture.open(on: engine) { house in
            let text = try String(contentsOf: Self.file, encoding: .utf8)
            await #expect(throws: ImportRefused.self) { _ = try await load(text, into: house, strict: true) }
            #expect(try await house.read { try SolutionSearch().run($0, SolutionQuery()) }.count == 0)

            let first = try await load(text, into: house)
            #expect(first.added == 111 && first.changed == 0)
            #expect(try await house.read { try SolutionSearch().run($0, SolutionQuery()) }.count == 111)
            let problems = lines(first.problems)
            for name in ["altinn", "android-fhir-sdk", "automated-data-agreement", "cloud-carbon-footprint", "deon", "openattestation", "trubudget"] {
                #expect(problems.contains("\(name) locations.deploymentCountries import.country-empty"), "\(name)")
            }
            #expect(
                first.problems.contains {
                    $0.record == "kobotoolbox" && $0.key == "import.country-unknown" && $0.facts["value"] == "Kosovo"
                })
            let words = house.test.services.catalogue.words("en")
            for problem in first.problems {
                #expect(words.has(problem.key) && !problem.text(words).contains("{"), "\(problem)")
            }

            // Each deployment that is no fault is an adoption, counted here from the file itself.
            guard case .array(let items) = try JSONValue(parsing: text) else { throw Refusal.notFound }
            var expected = 0
            for item in items {
                guard case .array(let places)? = item["locations"]?["deploymentCountries"] else { continue }
                expected += Set(places.compactMap { $0.text.flatMap { Countries.shared.resolve($0)?.code } }).count
            }
            let adoptions: Int = try await house.read { connection in
                try #require(try connection.first("SELECT COUNT(*) AS n FROM adoption"))["n"]
            }
            #expect(adoptions == expected && expected > 1_000)

            let address = /[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+\.[A-Za-z]/
            let found = try await everything(house).filter { $0.contains(address) }
            #expect(found.isEmpty, "\(found.count) texts hold an address")

            let second = try await load(text, into: house)
            #expect(second.changedNothing && second.unchanged == 111)
            #expect(lines(second.problems) == problems)
        }
    }

    @Test(arguments: [
        (#"{"id": "x", "name": "X", "locations": {"deploymentCountries": ["", "Kosovo", "Kenya", "Kenya"]}}"#,
         ["x locations.deploymentCountries import.country-empty", "x locations.deploymentCountries import.country-unknown"], 1),
        (#"{"id": "x", "name": "X", "SDGs": [{"SDGNumber": 18}, {"SDGNumber": 3}, {"SDGNumber": 3}, {"SDGNumber": "5"}]}"#,
         ["x SDGs.SDGNumber error.sdg", "x SDGs.SDGNumber import.sdg-twice", "x SDGs.SDGNumber error.sdg"], 1),
        (#"{"id": "x"}"#, ["x name error.required"], 0),
        (#"{"name": "X"}"#, ["record 1 id error.required"], 0),
        (#"[]"#, ["record 1  import.wrong-type"], 0),
        (#"{"id": "x", "name": 5, "sectors": "Health"}"#, ["x name import.wrong-type", "x name error.required"], 0),
        (#"{"id": "x", "name": "X", "sectors": "Health", "website": "javascript:alert(1)"}"#,
         ["x sectors import.wrong-type", "x website error.link"], 1),
        (#"{"id": "x", "name": "X", "description": "Write to somebody@example.org."}"#, ["x description import.contact-removed"], 1),
        (#"{"id": "x", "name": "X"}, {"id": "x", "name": "Y"}"#, ["x id import.id-twice"], 1),
    ])
    func faultyRecordsAreNamed(records: String, expected: [String], added: Int) async throws {
        try await StoresFixture.open(on: .sqlite) { house in
            let text = "[\(records)]"
            let refused = await #expect(throws: ImportRefused.self) { _ = try await load(text, into: house, strict: true) }
            #expect(refused.map { lines($0.problems) } == expected)
            let outcome = try await load(text, into: house)
            #expect(lines(outcome.problems) == expected)
            #expect(outcome.added == added)
            #expect(try await !everything(house).contains { $0.contains("somebody@example.org") })
            #expect(try await load(text, into: house).changedNothing)
        }
    }

    @Test(arguments: ["", "{}", "[", "no JSON", #"{"id": "x"}"#])
    func whatIsNoListIsRefused(text: String) async throws {
        try await StoresFixture.open(on: .sqlite) { house in
            let refused = await #expect(throws: ImportRefused.self) { _ = try await load(text, into: house) }
            #expect(refused?.problems.map(\.record) == ["file"])
        }
    }

    /// What people here have mended is theirs; the registry's next file does not overwrite it.
    @Test(arguments: Engine.allCases)
    func editsOfPeopleAreKept(on engine: Engine) async throws {
        try await StoresFixture.open(on: engine) { house in
            func file(_ description: String) -> String { #"[{"id": "x", "name": "X", "description": "\#(description)"}]"# }
            _ = try await load(file("One"), into: house)
            #expect(try await load(file("Two"), into: house).changed == 1)
            let solution = try #require(
                try await house.read { try SolutionStore.find($0, origin: .init(registry: "dpg", id: "x")) })
            var mended = PublicFixture.centresContent
            mended.translations = [:]
            let content = mended
            _ = try await house.write(as: house.secretariat) {
                try SaveDraft.run($0, $1, solution: solution.id, content: content, version: 0, thisYear: 2026)
            }
            #expect(try await load(file("Three"), into: house).changedNothing)
            for (step, principal) in [
                (RevisionStep.submit, house.secretariat), (.check, house.secretariat), (.validate, house.reviewer),
                (.publish, house.secretariat),
            ] {
                try await house.move(solution.id, step, as: principal)
            }
            #expect(try await load(file("Four"), into: house).changedNothing)
            #expect(try await house.read { try SolutionListing.find($0, [solution.id]) }.first?.texts.title(in: "en").text == mended.title)
        }
    }

    @Test func longTextsAreCutAtAWord() {
        #expect(ImportDPG.cut("short", to: 10) == "short")
        #expect(ImportDPG.cut("one two three", to: 10) == "one two…")
        #expect(ImportDPG.cut("incomprehensible", to: 10) == "incompreh…")
        var made = RulesGenerated(seed: 12)
        for _ in 0..<300 {
            let text = made.words(40)
            let cut = ImportDPG.cut(text, to: 50)
            #expect(cut.count <= 50 && (cut == text || cut.hasSuffix("…")))
        }
    }
}
