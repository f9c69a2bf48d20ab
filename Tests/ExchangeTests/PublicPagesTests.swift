import Foundation
import Platform
import SQL
import TestSupport
import Testing
import Web

@testable import Exchange

/// The public pages as a browser gets them, on both engines.
struct PublicPagesTests {
    /// Opens a browser on the fixture; `/as/focal` and `/as/officer` sign it in.
    private func withBrowser(
        on engine: Engine = .sqlite, _ body: @escaping @Sendable (Browser) async throws -> Void
    ) async throws {
        try await withServices(
            on: engine, migrations: platformMigrations + webMigrations + Exchange.migrations,
            languages: [Catalogue.platformFolder, WebRoom.languages, Exchange.languages]
        ) { test in
            try await test.database.write { try PublicFixture.write($0) }
            let people = ["focal": PublicFixture.focalPerson, "officer": PublicFixture.officer]
            let signIn = Route.get("/as/{who}", .everyone) { call in
                guard let person = people[try call.parameters["who"]] else { throw Problem.notFound }
                let now = call.now
                let session = try await call.services.database.write {
                    try Sessions.start($0, person: person, at: now, replacing: nil, device: "test")
                }
                return Reply.redirect(to: "/reports").starting(session)
            }
            let room = Room(
                name: "exchange", routes: PublicPages.routes(search: SolutionSearch()) + [signIn],
                navigation: PublicPages.navigation, languages: Exchange.languages)
            let application = try buildApplication(
                rooms: [room], services: test.services, settings: WebSettings(accessLog: .none))
            try await Browser.open(application) { browser in try await body(browser) }
        }
    }

    @Test(arguments: Engine.allCases, ["en", "bn", "ar"])
    func pagesStayAsTheyWereRead(on engine: Engine, in language: String) async throws {
        try await withBrowser(on: engine) { browser in
            browser.language = language
            for (name, path) in [
                ("home", "/"), ("solutions", "/solutions"), ("solution", "/solutions/union-digital-centres"),
                ("needs", "/needs"), ("need", "/needs/need-51"), ("opportunities", "/opportunities?event=dhaka"),
                ("report", "/reports/opportunities/dhaka"), ("reports", "/reports"), ("feed", "/solutions.atom"),
            ] {
                try assertGolden(try await browser.visit(path), "public-\(name)-\(language)")
            }
        }
    }

    @Test(arguments: Engine.allCases)
    func listKeepsItsFiltersInTheAddress(on engine: Engine) async throws {
        try await withBrowser(on: engine) { browser in
            let all = try await browser.visit("/solutions")
            #expect(all.has("1 solution") && all.has("Union Digital Centres") && !all.has("Kiosks"))
            let archived = try await browser.visit("/solutions?state=archived&sort=title")
            #expect(archived.has("Kiosks") && archived.has("No longer offered") && !archived.has("Union"))
            let none = try await browser.visit("/solutions?q=volcano&theme=inclusion")
            #expect(none.has("No solution fits") && none.status == 200)
            #expect(try none.link("Search without the filters") == "/solutions?q=volcano")
            let some = try await browser.visit("/solutions?q=village%20volcano")
            #expect(some.has("No solution has all of these words") && some.has("Union Digital Centres"))
            #expect(some.body.contains("<mark>village</mark>"))
            let csv = try await browser.visit("/solutions?q=village&theme=inclusion").link("table (CSV)")
            #expect(csv == "/api/v1/solutions.csv?q=village&theme=inclusion")
        }
    }

    @Test func unknownValuesOpenAList() async throws {
        try await withBrowser { browser in
            for path in [
                "/solutions?theme=nothing&sdg=99&country=ZZ&sort=x&cursor=%00&state=unpublished&q=%22",
                "/needs?country=%27&urgency=x&state=x&cursor=1", "/opportunities?event=%27&theme=x&cursor=x",
                "/solutions.atom?theme=%3C&cursor=x",
            ] {
                let page = try await browser.visit(path)
                #expect(page.status == 200, "\(path)")
            }
            for path in ["/solutions/nothing", "/needs/nothing", "/reports/opportunities/nothing"] {
                let page = try await browser.visit(path)
                #expect(page.status == 404, "\(path)")
            }
        }
    }

    @Test(arguments: Engine.allCases)
    func whatIsNotPublicStaysHidden(on engine: Engine) async throws {
        try await withBrowser(on: engine) { browser in
            for path in ["/solutions/virtual-session", "/needs/need-53", "/needs/need-54"] {
                let page = try await browser.visit(path)
                #expect(page.status == 404, "\(path)")
            }
            let list = try await browser.visit("/needs")
            #expect(list.has("Need 51") && !list.has("Need 52") && !list.has("Need 53") && !list.has("Need 54"))
            try await browser.visit("/as/officer")
            let member = try await browser.visit("/needs")
            #expect(member.has("Need 52") && !member.has("Need 53") && !member.has("Need 54"))
            for (path, status) in [
                ("/needs/need-52", 200), ("/needs/need-53", 404), ("/solutions/virtual-session", 404),
            ] {
                let page = try await browser.visit(path)
                #expect(page.status == status, "\(path)")
            }
            try await browser.visit("/as/focal")
            let own = try await browser.visit("/solutions/virtual-session")
            #expect(own.status == 200 && own.has("Not published"))
            let need = try await browser.visit("/needs/need-54")
            #expect(need.has("This is a draft"))
        }
    }

    @Test func visitorIsLedToSignInForAMembersNeed() async throws {
        try await withBrowser { browser in
            let answer = try await browser.request(.get, "/needs/need-52", headers: ["accept": "text/html"])
            #expect(answer.status == 303)
            #expect(answer.header("location")?.hasPrefix("/sign-in") == true)
        }
    }

    @Test func hostileTextIsOnlyText() async throws {
        try await withBrowser { browser in
            for path in [
                "/solutions?state=archived", "/solutions/kiosks", "/needs/need-51", "/opportunities?event=dhaka",
                "/solutions?q=%3Cscript%3Ealert(1)%3C/script%3E", "/solutions.atom?state=archived",
            ] {
                let page = try await browser.visit(path)
                #expect(page.status == 200, "\(path)")
                #expect(!page.body.contains("<script>alert"), "\(path)")
                #expect(!page.body.contains("href=\"javascript"), "\(path)")
            }
        }
    }

    @Test func textIsShownInTheReadersLanguageWhereThereIsOne() async throws {
        try await withBrowser { browser in
            browser.language = "bn"
            let bangla = try await browser.visit("/solutions/union-digital-centres")
            #expect(bangla.heading == "ইউনিয়ন ডিজিটাল সেন্টার")
            #expect(bangla.body.contains("<p dir=\"auto\" lang=\"en\">Offices are in towns.</p>"))
            browser.language = "en"
            let thai = try await browser.visit("/solutions/union-digital-centres?lang=th")
            #expect(thai.heading == "ศูนย์ดิจิทัล" && thai.language == "en")
        }
    }

    /// Each figure of the report opens a list of just as many records.
    @Test(arguments: Engine.allCases)
    func figuresOpenWhatTheyCount(on engine: Engine) async throws {
        try await withBrowser(on: engine) { browser in
            let report = try await browser.visit("/reports/opportunities/dhaka")
            let figures = report.links.filter { $0.url.hasPrefix("/opportunities?event=dhaka") }
            #expect(figures.count == 9)
            for figure in figures {
                let list = try await browser.visit(figure.url)
                let rows = list.markup.all("tbody").flatMap { $0.all("tr") }
                #expect(rows.count == Int(figure.text), "\(figure.url)")
            }
        }
    }
}
