import Platform
import SQL
import TestSupport
import Testing
import Web

@testable import Exchange

/// Agreements, contributions and activities as programs use them, and what an older database brings along.
struct AgreementAPITests {
    private static let same = ["sec-fetch-site": "same-origin"]

    @Test(arguments: Engine.allCases)
    func programsDraftAndMoveAgreements(on engine: Engine) async throws {
        try await WorkHouse.open(on: engine) { browser, _ in
            try await browser.visit("/as/focal")
            let made = try await browser.json(
                .post, "/api/v1/agreements", headers: Self.same,
                #"{"subject":"Boats","parties":[{"organisation":"fiji","signatory":"A name","office":"Minister"},{"organisation":"bhutan"}],"text":"For {subject}."}"#)
            #expect(made.status == 201 && made.header("location") == "/api/v1/agreements/fiji-bhutan-2026")
            #expect(made.body.contains(#""standing":"drafted""#))
            let address = "/api/v1/agreements/fiji-bhutan-2026"
            let step = #"{"step":"ask-input"}"#
            let unversioned = try await browser.json(.post, address + "/steps", headers: Self.same, step)
            #expect(unversioned.status == 428)
            let moved = try await browser.json(.post, address + "/steps", headers: Self.same.merging(["if-match": "\"1\""]) { $1 }, step)
            #expect(moved.status == 200 && moved.body.contains(#""state":"input""#) && moved.header("etag") == "\"2\"")
            let late = try await browser.json(.put, address, headers: Self.same.merging(["if-match": "\"1\""]) { $1 }, #"{"subject":"X"}"#)
            #expect(late.status == 412)
            let wrong = try await browser.json(
                .put, address, headers: Self.same.merging(["if-match": "\"2\""]) { $1 }, #"{"text":"{boats}","parties":[{"organisation":"mars"}]}"#)
            #expect(wrong.status == 422 && wrong.body.contains("mars"))
            let visitor = browser.stranger()
            let hidden = try await visitor.request(.get, address)
            let list = try await visitor.request(.get, "/api/v1/agreements")
            #expect(hidden.status == 404 && list.body == #"{"items":[],"next":null}"#)
            let bad = try await visitor.request(.get, "/api/v1/agreements?standing=lost")
            #expect(bad.status == 400)
            let page = try await browser.request(.get, "/api/v1/agreements?limit=1")
            #expect(page.body.contains("fiji-bhutan-2026") && !page.body.contains("For {subject}"))
        }
    }

    @Test func programsNoteContributionsAndActivities() async throws {
        try await WorkHouse.open(on: .sqlite) { browser, _ in
            try await browser.visit("/as/focal")
            let made = try await browser.json(
                .post, "/api/v1/contributions", headers: Self.same,
                #"{"kind":"money","giver":"fiji","receiver":"bhutan","amount":"0.005","unit":"BHD","what":"A gift","day":"2026-12-01"}"#)
            #expect(made.status == 201 && made.body.contains(#""amount":"0.005""#) && made.body.contains(#""unit":"BHD""#))
            let address = try #require(made.header("location"))
            let wrong = try await browser.json(
                .put, address, headers: Self.same.merging(["if-match": "\"1\""]) { $1 }, #"{"amount":"1.5","unit":"JPY"}"#)
            #expect(wrong.status == 422 && wrong.body.contains("contribution.error.decimals"))
            let changed = try await browser.json(
                .put, address, headers: Self.same.merging(["if-match": "\"1\""]) { $1 }, #"{"stage":"cancelled","note":"No budget"}"#)
            #expect(changed.status == 200 && changed.body.contains(#""stage":"cancelled""#))
            let ledger = try await browser.request(.get, "/api/v1/reports/ledger")
            #expect(ledger.body == #"{"feeds":"SDG 17.3.1","lines":[],"totals":[]}"#)
            let activity = try await browser.json(
                .post, "/api/v1/activities", headers: Self.same,
                #"{"kind":"training","title":"Registers","from":"2026-12-01","place":"Suva","organisations":["fiji","bhutan"],"women":3}"#)
            #expect(activity.status == 201 && activity.body.contains(#""women":3"#) && !activity.body.contains("notStated"))
            try await browser.visit("/as/officer")
            for path in [address, try #require(activity.header("location"))] {
                let hidden = try await browser.request(.get, path)
                #expect(hidden.status == 404, "\(path)")
            }
        }
    }

    /// What an event's paper noted before becomes a full record, and nothing of it is lost.
    @Test(arguments: Engine.allCases)
    func notedAgreementsMoveOver(on engine: Engine) async throws {
        let before = StoresFixture.migrations.prefix { $0.id != agreements0006.id }
        try await withDatabase(migrations: Array(before), on: engine) { database in
            try await database.write { connection in
                try PublicFixture.write(connection)
                for (key, status) in [("a", "proposed"), ("b", "signed"), ("c", "ended")] {
                    try connection.execute("""
                        INSERT INTO agreement (key, kind, status, as_of, event, subject, sources)
                        VALUES (\(key), 'mou', \(status), '2017-12-11', 'dhaka', 'Subject', '[{"title":"A paper"}]')
                        """)
                    for (position, party) in [PublicFixture.ministry, PublicFixture.agency].enumerated() {
                        try connection.execute("""
                            INSERT INTO agreement_party (agreement, organisation_id, position) VALUES (\(key), \(party), \(position))
                            """)
                    }
                }
            }
            try await Migrator(StoresFixture.migrations).migrate(database) { 0 }
            try await database.read { connection in
                let all = try AgreementStore.list(connection, for: .test, limit: 10)
                #expect(all.map(\.slug) == ["c", "b", "a"] && all.map(\.state) == [.ended, .signed, .drafted])
                #expect(all.allSatisfy { $0.content.parties.map(\.key) == ["ministry", "agency"] && $0.content.sources.count == 1 })
                #expect(all.map(\.signedOn) == ["", "2017-12-11", ""] && all.allSatisfy { $0.asOf == "2017-12-11" })
            }
        }
    }
}
