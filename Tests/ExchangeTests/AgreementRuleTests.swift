import Foundation
import Platform
import TestSupport
import Testing

@testable import Exchange

/// Days, texts and the table of steps: pure, by many generated cases.
struct AgreementRuleTests {
    @Test func daysGoBothWays() throws {
        var generator = SeededGenerator(seed: 41)
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = try #require(TimeZone(identifier: "UTC"))
        for _ in 0..<3_000 {
            let number = Int.random(in: -130_000...400_000, using: &generator)
            let moment = Timestamp(milliseconds: Int64(number) * 86_400_000 + Int64.random(in: 0..<86_400_000, using: &generator))
            let day = CivilDay.of(moment)
            #expect(CivilDay.number(day) == number, "\(day)")
            let parts = calendar.dateComponents([.year, .month, .day], from: Date(timeIntervalSince1970: Double(number) * 86_400))
            let expected = String(format: "%04d-%02d-%02d", parts.year ?? 0, parts.month ?? 0, parts.day ?? 0)
            #expect(day == expected)
            let step = Int.random(in: -5_000...5_000, using: &generator)
            #expect(CivilDay.number(CivilDay.adding(step, to: day)) == number + step)
        }
        #expect(CivilDay.adding(1, to: "2028-02-28") == "2028-02-29" && CivilDay.adding(1, to: "2027-12-31") == "2028-01-01")
        #expect(!CivilDay.isValid("2027-02-29") && !CivilDay.isValid("2027-02") && CivilDay.number("soon") == nil)
    }

    /// What is not a placeholder comes back as it was; each wrong one is told with its place.
    @Test func textsComeBackAsTheyWere() {
        var made = RulesGenerated(seed: 42)
        for _ in 0..<500 {
            let plain = made.words(12).replacing("\t", with: " ")
            let text = AgreementText.read(plain.replacing("{", with: "{{"))
            #expect(text.issues.isEmpty)
            let lines = text.blocks.flatMap { block -> [[AgreementText.Piece]] in
                switch block {
                case .heading(_, let pieces): [pieces]
                case .paragraph(let lines): lines
                case .signatures: []
                }
            }
            let back = lines.map { $0.map { if case .text(let text) = $0 { text } else { "" } }.joined() }
            let wanted = plain.split(whereSeparator: \.isNewline).map(String.init).filter { !$0.allSatisfy(\.isWhitespace) }
            #expect(back == wanted)
        }
    }

    @Test func placeholdersAreFoundAndWrongOnesAreNamed() {
        let text = AgreementText.read("# {kind} of {{x}\n\nBetween {parties}\nfor {subjekt}.\n\n{signatures}\n\nopen {term")
        #expect(text.blocks.count == 4 && text.blocks[2] == .signatures)
        #expect(text.blocks[0] == .heading(level: 1, [.placeholder(.kind), .text(" of {x}")]))
        #expect(text.issues.map(\.key) == ["agreement.error.placeholder", "agreement.error.brace"])
        #expect(text.issues[0].facts["line"] == "4" && text.issues[0].facts["column"] == "5" && text.issues[0].facts["name"] == "subjekt")
        #expect(text.issues[1].facts["line"] == "8" && text.issues[1].facts["column"] == "6")
    }

    private func agreement(_ state: Agreement.State, _ content: AgreementContent, copy: Bool = false) -> Agreement {
        Agreement(
            slug: "a", state: state, asOf: "2026-01-01", signedOn: "", content: content,
            signedCopy: copy ? .init(file: "f", name: "n") : nil, renews: nil, textNumber: 0, version: 1, updatedBy: "",
            createdAt: FixedClock.start, updatedAt: FixedClock.start)
    }

    /// From any state by any steps: only what the table names, and nothing is signed without all that it needs.
    @Test func everyWayFollowsTheTable() {
        var made = RulesGenerated(seed: 43)
        for _ in 0..<5_000 {
            let state = Agreement.State.allCases.randomElement(using: &made.generator) ?? .drafted
            var content = AgreementContent()
            content.text = Bool.random(using: &made.generator) ? "Text" : ""
            content.parties = (0..<Int.random(in: 1...3, using: &made.generator)).map { index in
                .init(
                    organisation: RulesGenerated.organisations[index], key: "o\(index)", name: "O\(index)",
                    country: RulesGenerated.countries[index], signatory: Bool.random(using: &made.generator) ? "A name" : "",
                    office: "Minister")
            }
            let one = agreement(state, content, copy: Bool.random(using: &made.generator))
            let who = made.principal()
            let isParty = AgreementRules.isParty(who, content.parties)
            for step in AgreementStep.allCases {
                let decision = AgreementRules.may(who, step, one)
                let line = AgreementLife.transition(step, from: state)
                #expect(decision.allowed == (line != nil && (isParty || who.has(.secretariat) || who.isProgram)))
                guard let line else { continue }
                let missing = line.missing(one, note: "", day: "", today: "2026-11-20")
                if line.to == .signed, missing.isEmpty { Issue.record("Signed without a day.") }
                if step == .sign {
                    let ready = line.missing(one, note: "", day: "2026-11-20", today: "2026-11-20").isEmpty
                    let complete = content.parties.count > 1 && !content.text.isEmpty && one.signedCopy != nil
                        && content.parties.allSatisfy { !$0.signatory.isEmpty }
                    #expect(ready == complete)
                    #expect(line.missing(one, note: "", day: "2026-11-21", today: "2026-11-20").contains { $0.field == "day" })
                }
                if [.sendBack, .withdraw, .end].contains(step) { #expect(missing.contains { $0.field == "note" }) }
            }
            // Whoever may read the paper may read the record; visitors read what was signed and nothing else.
            if AgreementRules.mayReadPaper(who, content.parties).allowed { #expect(AgreementRules.mayRead(who, one).allowed) }
            #expect(AgreementRules.mayRead(.anonymous, one).allowed == state.wasSigned)
        }
    }

    @Test(arguments: [
        ("", "", "signed"), ("2026-11-21", "", "signed"), ("2026-11-20", "", "in-force"), ("2025-01-01", "2026-11-20", "in-force"),
        ("", "2026-11-19", "expired"), ("2020-01-01", "2021-01-01", "expired"), ("", "2030-01-01", "in-force"),
    ])
    func standingIsTheDays(from: String, to: String, standing: String) {
        var content = AgreementContent()
        content.from = from
        content.to = to
        #expect(agreement(.signed, content).standing(on: "2026-11-20").rawValue == standing)
        #expect(agreement(.vetting, content).standing(on: "2026-11-20") == .vetting)
    }

    @Test func afterTheSigningOnlyGapsAreFilled() {
        var old = AgreementContent()
        old.subject = "Birth registration"
        old.to = "2030-01-01"
        var new = old
        new.from = "2027-01-01"
        new.text = "A text"
        new.remindDays = 10
        #expect(new.issues(afterSigning: old).isEmpty)
        new.subject = "Land"
        new.to = ""
        #expect(new.issues(afterSigning: old).map(\.field) == ["subject", "to"])
    }
}
