import Platform
import SQL
import TestSupport
import Testing
import Web

@testable import Exchange

/// Partnerships on both engines: gates, history, sides, two people at once, jobs and files.
struct PartnershipTests {
    private static let today = "2026-11-20"

    private func begin(_ house: StoresFixture) async throws -> Partnership {
        try await house.write(as: house.otherOwner) { connection, act in
            var content = Partnership.Content()
            content.title = "Digital centres for Fiji"
            let (agency, ministry) = (
                try PeopleStore.organisation(connection, PublicFixture.agency),
                try PeopleStore.organisation(connection, PublicFixture.ministry)
            )
            return try BeginPartnership.run(
                connection, act, content: content,
                parties: [ministry.map { .init($0, .asking) }, agency.map { .init($0, .giving) }].compactMap(\.self))
        }
    }

    private func move(
        _ house: StoresFixture, _ one: Partnership, to stage: PartnershipStage, note: String = "",
        _ statement: EvidenceStatement = .init(), version: Int? = nil, as principal: Principal? = nil
    ) async throws -> Partnership {
        try await house.write(as: principal ?? house.otherOwner) { connection, act in
            try MovePartnership.run(
                connection, act, partnership: one.id, version: version ?? one.version, to: stage, note: note,
                statement: statement, today: Self.today)
        }
    }

    private static let proof = EvidenceStatement(text: "It is so.", date: "2026-11", link: "https://example.org/proof")

    private func sign(_ house: StoresFixture) async throws {
        try await house.write { connection, act in
            var content = AgreementContent()
            content.subject = "Digital centres"
            content.parties = try [PublicFixture.agency, PublicFixture.ministry].map { id in
                let party = try #require(try PeopleStore.organisation(connection, id))
                return .init(organisation: id, key: party.key, name: party.name, country: party.country)
            }
            try AgreementStore.insert(
                connection,
                Agreement(
                    slug: "mou", state: .signed, asOf: "2026-11-01", signedOn: "2026-11-01", content: content, signedCopy: nil,
                    renews: nil, textNumber: 0, version: 1, updatedBy: act.name, createdAt: act.now, updatedAt: act.now))
        }
    }

