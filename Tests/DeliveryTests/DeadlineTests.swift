import Platform
import TestSupport
import Testing

@testable import Delivery

/// Due dates: examples worked out by hand, and thousands of made-up cases against a slow walk from day to day.
struct DeadlineTests {
    static let dhaka = CalendarDefinition(
        timeZone: "Asia/Dhaka", weekend: [.friday, .saturday],
        holidays: [.init(date: Day("2026-03-26") ?? Day(number: 0), name: "Independence Day")])

    private func at(_ text: String) throws -> Timestamp { try #require(RFC3339.parse(text)) }

    private func explain(
        _ rule: DeadlineRule, _ definition: CalendarDefinition, _ events: [(String, DeadlineEvent.Kind)], at: String
    ) throws -> DeadlineExplanation {
        try DeadlineExplanation(
            rule: rule, calendar: WorkingCalendar(definition),
            events: try events.map { DeadlineEvent(at: try self.at($0.0), $0.1) }, at: try self.at(at))
    }

    private func explain(
        _ rule: DeadlineRule, _ events: [(String, DeadlineEvent.Kind)], at: String
    ) throws -> DeadlineExplanation {
        try explain(rule, Self.dhaka, events, at: at)
    }

    private let thirty = DeadlineRule(limit: 30, unit: .workingDays, waiting: [.citizen: .pause])

    @Test func thirtyWorkingDaysAcrossAHoliday() throws {
        // Sunday 1 March is the day of receipt. Counted by hand: 2–5, 8–12, 15–19, 22–25, 29–31 March (21), then nine in April.
        let told = try explain(thirty, [("2026-03-01T10:00:00+06:00", .received)], at: "2026-04-02T09:00:00+06:00")
        #expect(told.standing.due?.description == "2026-04-13")
        #expect(told.standing.state == .running)
        #expect(told.days.first?.reason == .receipt)
        #expect(told.days.last?.number == 30)
        #expect(told.days.first { $0.day.description == "2026-03-26" }?.reason == .holiday("Independence Day"))
        // 5, 6, 7, 8, 9, 12 and 13 April are left; the 2nd itself has counted.
        #expect(told.standing.remaining == 7)
    }

    @Test func theDayIsThatOfTheCalendarsTimeZone() throws {
        let rule = DeadlineRule(limit: 1, unit: .workingDays)
        // 23:59 on the holiday in Dhaka, and a minute later the next day (a Friday).
        let before = try explain(rule, [("2026-03-26T23:59:00+06:00", .received)], at: "2026-03-27T09:00:00+06:00")
        #expect(before.days.first?.day.description == "2026-03-26")
        #expect(before.standing.due?.description == "2026-03-29")
        let after = try explain(rule, [("2026-03-26T18:00:00Z", .received)], at: "2026-03-27T09:00:00+06:00")
        #expect(after.days.first?.day.description == "2026-03-27")
        #expect(after.standing.due?.description == "2026-03-29")
    }

    @Test func aDayWithAWaitDoesNotCount() throws {
        let rule = DeadlineRule(limit: 3, unit: .workingDays, waiting: [.citizen: .pause])
        let asked: [(String, DeadlineEvent.Kind)] = [
            ("2026-03-01T10:00:00+06:00", .received), ("2026-03-02T10:00:00+06:00", .waiting(.citizen)),
        ]
        let paused = try explain(rule, asked, at: "2026-03-03T12:00:00+06:00")
        #expect(paused.standing == .init(due: nil, remaining: 3, state: .paused, late: 0))
        // Asked and answered within an hour: that day is lost all the same.
        let answered = try explain(rule, asked + [("2026-03-02T11:00:00+06:00", .resumed(nil))], at: "2026-03-02T12:00:00+06:00")
        #expect(answered.standing.due?.description == "2026-03-05")
        // An answer at midnight leaves the new day free.
        let midnight = try explain(rule, asked + [("2026-03-03T00:00:00+06:00", .resumed(nil))], at: "2026-03-03T12:00:00+06:00")
        #expect(midnight.standing.due?.description == "2026-03-05")
        // Under "run" nothing is lost.
        let running = try explain(
            DeadlineRule(limit: 3, unit: .workingDays, waiting: [.citizen: .run]), asked, at: "2026-03-03T12:00:00+06:00")
        #expect(running.standing == .init(due: Day("2026-03-04"), remaining: 1, state: .running, late: 0))
    }

    @Test func aWaitCanStartTheCountAnew() throws {
        let rule = DeadlineRule(limit: 3, unit: .workingDays, waiting: [.citizen: .restart])
        let events: [(String, DeadlineEvent.Kind)] = [
            ("2026-03-01T10:00:00+06:00", .received), ("2026-03-04T10:00:00+06:00", .waiting(.citizen)),
            ("2026-03-09T10:00:00+06:00", .resumed(.citizen)),
        ]
        let told = try explain(rule, events, at: "2026-03-09T12:00:00+06:00")
        #expect(told.standing == .init(due: Day("2026-03-12"), remaining: 3, state: .running, late: 0))
        #expect(told.days.filter(\.counts).map(\.day.description) == ["2026-03-10", "2026-03-11", "2026-03-12"])
        // The limit had passed before anybody asked: asking does not make it whole again.
        let late = try explain(
            rule, [events[0], ("2026-03-05T10:00:00+06:00", .waiting(.citizen))], at: "2026-03-08T12:00:00+06:00")
        #expect(late.standing == .init(due: Day("2026-03-04"), remaining: 0, state: .passed, late: 2))
    }

    @Test func monthsEndOnTheSameDayOrTheLast() throws {
        let utc = CalendarDefinition(timeZone: "UTC", weekend: [.saturday, .sunday])
        func due(_ received: String, _ months: Int) throws -> String? {
            try explain(
                DeadlineRule(limit: months, unit: .months, waiting: [.citizen: .pause]), utc, [(received, .received)],
                at: received).standing.due?.description
        }
        #expect(try due("2026-01-15T10:00:00Z", 2) == "2026-03-16")  // The 15th is a Sunday.
        #expect(try due("2027-01-31T10:00:00Z", 1) == "2027-03-01")  // 28 February 2027 is a Sunday.
        #expect(try due("2024-01-31T10:00:00Z", 1) == "2024-02-29")
        #expect(try due("2026-12-31T10:00:00Z", 2) == "2027-03-01")
        // Paused days are added at the end.
        let paused = try explain(
            DeadlineRule(limit: 1, unit: .months, waiting: [.citizen: .pause]), utc,
            [
                ("2026-06-01T10:00:00Z", .received), ("2026-06-10T10:00:00Z", .waiting(.citizen)),
                ("2026-06-14T10:00:00Z", .resumed(nil)),
            ], at: "2026-06-15T10:00:00Z")
        #expect(paused.standing.due?.description == "2026-07-06")
    }

    @Test func doneInTimeOrTooLate() throws {
        let rule = DeadlineRule(limit: 2, unit: .calendarDays)
        let received: (String, DeadlineEvent.Kind) = ("2026-03-01T10:00:00+06:00", .received)
        func state(_ done: String) throws -> Deadline.Standing {
            try explain(rule, [received, (done, .done)], at: "2026-06-01T10:00:00+06:00").standing
        }
        #expect(try state("2026-03-03T23:59:59+06:00") == .init(due: Day("2026-03-03"), remaining: 0, state: .met, late: 0))
        #expect(try state("2026-03-04T00:00:00+06:00").state == .passed)
        #expect(try explain(rule, [received], at: "2026-03-03T23:59:59+06:00").standing.state == .running)
        #expect(try explain(rule, [received], at: "2026-03-05T00:00:00+06:00").standing.late == 2)
    }

    @Test func whatCannotBeIsRefused() throws {
        func refused(_ events: [(String, DeadlineEvent.Kind)], at: String = "2026-04-01T00:00:00Z") -> String? {
            do {
                _ = try explain(thirty, events, at: at)
                return nil
            } catch let found as FieldIssues {
                return found.issues.first.map { "\($0.field) \($0.key)" }
            } catch {
                return "\(error)"
            }
        }
        let (first, second, third) = ("2026-03-01T10:00:00Z", "2026-03-02T10:00:00Z", "2026-03-03T10:00:00Z")
        #expect(refused([]) == " error.deadline.no-receipt")
        #expect(refused([(first, .received), (second, .received)]) == "[1].type error.deadline.two-receipts")
        #expect(refused([(first, .received), (second, .resumed(nil))]) == "[1].type error.deadline.not-waiting")
        #expect(
            refused([(first, .received), (second, .waiting(.citizen)), (third, .resumed(.payment))])
                == "[2].type error.deadline.not-waiting")
        #expect(refused([(second, .received), (first, .waiting(.citizen))]) == "[1].at error.deadline.too-early")
        #expect(refused([(second, .received)], at: first) == "[0].at error.deadline.before-receipt")
        #expect(refused([("2099-12-30T10:00:00Z", .received)], at: "2099-12-31T10:00:00Z") == "limit error.deadline.beyond")
        // Out of order is no fault, for the times tell the order; asked twice is one wait.
        #expect(
            refused([
                (third, .resumed(nil)), (second, .waiting(.citizen)), ("2026-03-02T11:00:00Z", .waiting(.citizen)),
                (first, .received),
            ]) == nil)
        for limit in [0, -3, 5_001] { #expect(!DeadlineRule(limit: limit, unit: .workingDays).issues().isEmpty) }
        let idle = CalendarDefinition(timeZone: "UTC", weekend: Weekday.allCases)
        #expect(throws: FieldIssues([FieldIssue("weekend", "error.no-working-day")])) { try WorkingCalendar(idle) }
        #expect(CalendarDefinition(timeZone: "Mars/Base", weekend: []).issues().map(\.field) == ["timeZone"])
    }

