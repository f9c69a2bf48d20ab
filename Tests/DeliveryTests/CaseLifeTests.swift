import Foundation
import Platform
import TestSupport
import Testing

@testable import Delivery

/// The table of a case's life, tried with made-up sequences of everything that anybody could do.
struct CaseLifeTests {
    private static let start = Timestamp(milliseconds: 1_795_176_000_000)

    private static func facts(_ random: inout SeededGenerator) -> CaseFacts {
        var facts = CaseFacts()
        // Now and then something that is needed is missing.
        func maybe<Value>(_ value: Value) -> Value? { Int.random(in: 0..<12, using: &random) == 0 ? nil : value }
        facts.text = maybe("words")
        facts.reason = maybe("because")
        facts.outcome = CaseOutcome.allCases.randomElement(using: &random)
        facts.outcomeReason = maybe("reason")
        facts.party = [.thirdParty, .payment].randomElement(using: &random)
        facts.office = ID(at: start)
        facts.person = ID(at: start)
        facts.rating = Int.random(in: 1...5, using: &random)
        facts.reference = "x"
        facts.expected = maybe(Day(number: 20_800))
        return facts
    }

    @Test(arguments: 0..<6)
    func whatTheTableForbidsCannotHappen(part: Int) throws {
        var random = SeededGenerator(seed: UInt64(70 + part))
        for _ in 0..<300 {
            let office: ID<Office> = ID(at: Self.start)
            var events: [CaseEvent] = []
            var state = try CaseState(events, steps: 2, office: office)
            for number in 1...40 {
                let action = CaseAction.allCases.randomElement(using: &random) ?? .note
                let actor = CaseActor.allCases.randomElement(using: &random) ?? .citizen
                let at = Self.start.adding(.hours(number))
                let event = CaseEvent(
                    number: events.count + 1, at: at, recordedAt: at, action: action, part: actor, actor: "a", actorName: "",
                    facts: Self.facts(&random))
                if action == .undo { continue }
                let isAllowed = state.obstacle(action, by: actor) == nil && CaseState.missing(action, event.facts).isEmpty
                guard isAllowed else {
                    #expect(throws: IllegalTransition.self) { try CaseState(events + [event], steps: 2, office: office) }
                    continue
                }
                let before = state
                events.append(event)
                state = try CaseState(events, steps: 2, office: office)
                check(before, event, state, events)
            }
        }
    }

    /// What must hold of any history, said without looking at the table.
    private func check(_ before: CaseState, _ event: CaseEvent, _ after: CaseState, _ events: [CaseEvent]) {
        let done = events.map(\.action)
        #expect(done.first == .submit)
        #expect(done.count { $0 == .submit } == 1)
        #expect(done.count { $0 == .reopen } <= 1)
        #expect(after.step <= 2)
        if after.phase == .delivered { #expect(after.outcome?.isDelivered == true && after.deliveredAt != nil) }
        if after.phase == .decided { #expect(after.outcome != nil && after.statement != nil) }
        if [.closed, .withdrawn, .duplicate].contains(before.phase) {
            #expect([.note, .rate, .reopen, .appeal, .revise, .redact, .link].contains(event.action))
        }
        if event.action == .decide { #expect(before.turn == .office && before.outcome == nil) }
        if event.action == .transfer { #expect(before.phase == after.phase && after.assignee == nil) }
        if after.phase == .closed, before.phase != .closed { #expect([.confirm, .close].contains(event.action)) }
        if event.part == .citizen { #expect(![.accept, .decide, .deliver, .transfer, .assign, .note].contains(event.action)) }
        #expect(CaseClock.events(events).first?.kind == .received)
    }

    @Test func aStepCanBeTakenBack() throws {
        let office: ID<Office> = ID(at: Self.start)
        func event(_ number: Int, _ action: CaseAction, undoes: Int? = nil) -> CaseEvent {
            var facts = CaseFacts()
            facts.undoes = undoes
            let at = Self.start.adding(.seconds(number * 10))
            return CaseEvent(
                number: number, at: at, recordedAt: at, action: action, part: .officer, actor: "person:1", actorName: "", facts: facts)
        }
        let events = [event(1, .submit), event(2, .accept), event(3, .advance)]
        let state = try CaseState(events, steps: 2, office: office)
        #expect(state.step == 1)
        #expect(state.undoable(by: "person:1", at: Self.start.adding(.seconds(60)))?.number == 3)
        #expect(state.undoable(by: "person:2", at: Self.start.adding(.seconds(60))) == nil)
        #expect(state.undoable(by: "person:1", at: Self.start.adding(.seconds(91))) == nil)
        let after = try CaseState(events + [event(4, .undo, undoes: 3)], steps: 2, office: office)
        #expect(after.phase == .accepted && after.step == 0 && after.events == 4)
        #expect(after.undoable(by: "person:1", at: Self.start.adding(.seconds(41))) == nil)
    }

    @Test func referencesCatchSlips() {
        var random = SeededGenerator(seed: 5)
        for _ in 0..<500 {
            let made = CaseReference.make(using: &random)
            #expect(CaseReference.read(made) == made)
            #expect(CaseReference.read(" " + made.lowercased().replacing("-", with: " ").replacing("0", with: "o").replacing("1", with: "l")) == made)
            var letters = Array(made)
            let place = [0, 1, 2, 3, 5, 6, 7, 8, 10].randomElement(using: &random) ?? 0
            let other = Character(UnicodeScalar(CaseReference.alphabet.randomElement(using: &random) ?? 48))
            let isOther = other != letters[place]
            letters[place] = other
            if isOther { #expect(CaseReference.read(String(letters)) == nil) }
        }
        for bad in ["", "7K3M", "7K3M-9QX2-PP", "ÄÖÜ", "7K3M-9QX2-!", String(repeating: "9", count: 500)] {
            #expect(CaseReference.read(bad) == nil)
        }
        #expect(CaseCode.hash("ab12-cd34-ef56", of: "x") == CaseCode.hash("AB12 CD34 EF56", of: "x"))
        #expect(CaseCode.hash("AB12CD34EF56", of: "x") != CaseCode.hash("AB12CD34EF56", of: "y"))
    }

    @Test func theDocumentationIsDrawnFromTheTable() throws {
        let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../docs/case-life.md").standardizedFileURL
        let written = try String(contentsOf: file, encoding: .utf8)
        #expect(written == CaseLifeDocument.text, "docs/case-life.md is not the table’s; write it with `sangam deadline life`.")
    }
}
