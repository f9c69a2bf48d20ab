import Foundation
import Platform
import SQL
import TestSupport
import Testing

@testable import Delivery

/// Removing for good, keeping by a legal hold, and the end of keeping.
struct RedactionTests {
    private func manager(_ house: DeliveryHouse, _ connection: any Connection) throws -> Act {
        guard let person = try PeopleStore.person(connection, email: "manager@example.org"),
            let principal = try PeopleStore.principal(connection, person: person.id)
        else { throw RecordMissing(kind: "person", id: "manager") }
        return Act(principal, at: house.test.clock.now)
    }

    @Test(arguments: Engine.allCases)
    func whatWasRemovedIsNowhereAndATombstoneStays(on engine: Engine) async throws {
        try await DeliveryHouse.open(on: engine) { citizen, house in
            try await citizen.visit(DeliveryHouse.address)
            var answers = DeliveryHouse.answers
            answers["Your name"] = "Unerasable Name"
            answers["Where do you live?"] = "Unerasable Village"
            answers["A document with your name"] = .file(
                name: "unerasable.pdf", type: "application/pdf", bytes: Array("%PDF-1.7\n1 0 unerasable\n".utf8))
            let receipt = try await citizen.submit(answers, button: "Send the application")
            let reference = receipt.markup.all("strong").map { $0.text() }[0]
            let manager = citizen.stranger()
            try await manager.visit("/as/manager")
            try await manager.visit("/work/cases/" + reference)
            try await manager.submit(["Your question, in the citizen's language": "Is it unerasable?"], button: "Ask the citizen")
            try await manager.follow("Remove something, or place a legal hold")
            let empty = try await manager.submit(button: "Remove it for good")
            #expect(empty.status == 422)
            try await manager.submit(["Why must it be kept?": "Court order 7"], button: "Place the hold")
            #expect(manager.page.has("Legal hold: Court order 7"))
            let held = try await house.test.database.write { connection -> Refusal? in
                let record = try #require(try CaseStore.find(connection, reference: reference))
                do {
                    try RedactCase.run(connection, try self.manager(house, connection), record, [.identity], reason: "asked")
                    return nil
                } catch let refusal as Refusal { return refusal }
            }
            #expect(held == .denied(.deny("case.obstacle.hold")))
            try await manager.follow("Remove something, or place a legal hold")
            try await manager.submit(button: "Lift the legal hold")
            try await house.test.database.write { connection in
                let record = try #require(try CaseStore.find(connection, reference: reference))
                try RedactCase.run(
                    connection, try self.manager(house, connection), record, Set(RedactedPart.allCases), reason: "The citizen asked for it.")
            }
            let text = try await house.test.database.read { connection -> String in
                var text = ""
                for table in [
                    "case_record", "case_event", "case_identity", "case_file", "case_draft", "audit_entry", "file", "file_chunk", "job",
                ] as [SQL] {
                    text += try connection.query("SELECT * FROM \(table)").map { "\($0.values)" }.joined().lowercased()
                }
                #expect(try Audit.verify(connection) { _, _ in }.fault == nil)
                #expect(try connection.query("SELECT id FROM file").isEmpty)
                let record = try #require(try CaseStore.find(connection, reference: reference))
                #expect(record.state.phase == .submitted && record.events.last?.facts.removed?.count == 4)
                return text
            }
            #expect(!text.contains("unerasable"))
            let page = try await citizen.visit("/track/" + reference)
            #expect(page.has("Something was removed for good") && page.has("The citizen asked for it.") && page.has("Removed: documents"))
            #expect(page.has("The words were removed.") && !page.has("█"))
        }
    }

    @Test func theRuleThatSaysMostHolds() {
        let rules = [
            RetentionRule(days: 100), RetentionRule(category: "corruption", days: 300), RetentionRule(outcome: .refused, days: 50),
            RetentionRule(category: "corruption", outcome: .refused, days: 10),
        ]
        #expect(RetentionRule.days(rules, category: nil, outcome: .granted) == 100)
        #expect(RetentionRule.days(rules, category: "corruption", outcome: .resolved) == 300)
        #expect(RetentionRule.days(rules, category: "delay", outcome: .refused) == 50)
        #expect(RetentionRule.days(rules, category: "corruption", outcome: .refused) == 10)
        #expect(RetentionRule.days([], category: "x", outcome: nil) == nil)
        #expect(RetentionRule.days([RetentionRule(category: "x", days: 1)], category: "y", outcome: nil) == nil)
    }

    @Test(arguments: Engine.allCases)
    func casesAreEmptiedWhenTheirTimeIsOverAndNotBefore(on engine: Engine) async throws {
        try await DeliveryHouse.open(on: engine) { _, house in
            let database = house.test.database
            let references = try await database.write { connection in
                let service = try #require(try ServiceStore.find(connection, slug: "complaints-india"))
                return try ["delay", "corruption", "delay", "delay"].map { category in
                    var input = GrievanceInput(service: service)
                    (input.category, input.privacy, input.name) = (category, "open", "Somebody")
                    input.answers = ["story": ["It happened."]]
                    let act = Act(.anonymous, at: house.test.clock.now)
                    let made = try FileGrievance.run(connection, act, input)
                    try ActOnCase.run(connection, act, made.record, .withdraw, as: .citizen, CaseFacts())
                    return made.record.reference
                }
            }
            try await database.write { connection in
                let record = try #require(try CaseStore.find(connection, reference: references[2]))
                try HoldCase.place(connection, Act(.program("test"), at: house.test.clock.now), record, reason: "Court")
            }
            func report() async throws -> Retention.Report {
                let now = house.test.clock.now
                return try await database.read { try Retention.report($0, at: now) }
            }
            house.test.clock.advance(by: .days(1824))
            #expect(try await report().lines.isEmpty)
            house.test.clock.advance(by: .days(1))
            let found = try await report()
            #expect(found.due == 2 && found.held == 1)
            let act = Act(.program("test"), at: house.test.clock.now)
            await #expect(throws: Refusal.self) { _ = try await Retention.run(database, act, expected: 3) }
            #expect(try await Retention.run(database, act, expected: 2) == 2)
            #expect(try await report().due == 0)
            try await database.read { connection in
                let emptied = try #require(try CaseStore.find(connection, reference: references[0]))
                #expect(emptied.answers.values.isEmpty && emptied.applicant.isEmpty && emptied.state.phase == .withdrawn)
                let kept = try #require(try CaseStore.find(connection, reference: references[2]))
                #expect(kept.answers["story"] == "It happened.")
                #expect(try Audit.entries(connection, kind: "retention", limit: 5).count == 1)
                #expect(try Audit.verify(connection) { _, _ in }.fault == nil)
            }
            // Corruption is kept for ten years.
            house.test.clock.advance(by: .days(1825))
            #expect(try await report().due == 1)
        }
    }
}
