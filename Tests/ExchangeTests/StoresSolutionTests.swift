import Platform
import SQL
import TestSupport
import Testing

@testable import Exchange

/// A solution's life on both engines, from the first draft to its return from the archive.
struct StoresSolutionTests {
    private func refusal(_ body: () async throws -> Void) async -> Refusal? {
        do {
            try await body()
            return nil
        } catch let refusal as Refusal {
            return refusal
        } catch {
            Issue.record(error)
            return nil
        }
    }

    @Test(arguments: Engine.allCases)
    func theAuditOfADraftHoldsWhatChangedAndGivesEachState(on engine: Engine) async throws {
        try await StoresFixture.open(on: engine) { house in
            var content = SolutionContent()
            content.title = "Boat clinics"
            let begun = content
            let made = try await house.write(as: house.owner) {
                try CreateSolution.run($0, $1, organisation: PublicFixture.agency, content: begun, thisYear: 2026)
            }
            var states: [SolutionContent] = []
            content.problem = String(repeating: "Islands have no doctor. ", count: 100)
            states.append(content)
            content.summary = "A clinic that comes by boat."
            states.append(content)
            content.problem = ""
            content.themes = [.health]
            states.append(content)
            for (index, state) in states.enumerated() {
                _ = try await house.write(as: house.owner) {
                    try SaveDraft.run($0, $1, solution: made.id, content: state, version: index + 1, thisYear: 2026)
                }
            }
            let entries = try await house.read {
                try Audit.entries($0, kind: "solution-draft", record: made.id.description, limit: 10)
            }
            // The second one adds a summary and does not repeat the long problem.
            #expect(entries[1].after?.canonical == #"{"summary":"A clinic that comes by boat."}"#)
            guard case .object(var replayed) = try JSONValue(encoding: begun) else { return }
            for entry in entries.reversed() {
                guard case .object(let before)? = entry.before, case .object(let after)? = entry.after else { return }
                for name in before.keys { replayed[name] = nil }
                replayed.merge(after) { _, now in now }
            }
            #expect(try JSONValue.object(replayed).decoded(as: SolutionContent.self) == content)
        }
    }

