import Foundation
import Platform
import SQL
import TestSupport
import Testing

@testable import Delivery

/// The three reference configurations, from their files to the end, with their dates. The clock starts on Friday 20 November 2026, 12:00 UTC.
struct ReferenceConfigurationTests {
    private static func act(_ house: DeliveryHouse, _ connection: any Connection, _ who: String) throws -> Act {
        guard let person = try PeopleStore.person(connection, email: "\(who)@example.org"),
            let principal = try PeopleStore.principal(connection, person: person.id)
        else { throw RecordMissing(kind: "person", id: who) }
        return Act(principal, at: house.test.clock.now)
    }

    /// Does something as an officer, by the rules.
    @discardableResult
    private static func work(
        _ house: DeliveryHouse, _ reference: String, _ who: String, _ action: CaseAction, _ change: @escaping @Sendable (inout CaseFacts) -> Void = { _ in }
    ) async throws -> Case {
        try await house.test.database.write { connection in
            let act = try act(house, connection, who)
            guard let record = try CaseStore.find(connection, reference: reference),
                let office = try OfficeStore.find(connection, id: record.office)
            else { throw RecordMissing(kind: "case", id: reference) }
            let (part, decision) = CaseRules.part(act.principal, office: office, record.confidence)
            guard let part else { throw Refusal.denied(decision) }
            var facts = CaseFacts()
            change(&facts)
            return try ActOnCase.run(connection, act, record, action, as: part, facts)
        }
    }

    private static func due(_ house: DeliveryHouse, _ reference: String) async throws -> String? {
        try await house.test.database.read { connection in
            try CaseStore.find(connection, reference: reference)?.standing(at: house.test.clock.now).due?.description
        }
    }

    private static func file(_ house: DeliveryHouse, _ slug: String, _ change: @escaping @Sendable (inout GrievanceInput) -> Void) async throws -> (String, String) {
        try await house.test.database.write { connection in
            guard let service = try ServiceStore.find(connection, slug: slug) else { throw Refusal.notFound }
            var input = GrievanceInput(service: service)
            (input.privacy, input.name, input.answers) = ("open", "Somebody", ["story": ["It happened."]])
            change(&input)
            let made = try FileGrievance.run(connection, Act(.anonymous, at: house.test.clock.now), input)
            return (made.record.reference, made.code)
        }
    }

    private static func appeal(_ house: DeliveryHouse, _ reference: String, _ code: String) async throws -> Case {
        try await house.test.database.write { connection in
            guard let first = try CaseKey.open(connection, reference: reference, code: code) else { throw Refusal.notFound }
            return try FileAppeal.run(
                connection, Act(.anonymous, at: house.test.clock.now), against: first, code: code, text: "Look again.", language: "en",
                channel: .web
            ).appeal
        }
    }

    private static func decide(_ facts: inout CaseFacts, _ outcome: CaseOutcome, _ reason: String, _ text: String) {
        (facts.outcome, facts.outcomeReason, facts.text) = (outcome, reason, text)
    }

