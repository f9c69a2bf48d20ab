import Foundation
import Platform
import SQL
import TestSupport
import Testing

@testable import Delivery

/// Reminders and escalation: the rule by generated days, the job on both engines.
struct DueNoticeTests {
    private static let calendar = CalendarDefinition(timeZone: "Pacific/Fiji", weekend: [.saturday, .sunday])

    @Test func eachStepHappensOnceAndInOrder() throws {
        let calendar = try WorkingCalendar(Self.calendar)
        var random = SeededGenerator(seed: 3)
        for _ in 0..<200 {
            let due = Day(number: Int.random(in: 20_000...21_000, using: &random))
            var said = DueNotice.none
            var steps: [Int] = []
            for day in due.number - 30...due.number + 120 {
                let today = Day(number: day)
                guard let step = DueNotice.next(after: said, due: due, today: today, calendar) else { continue }
                #expect(step > said)
                if step == DueNotice.reminded {
                    #expect(today <= due && calendar.workingDays(day + 1, due.number) <= DueNotice.remindWithin)
                } else {
                    #expect(today > due && calendar.workingDays(due.number + 1, day) > 0)
                }
                steps.append(step)
                said = step
            }
            #expect(steps == Array(DueNotice.reminded...DueNotice.reminded + DueNotice.mostLevels))
            #expect(DueNotice.next(after: DueNotice.all, due: due, today: Day(number: due.number + 50), calendar) == nil)
        }
    }

    @Test func nobodyIsWrittenToAtNight() throws {
        let calendar = try WorkingCalendar(Self.calendar)
        // Friday, 20 November 2026, 12:00 UTC is Saturday in Fiji.
        #expect(!DueNotice.isWorkingTime(FixedClock.start, calendar))
        // Monday 23 November, 07:59, 08:00, 16:59 and 17:00 in Fiji (UTC+12).
        let monday = FixedClock.start.adding(.days(2) + .hours(7) + .minutes(59))
        #expect(!DueNotice.isWorkingTime(monday, calendar))
        #expect(DueNotice.isWorkingTime(monday.adding(.minutes(1)), calendar))
        #expect(DueNotice.isWorkingTime(monday.adding(.hours(9)), calendar))
        #expect(!DueNotice.isWorkingTime(monday.adding(.hours(9) + .minutes(1)), calendar))
    }

    @Test(arguments: Engine.allCases)
    func lettersGoUpTheTreeOnceEach(on engine: Engine) async throws {
        try await DeliveryHouse.open(on: engine) { citizen, house in
            let (reference, _) = try await house.apply(citizen)
            let officer = citizen.stranger()
            try await officer.visit("/as/officer")
            try await officer.visit("/work/cases/" + reference)
            try await officer.submit(button: "Take it over")
            try await Self.putAbove(house)
            let runner = JobRunner(handlers: [Mail.handler], services: house.test.services)
            func run() async throws {
                try await DueNoticeJob.run(house.test.services, as: .program("job:test"))
                while try await runner.runDue() > 0 {}
            }
            // Received on 21 November in Fiji, due on 5 January 2027: at first nothing.
            house.test.clock.advance(by: .days(20))
            try await run()
            #expect(house.test.mailer.messages.isEmpty)
            // Thursday, 31 December, noon in Fiji.
            house.test.clock.advance(by: .days(20) + .hours(12))
            try await run()
            try await run()
            #expect(house.test.mailer.messages.map(\.to) == ["officer@example.org"])
            #expect(house.test.mailer.messages.first?.text.contains(reference) == true)
            // Thursday, 7 January: two days late. The office's own service manager, and whoever has the case.
            house.test.clock.advance(by: .days(7))
            try await run()
            try await run()
            #expect(house.test.mailer.messages.dropFirst().map(\.to).sorted() == ["manager@example.org", "officer@example.org"])
            // Six working days late: the office above.
            house.test.clock.advance(by: .days(7))
            try await run()
            try await run()
            #expect(house.test.mailer.messages.dropFirst(3).map(\.to) == ["head@example.org"])
            // Nobody stands higher: nothing more, for ever.
            house.test.clock.advance(by: .days(70))
            try await run()
            try await run()
            #expect(house.test.mailer.messages.count == 4)
            try await officer.visit("/as/officer")
            #expect(try await officer.visit("/work/cases/" + reference).has("The officer was reminded of the due date"))
        }
    }

    /// A ministry above the office, with a service manager of its own.
    private static func putAbove(_ house: DeliveryHouse) async throws {
        let now = house.test.clock.now
        try await house.test.database.write { connection in
            let ministry = Organisation(id: ID(at: now), key: "ministry", name: "Ministry", kind: .government, country: "FJ", parent: nil)
            try PeopleStore.insert(connection, ministry, by: .test, at: now)
            let head = Person(id: ID(at: now), name: "The head", email: "head@example.org", language: "en", state: .active)
            try PeopleStore.insert(connection, head, by: .test, at: now)
            _ = try PeopleStore.addMembership(
                connection, person: head.id, organisation: ministry.id, role: .serviceManager, by: .test, at: now)
            let above = Office(id: ID(at: now), key: "ministry-fj", name: ["en": "Ministry"], organisation: ministry.id, country: "FJ")
            try OfficeStore.insert(connection, above, at: now)
            try connection.execute("UPDATE office SET parent_id = \(above.id) WHERE key = 'dsw-fj-suva'")
        }
    }

    @Test(arguments: Engine.allCases)
    func daysDeclaredLateMoveOpenCasesAlone(on engine: Engine) async throws {
        try await DeliveryHouse.open(on: engine) { citizen, house in
            let (reference, _) = try await house.apply(citizen)
            let ended = citizen.stranger()
            let (old, _) = try await house.apply(ended)
            try await ended.visit("/track/" + old)
            try await ended.submit(button: "Take my request back")
            house.test.clock.advance(by: .days(5))
            let now = house.test.clock.now
            try await house.test.database.write { connection in
                let calendar = try #require(try CalendarStore.ready(connection, key: "fj", version: 1))
                var definition = calendar.definition
                // A day that has gone by, and one to come.
                definition.holidays += [
                    .init(date: try #require(Day("2026-11-24")), name: "Cyclone"), .init(date: try #require(Day("2026-12-24")), name: "Closure"),
                ]
                try CalendarStore.save(connection, key: "fj", name: ["en": "Fiji"], organisation: nil, definition, at: now, by: "test")
            }
            let runner = JobRunner(handlers: [LateHolidays.handler], services: house.test.services)
            #expect(try await runner.runDue() == 1)
            let track = try await citizen.visit("/track/" + reference)
            #expect(track.has("Due on 7 January 2027") && track.has("Cyclone (2026-11-24)"))
            let (open, closed, day) = try await house.test.database.read { connection in
                (
                    try CaseStore.find(connection, reference: reference), try CaseStore.find(connection, reference: old),
                    try connection.query("SELECT due FROM case_due_count WHERE cases <> 0").map { try $0["due"] as Int }
                )
            }
            #expect(open?.calendarVersion == 2 && closed?.calendarVersion == 1)
            #expect(open?.state.events == 2 && closed?.state.events == 2)
            #expect(day == [Day("2027-01-07")].compactMap { $0?.number })
            let audited = try await house.test.database.read { try Audit.entries($0, kind: "case", limit: 50).map(\.action) }
            #expect(audited.filter { $0 == "case.recount" }.count == 1)
        }
    }
}
