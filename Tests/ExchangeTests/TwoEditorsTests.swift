import Platform
import SQL
import TestSupport
import Testing
import Web

@testable import Exchange

/// Two people at one record, whatever it is. The second makes a mistake first and mends it: what the first saved meanwhile is shown
/// to them, and is not overwritten unseen.
struct TwoEditorsTests {
    /// Both open the form; the first saves; the second is refused for a fault, mends it, and must be told of the other.
    private func secondIsTold(
        _ first: Browser, _ second: Browser, at path: String, button: String = "Save", saves: [String: Entry],
        fault: [String: Entry], mended: [String: Entry], _ place: SourceLocation = #_sourceLocation
    ) async throws {
        try await second.visit(path)
        try await first.visit(path)
        try await first.submit(saves, button: button)
        #expect(first.page.status == 200, "the first: \(first.page.errors)", sourceLocation: place)
        let refused = try await second.submit(fault, button: button)
        // A fault that the action finds comes after the question whether the record is still the same.
        if refused.status == 422 {
            let conflict = try await second.submit(mended, button: button)
            #expect(conflict.status == 409, sourceLocation: place)
        } else {
            #expect(refused.status == 409, sourceLocation: place)
        }
        let saved = try await second.submit(mended, button: button)
        #expect(saved.status == 200, "the second: \(saved.errors)", sourceLocation: place)
    }

    private func open(
        on engine: Engine, first: String = "focal", second: String = "colleague",
        _ body: @escaping @Sendable (Browser, Browser, WorkHouse) async throws -> Void
    ) async throws {
        try await WorkHouse.open(on: engine) { browser, house in
            try await browser.visit("/as/\(first)")
            let other = browser.stranger()
            try await other.visit("/as/\(second)")
            try await body(browser, other, house)
        }
    }

