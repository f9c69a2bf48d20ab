import Foundation
import Platform
import SQL
import TestSupport
import Testing
import Web

@testable import Accounts

@Suite struct OrganisationTests {
    private func draft(_ key: String, parent: String? = nil, name: String? = nil) -> OrganisationDraft {
        OrganisationDraft(key: key, name: name ?? "Office \(key)", kind: "government", countryCode: nil, parentKey: parent)
    }

    @Test func saysWhatIsWrongWithADraft() {
        let wrong = OrganisationDraft(
            key: "Not A Key", name: "", kind: "club", countryCode: "Namibia", parentKey: nil)
        #expect(wrong.errors().map(\.field) == ["key", "name", "kind", "countryCode"])
        // NA is Namibia, not an empty cell.
        let right = OrganisationDraft(
            key: "gov-na", name: "Government of Namibia", kind: "government", countryCode: "NA", parentKey: nil)
        #expect(right.errors().isEmpty)
        #expect(draft("a", parent: "a").errors().map(\.key) == ["accounts.organisation.parent-cycle"])
    }

    @Test(arguments: ["-a", "a-", "a--b", "A", "", "é", "a b", String(repeating: "a", count: 61)])
    func refusesWhatIsNoKey(_ key: String) {
        #expect(!OrganisationDraft.isKey(key))
    }

    /// Over random trees: a move is refused exactly when the new parent stands under what is moved.
    @Test func noMoveMakesACycle() {
        var random = SeededGenerator(seed: 21)
        for _ in 0..<300 {
            let count = Int.random(in: 2...20, using: &random)
            var parents: [String: String] = [:]
            for child in 1..<count where Bool.random(using: &random) {
                parents["k\(child)"] = "k\(Int.random(in: 0..<child, using: &random))"
            }
            let key = "k\(Int.random(in: 0..<count, using: &random))"
            let parent = "k\(Int.random(in: 0..<count, using: &random))"
            var ancestors: Set<String> = []
            var next: String? = parent
            while let current = next {
                ancestors.insert(current)
                next = parents[current]
            }
            let decision = OrganisationDraft.mayStand(key, under: parent) { parents[$0] }
            #expect(decision.allowed == !ancestors.contains(key))
        }
    }

    @Test(arguments: Engine.allCases)
    func aFileComesBackAsItWas(_ engine: Engine) async throws {
        try await withHouse(engine) { house in
            // A parent may come after its child.
            let file = """
                key,name,kind,country_code,parent_key\r
                a2i,"Aspire, ""to"" innovate",government,BD,gov-bd\r
                gov-bd,Government of Bangladesh,government,BD,\r
                gov-na,=Government of Namibia,government,NA,\r

                """
            let now = house.now
            let rows = try OrganisationCSV.read(Array(file.utf8))
            let first = try await house.write { try OrganisationCSV.store($0, rows, by: .program("test"), at: now) }
            #expect(first == .init(created: 3, changed: 0, unchanged: 0))
            let export = try await house.read { try OrganisationCSV.write($0) }
            let again = try OrganisationCSV.read(export)
            #expect(Set(again.map(\.draft.key)) == ["a2i", "gov-bd", "gov-na"])
            #expect(again.first { $0.draft.key == "gov-na" }?.draft.name == "=Government of Namibia")
            let second = try await house.write { try OrganisationCSV.store($0, again, by: .program("test"), at: now) }
            #expect(second == .init(created: 0, changed: 0, unchanged: 3))
            #expect(try await house.read { try OrganisationCSV.write($0) } == export)
        }
    }

    @Test(arguments: Engine.allCases)
    func oneWrongRowKeepsAllOut(_ engine: Engine) async throws {
        try await withHouse(engine) { house in
            try await house.organisation("gov-bd")
            let now = house.now
            let rows = [
                (line: 2, draft: draft("good")), (line: 3, draft: draft("bad", parent: "nowhere")),
                (line: 4, draft: draft("x", parent: "y")), (line: 5, draft: draft("y", parent: "x")),
                (line: 6, draft: draft("good")),
            ]
            let faults = await #expect(throws: OrganisationCSV.Faults.self) {
                try await house.write { try OrganisationCSV.store($0, rows, by: .program("test"), at: now) }
            }
            #expect(faults?.faults.map(\.line) == [3, 4, 5, 6])
            #expect(try await house.read { try PeopleStore.organisation($0, key: "good") } == nil)
        }
    }

    @Test(arguments: Engine.allCases)
    func aChangeIsCheckedAgainstTheRest(_ engine: Engine) async throws {
        try await withHouse(engine) { house in
            let now = house.now
            try await house.write { connection throws in
                for (key, parent) in [("a", nil), ("b", "a"), ("c", "b")] as [(String, String?)] {
                    _ = try OrganisationChanges.create(connection, draft(key, parent: parent), by: .program("test"), at: now)
                }
                func fields(_ draft: OrganisationDraft, of key: String) -> [String] {
                    do {
                        _ = try OrganisationChanges.update(connection, key: key, draft, by: .program("test"), at: now)
                        return []
                    } catch let errors as FieldErrors {
                        return errors.errors.map(\.key)
                    } catch {
                        return ["\(error)"]
                    }
                }
                #expect(fields(draft("a", parent: "c"), of: "a") == ["accounts.organisation.parent-cycle"])
                #expect(fields(draft("b"), of: "a") == ["accounts.organisation.key-taken"])
                #expect(fields(draft("a", parent: "zz"), of: "a") == ["accounts.organisation.parent-unknown"])
                #expect(fields(draft("c", parent: "a"), of: "c").isEmpty)
                #expect(fields(draft("a", name: "A new name"), of: "a").isEmpty)
            }
        }
    }
}