    @Test(arguments: Engine.allCases)
    func indiaAnswersIn21DaysOrInBetweenAndIsAppealedWithin30(on engine: Engine) async throws {
        try await DeliveryHouse.open(on: engine) { citizen, house in
            let (reference, code) = try await Self.file(house, "complaints-india") {
                ($0.category, $0.aboutOffice) = ("delay", "in-ministry-south")
            }
            #expect(try await Self.due(house, reference) == "2026-12-11")
            try await Self.work(house, reference, "officer-in", .accept)
            // The limit passes: nothing that takes more time before the interim reply.
            house.test.clock.advance(by: .days(22))
            await #expect(throws: Refusal.denied(.deny("case.obstacle.interim-first"))) {
                try await Self.work(house, reference, "officer-in", .ask) { $0.text = "When was it?" }
            }
            await #expect(throws: Refusal.self) { try await Self.work(house, reference, "officer-in", .interim) { $0.reason = "Files lost." } }
            await #expect(throws: Refusal.self) {
                try await Self.work(house, reference, "officer-in", .interim) { ($0.reason, $0.expected) = ("Lost.", Day("2026-12-12")) }
            }
            try await Self.work(house, reference, "officer-in", .interim) { ($0.reason, $0.expected) = ("The files are searched.", Day("2026-12-28")) }
            let browser = citizen.stranger()
            try await browser.visit("/track/\(reference)/open/\(code)")
            #expect(browser.page.has("The files are searched.") && browser.page.has("An answer is expected by 28 December 2026."))
            try await Self.work(house, reference, "officer-in", .advance)
            try await Self.work(house, reference, "officer-in", .decide) { Self.decide(&$0, .notUpheld, "as-it-should-be", "The office was right.") }
            // 12 December and 30 days: 11 January 2027.
            try await browser.visit("/track/\(reference)")
            #expect(browser.page.has("You can appeal until 11 January 2027."))
            house.test.clock.advance(by: .days(29))
            let receipt = try await browser.submit(["Why should the decision be another?": "Nobody looked."], button: "Send the appeal")
            let number = receipt.markup.all("strong").map { $0.text() }
            #expect(number[0] != reference && number[1] == code)
            // 10 January 2027 and 30 days: 9 February, a Tuesday.
            #expect(try await Self.due(house, number[0]) == "2027-02-09")
            await #expect(throws: Refusal.denied(.deny("rule.case.barred"))) { try await Self.work(house, number[0], "officer-in", .accept) }
            try await Self.work(house, number[0], "appeals-in", .accept)
            try await Self.work(house, number[0], "appeals-in", .decide) {
                Self.decide(&$0, .changed, "resolved.put-right", "The office must put it right.")
            }
            let first = try await house.test.database.read { try #require(try CaseStore.find($0, reference: reference)) }
            #expect(first.state.outcome == .resolved && first.state.phase == .decided)
            let page = try await browser.visit("/track/\(number[0])")
            #expect(page.has("The first decision is changed"))
            let both = try await browser.submit(button: "Show the case that it is against: \(reference)")
            #expect(both.has("The office was right.") && both.has("The office must put it right.") && both.has("Nodal appellate authority (sample)"))
            #expect(both.has("The first decision") && both.has("What holds now"))
            try await Self.work(house, reference, "officer-in", .deliver) { $0.text = "Done." }
            #expect(try await browser.visit("/track/\(reference)").has("Did you receive it?"))
        }
    }

    @Test(arguments: Engine.allCases)
    func bangladeshHasThreeTiersInWorkingDays(on engine: Engine) async throws {
        try await DeliveryHouse.open(on: engine) { _, house in
            let (reference, code) = try await Self.file(house, "complaints-bangladesh") {
                ($0.category, $0.aboutOffice) = ("money", "bd-upazila")
            }
            // Friday evening in Dhaka; day 1 is Sunday; 16 December does not count.
            #expect(try await Self.due(house, reference) == "2027-01-03")
            try await Self.work(house, reference, "officer-bd", .accept)
            house.test.clock.advance(by: .days(10))
            try await Self.work(house, reference, "officer-bd", .decide) { Self.decide(&$0, .notUpheld, "as-it-should-be", "No fault.") }
            // Monday 30 November; day 1 is Tuesday; 20 working days without 16 December: 29 December.
            let appeal = try await Self.appeal(house, reference, code)
            #expect(try await Self.due(house, appeal.reference) == "2026-12-29")
            await #expect(throws: Refusal.denied(.deny("rule.case.barred"))) { try await Self.work(house, appeal.reference, "officer-bd", .accept) }
            try await Self.work(house, appeal.reference, "appeals-bd", .accept)
            try await Self.work(house, appeal.reference, "appeals-bd", .decide) { Self.decide(&$0, .stands, "stands", "Nothing new.") }
            await #expect(throws: Refusal.self) { _ = try await Self.appeal(house, reference, code) }
            let third = try await Self.appeal(house, appeal.reference, code)
            #expect(third.tier == 2 && third.firstCase == appeal.id)
            for who in ["officer-bd", "appeals-bd"] {
                await #expect(throws: Refusal.self) { try await Self.work(house, third.reference, who, .accept) }
            }
            try await Self.work(house, third.reference, "cabinet-bd", .accept)
            try await Self.work(house, third.reference, "cabinet-bd", .decide) { Self.decide(&$0, .changed, "resolved.put-right", "Pay it.") }
            let first = try await house.test.database.read { try #require(try CaseStore.find($0, reference: reference)) }
            #expect(first.state.outcome == .resolved)
            #expect(StandingDecision.all(first).map(\.isRevision) == [false, true])
            // There is no fourth.
            await #expect(throws: Refusal.denied(.deny("case.obstacle.no-appeal"))) { _ = try await Self.appeal(house, third.reference, code) }
            // What decided an appeal cannot be taken back.
            try await house.test.database.write { connection in
                let act = try Self.act(house, connection, "cabinet-bd")
                let record = try #require(try CaseStore.find(connection, reference: third.reference))
                #expect(throws: Refusal.denied(.deny("case.obstacle.undo"))) {
                    try ActOnCase.run(connection, act, record, .undo, as: .manager, CaseFacts())
                }
            }
        }
    }

    @Test(arguments: Engine.allCases)
    func fijiBeginsOnAnOutreachVisitAndIsDecidedElsewhere(on engine: Engine) async throws {
        try await DeliveryHouse.open(on: engine) { browser, house in
            try await browser.visit("/as/operator")
            let own = ["sec-fetch-site": "same-origin"]
            func body(_ captured: String) -> String {
                """
                {"service": "poverty-benefit-scheme", "office": "dsw-fj-labasa", "capturedAt": "\(captured)", "answers": {"applicant.name": "Sione",
                 "birth": "1990-02-03", "place": "Koro", "household": 4, "income": 12.5, "work": "nobody", "children": false}}
                """
            }
            // Taken down on Wednesday in a village without a network, received on Saturday (Fiji).
            let made = try await browser.json(.post, "/api/v1/cases", headers: own, body("2026-11-18T10:00:00+12:00"))
            #expect(made.status == 201, "\(made.body)")
            let answer = try JSONValue(parsing: made.body)
            let reference = answer["reference"]?.text ?? ""
            #expect(answer["deadline"]?["due"]?.text == "2027-01-05")
            let record = try await house.test.database.read { try #require(try CaseStore.find($0, reference: reference)) }
            let event = try #require(record.events.first)
            #expect(event.at < event.recordedAt && record.receivedAt == event.recordedAt)
            for (captured, words) in [("2026-11-21T10:00:00+12:00", "ahead of now"), ("2026-08-01T10:00:00+12:00", "60 days"), ("yesterday", "no moment")] {
                let refused = try await browser.json(.post, "/api/v1/cases", headers: own, body(captured))
                #expect(refused.status == 422 && refused.body.contains(words), "\(captured): \(refused.body)")
            }
            try await Self.work(house, reference, "officer", .accept)
            let suva = try await house.test.database.read { try #require(try OfficeStore.find($0, key: "dsw-fj-suva")).id }
            try await Self.work(house, reference, "officer", .transfer) { ($0.office, $0.reason) = (suva, "Suva decides for Koro.") }
            #expect(try await Self.due(house, reference) == "2027-01-05")
            try await Self.work(house, reference, "colleague", .decide) { Self.decide(&$0, .granted, "in-need", "You get it.") }
            let done = try await Self.work(house, reference, "colleague", .deliver) { $0.text = "The card was handed over." }
            #expect(done.state.phase == .delivered && done.office == suva)
        }
    }
}
