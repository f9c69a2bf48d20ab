import Platform
import SQL
import TestSupport
import Testing
import Web

@testable import Exchange

/// Lists that the database narrows down and counts: they say the same as one would find by reading every record.
struct RecordListingTests {
    /// Agreements of all states and terms, made by chance but the same each time.
    private static func write(_ connection: any Connection, _ act: Act, count: Int) throws {
        var made = RulesGenerated(seed: 7)
        let keys = ["agency", "ministry", "network"]
        for number in 0..<count {
            let state = Agreement.State.allCases.randomElement(using: &made.generator) ?? .drafted
            let days = ["", "2026-01-01", "2026-11-20", "2026-11-21", "2027-01-01"]
            let from = days.randomElement(using: &made.generator) ?? ""
            let to = days.filter { $0.isEmpty || $0 >= from }.randomElement(using: &made.generator) ?? ""
            var content = AgreementContent()
            content.kind = Agreement.Kind.allCases.randomElement(using: &made.generator) ?? .mou
            (content.subject, content.from, content.to) = ("Agreement \(number)", from, to)
            for key in keys.filter({ _ in Bool.random(using: &made.generator) }) {
                let one = try #require(try PeopleStore.organisation(connection, key: key))
                content.parties.append(.init(organisation: one.id, key: one.key, name: one.name, country: one.country))
            }
            try AgreementStore.insert(
                connection,
                Agreement(
                    slug: "a-\(number)", state: state, asOf: "2026-0\(1 + number % 3)-0\(1 + number % 5)", signedOn: "",
                    content: content, signedCopy: nil, renews: nil, textNumber: 0, version: 1, updatedBy: "", createdAt: act.now,
                    updatedAt: act.now))
        }
    }

    private static let today = "2026-11-20"

    private static func values(_ one: Agreement, _ name: String) -> Set<String> {
        switch name {
        case "standing": [one.standing(on: today).rawValue]
        case "kind": [one.content.kind.rawValue]
        case "country": Set(one.content.parties.compactMap(\.country))
        default: Set(one.content.parties.map(\.key))
        }
    }

    @Test(arguments: Engine.allCases)
    func aListSaysWhatItsRecordsSay(on engine: Engine) async throws {
        try await StoresFixture.open(on: engine) { house in
            try await house.write { try Self.write($0, $1, count: 120) }
            let principals = [house.owner, house.otherOwner, house.secretariat, house.reviewer]
            let queries: [[String: [String]]] = [
                [:], ["standing": ["in-force"]], ["kind": ["mou"], "party": ["ministry"]], ["country": ["BD"]],
            ]
            try await house.read { connection in
                for principal in principals {
                    let all = try AgreementStore.list(connection, for: principal, limit: 1_000)
                    for query in queries {
                        let address = AgreementListPage.address(query)
                        func fits(_ one: Agreement, but left: String? = nil) -> Bool {
                            address.values.allSatisfy { name, value in name == left || Self.values(one, name).contains(value) }
                        }
                        let page = try RecordPage<Agreement>.read(connection, address, for: principal, today: Self.today)
                        let expected = all.filter { fits($0) }
                        #expect(page.count == expected.count)
                        #expect(page.shown.map(\.slug) == expected.prefix(50).map(\.slug))
                        for name in ["standing", "kind", "country", "party"] {
                            var counts: [String: Int] = [:]
                            for one in all where fits(one, but: name) {
                                for value in Self.values(one, name) { counts[value, default: 0] += 1 }
                            }
                            let told = Dictionary(uniqueKeysWithValues: (page.tallies[name] ?? []).map { ($0.value, $0.count) })
                            #expect(told == counts, "\(name) of \(query)")
                        }
                    }
                }
            }
        }
    }

    /// Each record once, in one order, however small the pages and whatever comes in between.
    @Test(arguments: Engine.allCases)
    func pagesGoThroughAll(on engine: Engine) async throws {
        try await StoresFixture.open(on: engine) { house in
            try await house.write { try Self.write($0, $1, count: 40) }
            let all = try await house.read { try AgreementStore.list($0, for: .test, limit: 1_000).map(\.slug) }
            var (seen, cursor): ([String], String?) = ([], nil)
            repeat {
                let address = AgreementListPage.address([:]).at(cursor)
                let page = try await house.read {
                    try RecordPage<Agreement>.read($0, address, for: .test, today: Self.today, size: 7)
                }
                seen += page.shown.map(\.slug)
                cursor = page.next?.cursor
            } while cursor != nil
            #expect(seen == all)
            await #expect(throws: Problem.self) {
                _ = try await house.read {
                    try RecordPage<Agreement>.read(
                        $0, AgreementListPage.address([:]).at("x"), for: .test, today: Self.today)
                }
            }
        }
    }
}