    @Test(arguments: 0..<8)
    func agreesWithAWalkFromDayToDay(part: Int) throws {
        var random = SeededGenerator(seed: UInt64(4_000 + part))
        for number in 0..<400 {
            let made = GeneratedDeadline(&random)
            let calendar = try WorkingCalendar(made.definition)
            let told = try DeadlineExplanation(rule: made.rule, calendar: calendar, events: made.events, at: made.moment)
            let quick = try Deadline.standing(rule: made.rule, calendar: calendar, events: made.events, at: made.moment)
            let slow = DeadlineReference(
                rule: made.rule, definition: made.definition, events: made.events, at: made.moment).answer()
            #expect(quick == told.standing)
            #expect(told.standing.due?.description == slow.due, "part \(part), case \(number): \(made)")
            #expect(told.standing.state == slow.state, "part \(part), case \(number): \(made)")
            #expect(told.days.filter(\.counts).map(\.day.description) == slow.counted, "part \(part), case \(number): \(made)")
            // Which month would be counted while it waits to begin anew, nobody can know.
            let isUnknown = made.rule.unit == .months && made.rule.waiting.values.contains(.restart) && slow.due == nil
            if !isUnknown { #expect(told.standing.remaining == slow.remaining, "part \(part), case \(number): \(made)") }
            #expect(zip(told.days, told.days.dropFirst()).allSatisfy { $0.day.adding(days: 1) == $1.day })
        }
    }
}

/// A made-up rule, calendar and history that can be.
private struct GeneratedDeadline {
    let rule: DeadlineRule
    let definition: CalendarDefinition
    let events: [DeadlineEvent]
    let moment: Timestamp

