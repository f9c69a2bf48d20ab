import Platform
import SQL
import TestSupport
import Testing
import Web

@testable import Exchange

/// Introductions on both engines: who may, what is told to whom, and what time does.
struct IntroductionTests {
    /// The agency of Bangladesh gives, the ministry of Fiji asks.
    private func propose(_ house: StoresFixture, as principal: Principal, message: String = "You should talk.") async throws
        -> Introduction
    {
        let solution = try await house.publish(PublicFixture.centresContent)
        return try await house.write(as: principal) { connection, act in
            try ProposeIntroduction.run(
                connection, act,
                IntroductionProposal(
                    solution: solution, asking: PublicFixture.ministry, giving: PublicFixture.agency, message: message,
                    origin: .round("dhaka")))
        }
    }

    private func runJobs(_ house: StoresFixture, _ kinds: [JobHandler]) async throws {
        let runner = JobRunner(handlers: kinds + [IntroductionMail.handler, Mail.handler], services: house.test.services)
        while try await runner.runDue() > 0 {}
    }

    @Test(arguments: Engine.allCases)
    func bothSidesLeadToAPartnership(on engine: Engine) async throws {
        try await StoresFixture.open(on: engine) { house in
            let one = try await propose(house, as: house.secretariat)
            #expect(one.state == .proposed && one.origin == .round("dhaka"))
            let asked = try await house.write(as: house.otherOwner) { try AnswerIntroduction.run($0, $1, introduction: one.id, .accept) }
            #expect(asked.state == .askingAccepted && asked.partnership == nil)
            let contacts = try await house.read { try IntroductionContacts.read($0, asked) }
            #expect(contacts.asking == nil && contacts.giving == nil)
            await #expect(throws: Refusal.denied(.deny("rule.other-side-answers"))) {
                try await house.write(as: house.otherOwner) { _ = try AnswerIntroduction.run($0, $1, introduction: one.id, .accept) }
            }
            let both = try await house.write(as: house.owner) { try AnswerIntroduction.run($0, $1, introduction: one.id, .accept) }
            #expect(both.state == .accepted)
            let partnership = try await house.read { connection in
                try both.partnership.flatMap { try PartnershipStore.find(connection, id: $0) }
            }
            #expect(partnership?.stage == .introduced && partnership?.parties.map(\.side) == [.asking, .giving])
            let known = try await house.read { try IntroductionContacts.read($0, both) }
            #expect(known.asking?.name == "Focal point, Fiji" && known.giving?.name == "Focal point, Bangladesh")
            #expect(
                try await house.actions("introduction", one.id.description)
                    == ["introduction.proposed", "introduction.accept", "introduction.accept"])
            #expect(try await house.read { try IntroductionStore.steps($0, of: one.id) }.map(\.step) == ["propose", "accept", "accept"])
            #expect(try await house.read { try IntroductionStore.list($0, origin: .round("dhaka")) }.map(\.id) == [one.id])
        }
    }

    @Test(arguments: Engine.allCases)
    func faultsAreNamedAndNothingIsWritten(on engine: Engine) async throws {
        try await StoresFixture.open(on: engine) { house in
            let one = try await propose(house, as: house.otherOwner)
            #expect(one.state == .askingAccepted && one.proposedSide == .asking)
            func fault(
                _ principal: Principal, asking: ID<Organisation> = PublicFixture.ministry, message: String = ""
            ) async -> Refusal? {
                await #expect(throws: Refusal.self) {
                    try await house.write(as: principal) { connection, act in
                        _ = try ProposeIntroduction.run(
                            connection, act,
                            IntroductionProposal(solution: one.solution, asking: asking, giving: PublicFixture.agency, message: message))
                    }
                }
            }
            #expect(await fault(house.otherOwner) == .invalid([ContentIssue("solution", "error.introduction.open-already")]))
            #expect(
                await fault(house.secretariat, asking: PublicFixture.agency)
                    == .invalid([ContentIssue("asking", "error.introduction.same")]))
            #expect(await fault(house.reviewer) == .denied(.deny("rule.introduction-sides-only")))
            let mail = await fault(house.secretariat, asking: PublicFixture.id(3), message: "Write to x@example.org")
            #expect(mail == .invalid([ContentIssue("message", "error.introduction.contact")]))
            await #expect(throws: Refusal.invalid([ContentIssue("reason", "error.reason-wanted")])) {
                try await house.write(as: house.owner) { _ = try AnswerIntroduction.run($0, $1, introduction: one.id, .decline) }
            }
            // Who is no party learns not even that there is one.
            await #expect(throws: Refusal.notFound) {
                try await house.write(as: house.tiedReviewer) { _ = try AnswerIntroduction.run($0, $1, introduction: one.id, .accept) }
            }
            #expect(try await house.read { try IntroductionStore.steps($0, of: one.id) }.count == 1)
        }
    }

    /// Contact data leaves only after both have accepted, in letters, too.
    @Test(arguments: Engine.allCases)
    func lettersTellContactsOnlyAtTheEnd(on engine: Engine) async throws {
        try await StoresFixture.open(on: engine) { house in
            let one = try await propose(house, as: house.secretariat)
            try await runJobs(house, [])
            #expect(house.test.mailer.messages.count == 2)
            _ = try await house.write(as: house.owner) { try AnswerIntroduction.run($0, $1, introduction: one.id, .accept) }
            try await runJobs(house, [])
            let before = house.test.mailer.messages
            #expect(before.count == 3)
            for letter in before {
                #expect(!letter.text.contains("@") && !letter.text.contains("Focal point") && !letter.text.contains("{"))
            }
            _ = try await house.write(as: house.otherOwner) { try AnswerIntroduction.run($0, $1, introduction: one.id, .accept) }
            try await runJobs(house, [])
            let after = house.test.mailer.messages.dropFirst(3)
            #expect(after.count == 2)
            for (to, contact) in [(house.owner, house.otherOwner), (house.otherOwner, house.owner)] {
                let letter = after.first { $0.to == "\(to.personID?.description ?? "")@example.org" }
                #expect(letter?.text.contains("\(contact.name), \(contact.personID?.description ?? "")@example.org") == true)
            }
        }
    }

    @Test(arguments: Engine.allCases)
    func remindsOnceAndExpires(on engine: Engine) async throws {
        try await StoresFixture.open(on: engine) { house in
            let one = try await propose(house, as: house.otherOwner)
            func days(_ count: Int) async throws -> [String] {
                house.test.clock.advance(by: .days(count))
                let before = house.test.mailer.messages.count
                try await house.test.database.write { connection in
                    try IntroductionClock.job.enqueue(connection, .init(), at: house.test.clock.now)
                }
                try await runJobs(house, [IntroductionClock.handler])
                return house.test.mailer.messages.dropFirst(before).map(\.subject)
            }
            try await runJobs(house, [])
            #expect(try await days(9).isEmpty)
            #expect(try await days(2) == ["Still waiting for your answer: Union Digital Centres"])
            #expect(try await days(2).isEmpty)
            #expect(try await days(20).count == 2)
            let state = try await house.read { try IntroductionStore.find($0, id: one.id)?.state }
            #expect(state == .expired)
            #expect(try await days(30).isEmpty)
        }
    }
}