    @Test(arguments: Engine.allCases)
    func goesThroughEveryGateWithItsEvidenceOnly(on engine: Engine) async throws {
        try await StoresFixture.open(on: engine) { house in
            var one = try await begin(house)
            for stage in PartnershipStage.pipeline.dropFirst() {
                let before = one
                await #expect(throws: Refusal.self) { _ = try await move(house, before, to: stage) }
                #expect(try await house.read { try PartnershipStore.find($0, id: before.id) } == before)
                if stage == .agreed {
                    await #expect(throws: Refusal.invalid([ContentIssue("evidence", "error.gate.signed-agreement")])) {
                        _ = try await move(house, before, to: stage, Self.proof)
                    }
                    try await sign(house)
                    one = try await move(house, one, to: stage)
                } else {
                    one = try await move(house, one, to: stage, Self.proof)
                }
                #expect(one.stage == stage && one.furthest == stage)
            }
            let id = one.id
            let history = try await house.read { try PartnershipHistory.steps($0, of: id) }
            #expect(history.map(\.to) == PartnershipStage.pipeline && HistoryCheck.state(after: history) == one.state)
            #expect(try await house.read { try GateEvidence.statements($0, of: id) }.count == 6)
            #expect(try await house.actions("partnership", id.description).filter { $0 == "partnership.moved" }.count == 7)
        }
    }

    @Test(arguments: Engine.allCases)
    func exitsAskForAReasonAndStalledLeadsBack(on engine: Engine) async throws {
        try await StoresFixture.open(on: engine) { house in
            var one = try await begin(house)
            one = try await move(house, one, to: .introduced, Self.proof)
            let introduced = one
            await #expect(throws: Refusal.invalid([ContentIssue("note", "error.reason-wanted")])) {
                _ = try await move(house, introduced, to: .stalled)
            }
            one = try await move(house, one, to: .stalled, note: "Elections.")
            #expect(one.resume == .introduced)
            let stalled = one
            for wrong in [PartnershipStage.exploring, .ended] {
                await #expect(throws: Refusal.denied(.deny("rule.partnership-way"))) {
                    _ = try await move(house, stalled, to: wrong, note: "x")
                }
            }
            one = try await move(house, one, to: .introduced, note: "The new minister wants it.")
            #expect(one.state == PartnershipState(.introduced) && one.furthest == .introduced)
            one = try await move(house, one, to: .declined, note: "Too dear.")
            #expect(PartnershipLife.ways(from: one.state).isEmpty)
        }
    }

    @Test(arguments: Engine.allCases)
    func theSecondOfTwoLosesNothing(on engine: Engine) async throws {
        try await StoresFixture.open(on: engine) { house in
            let one = try await begin(house)
            var theirs = one.content
            theirs.summary = "Ten villages"
            let changed = theirs
            _ = try await house.write(as: house.owner) {
                try ChangePartnership.run($0, $1, partnership: one.id, version: one.version, content: changed)
            }
            let refused = await #expect(throws: Refusal.self) { _ = try await move(house, one, to: .introduced, Self.proof) }
            guard case .changedMeanwhile(let name, _) = refused else {
                Issue.record("\(String(describing: refused))")
                return
            }
            #expect(name == "Focal point, Bangladesh")
            await #expect(throws: Refusal.notFound) {
                try await house.write(as: house.reviewer) { connection, act in
                    var content = changed
                    content.isPublic = true
                    _ = try ChangePartnership.run(connection, act, partnership: one.id, version: 2, content: content)
                }
            }
        }
    }

    @Test(arguments: Engine.allCases)
    func notesStayOnTheirSide(on engine: Engine) async throws {
        try await StoresFixture.open(on: engine) { house in
            let one = try await begin(house)
            for (principal, audience, text) in [
                (house.otherOwner, Audience.side(.asking), "Our budget is small."), (house.owner, .all, "Hello."),
                (house.secretariat, .network, "Slow answer."),
            ] {
                try await house.write(as: principal) {
                    _ = try AddPartnershipNote.run($0, $1, partnership: one.id, audience: audience, text: text)
                }
            }
            await #expect(throws: Refusal.invalid([ContentIssue("audience", "error.partnership.audience")])) {
                try await house.write(as: house.owner) {
                    _ = try AddPartnershipNote.run($0, $1, partnership: one.id, audience: .side(.asking), text: "x")
                }
            }
            func texts(_ principal: Principal) async throws -> [String] {
                try await house.read {
                    try PartnershipPapers.notes($0, of: one.id, for: PartnershipRules.audiences(principal, one.parties)).map(\.text)
                }
            }
            #expect(try await texts(house.otherOwner) == ["Our budget is small.", "Hello."])
            #expect(try await texts(house.owner) == ["Hello."])
            #expect(try await texts(house.secretariat) == ["Hello.", "Slow answer."])
        }
    }

    @Test(arguments: Engine.allCases)
    func tellsOnceThatItStalls(on engine: Engine) async throws {
        try await StoresFixture.open(on: engine) { house in
            var one = try await begin(house)
            func days(_ count: Int) async throws -> Int {
                house.test.clock.advance(by: .days(count))
                let before = house.test.mailer.messages.count
                try await house.test.database.write { try StallAlert.job.enqueue($0, .init(), at: house.test.clock.now) }
                let runner = JobRunner(handlers: [StallAlert.handler, Mail.handler], services: house.test.services)
                while try await runner.runDue() > 0 {}
                return house.test.mailer.messages.count - before
            }
            #expect(try await days(59) == 0)
            #expect(try await days(2) == 3)
            #expect(try await days(100) == 0)
            one = try await move(house, one, to: .introduced, Self.proof)
            #expect(try await days(31) == 3)
            #expect(house.test.mailer.messages.allSatisfy { !$0.text.contains("{") && $0.text.contains("Digital centres for Fiji") })
        }
    }

    @Test(arguments: Engine.allCases)
    func opportunitiesAndActionsAreCarriedForwardOnce(on engine: Engine) async throws {
        try await StoresFixture.open(on: engine) { house in
            try await house.write { try SampleFiles.load($0, $1) }
            let made = try await house.write { try CarryForward.opportunity($0, $1, reference: "dhaka-2017-01", title: "Skills: Uganda") }
            let again = try await house.write { try CarryForward.opportunity($0, $1, reference: "dhaka-2017-01", title: "Other") }
            #expect(made.id == again.id && made.stage == .interest && made.organisations(.asking).map(\.key) == ["gov-ug"])
            let loose = try await house.read { try PartnershipActionStore.find($0, reference: "fiji-2017-7") }
            let action = try #require(loose)
            #expect(action.partnership == nil && action.isOverdue(on: Self.today))
            let partnership = try await house.write { try CarryForward.action($0, $1, action.id) }
            let next = try await house.read { try PartnershipActionStore.next($0, of: [partnership.id])[partnership.id] }
            #expect(next?.reference == "fiji-2017-7")
            // The agreements of Dhaka open the gate of the partnerships that they belong to.
            try await house.write { _ = try ImportAgreements.run($0, $1, json: try SampleFiles.text("agreements.json")) }
            for (slug, count) in [
                ("a2i-lykke-asia", 1), ("a2i-ekstep", 1), ("undp-bangladesh-undp-pacific", 1), ("a2i-social-welfare-fiji", 0),
            ] {
                let found = try await house.read { connection in
                    try PartnershipStore.find(connection, slug: slug).map { try SignedAgreements.between(connection, of: $0).count }
                }
                #expect(found == count, "\(slug)")
            }
        }
    }

    @Test(arguments: [
        ("stage", "finished", "stage error.choice"), ("asking", "nobody", "asking import.organisation-unknown"),
        ("slug", "Not a slug", "slug import.slug"), ("since", "soon", "since error.date"),
        ("need", "nothing", "need import.record-unknown"), ("history", "[{", "history import.cell-json"),
        ("history", #"[{"at":"2017-12-11T00:00:00Z","to":"interest"}]"#, "history import.partnership-history"),
        ("title", "", "title error.required"), ("stalled_from", "never", "stalled_from error.choice"),
    ])
    func aWrongCellRefusesTheFile(column: String, value: String, problem: String) async throws {
        try await StoresFixture.open(on: .sqlite) { house in
            var record = PartnershipFileRecord()
            (record.slug, record.title, record.stage, record.since) = ("one", "One", .agreed, "2017-12-11")
            record.parties = [.asking: ["ministry"]]
            var cells = Dictionary(uniqueKeysWithValues: zip(PartnershipCSV.columns, try PartnershipCSV.row(record)))
            cells[column] = value
            var csv = CSVWriter(lineEnding: .lf)
            csv.row(PartnershipCSV.columns)
            csv.row(PartnershipCSV.columns.map { cells[$0] ?? "" })
            let bytes = csv.take()
            let refused = await #expect(throws: ImportRefused.self) {
                try await house.write { _ = try ImportPartnerships.run($0, $1, csv: bytes) }
            }
            #expect(refused?.problems.map { "\($0.field) \($0.key)" } == [problem])
            let words = house.test.services.catalogue.words("en")
            for one in refused?.problems ?? [] { #expect(words.has(one.key) && !one.text(words).contains("{")) }
        }
    }
}