    init(_ random: inout SeededGenerator) {
        let unit = DeadlineRule.Unit.allCases.randomElement(using: &random) ?? .workingDays
        var waiting: [DeadlineRule.Party: DeadlineRule.Waiting] = [:]
        for party in DeadlineRule.Party.allCases where Bool.random(using: &random) {
            waiting[party] = DeadlineRule.Waiting.allCases.randomElement(using: &random)
        }
        rule = DeadlineRule(limit: Int.random(in: 1...(unit == .months ? 4 : 40), using: &random), unit: unit, waiting: waiting)
        let first = Day(year: 2023, month: 1, day: 1)
        definition = CalendarDefinition(
            timeZone: ["Asia/Dhaka", "Europe/Berlin", "America/St_Johns", "UTC", "Pacific/Apia"].randomElement(using: &random) ?? "UTC",
            weekend: Array(Weekday.allCases.shuffled(using: &random).prefix(Int.random(in: 0...3, using: &random))),
            holidays: (0..<Int.random(in: 0...40, using: &random)).map { number in
                .init(date: first.adding(days: Int.random(in: 0..<700, using: &random)), name: "Holiday \(number)")
            })
        // Whole hours and midnights are likely, for the edges are there.
        func step(_ most: Int) -> Duration {
            let hours = Int.random(in: 1...most, using: &random)
            return Bool.random(using: &random) ? .hours(hours) : .hours(hours) + .milliseconds(hours * 977_777)
        }
        var now = Timestamp(milliseconds: Int64(first.number) * 86_400_000).adding(step(24 * 300))
        var events = [DeadlineEvent(at: now, .received)]
        var open: [DeadlineRule.Party] = []
        for _ in 0..<Int.random(in: 0...7, using: &random) {
            now = now.adding(step(24 * 12))
            let party = DeadlineRule.Party.allCases.randomElement(using: &random) ?? .citizen
            if open.isEmpty || Int.random(in: 0..<3, using: &random) == 0 {
                events.append(DeadlineEvent(at: now, .waiting(party)))
                if !open.contains(party) { open.append(party) }
            } else if let party = open.first(where: { _ in Bool.random(using: &random) }) {
                events.append(DeadlineEvent(at: now, .resumed(party)))
                open.removeAll { $0 == party }
            } else {
                events.append(DeadlineEvent(at: now, .resumed(nil)))
                open = []
            }
        }
        if Int.random(in: 0..<4, using: &random) == 0 {
            now = now.adding(step(24 * 20))
            events.append(DeadlineEvent(at: now, .done))
        }
        moment = now.adding(step(24 * 30))
        self.events = events.shuffled(using: &random)
    }
}
