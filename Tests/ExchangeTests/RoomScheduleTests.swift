import Platform
import SQL
import TestSupport
import Testing
import Web

@testable import Exchange

/// What time does is done by the room's own schedules, as the server runs them: nobody puts a job in by hand.
struct RoomScheduleTests {
    @Test(arguments: Engine.allCases)
    func timeRemindsExpiresAndTellsOfStalls(on engine: Engine) async throws {
        try await StoresFixture.open(on: engine) { house in
            let solution = try await house.publish(PublicFixture.centresContent)
            let proposed = try await house.write(as: house.otherOwner) { connection, act in
                try ProposeIntroduction.run(
                    connection, act,
                    IntroductionProposal(
                        solution: solution, asking: PublicFixture.ministry, giving: PublicFixture.agency, message: "Let us talk."))
            }
            try await house.write { connection, act in
                let offices = try ["agency", "ministry"].map { try #require(try PeopleStore.organisation(connection, key: $0)) }
                var work = Partnership.Content()
                work.title = "Quiet partnership"
                _ = try BeginPartnership.run(
                    connection, act, content: work, parties: [.init(offices[0], .giving), .init(offices[1], .asking)], slug: "quiet")
                var paper = AgreementContent()
                paper.subject = "To learn"
                paper.parties = offices.map { .init(organisation: $0.id, key: $0.key, name: $0.name, country: $0.country) }
                // 20 November 2026 is today: 41 days before the end.
                (paper.from, paper.to, paper.remindDays) = ("2026-01-01", "2026-12-31", 30)
                try AgreementStore.insert(
                    connection,
                    Agreement(
                        slug: "ending", state: .signed, asOf: "2026-01-01", signedOn: "2026-01-01", content: paper, signedCopy: nil,
                        renews: nil, textNumber: 0, version: 1, updatedBy: "", createdAt: act.now, updatedAt: act.now))
            }
            let room = Exchange.room()
            let runner = JobRunner(handlers: room.jobs + [Mail.handler], schedules: room.schedules, services: house.test.services)
            func letters(after days: Int) async throws -> Set<String> {
                house.test.clock.advance(by: .days(days))
                let before = house.test.mailer.messages.count
                while try await runner.runDue() > 0 {}
                return Set(house.test.mailer.messages.dropFirst(before).map(\.subject))
            }
            func tells(_ letters: Set<String>, of part: String) -> Bool { letters.contains { $0.contains(part) } }
            // What runs first notes when each schedule is due next; from then on time does it.
            _ = try await letters(after: 0)
            let eleven = try await letters(after: 11)
            #expect(tells(eleven, of: "Still waiting for your answer"), "\(eleven)")
            let ending = try await house.actions("agreement", "ending")
            #expect(ending == ["agreement.reminded"])
            _ = try await letters(after: 20)
            #expect(try await house.read { try IntroductionStore.find($0, id: proposed.id)?.state } == .expired)
            let sixtyOne = try await letters(after: 30)
            #expect(tells(sixtyOne, of: "Quiet partnership"), "\(sixtyOne)")
            // Each once: another day brings nothing of them.
            let next = try await letters(after: 1)
            #expect(!tells(next, of: "Quiet partnership") && !tells(next, of: "Still waiting"))
            #expect(try await house.actions("agreement", "ending") == ["agreement.reminded"])
        }
    }
}
