import Platform
import SQL
import TestSupport
import Testing

@testable import Exchange

struct ContributionStoreTests {
    private static func side(_ connection: any Connection, _ key: String) throws -> Contribution.Side {
        Contribution.Side(try #require(try PeopleStore.organisation(connection, key: key)))
    }

    private static func content(
        _ connection: any Connection, _ stage: Contribution.Stage, _ kind: Contribution.Kind, _ amount: String?, _ unit: String,
        day: String = "2026-03-01", giver: String = "agency"
    ) throws -> ContributionContent {
        var content = ContributionContent()
        (content.stage, content.kind) = (stage, kind)
        content.giver = try side(connection, giver)
        content.receiver = try side(connection, giver == "agency" ? "ministry" : "agency")
        let unit = try #require(QuantityUnit(unit))
        content.quantity = try amount.map { try Quantity(typed: $0, unit: unit) }
        (content.what, content.day) = ("Engineers for the register", day)
        return content
    }

    private func save(_ house: StoresFixture, _ content: ContributionContent, _ old: Contribution? = nil, as who: Principal? = nil)
        async throws -> Contribution
    {
        try await house.write(as: who ?? house.owner) {
            try SaveContribution.run($0, $1, slug: old?.slug, version: old?.version ?? 0, content: content)
        }
    }

    @Test(arguments: Engine.allCases)
    func aPromiseAndItsDeliveriesStandInTheLedger(on engine: Engine) async throws {
        try await StoresFixture.open(on: engine) { house in
            let promised = try await house.read { try Self.content($0, .committed, .expertDays, "10.5", "day") }
            let promise = try await save(house, promised)
            #expect(promise.slug == "agency-expert-days-2026-03-01")
            var delivery = try await house.read { try Self.content($0, .delivered, .expertDays, "4", "day", day: "2026-10-01") }
            delivery.fulfils = promise.id
            _ = try await save(house, delivery, as: house.otherOwner)
            var other = delivery
            other.kind = .money
            other.quantity = Quantity(minor: 100, unit: try #require(QuantityUnit("USD")))
            let wrong = other
            await #expect(throws: Refusal.invalid([ContentIssue("fulfils", "contribution.error.other-unit")])) {
                _ = try await save(house, wrong)
            }
            var changed = promised
            changed.stage = .delivered
            let turned = changed
            await #expect(throws: Refusal.invalid([ContentIssue("stage", "contribution.error.keep-commitment")])) {
                _ = try await save(house, turned, promise)
            }
            await #expect(throws: Refusal.denied(.deny("rule.side-only"))) { _ = try await save(house, delivery, as: house.reviewer) }
            let late = await #expect(throws: Refusal.self) { _ = try await save(house, promised, Contribution(
                id: promise.id, slug: promise.slug, content: promised, version: 7, updatedBy: "", updatedAt: promise.updatedAt)) }
            #expect(late == .changedMeanwhile(by: house.owner.name, at: promise.updatedAt))
            let ledger = Ledger(try await house.read { try ContributionStore.ledger($0, for: house.secretariat) })
            #expect(ledger.lines.count == 1 && ledger.lines[0].planned == 105 && ledger.lines[0].delivered == 40)
            #expect(ledger.document.totals.first?.planned == "10.5" && ledger.document.feeds == "SDG 17.3.1")
            #expect(try await house.read { try ContributionStore.ledger($0, for: house.reviewer) }.isEmpty)
            #expect(try await house.read { try Audit.verify($0) }.isSound)
        }
    }

    /// The store's sums are those of the records, for everybody the records that they may read.
    @Test(arguments: Engine.allCases)
    func sumsAreThoseOfTheRecords(on engine: Engine) async throws {
        try await StoresFixture.open(on: engine) { house in
            var made = RulesGenerated(seed: 54)
            for number in 0..<60 {
                let stage = Contribution.Stage.allCases[number % 3]
                let minor = Int64.random(in: 0...Quantity.most, using: &made.generator)
                let code = ["USD", "JPY", "BHD"][number % 3 == 0 ? 0 : Int.random(in: 0..<3, using: &made.generator)]
                let giver = ["agency", "ministry", "network"][Int.random(in: 0..<3, using: &made.generator)]
                let year = Int.random(in: 2024...2026, using: &made.generator)
                try await house.write { connection, act in
                    let unit = try #require(QuantityUnit(code))
                    var content = try Self.content(connection, stage, .money, nil, code, day: "\(year)-02-01", giver: giver)
                    content.quantity = Quantity(minor: minor, unit: unit)
                    content.note = "Reason"
                    _ = try SaveContribution.run(connection, act, slug: nil, version: 0, content: content)
                }
            }
            let principals = (0..<40).map { _ in made.principal() } + [house.owner, house.otherOwner, house.secretariat, .anonymous]
            try await house.read { connection in
                let all = try ContributionStore.list(connection, for: .test, limit: 100)
                #expect(all.count == 60)
                for who in principals {
                    let mine = try ContributionStore.list(connection, for: who, limit: 100)
                    let expected = all.filter { RecordSides.mayRead(who, $0.content.sides, isNear: false).allowed }
                    #expect(mine == expected)
                    for cell in try ContributionStore.ledger(connection, for: who) {
                        let same = mine.filter { one in
                            one.content.giver?.country == cell.country && one.content.kind == cell.kind
                                && one.content.quantity?.unit == cell.unit && one.content.stage == cell.stage
                                && one.content.day.hasPrefix(cell.year)
                        }
                        #expect(cell.records == same.count)
                        #expect(cell.minor == same.reduce(0) { $0 + ($1.content.quantity?.minor ?? 0) })
                    }
                }
            }
        }
    }

    @Test(arguments: Engine.allCases)
    func filesGoRound(on engine: Engine) async throws {
        let (contributions, activities) = try await StoresFixture.open(on: engine) { house in
            let first = try await save(house, try await house.read { try Self.content($0, .committed, .money, "1234.50", "USD") })
            var delivery = try await house.read { try Self.content($0, .delivered, .money, "200", "USD", day: "2026-05-01") }
            delivery.fulfils = first.id
            delivery.note = "=1+1, \"quoted\"\nsecond line"
            _ = try await save(house, delivery)
            _ = try await save(house, try await house.read { try Self.content($0, .committed, .inKind, nil, "USD") })
            var plan = ActivityContent()
            plan.organisations = [try await house.read { try Self.side($0, "agency") }]
            (plan.title, plan.from, plan.place, plan.women, plan.notStated) = ("Visit", "2026-12-01", "Suva", 12, 0)
            let planned = plan
            _ = try await house.write(as: house.owner) { try SaveActivity.run($0, $1, slug: nil, version: 0, content: planned) }
            let files = try await house.read {
                (try ExportFiles.contributions($0, for: .test), try ExportFiles.activities($0, for: .test))
            }
            #expect(try await house.write { try ImportContributions.run($0, $1, csv: files.0) }.changedNothing)
            return files
        }
        try await StoresFixture.open(on: engine) { other in
            #expect(try await other.write { try ImportContributions.run($0, $1, csv: contributions) }.added == 3)
            #expect(try await other.write { try ImportActivities.run($0, $1, csv: activities) }.added == 1)
            let again = try await other.read {
                (try ExportFiles.contributions($0, for: .test), try ExportFiles.activities($0, for: .test))
            }
            #expect(again.0 == contributions && again.1 == activities)
            #expect(try await other.write { try ImportActivities.run($0, $1, csv: activities) }.changedNothing)
        }
    }

    @Test(arguments: [
        ("unit", "DOLLAR", "unit error.currency"), ("amount", "-5", "amount error.negative"), ("amount", "ten", "amount error.number"),
        ("amount", "1.005", "amount contribution.error.decimals"), ("day", "31.12.2026", "day agreement.error.day"),
        ("giver", "nobody", "giver import.organisation-unknown"), ("payer", "nobody", "payer import.organisation-unknown"),
        ("stage", "given", "stage error.choice"), ("kind", "gold", "kind error.choice"), ("what", "", "what error.required"),
        ("unit", "day", "unit error.currency"), ("fulfils", "nothing", "fulfils contribution.error.unknown"),
        ("agreement", "nothing", "agreement agreement.error.unknown"), ("slug", "Not one", "slug import.slug"),
        ("activity", "nothing", "activity activity.error.unknown"), ("amount", "", "amount error.required"),
    ])
    func aWrongCellRefusesTheFile(column: String, value: String, problem: String) async throws {
        try await StoresFixture.open(on: .sqlite) { house in
            let good = [
                "slug": "good", "stage": "committed", "kind": "money", "giver": "agency", "what": "Money", "day": "2026-01-01",
                "amount": "10.00", "unit": "USD",
            ]
            var csv = CSVWriter()
            csv.row(ContributionCSV.columns)
            csv.row(ContributionCSV.columns.map { good[$0] ?? "" })
            var bad = good
            bad["slug"] = "bad"
            bad[column] = value
            csv.row(ContributionCSV.columns.map { bad[$0] ?? "" })
            let bytes = csv.take()
            let refused = await #expect(throws: ImportRefused.self) {
                try await house.write { _ = try ImportContributions.run($0, $1, csv: bytes) }
            }
            #expect(refused?.problems.map { "\($0.field) \($0.key)" } == [problem])
            #expect(refused?.problems.allSatisfy { $0.record == "row 2" } == true)
            let words = house.test.services.catalogue.words("en")
            for one in refused?.problems ?? [] { #expect(words.has(one.key)) }
            let written = try await house.read { try ContributionStore.find($0, slug: "good") }
            #expect(written == nil)
        }
    }
}