    /// A partnership between Fiji and Bhutan in *interest*, with an action.
    private func partnership(_ house: WorkHouse) async throws -> (path: String, action: ID<PartnershipAction>) {
        let now = house.test.clock.now
        let action = try await house.test.database.write { connection in
            let act = Act(.test, at: now)
            func party(_ key: String, _ side: Partnership.Side) throws -> Partnership.Party {
                .init(try #require(try PeopleStore.organisation(connection, key: key)), side)
            }
            var content = Partnership.Content()
            content.title = "Boats for Bhutan"
            let one = try BeginPartnership.run(
                connection, act, content: content, parties: [try party("fiji", .giving), try party("bhutan", .asking)],
                slug: "boats")
            return try PlanAction.add(connection, act, partnership: one.id, what: "Meet", who: "", due: "").id
        }
        return ("/partnerships/boats", action)
    }

    @Test(arguments: Engine.allCases)
    func atANeed(on engine: Engine) async throws {
        try await open(on: engine) { first, second, house in
            try await first.visit("/work/needs/new")
            try await first.submit(["Title": "Doctors for islands"], button: "State the need")
            try await secondIsTold(
                first, second, at: "/work/needs/doctors-for-islands/edit", saves: ["The problem": "The boat comes once a month."],
                fault: ["Budget / Amount": "12,5"], mended: ["Budget / Amount": "12.5", "Budget / Currency": "FJD"])
        }
    }

    @Test(arguments: Engine.allCases)
    func atASolution(on engine: Engine) async throws {
        try await open(on: engine) { first, second, house in
            try await house.writeDraft(first)
            try await secondIsTold(
                first, second, at: WorkHouse.record + "/edit?part=evidence",
                saves: ["Development goals, 1 / Goal or target": "16.6"],
                fault: ["Figures, 1 / What was counted": "Visits", "Figures, 1 / Now": "many"],
                mended: ["Figures, 1 / Now": "5"])
        }
    }

    @Test(arguments: Engine.allCases)
    func atAnOpportunity(on engine: Engine) async throws {
        try await open(on: engine) { first, second, house in
            let now = house.test.clock.now
            try await house.test.database.write { connection in
                let csv = Array("reference,event,country_code,theme\nd-1,dhaka,FJ,health\n".utf8)
                _ = try ImportOpportunities.write(connection, Act(.test, at: now), try ImportOpportunities.read(csv))
            }
            let long = Entry.text(String(repeating: "x", count: Completeness.textLimit + 1))
            try await secondIsTold(
                first, second, at: "/work/opportunities/d-1", saves: ["What became of it": "exploring"],
                fault: ["Note": long], mended: ["Note": "They called."])
        }
    }

    @Test(arguments: Engine.allCases)
    func atAPartnership(on engine: Engine) async throws {
        try await open(on: engine, second: "stranger") { first, second, house in
            let (path, action) = try await partnership(house)
            try await secondIsTold(
                first, second, at: path + "/edit", saves: ["Summary": "Three boats"], fault: ["Title": ""],
                mended: ["Title": "Boats"])
            // While one writes why it stands still, the other writes on.
            try await second.visit(path + "/move?to=stalled")
            try await first.visit(path + "/edit")
            try await first.submit(["Summary": "Four boats"], button: "Save")
            let conflict = try await second.submit(["Reason": "No fuel."], button: "Mark it as stalled")
            #expect(conflict.status == 409 && conflict.body.contains("No fuel.</textarea>"))
            try await secondIsTold(
                first, second, at: "/partnerships/actions/\(action)/close",
                saves: ["State": "dropped", "Outcome": "Nobody came."], fault: ["Outcome": ""],
                mended: ["Outcome": "We met on Monday."])
            let one = try await house.test.database.read { try PartnershipActionStore.find($0, id: action) }
            #expect(one?.state == .done && one?.outcome == "We met on Monday.")
        }
    }

    @Test(arguments: Engine.allCases)
    func atAnAgreement(on engine: Engine) async throws {
        try await open(on: engine) { first, second, _ in
            try await first.visit("/work/agreements/new")
            try await first.submit(["Subject": "Boats"], button: "Save the draft")
            let path = "/work" + first.page.path + "/edit"
            try await secondIsTold(
                first, second, at: path, saves: ["Subject": "Boats and engines"], fault: ["Text": "We share {boats}."],
                mended: ["Text": "We share boats."])
            try await first.visit("/work/agreement-templates/new")
            try await first.submit(["Name": "Ours", "Text": "Between {parties}."], button: "Save")
            try await secondIsTold(
                first, second, at: try first.page.link("Ours"), saves: ["Name": "Ours, new"],
                fault: ["Text": "Between {party}."], mended: ["Text": "Between {parties} alone."])
        }
    }

    @Test(arguments: Engine.allCases)
    func atAContributionAndAnActivity(on engine: Engine) async throws {
        try await open(on: engine) { first, second, _ in
            try await first.visit("/work/contributions/new")
            try await first.submit(["What": "Advice", "Amount": "3", "Day": "2026-06-30"], button: "Save")
            try await secondIsTold(
                first, second, at: "/work" + first.page.path + "/edit", saves: ["Note": "By letter"],
                fault: ["Amount": "many"], mended: ["Amount": "5"])
            try await first.visit("/work/activities/new")
            try await first.submit(["Title": "Tour", "First day": "2026-12-01", "Place": "Suva"], button: "Save")
            try await secondIsTold(
                first, second, at: "/work" + first.page.path + "/edit", saves: ["Place": "Nadi"],
                fault: ["Last day": "soon"], mended: ["Last day": "2026-12-02"])
        }
    }

    @Test(arguments: Engine.allCases)
    func atTheWeightsAndAConcept(on engine: Engine) async throws {
        try await open(on: engine, first: "secretariat", second: "secretariat") { first, second, _ in
            try await secondIsTold(
                first, second, at: "/work/matching/weights", button: "Make a new version",
                saves: ["Themes": "12", "Why are they changed?": "We tried it."], fault: ["Region": "many", "Why are they changed?": "So."], mended: ["Region": "3"])
            try await secondIsTold(
                first, second, at: "/work/matching/concepts/close-to-home", saves: ["Signs in a need (English)": "far away"],
                fault: ["Name (English)": ""], mended: ["Name (English)": "Near"])
        }
    }
}
