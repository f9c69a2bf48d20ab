import Foundation
import Platform
import SQL
import TestSupport
import Testing
import Web

@testable import Delivery

/// Whose work is whose while somebody is away: on the desk, in the history, in the audit and in letters.
struct CoverTests {
    /// What is read for one person tells the same as all absences there are.
    @Test(arguments: Engine.allCases)
    func asMuchIsReadAsTheRuleNeeds(on engine: Engine) async throws {
        try await DeliveryHouse.open(on: engine) { _, house in
            let people = try await house.test.database.read { connection in
                try connection.query("SELECT id FROM person ORDER BY id LIMIT 7").map { try $0["id"] as ID<Person> }
            }
            for round in 0..<25 {
                let absences = try await house.test.database.write { connection in
                    var random = SeededGenerator(seed: UInt64(40 + round))
                    try connection.execute("DELETE FROM absence")
                    for _ in 0..<Int.random(in: 0...9, using: &random) {
                        guard let person = people.randomElement(using: &random), let cover = people.randomElement(using: &random),
                            person != cover
                        else { continue }
                        let first = Int.random(in: 100...106, using: &random)
                        try AbsenceStore.insert(
                            connection,
                            Absence(
                                id: ID(at: FixedClock.start), person: person, cover: cover, first: Day(number: first),
                                last: Day(number: first + Int.random(in: 0...5, using: &random))),
                            at: FixedClock.start)
                    }
                    return try connection.query("SELECT * FROM absence ORDER BY id").map { row in
                        Absence(
                            id: try row["id"], person: try row["person_id"], cover: try row["cover_id"],
                            first: Day(number: try row["first_day"]), last: Day(number: try row["last_day"]))
                    }
                }
                for number in [99, 102, 104, 107, 112] {
                    let day = Day(number: number)
                    for person in people {
                        let (work, away) = try await house.test.database.read { connection in
                            (try CoveredWork.read(connection, person, on: day), try connection.ask(AbsenceStore.leading(from: person, on: day)))
                        }
                        let all = Cover.people(atDeskOf: person, on: day, absences)
                        #expect(work.others == all.subtracting([person]) && work.desk == all.union([person]))
                        #expect(Cover.worker(for: person, on: day, away) == Cover.worker(for: person, on: day, absences))
                        #expect(work.away.map(\.worker) ?? person == Cover.worker(for: person, on: day, absences))
                        #expect(work.others.allSatisfy { work.last($0) != nil })
                    }
                }
            }
        }
    }

    private static func note(_ house: DeliveryHouse, _ person: String, _ cover: String, _ first: Int, _ last: Int) async throws {
        let now = house.test.clock.now
        try await house.test.database.write { connection in
            func id(_ name: String) throws -> ID<Person> {
                try #require(try PeopleStore.person(connection, email: "\(name)@example.org")).id
            }
            let today = Day(now, offset: 0).number
            try AbsenceStore.insert(
                connection,
                Absence(
                    id: ID(at: now), person: try id(person), cover: try id(cover), first: Day(number: today + first),
                    last: Day(number: today + last)), at: now)
        }
    }

    @Test(arguments: Engine.allCases)
    func theCoverFindsTheWorkAndTheHistorySaysForWhom(on engine: Engine) async throws {
        try await DeliveryHouse.open(on: engine) { citizen, house in
            let (reference, _) = try await house.apply(citizen)
            let (officer, colleague, manager) = (citizen.stranger(), citizen.stranger(), citizen.stranger())
            try await officer.visit("/as/officer")
            try await officer.visit("/work/cases/" + reference)
            try await officer.submit(button: "Take it over")
            try await colleague.visit("/as/colleague")
            #expect(!(try await colleague.visit("/work/cases?view=mine").has(reference)))
            try await Self.note(house, "officer", "colleague", 0, 6)
            // It is among their work, marked, with the next step ready; and the officer who is away finds it, too.
            let mine = try await colleague.visit("/work/cases?view=mine")
            #expect(mine.has(reference) && mine.has("for The officer, who is away") && mine.has("You cover for The officer until"))
            let away = try await officer.visit("/work/cases?view=mine")
            #expect(away.has(reference) && away.has("You are noted as away until") && away.has("The colleague does your work meanwhile."))
            #expect(try await colleague.visit("/work/cases/" + reference).has("and you cover for them"))
            #expect(try await officer.visit("/work/cases/" + reference).has("The colleague does the work meanwhile."))
            try await colleague.visit("/work/cases?view=mine")
            try await colleague.submit(button: "Begin: Check the application " + reference)
            #expect(try await colleague.visit("/work/cases/" + reference).has("By The colleague, in place of The officer"))
            // What the citizen reads names nobody.
            let track = try await citizen.visit("/track/" + reference)
            #expect(!track.has("The colleague") && !track.has("The officer"))
            let events = try await colleague.request(.get, "/api/v1/cases/\(reference)/events")
            #expect(events.body.contains("\"inPlaceOf\":\"The officer\""))
            // A manager who covers for nobody acts for themselves.
            try await manager.visit("/as/manager")
            try await manager.visit("/work/cases/" + reference)
            try await manager.submit(["For the office only": "Seen."], button: "Write a note")
            let (audited, officerID) = try await house.test.database.read { connection in
                (
                    try Audit.entries(connection, kind: "case", limit: 50),
                    try PeopleStore.person(connection, email: "officer@example.org")?.id
                )
            }
            let person = try #require(officerID)
            #expect(audited.first { $0.action == "case.advance" }?.after?["inPlaceOf"]?.text == "person:\(person)")
            #expect(audited.filter { $0.after?["inPlaceOf"]?.text != nil }.count == 1)
            // Whoever gives work to somebody who is away is told first.
            let (second, _) = try await house.apply(citizen.stranger())
            try await manager.visit("/work/cases?view=queue")
            let ask = try await manager.submit(["Officer": "The officer", "The one case of this list": .tick(true)], button: "Look at it before it is done")
            #expect(ask.has("The officer is away until") && ask.has("The colleague does the work meanwhile.") && ask.has(second))
            // A week later each has their own again.
            house.test.clock.advance(by: .days(8))
            try await colleague.visit("/as/colleague")
            #expect(!(try await colleague.visit("/work/cases?view=mine").has(reference)))
        }
    }

