import Platform
import SQL
import TestSupport
import Testing
import Web

@testable import Exchange

/// Documents and actions of a partnership, its writes by the API, and what is carried forward into one.
struct PartnershipPapersTests {
    private static let same = ["sec-fetch-site": "same-origin"]

    private static func party(_ connection: any Connection, _ key: String, _ side: Partnership.Side) throws -> Partnership.Party {
        .init(try #require(try PeopleStore.organisation(connection, key: key)), side)
    }

    private func begin(_ house: WorkHouse) async throws {
        let now = house.test.clock.now
        try await house.test.database.write { connection in
            var content = Partnership.Content()
            content.title = "Boats for Bhutan"
            _ = try BeginPartnership.run(
                connection, Act(.test, at: now), content: content,
                parties: [try Self.party(connection, "fiji", .giving), try Self.party(connection, "bhutan", .asking)],
                slug: "boats")
        }
    }

    private func file(_ text: String, _ name: String = "plan.pdf") -> Entry {
        .file(name: name, type: "application/pdf", bytes: Array(text.utf8))
    }

    /// A document for one side is not there for the other: not on the page, and not at its address.
    @Test(arguments: Engine.allCases)
    func documentsAreForTheirAudience(on engine: Engine) async throws {
        try await WorkHouse.open(on: engine) { browser, house in
            try await begin(house)
            let (giving, asking, network, officer) = (browser, browser.stranger(), browser.stranger(), browser.stranger())
            for (who, name) in [(giving, "focal"), (asking, "stranger"), (network, "secretariat"), (officer, "officer")] {
                try await who.visit("/as/\(name)")
            }
            try await giving.visit("/partnerships/boats")
            let none = try await giving.submit(["What it is": "Our limits"], button: "Add a document")
            #expect(none.status == 422 && none.errors["File"] == "Choose a file that is not empty.")
            #expect(none.body.contains("value=\"Our limits\""))
            let page = try await giving.submit(
                ["File": file("<html>", "page.html"), "What it is": "Our limits"], button: "Add a document")
            #expect(page.status == 422 && page.errors["File"]?.hasPrefix("This kind of file is not accepted") == true)
            #expect(page.body.contains("value=\"Our limits\""))
            let large = file("%PDF-1.7" + String(repeating: "x", count: AddAttachment.sizeLimit))
            let tooLarge = try await giving.submit(["File": large, "What it is": "Our limits"], button: "Add a document")
            #expect(tooLarge.status == 422 && tooLarge.errors["File"]?.hasPrefix("The file is larger than 20 MB") == true)

            try await giving.submit(
                ["File": file("%PDF-1.7 one"), "What it is": "Our limits", "Who may read it?": "only: gives it"],
                button: "Add a document")
            #expect(giving.page.status == 200)
            try await giving.submit(
                ["File": file("%PDF-1.7 both"), "What it is": "The plan", "Who may read it?": "all parties and the secretariat"],
                button: "Add a document")
            let (own, shared) = (try giving.page.link("Our limits"), try giving.page.link("The plan"))
            let read = try await giving.request(.get, own)
            #expect(read.body == "%PDF-1.7 one" && read.header("content-disposition")?.contains("attachment") == true)
            #expect(read.header("x-content-type-options") == "nosniff")
            for who in [asking, network] {
                let seen = try await who.visit("/partnerships/boats")
                #expect(seen.has("The plan") && !seen.has("Our limits"))
                let hidden = try await who.request(.get, own)
                let open = try await who.request(.get, shared)
                #expect(hidden.status == 404 && open.body == "%PDF-1.7 both")
            }
            for path in [own, shared] {
                let hidden = try await officer.request(.get, path)
                #expect(hidden.status == 404)
                // Another partnership's address does not open it either.
                let other = try await giving.request(.get, path.replacing("/boats/", with: "/bicycles/"))
                #expect(other.status == 404)
            }
            let posted = try await officer.request(
                .post, "/partnerships/boats/documents",
                headers: Self.same.merging(["content-type": "multipart/form-data; boundary=x"]) { $1 }, body: Array("--x--".utf8))
            #expect(posted.status == 403)
        }
    }

    @Test(arguments: Engine.allCases)
    func programsWriteAPartnership(on engine: Engine) async throws {
        try await WorkHouse.open(on: engine) { browser, house in
            try await browser.visit("/as/focal")
            func post(_ path: String, _ json: String, match: String? = nil) async throws -> WebPage {
                try await browser.json(
                    .post, "/api/v1/partnerships" + path,
                    headers: Self.same.merging(match.map { ["if-match": "\"\($0)\""] } ?? [:]) { $1 }, json)
            }
            let empty = try await post("", #"{"title":" "}"#)
            #expect(empty.status == 422 || empty.status == 403)
            let made = try await post(
                "", #"{"title":"Boats","parties":[{"organisation":"fiji","side":"giving"},{"organisation":"bhutan","side":"asking"}]}"#)
            #expect(made.status == 201 && made.header("location") == "/api/v1/partnerships/boats")
            let unknown = try await browser.json(
                .patch, "/api/v1/partnerships/boats", headers: Self.same.merging(["if-match": "\"1\""]) { $1 }, #"{"need":"none"}"#)
            #expect(unknown.status == 422 && unknown.body.contains("need"))
            let late = try await browser.json(
                .patch, "/api/v1/partnerships/boats", headers: Self.same.merging(["if-match": "\"7\""]) { $1 }, #"{"summary":"X"}"#)
            #expect(late.status == 412)
            let changed = try await browser.json(
                .patch, "/api/v1/partnerships/boats", headers: Self.same.merging(["if-match": "\"1\""]) { $1 }, #"{"summary":"Three boats"}"#)
            #expect(changed.status == 200 && changed.body.contains("Three boats") && changed.header("etag") == "\"2\"")
            // The gate asks for an introduction: nothing is written.
            let gate = try await post("/boats/steps", #"{"to":"introduced"}"#, match: "2")
            #expect(gate.status == 422 && gate.body.contains("error.gate.introduction"))
            let stalled = try await post("/boats/steps", #"{"to":"stalled","note":"No fuel."}"#, match: "2")
            #expect(stalled.status == 200 && stalled.body.contains(#""stage":"stalled""#))
            let action = try await post("/boats/actions", #"{"what":"Buy fuel","due":"2026-12"}"#)
            #expect(action.status == 201 && action.body.contains("Buy fuel"))
            let soon = try await post("/boats/actions", #"{"what":"Buy fuel","due":"soon"}"#)
            #expect(soon.status == 422)
            try await browser.visit("/as/reviewer")
            let refused = try await post("/boats/actions", #"{"what":"Buy more"}"#)
            #expect(refused.status == 403)
        }
    }

    @Test(arguments: Engine.allCases)
    func programsProposeAndAnswer(on engine: Engine) async throws {
        try await WorkHouse.open(on: engine) { browser, house in
            try await house.publish(browser)
            try await browser.visit("/as/stranger")
            func post(_ path: String, _ json: String) async throws -> WebPage {
                try await browser.json(.post, "/api/v1/introductions" + path, headers: Self.same, json)
            }
            let wrong = try await post("", #"{"solution":"no-boats"}"#)
            #expect(wrong.status == 422 && wrong.body.contains("import.solution-unknown"))
            let alone = try await post("", #"{"solution":"boat-clinics"}"#)
            #expect(alone.status == 422 && alone.body.contains("asking"))
            let contact = try await post("", #"{"solution":"boat-clinics","asking":"bhutan","message":"Write to me@example.org"}"#)
            #expect(contact.status == 422 && contact.body.contains("error.introduction.contact"))
            let made = try await post("", #"{"solution":"boat-clinics","asking":"bhutan"}"#)
            #expect(made.status == 201 && made.body.contains(#""state":"asking-accepted""#) && !made.body.contains("@example.org"))
            let path = try #require(made.header("location")).replacing("/api/v1/introductions", with: "")
            let early = try await post(path + "/steps", #"{"step":"decline"}"#)
            #expect(early.status == 422 && early.body.contains("reason"))
            try await browser.visit("/as/focal")
            let accepted = try await post(path + "/steps", #"{"step":"accept"}"#)
            #expect(accepted.status == 200 && accepted.body.contains("stranger@example.org"))
            let again = try await post(path + "/steps", #"{"step":"accept"}"#)
            #expect(again.status == 403)
        }
    }

    /// The address of what fits may be missing or wrong: the form asks for it, and keeps the rest.
    @Test(arguments: Engine.allCases)
    func anIntroductionAsksForWhatIsMissing(on engine: Engine) async throws {
        try await WorkHouse.open(on: engine) { browser, house in
            try await house.publish(browser)
            try await browser.visit("/as/stranger")
            let empty = try await browser.visit("/introductions/new")
            #expect(empty.status == 200 && empty.errors.isEmpty)
            let unsaid = try await browser.submit(["Solution": ""], button: "Go on")
            #expect(unsaid.status == 422 && unsaid.errors["Solution"]?.hasPrefix("Say which solution it is about.") == true)
            let wrong = try await browser.submit(
                ["Solution": "https://sangam.example/solutions/no-boats", "Need": "no-need"], button: "Go on")
            #expect(wrong.status == 422 && wrong.errors["Solution"]?.contains("no published solution") == true)
            #expect(wrong.errors["Need"]?.contains("“no-need”") == true && wrong.body.contains("value=\"no-need\""))
            try await browser.submit(["Solution": "https://sangam.example/solutions/boat-clinics", "Need": ""], button: "Go on")
            #expect(browser.page.status == 200 && browser.page.has("Boat clinics"))
            try await browser.submit(button: "Propose")
            #expect(browser.page.has("Proposed."))
        }
    }

    /// An action is done or dropped with what came of it.
    @Test(arguments: Engine.allCases)
    func anActionAsksForItsOutcome(on engine: Engine) async throws {
        try await WorkHouse.open(on: engine) { browser, house in
            try await begin(house)
            try await browser.visit("/as/focal")
            try await browser.visit("/partnerships/boats")
            try await browser.submit(["What": "Buy fuel", "Until": "2026-12"], button: "Add an action")
            try await browser.follow("Done Buy fuel")
            let missing = try await browser.submit(["State": "dropped"], button: "Save")
            #expect(missing.status == 422 && missing.errors["Outcome"] == "Say what came of it, in a sentence.")
            try await browser.submit(["Outcome": "The price is too high."], button: "Save")
            #expect(browser.page.path == "/partnerships/boats" && browser.page.has("The price is too high."))
        }
    }

    /// What was noted at an event becomes a partnership, from the desk: an opportunity, and an action that belongs to none.
    @Test(arguments: Engine.allCases)
    func whatWasNotedIsCarriedForward(on engine: Engine) async throws {
        try await WorkHouse.open(on: engine) { browser, house in
            let now = house.test.clock.now
            try await house.test.database.write { connection in
                let act = Act(.test, at: now)
                _ = try ImportEvents.run(
                    connection, act, json: #"[{"key":"dhaka","name":"Dhaka workshop","from":"2017-12-11","to":"2017-12-13"}]"#)
                let csv = Array("reference,event,country_code,theme\nd-1,dhaka,FJ,health\nd-2,dhaka,KE,health\n".utf8)
                _ = try ImportOpportunities.write(connection, act, try ImportOpportunities.read(csv))
                let actions = "reference,what,organisation,event\nfiji-1,Ask for the boats,fiji,dhaka\n"
                _ = try ImportActions.run(connection, act, csv: Array(actions.utf8))
            }
            try await browser.visit("/as/focal")
            #expect(browser.page.has("Ask for the boats"))
            try await browser.submit(button: "Carry forward Ask for the boats")
            #expect(browser.page.has("Ask for the boats") && browser.page.has("interest"))
            let place = browser.page.path
            try await browser.visit("/work/opportunities/d-1")
            try await browser.submit(button: "Carry forward d-1")
            #expect(browser.page.has("interest") && browser.page.path != place)
            let carried = browser.page.path
            // A second time leads to the same one.
            try await browser.visit("/work/opportunities/d-1")
            try await browser.submit(button: "Carry forward d-1")
            #expect(browser.page.path == carried)
            let board = try await browser.visit("/partnerships/board")
            #expect(board.has("Ask for the boats"))
            // Another country's is not for Fiji's focal point.
            let other = try await browser.request(
                .post, "/work/opportunities/d-2/carry-forward",
                headers: Self.same.merging(["content-type": "application/x-www-form-urlencoded"]) { $1 }, body: [])
            #expect(other.status == 403)
            try await browser.visit("/as/stranger")
            let hidden = try await browser.visit(carried)
            #expect(hidden.status == 404)
        }
    }

    /// A country counts once in a year, from whichever record it is known.
    @Test(arguments: Engine.allCases)
    func partnershipsTakeUpTheCapacity(on engine: Engine) async throws {
        try await StoresFixture.open(on: engine) { house in
            let solution = try await house.publish(PublicFixture.centresContent)
            func used(_ year: Int) async throws -> Int? {
                try await house.read { try CapacityInUse.read($0, year: year)[solution] }
            }
            func begin(_ stage: String, _ since: String, history: String = "", slug: String) async throws {
                let link = try await house.read { try #require(try SolutionStore.find($0, id: solution)).slug }
                let csv = "slug,title,stage,since,asking,giving,solution,history\n\(slug),Boats,\(stage),\(since),ministry,agency,\(link),\"\(history.replacing("\"", with: "\"\""))\"\n"
                _ = try await house.write { try ImportPartnerships.run($0, $1, csv: Array(csv.utf8)) }
            }
            #expect(try await used(2026) == nil)
            try await begin("exploring", "2026-02-01", slug: "one")
            #expect(try await used(2026) == nil)
            try await begin("agreed", "2026-03-01", slug: "two")
            #expect(try await used(2026) == 1)
            #expect(try await used(2025) == nil)
            #expect(try await used(2027) == 1)
            // Fiji is known from a noted adoption, too: one country.
            let year = "2026-01"
            _ = try await house.write(as: house.owner) {
                try RecordAdoption.run(
                    $0, $1, solution: solution, country: "FJ", organisation: "", status: .planned, since: year, note: "", source: "")
            }
            #expect(try await used(2026) == 1)
            _ = try await house.write(as: house.owner) {
                try RecordAdoption.run(
                    $0, $1, solution: solution, country: "KE", organisation: "", status: .pilot, since: year, note: "", source: "")
            }
            #expect(try await used(2026) == 2)
            let two = try await house.read { try #require(try PartnershipStore.find($0, slug: "two")) }
            _ = try await house.write {
                try MovePartnership.run($0, $1, partnership: two.id, version: two.version, to: .ended, note: "Done.", today: "2026-11-20")
            }
            // It was at work in this year, and is not in the next.
            #expect(try await used(2026) == 2)
            #expect(try await used(2027) == nil)
        }
    }
}
