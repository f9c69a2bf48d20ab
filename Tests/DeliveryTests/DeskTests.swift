import Foundation
import Platform
import SQL
import TestSupport
import Testing
import Web

@testable import Delivery

/// The officer's desk, as officers use it, on both engines.
struct DeskTests {
    @Test(arguments: Engine.allCases)
    func aDayAtTheDesk(on engine: Engine) async throws {
        try await DeliveryHouse.open(on: engine) { citizen, house in
            let (reference, _) = try await house.apply(citizen)
            let officer = citizen.stranger()
            try await officer.visit("/as/officer")
            try await officer.visit("/work/cases?view=queue")
            // One click in the row: taken, and back in the list where it was.
            let taken = try await officer.submit(button: "Take it over " + reference)
            #expect(taken.path.hasPrefix("/work/cases?view=queue") && taken.has("Everything has been taken."))
            try await officer.visit("/work/cases")
            let begun = try await officer.submit(button: "Begin: Check the application " + reference)
            #expect(begun.has("The next step has begun.") && begun.has("Begin: Visit the household"))
            try await officer.submit(button: "Begin: Visit the household " + reference)
            // What needs words leads to where they are written.
            let decide = try await officer.follow("Decide " + reference)
            #expect(decide.path.hasPrefix("/work/cases/\(reference)?do=decide"))
            let open = decide.markup.first(id: "do-decide")?.all("details").first
            #expect(open?["open"] != nil)
        }
    }

    @Test(arguments: Engine.allCases)
    func manyCasesAreGivenAtOnceAfterALookAtTheCount(on engine: Engine) async throws {
        try await DeliveryHouse.open(on: engine) { citizen, house in
            var references: [String] = []
            for _ in 0..<3 { references.append(try await house.apply(citizen.stranger()).reference) }
            let manager = citizen.stranger()
            try await manager.visit("/as/manager")
            try await manager.visit("/work/cases?view=queue")
            let entries: [String: Entry] = ["Officer": "The colleague", "All 3 cases of this list": .tick(true)]
            let ask = try await manager.submit(entries, button: "Look at it before it is done")
            #expect(ask.status == 200 && ask.heading == "Give 3 cases to The colleague?")
            // Nothing has happened yet, and meanwhile somebody takes one.
            let officer = citizen.stranger()
            try await officer.visit("/as/officer")
            try await officer.visit("/work/cases/" + references[0])
            try await officer.submit(button: "Take it over")
            let done = try await manager.submit(button: "Give 3 cases")
            #expect(done.has("Given: 2.") && done.has(references[0]))
            let colleague = citizen.stranger()
            try await colleague.visit("/as/colleague")
            let mine = try await colleague.visit("/work/cases?view=mine")
            #expect(!mine.has(references[0]) && mine.has(references[1]) && mine.has(references[2]))
            // Whoever works elsewhere is given nothing, and a stranger gives nothing.
            let nobody = try await manager.request(
                .post, "/work/cases/assign", headers: ["sec-fetch-site": "same-origin", "content-type": "application/x-www-form-urlencoded"],
                body: Array("person=\(try await Self.person(house, "stranger"))&case=\(references[1])~2".utf8))
            #expect(nobody.status == 303)
            #expect(try await colleague.visit("/work/cases?view=mine").has(references[1]))
        }
    }

    @Test(arguments: Engine.allCases)
    func aNumberThatSomebodySaysOpensTheirCase(on engine: Engine) async throws {
        try await DeliveryHouse.open(on: engine) { citizen, house in
            let (reference, _) = try await house.apply(citizen)
            let (officer, stranger) = (citizen.stranger(), citizen.stranger())
            try await officer.visit("/as/officer")
            try await officer.visit("/work/cases")
            let spoken = reference.lowercased().replacing("-", with: " ")
            #expect(try await officer.submit(["Number of a case": .text(spoken)], button: "Find a case").path == "/work/cases/\(reference)")
            for typed in ["7777-7777-7", "<b>", String(repeating: "9", count: 500)] {
                try await officer.visit("/work/cases")
                let none = try await officer.submit(["Number of a case": .text(typed)], button: "Find a case")
                #expect(none.path == "/work/cases" && none.has("There is no case \(typed.prefix(40)) in your offices."))
            }
            // Whoever works elsewhere is told the same as of a number that does not exist.
            try await stranger.visit("/as/stranger")
            #expect(try await stranger.visit("/work/cases/find?number=\(reference)").has("There is no case \(reference) in your offices."))
        }
    }

