import Platform
import SQL
import TestSupport
import Testing

@testable import Exchange

struct AgreementStoreTests {
    private func content(_ connection: any Connection, _ keys: [String]) throws -> AgreementContent {
        var content = AgreementContent()
        content.subject = "Registering births by boat"
        content.parties = try keys.map { key in
            let one = try #require(try PeopleStore.organisation(connection, key: key))
            return .init(
                organisation: one.id, key: key, name: one.name, country: one.country, signatory: "The signatory of \(key)",
                office: "Minister")
        }
        content.text = "Between {parties}, {term}."
        return content
    }

    private func file(_ house: StoresFixture) async throws -> StoredFile {
        let bytes = AsyncStream<[UInt8]> { stream in
            stream.yield(Array("%PDF-1.4 signed".utf8))
            stream.finish()
        }
        return try await Files.store(
            bytes, name: "signed.pdf", in: house.test.database,
            allowed: AttachSignedCopy.types, limit: 1_000, temporaryFolder: house.test.services.dataFolder,
            at: house.test.clock.now)
    }

    private func step(_ house: StoresFixture, _ slug: String, _ step: AgreementStep, day: String = "", note: String = "", as who: Principal? = nil)
        async throws -> Agreement
    {
        try await house.write(as: who ?? house.owner) {
            try MoveAgreement.run($0, $1, agreement: slug, step, note: note, day: day)
        }
    }

