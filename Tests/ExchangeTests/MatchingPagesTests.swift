import Foundation
import Platform
import SQL
import TestSupport
import Testing
import Web

@testable import Exchange

/// The pages and the API of matching as a browser gets them, on both engines.
struct MatchingPagesTests {
    /// A change with the session's cookie must come from a page of ours.
    private static let ours = ["sec-fetch-site": "same-origin"]
    private static let secretary: ID<Person> = PublicFixture.id(13)

    /// Opens a browser on the fixture; `/as/focal`, `/as/officer` and `/as/secretariat` sign it in.
    private func withBrowser(
        on engine: Engine = .sqlite, _ body: @escaping @Sendable (Browser, TestServices) async throws -> Void
    ) async throws {
        try await withServices(
            on: engine, migrations: platformMigrations + webMigrations + Exchange.migrations,
            languages: [Catalogue.platformFolder, WebRoom.languages, Exchange.languages]
        ) { test in
            try await test.database.write { connection in
                try PublicFixture.write(connection)
                let network: ID<Organisation> = PublicFixture.id(3)
                try PeopleStore.insert(
                    connection, Organisation(id: network, key: "network", name: "Network", kind: .network, country: nil, parent: nil),
                    by: .test, at: PublicFixture.now)
                try PeopleStore.insert(
                    connection,
                    Person(id: Self.secretary, name: "Secretariat", email: "s@example.org", language: "en", state: .active),
                    by: .test, at: PublicFixture.now)
                _ = try PeopleStore.addMembership(
                    connection, person: Self.secretary, organisation: network, role: .secretariat, by: .test, at: PublicFixture.now)
            }
            let people = [
                "focal": PublicFixture.focalPerson, "officer": PublicFixture.officer, "secretariat": Self.secretary,
            ]
            let signIn = Route.get("/as/{who}", .everyone) { call in
                guard let person = people[try call.parameters["who"]] else { throw Problem.notFound }
                let now = call.now
                let session = try await call.services.database.write {
                    try Sessions.start($0, person: person, at: now, replacing: nil, device: "test")
                }
                return Reply.redirect(to: "/reports").starting(session)
            }
            let search = SolutionSearch()
            let service = MatchService(search: search)
            let room = Room(
                name: "exchange",
                routes: PublicPages.routes(search: search) + MatchPages.all(service) + MatchAPI(service: service).routes + [signIn],
                navigation: PublicPages.navigation, languages: Exchange.languages)
            let application = try buildApplication(
                rooms: [room], services: test.services, settings: WebSettings(accessLog: .none))
            try await Browser.open(application) { browser in try await body(browser, test) }
        }
    }

    @Test(arguments: Engine.allCases, ["en", "bn", "ar"])
    func pagesStayAsTheyWereRead(on engine: Engine, in language: String) async throws {
        try await withBrowser(on: engine) { browser, _ in
            browser.language = language
            try assertGolden(try await browser.visit("/needs/need-51/matches"), "matching-need-\(language)")
            try assertGolden(try await browser.visit("/matching/weights"), "matching-weights-\(language)")
        }
    }

    @Test(arguments: Engine.allCases)
    func matchesAreAsHiddenAsTheirNeed(on engine: Engine) async throws {
        try await withBrowser(on: engine) { browser, _ in
            for path in ["/needs/need-53/matches", "/needs/need-54/matches", "/needs/nothing/matches"] {
                let page = try await browser.visit(path)
                #expect(page.status == 404, "\(path)")
            }
            let answer = try await browser.request(.get, "/needs/need-52/matches", headers: ["accept": "text/html"])
            #expect(answer.status == 303)
            let api = try await browser.request(.get, "/api/v1/needs/need-53/matches")
            #expect(api.status == 404)
            let visitor = try await browser.visit("/needs/need-51/matches")
            #expect(visitor.has("Union Digital Centres") && !visitor.has("Propose an introduction") && !visitor.has("Send"))
        }
    }

