import Platform
import SQL
import TestSupport
import Testing
import Web

@testable import Delivery

/// The day of the step that is worked on, as lists have it.
struct StepDueTests {
    /// Takes over the only case and begins its first step, on Tuesday, 24 November in Fiji.
    private static func begin(_ house: DeliveryHouse, _ citizen: Browser) async throws -> (reference: String, page: WebPage) {
        let (reference, _) = try await house.apply(citizen)
        house.test.clock.advance(by: .days(3) + .hours(1))
        let officer = citizen.stranger()
        try await officer.visit("/as/officer")
        try await officer.visit("/work/cases/" + reference)
        try await officer.submit(button: "Take it over")
        return (reference, try await officer.submit(button: "Begin the next step"))
    }

    private static func days(_ house: DeliveryHouse, _ reference: String) async throws -> (step: Day?, whole: Day, events: Int) {
        let record = try await house.test.database.read { try CaseStore.find($0, reference: reference) }
        let found = try #require(record)
        return (found.listedStepDue.map(Day.init(number:)), Day(number: found.listedDue), found.state.events)
    }

    /// A service may be wrong; the citizen's case goes on.
    @Test(arguments: Engine.allCases)
    func aStepForWhichTheCalendarHasNoDayStopsNothing(on engine: Engine) async throws {
        try await DeliveryHouse.open(on: engine) { citizen, house in
            try await house.revise("poverty-benefit-scheme") {
                $0.steps[0].limit = DeadlineRule(limit: 9_000_000, unit: .workingDays, waiting: [:])
            }
            let (reference, page) = try await Self.begin(house, citizen)
            #expect(page.status == 200 && page.has("Due on 5 January 2027") && !page.has("This step:"))
            #expect(try await Self.days(house, reference).step == nil)
        }
    }

    /// The whole is counted in calendar days, so only the step's day moves: the history has nothing to tell the citizen.
    @Test(arguments: Engine.allCases)
    func aDayDeclaredLateMovesTheStepAlone(on engine: Engine) async throws {
        try await DeliveryHouse.open(on: engine) { citizen, house in
            try await house.revise("poverty-benefit-scheme") {
                $0.deadline = DeadlineRule(limit: 30, unit: .calendarDays, waiting: [:])
                $0.steps[0].limit = DeadlineRule(limit: 2, unit: .workingDays, waiting: [:])
            }
            let (reference, _) = try await Self.begin(house, citizen)
            let before = try await Self.days(house, reference)
            #expect(before.step?.description == "2026-11-26")
            let now = house.test.clock.now
            try await house.test.database.write { connection in
                var definition = try #require(try CalendarStore.ready(connection, key: "fj", version: 1)).definition
                definition.holidays.append(.init(date: try #require(Day("2026-11-25")), name: "Cyclone"))
                try CalendarStore.save(connection, key: "fj", name: ["en": "Fiji"], organisation: nil, definition, at: now, by: "test")
            }
            #expect(try await JobRunner(handlers: [LateHolidays.handler], services: house.test.services).runDue() == 1)
            let after = try await Self.days(house, reference)
            #expect(after.step?.description == "2026-11-27" && after.whole == before.whole && after.events == before.events)
        }
    }
}