    @Test(arguments: Engine.allCases)
    func draftIsCarriedToTheSigningAndRenewed(on engine: Engine) async throws {
        try await StoresFixture.open(on: engine) { house in
            let draft = try await house.write(as: house.owner) {
                try DraftAgreement.run($0, $1, content: try content($0, ["agency", "ministry"]))
            }
            #expect(draft.slug == "agency-ministry-2026" && draft.state == .drafted && draft.textNumber == 1)
            await #expect(throws: Refusal.denied(.deny("rule.agreement-party-only"))) {
                _ = try await step(house, draft.slug, .askInput, as: house.reviewer)
            }
            for one in [AgreementStep.askInput, .vet] { _ = try await step(house, draft.slug, one) }
            _ = try await step(house, draft.slug, .sendBack, note: "Name the islands.", as: house.otherOwner)
            for one in [AgreementStep.askInput, .vet, .send] { _ = try await step(house, draft.slug, one, as: house.otherOwner) }
            let refused = await #expect(throws: Refusal.self) { _ = try await step(house, draft.slug, .sign, day: "2026-11-20") }
            #expect(refused == .invalid([ContentIssue("file", "agreement.missing.copy")]))
            let stored = try await file(house)
            _ = try await house.write(as: house.owner) {
                try AttachSignedCopy.run($0, $1, agreement: draft.slug, file: stored, name: "signed.pdf")
            }
            let signed = try await step(house, draft.slug, .sign, day: "2026-11-19")
            #expect(signed.state == .signed && signed.signedOn == "2026-11-19" && signed.signedCopy?.name == "signed.pdf")
            #expect(try await house.read { try AgreementStore.list($0, for: .anonymous, limit: 10) }.map(\.slug) == [draft.slug])

            // The renewal takes its place when it is signed, not before.
            let next = try await house.write(as: house.otherOwner) { try RenewAgreement.run($0, $1, agreement: draft.slug) }
            #expect(try await house.write(as: house.owner) { try RenewAgreement.run($0, $1, agreement: draft.slug) }.slug == next.slug)
            for one in [AgreementStep.askInput, .vet, .send] { _ = try await step(house, next.slug, one) }
            _ = try await house.write(as: house.owner) {
                try AttachSignedCopy.run($0, $1, agreement: next.slug, file: stored, name: "")
            }
            #expect(try await house.read { try AgreementStore.find($0, draft.slug) }?.state == .signed)
            _ = try await step(house, next.slug, .sign, day: "2026-11-20")
            #expect(try await house.read { try AgreementStore.find($0, draft.slug) }?.state == .renewed)
            #expect(try await house.actions("agreement", draft.slug) == [
                "agreement.drafted", "agreement.ask-input", "agreement.vet", "agreement.send-back", "agreement.ask-input",
                "agreement.vet", "agreement.send", "agreement.copy-attached", "agreement.sign", "agreement.renewed",
            ])
            #expect(try await house.read { try Audit.verify($0) }.isSound)
        }
    }

    @Test(arguments: Engine.allCases)
    func twoWhoWriteTheTextAreTold(on engine: Engine) async throws {
        try await StoresFixture.open(on: engine) { house in
            let draft = try await house.write(as: house.owner) {
                try DraftAgreement.run($0, $1, content: try content($0, ["agency", "ministry"]))
            }
            func write(_ text: String, version: Int, as who: Principal) async throws -> Agreement {
                var new = draft.content
                new.text = text
                let content = new
                return try await house.write(as: who) {
                    try ChangeAgreement.run($0, $1, agreement: draft.slug, version: version, content: content)
                }
            }
            let second = try await write("Two", version: 1, as: house.otherOwner)
            #expect(second.version == 2 && second.textNumber == 2)
            let refused = await #expect(throws: Refusal.self) { _ = try await write("Mine", version: 1, as: house.owner) }
            #expect(refused == .changedMeanwhile(by: house.otherOwner.name, at: second.updatedAt))
            await #expect(throws: Refusal.self) { _ = try await write("{parties", version: 2, as: house.owner) }
            _ = try await write("Three", version: 2, as: house.owner)
            let texts = try await house.read { try AgreementStore.texts($0, of: draft.slug) }
            #expect(texts.map(\.text) == ["Three", "Two", "Between {parties}, {term}."])
            #expect(texts.map(\.savedBy) == [house.owner.name, house.otherOwner.name, house.owner.name])
        }
    }

    /// Lists show what pages show, for everybody.
    @Test(arguments: Engine.allCases)
    func listsShowWhatPagesShow(on engine: Engine) async throws {
        try await StoresFixture.open(on: engine) { house in
            var made = RulesGenerated(seed: 44)
            let pairs = [["agency", "ministry"], ["agency", "network"], ["ministry", "network"]]
            for number in 0..<24 {
                let (pair, state) = (pairs[number % 3], Agreement.State.allCases[number % 8])
                try await house.write { connection, act in
                    let one = Agreement(
                        slug: "a-\(number)", state: state, asOf: "2026-01-\(10 + number)", signedOn: "",
                        content: try content(connection, pair), signedCopy: nil, renews: nil, textNumber: 0, version: 1,
                        updatedBy: "", createdAt: act.now, updatedAt: act.now)
                    try AgreementStore.insert(connection, one)
                }
            }
            let principals = (0..<80).map { _ in made.principal() } + [.anonymous, house.owner, house.secretariat, house.reviewer]
            try await house.read { connection in
                let all = try AgreementStore.list(connection, for: .test, limit: 100)
                #expect(all.count == 24)
                for who in principals {
                    // The organisations of the generated people bear the countries of the fixture or none.
                    let expected = all.filter { AgreementRules.mayRead(who, $0).allowed }.map(\.slug)
                    #expect(try AgreementStore.list(connection, for: who, limit: 100).map(\.slug) == expected)
                }
            }
        }
    }

    @Test(arguments: Engine.allCases)
    func theEndOfATermIsTold(on engine: Engine) async throws {
        try await StoresFixture.open(on: engine) { house in
            try await house.write { connection, act in
                var content = try content(connection, ["agency", "ministry"])
                (content.from, content.to, content.remindDays) = ("2026-01-01", "2026-12-31", 30)
                try AgreementStore.insert(
                    connection,
                    Agreement(
                        slug: "ending", state: .signed, asOf: "2026-01-01", signedOn: "2026-01-01", content: content,
                        signedCopy: nil, renews: nil, textNumber: 0, version: 1, updatedBy: "", createdAt: act.now,
                        updatedAt: act.now))
            }
            let runner = JobRunner(handlers: [RenewalReminder.handler, Mail.handler], services: house.test.services)
            func remind() async throws -> [String] {
                let now = house.test.clock.now
                try await house.test.database.write {
                    try RenewalReminder.job.enqueue($0, .init(), at: now, uniqueKey: "t-\(now.milliseconds)")
                }
                while try await runner.runDue() > 0 {}
                return house.test.mailer.messages.map(\.to)
            }
            // 20 November: 41 days before the end.
            #expect(try await remind().isEmpty)
            house.test.clock.advance(by: .days(11))
            let first = try await remind()
            #expect(first.sorted() == [101, 102].map { "\(PublicFixture.id($0) as ID<Person>)@example.org" })
            #expect(house.test.mailer.messages.first?.text.contains("/agreements/ending") == true)
            house.test.clock.advance(by: .days(2))
            #expect(try await remind() == first)
            #expect(try await house.actions("agreement", "ending") == ["agreement.reminded"])
        }
    }

    @Test(arguments: Engine.allCases)
    func theSampleGoesRound(on engine: Engine) async throws {
        var first: [UInt8] = []
        try await StoresFixture.open(on: engine) { house in
            try await house.write { try SampleFiles.load($0, $1) }
            first = try await house.read { try ExportFiles.agreements($0, for: .test) }
            let all = try await house.read { try AgreementStore.list($0, for: .test, limit: 10) }
            #expect(all.filter { $0.state == .signed }.count == 3 && all.filter { $0.state == .drafted }.count == 1)
            // Each belongs to its partnership, and the signed ones open the gate there.
            for one in all {
                let partnership = try #require(one.content.partnership)
                let facts = try await house.read { connection in
                    try PartnershipStore.find(connection, id: partnership).map {
                        try GateEvidence.find(connection, .signedAgreement, of: $0)
                    }
                }
                #expect(facts?.map(\.link) == (one.state == .signed ? [AgreementPages.path(one.slug)] : []))
            }
        }
        let bytes = first
        try await StoresFixture.open(on: engine) { house in
            try await house.write { connection, act in
                try SampleFiles.insertOrganisations(connection, act)
                _ = try ImportEvents.run(connection, act, json: try SampleFiles.text("events.json"))
                _ = try ImportNeeds.run(connection, act, json: try SampleFiles.text("needs.json"))
                _ = try ImportPartnerships.run(connection, act, csv: try SampleFiles.bytes("partnerships.csv"))
            }
            func load() async throws -> ImportOutcome {
                try await house.write { try ImportAgreements.run($0, $1, csv: bytes) }
            }
            #expect(try await load().added == 4)
            #expect(try await house.read { try ExportFiles.agreements($0, for: .test) } == bytes)
            #expect(try await load().changedNothing)
        }
    }

    @Test(arguments: [
        ("kind", "treaty", "kind error.choice"), ("subject", "", "subject error.required"),
        ("parties", "agency nobody", "parties import.organisation-unknown"), ("state", "open", "state error.choice"),
        ("from", "2027-02-30", "from agreement.error.day"), ("to", "2020-01-01", "to agreement.error.term"),
        ("remind_days", "many", "remind_days error.whole-number"), ("remind_days", "-4", "remindDays agreement.error.remind"),
        ("sources", "[{", "sources import.cell-json"), ("sources", "", "sources agreement.error.source"),
        ("event", "nowhere", "event import.event-unknown"), ("partnership", "nothing", "partnership agreement.error.partnership"),
        ("renews", "nothing", "renews agreement.error.unknown"), ("text", "{partys}", "text agreement.error.placeholder"),
        ("slug", "Not one", "slug import.slug"), ("as_of", "11.12.2017", "asOf agreement.error.day"),
        ("language", "english", "language error.language"),
    ])
    func aWrongCellRefusesTheFile(column: String, value: String, problem: String) async throws {
        try await StoresFixture.open(on: .sqlite) { house in
            var cells = [
                "slug": "one", "kind": "mou", "subject": "Births", "parties": "agency ministry", "state": "signed",
                "as_of": "2026-01-01", "from": "2026-01-01", "to": "2027-01-01", "sources": #"[{"title":"A paper"}]"#,
            ]
            cells[column] = value
            var csv = CSVWriter()
            csv.row(AgreementCSV.columns)
            csv.row(AgreementCSV.columns.map { cells[$0] ?? "" })
            let bytes = csv.take()
            let refused = await #expect(throws: ImportRefused.self) {
                try await house.write { _ = try ImportAgreements.run($0, $1, csv: bytes) }
            }
            #expect(refused?.problems.map { "\($0.field) \($0.key)" } == [problem])
            let words = house.test.services.catalogue.words("en")
            for one in refused?.problems ?? [] { #expect(words.has(one.key)) }
            let written = try await house.read { try AgreementStore.find($0, "one") }
            #expect(written == nil)
        }
    }
}