    @Test(arguments: Engine.allCases)
    func ownerSaysWhatIsUseful(on engine: Engine) async throws {
        try await withBrowser(on: engine) { browser, test in
            try await browser.visit("/as/officer")
            let stranger = try await browser.request(
                .post, "/needs/need-51/matches", headers: ["content-type": "application/x-www-form-urlencoded", "sec-fetch-site": "same-origin"],
                body: Array("solution=union-digital-centres&useful=yes".utf8))
            #expect(stranger.status == 403)
            try await browser.visit("/as/focal")
            let page = try await browser.visit("/needs/need-51/matches")
            #expect(try page.link("Propose an introduction") == "/introductions/new?need=need-51&solution=union-digital-centres&weights=1")
            let long = String(repeating: "a", count: 1_001)
            let refused = try await browser.submit(["Why?": .text(long)], button: "Send")
            #expect(refused.status == 422 && refused.has("Is “Union Digital Centres” useful for this need?"))
            #expect(refused.body.contains(long))
            let thanks = try await browser.submit(
                ["Is “Union Digital Centres” useful for this need?": "Not useful", "Why?": "We have no power."], button: "Send")
            #expect(thanks.has("Thank you") && thanks.has("You said: not useful."))
            // Who changes their mind replaces what they said.
            let again = try await browser.submit(
                ["Is “Union Digital Centres” useful for this need?": "Useful"], button: "Send")
            #expect(again.has("You said: useful."))
            let report = try await browser.visit("/work/matching/feedback")
            #expect(report.status == 403)
            try await browser.visit("/as/secretariat")
            let read = try await browser.visit("/work/matching/feedback")
            #expect(read.has("1 answer: 1 useful, 0 not.") && read.has("We have no power."))
            let csv = try await browser.request(.get, "/work/matching/feedback.csv?weights=1")
            #expect(csv.body.contains("need-51,union-digital-centres,yes,We have no power.,1,no,1,"))
            let entries = try await test.database.read { try Audit.entries($0, kind: "match-feedback", limit: 10).map(\.action) }
            #expect(entries == ["match-feedback.given", "match-feedback.given"])
        }
    }

    @Test(arguments: Engine.allCases)
    func secretariatChangesTheWeights(on engine: Engine) async throws {
        try await withBrowser(on: engine) { browser, test in
            try await browser.visit("/as/focal")
            let refused = try await browser.visit("/work/matching/weights")
            #expect(refused.status == 403)
            try await browser.visit("/as/secretariat")
            try await browser.visit("/work/matching/weights")
            let tried = try await browser.submit(["Evidence": "20"], button: "Try them")
            #expect(tried.status == 200 && tried.has("nothing can be measured here"))
            let wrong = try await browser.submit(["Evidence": "many", "Region": "-1"], button: "Make a new version")
            #expect(wrong.status == 422 && wrong.has("“many” is no number"))
            let unexplained = try await browser.submit(["Evidence": "20", "Region": "2"], button: "Make a new version")
            #expect(unexplained.status == 422)
            // Somebody else is quicker.
            let act = Act(StoresFixture.secretariatOnly, at: test.clock.now)
            _ = try await test.database.write { connection in
                var other = MatchWeights.first
                other.spread = 0.3
                return try ChangeWeights.run(connection, act, from: 1, to: other, reason: "Two of one provider at the top")
            }
            let conflict = try await browser.submit(["Why are they changed?": "Figures count more"], button: "Make a new version")
            #expect(conflict.status == 409 && conflict.body.contains("Figures count more") && conflict.body.contains("value=\"20\""))
            let made = try await browser.submit(button: "Make a new version")
            #expect(made.has("The weights have version 3 now.") && made.has("Figures count more") && made.has("Two of one provider"))
            let matches = try await browser.visit("/needs/need-51/matches")
            #expect(matches.has("weights, version 3"))
        }
    }

    @Test(arguments: Engine.allCases)
    func conceptsCanBeEdited(on engine: Engine) async throws {
        try await withBrowser(on: engine) { browser, _ in
            try await browser.visit("/as/secretariat")
            let list = try await browser.visit("/work/matching/concepts")
            #expect(list.has("Services close to home"))
            try await browser.visit("/work/matching/concepts/new")
            let refused = try await browser.submit(["Key": "close-to-home", "Name (English)": "Twice"], button: "Save")
            #expect(refused.status == 422 && refused.has("There is a concept with this key already") && refused.body.contains("Twice"))
            try await browser.submit(
                [
                    "Key": "zebra-crossing", "Name (English)": "Zebras", "Signs in a need (English)": "striped horses",
                    "Answers in a solution (English)": "village council",
                ], button: "Save")
            let file = "{\"title\": \"Our striped wild horses\"}"
            let found = try await browser.json(.post, "/api/v1/match", headers: Self.ours, file)
            #expect(found.status == 200 && found.body.contains("“Zebras”"))
            let opened = try await browser.visit("/work/matching/concepts/zebra-crossing")
            #expect(opened.body.contains("striped horses"))
            let removed = try await browser.submit(button: "Use this concept no more")
            #expect(removed.has("The concept is no longer used.") && !removed.has("Zebras"))
            let gone = try await browser.json(.post, "/api/v1/match", headers: Self.ours, file)
            #expect(!gone.body.contains("Zebras"))
        }
    }

