import Foundation
import Platform
import SQL
import TestSupport
import Testing
import Web

@testable import Delivery

/// The desk and a case as the office sees them, word for word.
struct DeskGoldenTests {
    /// What is at random each time is named instead: numbers by their order, ids of people and records.
    private static func settled(_ page: WebPage, _ references: [String]) -> String {
        var text = page.body.replacing(/(\/static\/[a-z]+)\.[0-9a-f]{10}\./) { "\($0.1).HASH." }
        for (place, reference) in references.enumerated() { text = text.replacing(reference, with: "CASE-\(place + 1)") }
        return text.replacing(/[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}/, with: "ID")
    }

    @Test func theDeskAndACaseInEachLanguage() async throws {
        try await DeliveryHouse.open(on: .sqlite) { citizen, house in
            // One that is overdue, one in a step, one that a colleague who is away has, one that nobody has taken.
            var references: [String] = []
            for wait in [50, 1, 1, 1] {
                references.append(try await house.apply(citizen.stranger()).reference)
                house.test.clock.advance(by: .days(wait))
            }
            let (officer, colleague) = (citizen.stranger(), citizen.stranger())
            try await colleague.visit("/as/colleague")
            try await colleague.visit("/work/cases/" + references[2])
            try await colleague.submit(button: "Take it over")
            try await officer.visit("/as/officer")
            for reference in references.prefix(2) {
                try await officer.visit("/work/cases/" + reference)
                try await officer.submit(button: "Take it over")
            }
            try await officer.submit(button: "Begin the next step")
            try await officer.submit(["For the office only": "Called them <b>twice</b>."], button: "Write a note")
            let now = house.test.clock.now
            try await house.test.database.write { connection in
                let away = try #require(try PeopleStore.person(connection, email: "colleague@example.org"))
                let cover = try #require(try PeopleStore.person(connection, email: "officer@example.org"))
                let today = Day(now, offset: 0).number
                try AbsenceStore.insert(
                    connection,
                    Absence(id: ID(at: now), person: away.id, cover: cover.id, first: Day(number: today), last: Day(number: today + 4)), at: now)
            }
            for language in ["en", "bn", "ar"] {
                for (name, path) in [("desk", "/work/cases"), ("desk-queue", "/work/cases?view=queue"), ("case", "/work/cases/" + references[1])] {
                    let page = try await officer.visit(path + (path.contains("?") ? "&" : "?") + "lang=" + language)
                    #expect(page.status == 200)
                    try assertGolden(Self.settled(page, references), "\(name)-\(language)")
                }
            }
            // The keys are told once, however many lists there are.
            let desk = try await officer.visit("/work/cases?lang=en")
            #expect(desk.body.split(separator: "data-keys").count == 2 && desk.has("for The colleague, who is away"))
        }
    }

    /// Whatever is done at the same moment: one decision, once in the history, the audit and the counters.
    @Test(arguments: Engine.allCases)
    func manyDecideAtOnceAndOneDoes(on engine: Engine) async throws {
        try await DeliveryHouse.open(on: engine) { citizen, house in
            let database = house.test.database
            let now = house.test.clock.now
            let people = try await database.read { connection in
                try ["officer", "colleague", "manager"].map { name in
                    let person = try #require(try PeopleStore.person(connection, email: "\(name)@example.org"))
                    return try #require(try PeopleStore.principal(connection, person: person.id))
                }
            }
            for hasSeen in [true, false] {
                let (reference, _) = try await house.apply(citizen.stranger())
                try await database.write { connection in
                    var record = try #require(try CaseStore.find(connection, reference: reference))
                    for action in [CaseAction.accept, .advance] {
                        record = try ActOnCase.run(connection, Act(.program("test"), at: now), record, action, as: .manager, CaseFacts())
                    }
                }
                let done = try await withThrowingTaskGroup(of: Bool.self) { group in
                    for number in 0..<12 {
                        let act = Act(people[number % people.count], at: now)
                        group.addTask {
                            do {
                                try await database.write { connection in
                                    let record = try #require(try CaseStore.find(connection, reference: reference))
                                    var decision = CaseFacts.saying("Decision \(number)")
                                    decision.outcome = number.isMultiple(of: 2) ? .granted : .refused
                                    decision.outcomeReason = record.definition.ending(decision.outcome ?? .granted)?.reasons.first?.key
                                    try ActOnCase.run(connection, act, record, .decide, as: .officer, decision, seen: hasSeen ? 3 : nil)
                                }
                                return true
                            } catch is Refusal {
                                return false
                            }
                        }
                    }
                    return try await group.reduce(into: []) { $0.append($1) }
                }
                #expect(done.count { $0 } == 1)
                let (record, audited) = try await database.read { connection in
                    let record = try #require(try CaseStore.find(connection, reference: reference))
                    return (record, try Audit.entries(connection, kind: "case", record: record.id.description, limit: 50).map(\.action))
                }
                #expect(record.events.count { $0.action == .decide } == 1 && record.state.events == 4)
                #expect(audited.count { $0 == "case.decide" } == 1)
            }
            let counted = try await database.read { connection in
                try connection.query("SELECT phase, cases FROM case_count WHERE cases <> 0").map { "\(try $0["phase"] as String) \(try $0["cases"] as Int)" }
            }
            #expect(counted == ["decided 2"])
        }
    }
}