    @Test(arguments: Engine.allCases)
    func aSolutionLivesFromDraftToArchiveAndBack(on engine: Engine) async throws {
        try await StoresFixture.open(on: engine) { house in
            var draft = SolutionContent()
            draft.title = "Union Digital Centres"
            let begun = draft
            let made = try await house.write(as: house.owner) { connection, act in
                try CreateSolution.run(connection, act, organisation: PublicFixture.agency, content: begun, thisYear: 2026)
            }
            #expect(made.slug == "union-digital-centres" && made.country == "BD" && made.focalPerson == house.owner.personID)
            let id = made.id

            // Half a text cannot be submitted, and says what is missing.
            let refused = await refusal { try await house.move(id, .submit, as: house.owner) }
            guard case .invalid(let issues)? = refused else { throw refused ?? .notFound }
            #expect(issues.map(\.field).contains("problem"))
            let saved = try await house.write(as: house.owner) {
                try SaveDraft.run($0, $1, solution: id, content: PublicFixture.centresContent, version: 1, thisYear: 2026)
            }
            #expect(saved.version == 2 && saved.number == 1)

            try await house.move(id, .submit, as: house.owner)
            #expect(
                await refusal { try await house.move(id, .sendBack, as: house.secretariat) }
                    == .invalid([ContentIssue("note", "error.note-wanted")]))
            try await house.move(id, .sendBack, as: house.secretariat, note: "Name the source.")
            try await house.move(id, .submit, as: house.owner)
            // While it is under review its text stands still.
            #expect(
                await refusal {
                    _ = try await house.write(as: house.owner) {
                        try SaveDraft.run($0, $1, solution: id, content: begun, version: 5, thisYear: 2026)
                    }
                } == .denied(.deny("rule.under-review")))
            #expect(
                await refusal { try await house.move(id, .validate, as: house.reviewer) }
                    == .denied(.deny("rule.not-in-this-state")))
            try await house.move(id, .check, as: house.secretariat)
            #expect(
                await refusal { try await house.move(id, .validate, as: house.tiedReviewer) } == .denied(.deny("rule.tie")))
            #expect(try await house.read { try SolutionListing.find($0, [id]) }.isEmpty)
            try await house.move(id, .validate, as: house.reviewer)
            try await house.move(id, .publish, as: house.owner)

            let published = try #require(try await house.read { try SolutionStore.find($0, id: id) })
            #expect(published.state == .published && published.currentRevision == 1)
            #expect(published.confirmedAt == house.test.clock.now && published.publishedAt == house.test.clock.now)
            #expect(try await house.read { try SolutionListing.find($0, [id]) }.first?.evidence == .sourced)

            // A year later it is due, and its focal point is asked by mail, once.
            let runner = JobRunner(
                handlers: [ConfirmationReminder.handler, Mail.handler], services: house.test.services)
            func remind() async throws {
                try await house.test.database.write { connection in
                    try ConfirmationReminder.job.enqueue(
                        connection, .init(), at: house.test.clock.now, uniqueKey: "test-\(house.test.clock.now.milliseconds)")
                }
                while try await runner.runDue() > 0 {}
            }
            house.test.clock.advance(by: confirmationPeriod)
            try await remind()
            #expect(try await house.read { try SolutionStore.find($0, id: id) }?.state == .published)
            house.test.clock.advance(by: .seconds(1))
            try await remind()
            house.test.clock.advance(by: .days(1))
            try await remind()
            #expect(try await house.read { try SolutionStore.find($0, id: id) }?.state == .due)
            let mails = house.test.mailer.messages
            #expect(mails.map(\.to) == ["\(PublicFixture.id(101) as ID<Person>)@example.org"])
            #expect(mails.first?.text.contains("/work/solutions/union-digital-centres") == true)
            #expect(mails.first?.text.contains("Union Digital Centres") == true)

            func step(_ step: SolutionStep, _ note: String = "", as principal: Principal) async throws {
                try await house.write(as: principal) { try MoveSolution.run($0, $1, solution: id, step, note: note) }
            }
            #expect(
                await refusal { try await step(.confirm, as: house.secretariat) } == .denied(.deny("rule.owner-confirms")))
            try await step(.confirm, as: house.owner)
            let confirmed = try #require(try await house.read { try SolutionStore.find($0, id: id) })
            #expect(confirmed.state == .published && confirmed.confirmedAt == house.test.clock.now)
            #expect(confirmed.publishedAt == published.publishedAt)
            #expect(
                await refusal { try await step(.archive, as: house.owner) }
                    == .invalid([ContentIssue("note", "error.note-wanted")]))
            try await step(.archive, "The money ended.", as: house.owner)
            #expect(try await house.read { try SolutionStore.find($0, id: id) }?.archiveReason == "The money ended.")
            try await step(.restore, as: house.owner)
            let restored = try #require(try await house.read { try SolutionStore.find($0, id: id) })
            #expect(restored.state == .published && restored.archiveReason == nil)

            #expect(
                try await house.actions("solution", id.description) == [
                    "solution.created", "solution.submit", "solution.send-back", "solution.submit", "solution.check",
                    "solution.validate", "solution.publish", "solution.due", "solution.confirm", "solution.archive",
                    "solution.restore",
                ])
            #expect(try await house.actions("solution-draft", id.description) == ["solution.draft-saved"])
            let reviews = try await house.read { try SolutionStore.reviews($0, of: id) }
            #expect(reviews.first?.step == "restore" && reviews.last?.step == "submit" && reviews.count == 9)
            #expect(reviews.contains { $0.step == "send-back" && $0.note == "Name the source." && $0.byName == "Secretariat" })
            #expect(try await house.read { try Audit.verify($0) }.isSound)
        }
    }

    @Test(arguments: Engine.allCases)
    func aSecondRevisionTakesThePlaceOfTheFirst(on engine: Engine) async throws {
        try await StoresFixture.open(on: engine) { house in
            let id = try await house.publish(PublicFixture.centresContent)
            var next = PublicFixture.centresContent
            next.summary = "A counter in the village."
            let changed = next
            _ = try await house.write(as: house.owner) {
                try SaveDraft.run($0, $1, solution: id, content: changed, version: 0, thisYear: 2026)
            }
            // Two people open the same published text: the second is told, and neither text is lost.
            let second = await refusal {
                _ = try await house.write(as: house.secretariat) {
                    try SaveDraft.run($0, $1, solution: id, content: PublicFixture.centresContent, version: 0, thisYear: 2026)
                }
            }
            guard case .changedMeanwhile(let name, _)? = second else { throw second ?? .notFound }
            #expect(name == house.owner.name)
            #expect(try await house.read { try SolutionStore.revision($0, id, number: 1) }?.content == PublicFixture.centresContent)
            for (step, principal) in [
                (RevisionStep.submit, house.owner), (.check, house.secretariat), (.validate, house.reviewer),
                (.publish, house.owner),
            ] {
                try await house.move(id, step, as: principal)
            }
            let revisions = try await house.read { try SolutionStore.revisions($0, id) }
            #expect(revisions.map(\.state) == [.published, .superseded])
            #expect(revisions.map(\.number) == [2, 1])
            #expect(try await house.read { try SolutionListing.find($0, [id]) }.first?.texts.summary(in: "en").text == changed.summary)
        }
    }

    /// The rule is the database's too: a second open revision cannot be written past the actions.
    @Test(arguments: Engine.allCases)
    func atMostOneRevisionIsOpen(on engine: Engine) async throws {
        try await StoresFixture.open(on: engine) { house in
            let id = try await house.publish(PublicFixture.centresContent)
            func insert(_ number: Int) async throws {
                try await house.write { connection, act in
                    try SolutionStore.insert(
                        connection,
                        SolutionRevision(
                            solution: id, number: number, state: .draft, content: SolutionContent(), savedAt: act.now,
                            savedBy: act.name, version: 1))
                }
            }
            try await insert(2)
            await #expect(throws: (any Error).self) { try await insert(3) }
        }
    }

    @Test(arguments: Engine.allCases)
    func aMarkedClaimStaysWhileItsEvidenceDoes(on engine: Engine) async throws {
        try await StoresFixture.open(on: engine) { house in
            let id = try await house.publish(PublicFixture.centresContent)
            func mark(as principal: Principal, target: String = "16.6") async throws {
                try await house.write(as: principal) { try MarkClaim.run($0, $1, solution: id, target: target, as: .evidenced) }
            }
            func claims(after new: [SolutionContent.SDGClaim]) async throws -> [String] {
                try await house.write { connection, _ in
                    try SolutionStore.replaceClaims(connection, of: id, with: new)
                    return try SolutionStore.claims(connection, of: id).map { "\($0.target) \($0.state)" }
                }
            }
            #expect(await refusal { try await mark(as: house.tiedReviewer) } == .denied(.deny("rule.tie")))
            #expect(await refusal { try await mark(as: house.reviewer, target: "1.1") } == .notFound)
            try await mark(as: house.reviewer)
            #expect(try await house.read { try SolutionListing.find($0, [id]) }.first?.evidence == .evidenced)
            let old = PublicFixture.centresContent.sdgs
            #expect(try await claims(after: old) == ["9 claimed", "16.6 evidenced"])
            #expect(try await claims(after: old + [.init(target: "1.1")]) == ["1.1 claimed", "9 claimed", "16.6 evidenced"])
            #expect(try await claims(after: [.init(target: "16.6", evidence: "Another survey")]) == ["16.6 claimed"])
            #expect(try await claims(after: []) == [])
        }
    }

    @Test(arguments: Engine.allCases)
    func anAdoptionIsPutOnce(on engine: Engine) async throws {
        try await StoresFixture.open(on: engine) { house in
            let id = try await house.publish(PublicFixture.centresContent)
            func record(_ status: AdoptionStatus, country: String = "FJ", since: String? = "2018") async throws -> Bool {
                try await house.write(as: house.owner) {
                    try RecordAdoption.run(
                        $0, $1, solution: id, country: country, organisation: "Ministry", status: status, since: since,
                        note: "", source: "Report")
                }
            }
            #expect(try await record(.planned))
            #expect(try await !record(.planned))
            #expect(try await record(.live))
            #expect(
                await refusal { _ = try await record(.live, country: "XX", since: "20") }
                    == .invalid([
                        ContentIssue("country", "error.country", ["value": "XX"]),
                        ContentIssue("since", "error.date", ["value": "20"]),
                    ]))
            let adoptions = try await house.read { try SolutionStore.adoptions($0, of: id) }
            #expect(adoptions.map(\.status) == [.live])
            #expect(try await house.read { try SolutionListing.find($0, [id]) }.first?.adoptions == 1)
            #expect(try await house.actions("solution", id.description).count { $0 == "solution.adoption" } == 2)
        }
    }

    /// What an action refuses leaves no trace: no record, no note, no audit entry.
    @Test(arguments: Engine.allCases)
    func aRefusalWritesNothing(on engine: Engine) async throws {
        try await StoresFixture.open(on: engine) { house in
            let before = try await house.read { try Audit.head($0) }
            for principal in [house.otherOwner, house.reviewer, .anonymous] {
                let refused = await refusal {
                    _ = try await house.write(as: principal) {
                        try CreateSolution.run(
                            $0, $1, organisation: PublicFixture.agency, content: PublicFixture.centresContent, thisYear: 2026)
                    }
                }
                #expect(refused == .denied(.deny("rule.focal-point-only")))
            }
            #expect(try await house.read { try Audit.head($0) } == before)
            #expect(try await house.read { try SolutionStore.find($0, slug: "union-digital-centres") } == nil)
        }
    }
}