    @Test(arguments: Engine.allCases)
    func anIntroductionThatStandsIsShownInsteadOfAnother(on engine: Engine) async throws {
        try await withBrowser(on: engine) { browser, test in
            let focal = Principal(
                kind: .person(PublicFixture.focalPerson), name: "Focal point",
                memberships: [Membership(organisation: PublicFixture.ministry, country: "FJ", role: .focalPoint)])
            let act = Act(focal, at: test.clock.now)
            let made = try await test.database.write { connection in
                try ProposeIntroduction.run(
                    connection, act,
                    IntroductionProposal(
                        need: PublicFixture.id(51), solution: PublicFixture.centres, asking: PublicFixture.ministry,
                        giving: PublicFixture.agency, message: "You should talk.", origin: .match(weightsVersion: "1")))
            }
            try await browser.visit("/as/focal")
            let standing = try await browser.visit("/needs/need-51/matches")
            #expect(try standing.link("There is an introduction for this match") == "/introductions/\(made.id)")
            #expect(standing.has("waits for who gives") && !standing.has("Propose an introduction"))
            // Who is no party does not learn of it.
            for who in ["officer", "nobody"] {
                let other = browser.stranger()
                if who == "officer" { try await other.visit("/as/officer") }
                let page = try await other.visit("/needs/need-51/matches")
                #expect(page.has("Union Digital Centres") && !page.has("There is an introduction"))
            }
            _ = try await test.database.write { connection in
                try AnswerIntroduction.run(connection, act, introduction: made.id, .withdraw, reason: "Too early for us.")
            }
            let ended = try await browser.visit("/needs/need-51/matches")
            #expect(ended.has("withdrawn"))
            #expect(
                try ended.link("Propose an introduction again")
                    == "/introductions/new?need=need-51&solution=union-digital-centres&weights=1")
        }
    }

    @Test func aNeedOfAProgramIsReadStrictly() async throws {
        try await withBrowser { browser, _ in
            try await browser.visit("/as/focal")
            func post(_ body: String, _ query: String = "") async throws -> WebPage {
                try await browser.json(.post, "/api/v1/match\(query)", headers: Self.ours, body)
            }
            for (body, wanted) in [
                ("{\"titel\": \"x\"}", "titel"), ("{\"title\": \"x\", \"themes\": [\"cars\"]}", "themes.0"),
                ("{\"title\": \"x\", \"country\": \"Fiji\"}", "country"), ("{\"title\": \"x\", \"sdgTargets\": [\"99\"]}", "sdgTargets"),
                ("{\"title\": \"x\", \"conditions\": [{\"kind\": \"gold\", \"state\": \"held\"}]}", "conditions.0.kind"),
                ("{}", "title"), ("[]", "object"), ("{\"title\": 3}", "title"),
            ] {
                let answer = try await post(body)
                #expect((400...422).contains(answer.status) && answer.body.contains(wanted), "\(body): \(answer.body)")
            }
            for body in ["{\"title\": \"Offices are far away\"}", "{\"problem\": \"Offices are far away\"}", "{\"title\": \"?\"}"] {
                let answer = try await post(body)
                #expect(answer.status == 200 && answer.body.contains("\"matches\":["), "\(body): \(answer.body)")
            }
            let none = try await post("{\"title\": \"x\"}", "?limit=0")
            #expect(none.status == 400)
        }
    }
}

extension StoresFixture {
    fileprivate static let secretariatOnly = Principal(
        kind: .person(PublicFixture.id(13)), name: "Secretariat",
        memberships: [Membership(organisation: PublicFixture.id(3), country: nil, role: .secretariat)])
}