    @Test(arguments: Engine.allCases)
    func lettersGoToWhoCoversAndToWhoSitsThere(on engine: Engine) async throws {
        try await DeliveryHouse.open(on: engine) { citizen, house in
            let (taken, _) = try await house.apply(citizen)
            let (free, _) = try await house.apply(citizen.stranger())
            let officer = citizen.stranger()
            try await officer.visit("/as/officer")
            try await officer.visit("/work/cases/" + taken)
            try await officer.submit(button: "Take it over")
            // Nobody has the second case: it is the officer's who sits in its office, and the first one is the cover's.
            try await house.test.database.write { connection in
                let office = try #require(try OfficeStore.find(connection, key: "dsw-fj-suva"))
                let seated = try #require(try PeopleStore.person(connection, email: "officer@example.org"))
                try OfficerStore.set(connection, [seated.id], in: office.id)
            }
            try await Self.note(house, "officer", "colleague", 38, 45)
            try await Self.note(house, "manager", "colleague", 46, 50)
            let runner = JobRunner(handlers: [Mail.handler], services: house.test.services)
            func run() async throws {
                try await DueNoticeJob.run(house.test.services, as: .program("job:test"))
                while try await runner.runDue() > 0 {}
            }
            // Thursday, 31 December, noon in Fiji.
            house.test.clock.advance(by: .days(40) + .hours(12))
            try await run()
            let reminder = try #require(house.test.mailer.messages.first)
            #expect(house.test.mailer.messages.count == 1 && reminder.to == "colleague@example.org")
            for reference in [taken, free] {
                #expect(reminder.text.split(separator: "\n").contains { $0.contains(reference) && $0.contains("(you cover for The officer)") })
            }
            // Thursday, 7 January: the officer is back, the manager is away.
            house.test.clock.advance(by: .days(7))
            try await run()
            let late = house.test.mailer.messages.dropFirst().sorted { $0.to < $1.to }
            #expect(late.map(\.to) == ["colleague@example.org", "officer@example.org"])
            #expect(late.first?.text.contains("(you cover for The manager)") == true && late.last?.text.contains(free) == false)
        }
    }

    /// Who covers may not know of a case: the letter about it goes to somebody else, once.
    @Test(arguments: Engine.allCases)
    func aLetterThatTheCoverMayNotReadGoesToTheHeadsElseToWhoIsAway(on engine: Engine) async throws {
        try await DeliveryHouse.open(on: engine) { citizen, house in
            let officer = citizen.stranger()
            try await officer.visit("/as/officer")
            var references: [String] = []
            for barred in [["colleague"], ["colleague", "manager"], ["colleague", "manager", "officer"]] {
                let (reference, _) = try await house.apply(citizen.stranger())
                try await officer.visit("/work/cases/" + reference)
                try await officer.submit(button: "Take it over")
                try await house.test.database.write { connection in
                    let record = try #require(try CaseStore.find(connection, reference: reference))
                    let bars = try barred.map { name in
                        CaseBar.person(try #require(try PeopleStore.person(connection, email: "\(name)@example.org")).id)
                    }
                    try GrievanceStore.bar(connection, record.id, Set(bars))
                }
                references.append(reference)
            }
            try await Self.note(house, "officer", "colleague", 38, 45)
            let runner = JobRunner(handlers: [Mail.handler], services: house.test.services)
            // Thursday, 31 December, noon in Fiji.
            house.test.clock.advance(by: .days(40) + .hours(12))
            for _ in 0..<2 {
                try await DueNoticeJob.run(house.test.services, as: .program("job:test"))
                while try await runner.runDue() > 0 {}
            }
            func letters(about reference: String) -> [String] {
                house.test.mailer.messages.filter { $0.text.contains(reference) }.map(\.to)
            }
            // The office's head; where the head is barred, too, the officer, away as they are; where all are, nobody.
            #expect(letters(about: references[0]) == ["manager@example.org"])
            #expect(letters(about: references[1]) == ["officer@example.org"])
            #expect(letters(about: references[2]).isEmpty)
        }
    }
}
