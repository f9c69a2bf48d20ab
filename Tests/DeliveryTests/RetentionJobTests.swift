import Foundation
import Platform
import SQL
import TestSupport
import Testing
import Web

@testable import Delivery

/// The nightly job: what it empties was announced two weeks before, and no hold keeps it.
struct RetentionJobTests {
    /// Complaints that are over, of one day.
    private static func ended(_ house: DeliveryHouse, _ count: Int) async throws -> [String] {
        let now = house.test.clock.now
        return try await house.test.database.write { connection in
            let service = try #require(try ServiceStore.find(connection, slug: "complaints-india"))
            return try (0..<count).map { _ in
                var input = GrievanceInput(service: service)
                (input.category, input.privacy, input.name) = ("delay", "open", "Somebody")
                input.answers = ["story": ["It happened."]]
                let made = try FileGrievance.run(connection, Act(.anonymous, at: now), input)
                try ActOnCase.run(connection, Act(.anonymous, at: now), made.record, .withdraw, as: .citizen, CaseFacts())
                return made.record.reference
            }
        }
    }

    private static func isEmptied(_ house: DeliveryHouse, _ reference: String) async throws -> Bool {
        try await house.test.database.read { connection in
            try #require(try CaseStore.find(connection, reference: reference)).answers.values.isEmpty
        }
    }

    @Test(arguments: Engine.allCases)
    func nothingIsEmptiedThatWasNotAnnounced(on engine: Engine) async throws {
        try await DeliveryHouse.open(on: engine) { browser, house in
            let references = try await Self.ended(house, 3)
            // The service's organisation has a service manager of its own.
            try await house.test.database.write { connection in
                let person = try #require(try PeopleStore.person(connection, email: "redress-in@example.org"))
                let organisation = try #require(try PeopleStore.organisation(connection, key: "gov-in"))
                _ = try PeopleStore.addMembership(
                    connection, person: person.id, organisation: organisation.id, role: .serviceManager, by: .test, at: house.test.clock.now)
            }
            let runner = JobRunner(handlers: [Mail.handler], services: house.test.services)
            func night() async throws {
                try await RetentionJob.run(house.test.services, as: .program("job:test"))
                while try await runner.runDue() > 0 {}
            }
            // Kept for five years (1,825 days): nothing is said before the last two weeks.
            house.test.clock.advance(by: .days(1_810))
            try await night()
            #expect(house.test.mailer.messages.isEmpty)
            house.test.clock.advance(by: .days(1))
            try await night()
            try await night()
            let letter = try #require(house.test.mailer.messages.first)
            #expect(house.test.mailer.messages.count == 1 && letter.subject.contains("3 cases"))
            #expect(letter.text.contains("complaints-india: 3 cases") && letter.text.contains("/work/retention"))
            // Whose service it is reads it, and so does an administrator; nobody else.
            let manager = browser.stranger()
            try await manager.visit("/as/redress-in")
            let page = try await manager.visit("/work/retention")
            #expect(page.status == 200 && page.has("complaints-india"))
            let administrator = browser.stranger()
            try await administrator.visit("/as/administrator")
            let all = try await administrator.visit("/work/retention")
            #expect(all.has("complaints-india") && !references.contains { all.has($0) } && !all.body.contains("method=\"post\" action=\"/work/retention\""))
            let officer = browser.stranger()
            try await officer.visit("/as/officer")
            #expect(try await officer.visit("/work/retention").status == 403)
            // A hold comes in time; the other two go on the day that was told, not before.
            try await house.test.database.write { connection in
                let record = try #require(try CaseStore.find(connection, reference: references[1]))
                try HoldCase.place(connection, Act(.program("test"), at: house.test.clock.now), record, reason: "Court")
            }
            house.test.clock.advance(by: .days(13))
            try await night()
            for reference in references { #expect(try await !Self.isEmptied(house, reference)) }
            house.test.clock.advance(by: .days(1))
            try await night()
            for (place, reference) in references.enumerated() { #expect(try await Self.isEmptied(house, reference) == (place != 1)) }
            // When the hold is lifted it is announced anew, and has two weeks more.
            try await house.test.database.write { connection in
                let record = try #require(try CaseStore.find(connection, reference: references[1]))
                try HoldCase.lift(connection, Act(.program("test"), at: house.test.clock.now), record)
            }
            try await night()
            #expect(house.test.mailer.messages.count == 2)
            #expect(try await !Self.isEmptied(house, references[1]))
            house.test.clock.advance(by: .days(14))
            try await night()
            #expect(try await Self.isEmptied(house, references[1]))
            let (actions, left, fault) = try await house.test.database.read { connection in
                (
                    try Audit.entries(connection, kind: "retention", limit: 20).map(\.action), try RetentionNotice.count(connection),
                    try Audit.verify(connection) { _, _ in }.fault
                )
            }
            #expect(actions == ["retention.run", "retention.announced", "retention.run", "retention.announced"])
            #expect(left == 0 && fault == nil)
        }
    }

    @Test(arguments: Engine.allCases)
    func manyAreAnnouncedAndEmptied(on engine: Engine) async throws {
        try await DeliveryHouse.open(on: engine) { _, house in
            _ = try await Self.ended(house, 130)
            house.test.clock.advance(by: .days(1_825))
            try await RetentionJob.run(house.test.services, as: .program("job:test"))
            #expect(try await house.test.database.read { try RetentionNotice.count($0) } == 130)
            house.test.clock.advance(by: .days(15))
            try await RetentionJob.run(house.test.services, as: .program("job:test"))
            let erased = try await house.test.database.read { try $0.value("SELECT COUNT(*) FROM case_record WHERE erased = 1", as: Int.self) }
            #expect(erased == 130)
        }
    }
}