    @Test(arguments: Engine.allCases)
    func aStepHasATimeOfItsOwn(on engine: Engine) async throws {
        try await DeliveryHouse.open(on: engine) { citizen, house in
            try await house.revise("poverty-benefit-scheme") {
                $0.steps[0].limit = DeadlineRule(limit: 2, unit: .workingDays, waiting: [.citizen: .pause])
            }
            let (reference, _) = try await house.apply(citizen)
            let officer = citizen.stranger()
            func look() async throws -> WebPage {
                try await officer.visit("/as/officer")
                return try await officer.visit("/work/cases/" + reference)
            }
            // Tuesday, 24 November in Fiji; the whole has run for a day by then.
            house.test.clock.advance(by: .days(3) + .hours(1))
            _ = try await look()
            try await officer.submit(button: "Take it over")
            #expect(!officer.page.has("This step:"))
            try await officer.submit(button: "Begin the next step")
            #expect(officer.page.has("This step: Due on 26 November 2026; 2 working days left.") && officer.page.has("Due on 5 January 2027"))
            func listed() async throws -> String {
                let desk = try await officer.visit("/work/cases")
                return desk.markup.all("tr").first { $0.text().contains(reference) }?.text() ?? ""
            }
            #expect(try await listed().contains("5 January 2027 This step: 26 November 2026"))
            house.test.clock.advance(by: .days(1))
            _ = try await look()
            try await officer.submit(["Your question, in the citizen's language": "Who?"], button: "Ask the citizen")
            #expect(officer.page.has("This step: Paused"))
            #expect(try await listed().contains("This step") == false)
            house.test.clock.advance(by: .days(2))
            try await citizen.visit("/track/" + reference)
            try await citizen.submit(["Your answer": "We."], button: "Send my answer")
            #expect(!citizen.page.has("This step"))
            house.test.clock.advance(by: .days(7))
            #expect(try await look().has("This step: The due date was"))
            #expect(try await listed().contains("This step: Overdue: 1 December 2026"))
            // The next one has none.
            _ = try await look()
            try await officer.submit(button: "Begin the next step")
            #expect(!officer.page.has("This step:"))
            #expect(try await listed().contains("This step") == false)
        }
    }

    /// Whoever has the case finds its next step first and open, whoever has not takes it over first.
    @Test(arguments: Engine.allCases)
    func theNextStepStandsFirstAndOpen(on engine: Engine) async throws {
        try await DeliveryHouse.open(on: engine) { citizen, house in
            let (reference, _) = try await house.apply(citizen)
            let (officer, colleague) = (citizen.stranger(), citizen.stranger())
            try await officer.visit("/as/officer")
            try await colleague.visit("/as/colleague")
            try await officer.visit("/work/cases/" + reference)
            try await officer.submit(button: "Take it over")
            for _ in 0..<2 { try await officer.submit(button: "Begin the next step") }
            func open(_ page: WebPage) -> [String] {
                page.markup.all("details").filter { $0["open"] != nil }.compactMap { $0.all("summary").first?.text() }
            }
            let mine = try await officer.visit("/work/cases/" + reference)
            #expect(open(mine) == ["Decide"] && mine.markup.all("details").compactMap { $0.all("summary").first?.text() }.contains("Decide"))
            #expect(open(try await colleague.visit("/work/cases/" + reference)).isEmpty)
            #expect(open(try await officer.visit("/work/cases/\(reference)?do=ask")) == ["Ask the citizen"])
            try await officer.visit("/work/cases/" + reference)
            let faulty = try await officer.submit(button: "Write a note")
            #expect(faulty.status == 422 && open(faulty) == ["Write a note"])
        }
    }

    private static func person(_ house: DeliveryHouse, _ name: String) async throws -> String {
        try await house.test.database.read { try $0.value("SELECT id FROM person WHERE email = \("\(name)@example.org")") ?? "" }
    }

    @Test(arguments: Engine.allCases)
    func filtersStandInTheAddressAndAreKeptByName(on engine: Engine) async throws {
        try await DeliveryHouse.open(on: engine) { citizen, house in
            let (reference, _) = try await house.apply(citizen)
            let officer = citizen.stranger()
            try await officer.visit("/as/officer")
            try await officer.visit("/work/cases?view=team")
            let narrow = try await officer.submit(["Office": .text(DeliveryHouse.secondOffice)], button: "Show")
            #expect(narrow.path.contains("office=dsw-fj-labasa") && narrow.has("No open case fits these filters.") && !narrow.has(reference))
            let kept = try await officer.submit(["Name for this filter": "Labasa <b>"], button: "Keep it under this name")
            #expect(kept.has("The filter was kept as “Labasa <b>”.") && kept.path.contains("office=dsw-fj-labasa"))
            try await officer.visit("/work/cases?view=team&phase=submitted")
            let back = try await officer.follow("Labasa <b>")
            #expect(back.path.contains("office=dsw-fj-labasa"))
            // Each has their own.
            let colleague = citizen.stranger()
            try await colleague.visit("/as/colleague")
            #expect(!(try await colleague.visit("/work/cases?view=team").has("Labasa <b>")))
            try await officer.submit(button: "Remove Labasa <b>")
            #expect(officer.page.has("The filter was removed."))
            // Nonsense in the address is left out.
            for query in ["view=%00", "view=mine&office=none", "due=never&phase=closed", "view=team&after=x~y", "view=team&after=-1~0"] {
                #expect(try await officer.visit("/work/cases?" + query).status == 200)
            }
        }
    }

