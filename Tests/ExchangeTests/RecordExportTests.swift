import Platform
import SQL
import TestSupport
import Testing

@testable import Exchange

/// Files of more records than are read at once: each stands in them once, in the order of the slugs, and goes round.
struct RecordExportTests {
    private static let count = 2 * ExportFiles.batch + 37

    private static func write(_ connection: any Connection, _ act: Act) throws {
        let sides = try ["agency", "ministry"].map {
            Contribution.Side(try #require(try PeopleStore.organisation(connection, key: $0)))
        }
        var partnership = Partnership.Content()
        partnership.title = "Centres for Fiji"
        let link = try BeginPartnership.run(
            connection, act, content: partnership,
            parties: try sides.map {
                .init(try #require(try PeopleStore.organisation(connection, key: $0.key)), $0.key == "agency" ? .giving : .asking)
            }, slug: "centres")
        for number in 0..<count {
            // So that the order of the slugs is neither that of the writing nor that of the days.
            let slug = "r-\(number * 7919 % 1_000)-\(number)"
            let day = "2026-0\(1 + number % 9)-1\(number % 10)"
            var activity = ActivityContent()
            (activity.title, activity.from, activity.organisations) = ("Training, part \(number)", day, sides)
            activity.partnership = number % 2 == 0 ? link.id : nil
            let held = Activity(
                id: ID(at: act.now), slug: slug, content: activity, document: nil, version: 1, updatedBy: "test", updatedAt: act.now)
            try ActivityStore.insert(connection, held)
            var gift = ContributionContent()
            (gift.stage, gift.kind, gift.what, gift.day) = (.committed, .expertDays, "Engineers \"\(number)\"", day)
            gift.quantity = try Quantity(typed: "\(number + 1)", unit: try #require(QuantityUnit("day")))
            (gift.giver, gift.receiver, gift.partnership) = (sides[0], sides[1], link.id)
            gift.activity = number % 3 == 0 ? held.id : nil
            try ContributionStore.insert(
                connection,
                Contribution(id: ID(at: act.now), slug: slug, content: gift, version: 1, updatedBy: "test", updatedAt: act.now))
            var paper = AgreementContent()
            (paper.subject, paper.from, paper.text) = ("Agreement \(number)", day, "# Purpose\nTo learn, \(number).")
            paper.parties = sides.map { .init(organisation: $0.id, key: $0.key, name: $0.name, country: $0.country) }
            paper.partnership = number % 2 == 1 ? link.id : nil
            try AgreementStore.insert(
                connection,
                Agreement(
                    slug: slug, state: .drafted, asOf: day, signedOn: "", content: paper, signedCopy: nil, renews: nil, textNumber: 0,
                    version: 1, updatedBy: "test", createdAt: act.now, updatedAt: act.now))
        }
    }

    private static func slugs(_ bytes: [UInt8]) -> [String] {
        String(decoding: bytes, as: UTF8.self).split(separator: "\r\n").dropFirst().compactMap { line in
            line.hasPrefix("r-") ? line.split(separator: ",").first.map(String.init) : nil
        }
    }

    @Test(arguments: Engine.allCases)
    func manyRecordsGoRound(on engine: Engine) async throws {
        try await StoresFixture.open(on: engine) { house in
            try await house.write { try Self.write($0, $1) }
            try await house.read { connection in
                let files = [
                    try ExportFiles.activities(connection, for: .test), try ExportFiles.contributions(connection, for: .test),
                    try ExportFiles.agreements(connection, for: .test),
                ]
                for file in files {
                    let slugs = Self.slugs(file)
                    #expect(slugs.count == Self.count && Set(slugs).count == Self.count && slugs == slugs.sorted())
                }
                // Who may read nothing gets the headings alone.
                #expect(Self.slugs(try ExportFiles.activities(connection, for: house.reviewer)).isEmpty)
                // What a row points to is its own.
                let activity = try #require(try ActivityStore.find(connection, slug: "r-0-0"))
                let told = String(decoding: files[0], as: UTF8.self).split(separator: "\r\n").first { $0.hasPrefix("r-0-0,") }
                #expect(activity.content.partnership != nil && told?.contains(",centres,") == true)
            }
            let before = try await house.read { try ExportFiles.activities($0, for: .test) }
            let gifts = try await house.read { try ExportFiles.contributions($0, for: .test) }
            let outcome = try await house.write { connection, act in
                [
                    try ImportActivities.run(connection, act, csv: before),
                    try ImportContributions.run(connection, act, csv: gifts),
                ]
            }
            #expect(outcome.map(\.unchanged) == [Self.count, Self.count])
            #expect(outcome.map { $0.added + $0.changed } == [0, 0])
        }
    }

    private static func writeCatalogue(_ connection: any Connection, _ act: Act) throws {
        let ministry = try #require(try PeopleStore.organisation(connection, key: "ministry"))
        let agency = try #require(try PeopleStore.organisation(connection, key: "agency"))
        for number in 0..<count {
            let slug = "r-\(number * 7919 % 1_000)-\(number)"
            var need = NeedContent()
            (need.title, need.problem) = ("Need \(number)", "Far, \"very\" far")
            let stated = try StateNeed.run(
                connection, act, organisation: number % 2 == 0 ? ministry.id : agency.id, CheckedNeed(need), slug: slug).need
            var content = Partnership.Content()
            (content.title, content.need) = ("Partnership \(number)", number % 3 == 0 ? stated.id : nil)
            _ = try BeginPartnership.run(
                connection, act, content: content, parties: [.init(ministry, .asking), .init(agency, .giving)], slug: slug)
        }
    }

    @Test(arguments: Engine.allCases)
    func manyNeedsAndPartnershipsGoRound(on engine: Engine) async throws {
        try await StoresFixture.open(on: engine) { house in
            try await house.write { try Self.writeCatalogue($0, $1) }
            let (needs, partnerships) = try await house.read { connection in
                (try ExportFiles.needs(connection, for: .test), try ExportFiles.partnerships(connection, for: .test))
            }
            for file in [needs, partnerships] {
                let slugs = Self.slugs(file)
                #expect(slugs.count == Self.count && Set(slugs).count == Self.count && slugs == slugs.sorted())
            }
            // What a row points to is its own.
            let told = String(decoding: partnerships, as: UTF8.self).split(separator: "\r\n").first { $0.hasPrefix("r-0-0,") }
            #expect(told?.contains(",r-0-0,") == true)
            let none = try await house.read { try ExportFiles.partnerships($0, for: house.reviewer) }
            #expect(Self.slugs(none).isEmpty)
            let outcome = try await house.write { connection, act in
                [try ImportNeeds.run(connection, act, csv: needs), try ImportPartnerships.run(connection, act, csv: partnerships)]
            }
            #expect(outcome.map(\.unchanged) == [Self.count, Self.count])
        }
    }
}