    @Test(arguments: Engine.allCases)
    func aTemplateSpeaksTheCitizensLanguage(on engine: Engine) async throws {
        try await DeliveryHouse.open(on: engine) { citizen, house in
            try await citizen.visit("/track?lang=bn")
            try await citizen.visit(DeliveryHouse.address)
            let officer = citizen.stranger()
            try await officer.visit("/as/officer")
            #expect(try await officer.visit("/work/cases/templates/new").status == 403)
            let manager = citizen.stranger()
            try await manager.visit("/as/manager")
            try await manager.visit("/work/cases/templates/new")
            let empty = try await manager.submit(button: "Save")
            #expect(empty.status == 422 && empty.errors["Name"] != nil)
            try await manager.submit(
                ["Name": "Missing paper", "Text in English": "Dear {name}, which paper? ({reference})", "Text in Bangla": "কোন কাগজ? ({reference})"],
                button: "Save")
            #expect(manager.page.has("The template was saved."))
            let (reference, _) = try await house.apply(citizen.stranger())
            try await officer.visit("/work/cases/" + reference)
            let filled = try await officer.follow("Missing paper")
            #expect(filled.body.contains("Dear Mere, which paper? (\(reference))"))
            let asked = try await officer.submit(
                ["Your question, in the citizen's language": "Dear Mere, which paper?"], button: "Ask the citizen")
            #expect(asked.has("The question was sent"))
            let template = ReplyTemplate(
                id: ID(at: FixedClock.start), organisation: ID(at: FixedClock.start), name: "x", action: .ask,
                texts: ["en": "{due} {other}", "bn": "{reference}"])
            #expect(template.filled(in: "bn", ["reference": "R"]) == "R")
            #expect(template.filled(in: "fr", ["due": "D"]) == "D {other}")
        }
    }

    @Test(arguments: Engine.allCases)
    func aPartGoesOnAsASecondCase(on engine: Engine) async throws {
        try await DeliveryHouse.open(on: engine) { citizen, house in
            let (reference, code) = try await house.apply(citizen)
            house.test.clock.advance(by: .days(2))
            let officer = citizen.stranger()
            try await officer.visit("/as/officer")
            try await officer.visit("/work/cases/" + reference)
            let split = try await officer.submit(
                ["Which part goes on by itself? The citizen can read it.": "The school fees"], button: "Make a second case of a part")
            #expect(split.has("There are two cases now"))
            let other = try await house.test.database.read { connection -> Case? in
                let found: String? = try connection.value("SELECT reference FROM case_record WHERE reference <> \(reference)")
                return try found.flatMap { try CaseStore.find(connection, reference: $0) }
            }
            let second = try #require(other)
            #expect(split.has(second.reference) && second.receivedAt == FixedClock.start)
            // The same secret opens both; the clock of the new one began with the first.
            try await citizen.visit("/track")
            let track = try await citizen.submit(["Number": .text(second.reference), "Code": .text(code)], button: "Show my request")
            #expect(track.path == "/track/" + second.reference && track.has("Due on 5 January 2027"))
            // Linking, and what is no case of theirs.
            let (third, _) = try await house.apply(citizen.stranger())
            try await officer.visit("/work/cases/" + third)
            let wrong = try await officer.submit(["Number of the other case": "AAAA-AAAA-A"], button: "Link with another case")
            #expect(wrong.status == 422)
            let linked = try await officer.submit(["Number of the other case": .text(reference)], button: "Link with another case")
            #expect(linked.has("The cases are linked.") && linked.has(reference))
            let counts = try await house.test.database.read {
                try $0.value("SELECT CAST(SUM(cases) AS BIGINT) FROM case_count", as: Int.self)
            }
            #expect(counts == 3)
        }
    }

    @Test(arguments: Engine.allCases)
    func figuresOpenWhatTheyCount(on engine: Engine) async throws {
        try await DeliveryHouse.open(on: engine) { citizen, house in
            let (reference, _) = try await house.apply(citizen)
            let manager = citizen.stranger()
            try await manager.visit("/as/manager")
            let page = try await manager.visit("/work/cases/backlog")
            #expect(page.status == 200 && page.has("By office"))
            #expect(try await manager.follow("1").has(reference))
            let stranger = citizen.stranger()
            try await stranger.visit("/as/stranger")
            #expect(!(try await stranger.visit("/work/cases/backlog").has("Suva")))
            #expect(!(try await stranger.visit("/work/cases?view=team").has(reference)))
        }
    }
}
