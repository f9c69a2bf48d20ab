import Foundation
import Platform
import SQL
import TestSupport
import Testing

@testable import Delivery

/// The lists and figures of the desk against a plain reading of all cases, on both engines.
struct CaseListTests {
    /// Everything about a case that lists and figures depend on, read one by one.
    private static func all(_ connection: any Connection) throws -> [Case] {
        try connection.query("SELECT id FROM case_record ORDER BY id").compactMap { try CaseStore.find(connection, id: try $0["id"]) }
    }

    private static func load(_ house: DeliveryHouse, _ count: Int, seed: UInt64 = 7) async throws {
        let now = house.test.clock.now
        try await house.test.database.write { connection in
            var made = SyntheticCases(try .read(connection, at: now), seed: seed)
            try SyntheticCases.write(connection, Act(.test, at: now), made.next(count))
        }
    }

    @Test(arguments: Engine.allCases)
    func madeUpCasesAreCasesLikeOthers(on engine: Engine) async throws {
        try await DeliveryHouse.open(on: engine) { _, house in
            try await Self.load(house, 300)
            try await Self.load(house, 100, seed: 8)
            let now = house.test.clock.now
            try await house.test.database.read { connection in
                let cases = try Self.all(connection)
                #expect(cases.count == 400 && Set(cases.map(\.reference)).count == 400)
                #expect(Set(cases.map(\.state.phase)).isSuperset(of: [.submitted, .accepted, .inStep, .closed]))
                #expect(Set(cases.map(\.office)).count == 4)
                for record in cases {
                    #expect(CaseReference.read(record.reference) == record.reference)
                    #expect(try record.standing(at: now).due?.number ?? CaseStore.noDate == record.listedDue)
                }
                try Self.compareFigures(connection, cases, now)
            }
        }
    }

    /// The counters tell what counting all cases would tell.
    private static func compareFigures(_ connection: any Connection, _ cases: [Case], _ now: Timestamp) throws {
        let organisations = try connection.query("SELECT id FROM organisation ORDER BY id").map { try $0["id"] as ID<Organisation> }
        let today = 20_777
        let backlog = try CaseBacklog.read(connection, organisations: organisations, today: today)
        let open = cases.filter { $0.state.phase.isOpen }
        for office in Set(cases.map(\.office)) {
            let here = open.filter { $0.office == office }
            let figures = backlog.byOffice[office] ?? .init()
            #expect(figures.office == here.count { $0.state.turn == .office })
            #expect(figures.others == here.count { $0.state.turn != .office })
            #expect(figures.late == here.count { $0.state.turn == .office && $0.listedDue < today })
            #expect(figures.week == here.count { $0.state.turn == .office && (today..<today + 7).contains($0.listedDue) })
            #expect(figures.ended == cases.count { $0.office == office && !$0.state.phase.isOpen })
        }
        for phase in CasePhase.allCases { #expect(backlog.byPhase[phase] ?? 0 == cases.count { $0.state.phase == phase }) }
    }

    @Test(arguments: Engine.allCases)
    func aListIsWhatItSaysPageByPage(on engine: Engine) async throws {
        try await DeliveryHouse.open(on: engine) { _, house in
            try await Self.load(house, 400)
            try await house.test.database.read { connection in
                let cases = try Self.all(connection)
                let organisations = try connection.query("SELECT id FROM organisation ORDER BY id").map { try $0["id"] as ID<Organisation> }
                let people: [ID<Person>] = Set(cases.compactMap(\.state.assignee)).sorted()
                let service = try #require(cases.first?.service)
                let today = 20_777
                var random = SeededGenerator(seed: 11)
                var seen = 0
                for _ in 0..<60 {
                    var filter = CaseFilter(CaseFilter.View.allCases.randomElement(using: &random) ?? .mine)
                    if Bool.random(using: &random) { filter.office = cases.randomElement(using: &random)?.office }
                    if Bool.random(using: &random) { filter.service = service }
                    if Int.random(in: 0..<3, using: &random) == 0 { filter.phase = CasePhase.open.randomElement(using: &random) }
                    if Int.random(in: 0..<3, using: &random) == 0 { filter.due = CaseFilter.Due.allCases.randomElement(using: &random) }
                    // One person's work, and that of those they cover for.
                    let desk = Set(people.shuffled(using: &random).prefix(Int.random(in: 0...3, using: &random)))
                    let wanted = cases.filter { Self.fits($0, filter, desk: desk, today: today) }
                        .sorted { ($0.listedDue, $0.id) < ($1.listedDue, $1.id) }.map(\.reference)
                    let size = Int.random(in: 1...9, using: &random)
                    var found: [String] = []
                    var after: CaseList.Place?
                    repeat {
                        let rows = try connection.ask(
                            CaseList.rows(filter, desk: desk, organisations: organisations, today: today, after: after, limit: size))
                        found += rows.map(\.reference)
                        after = rows.count == size
                            ? rows.last.map { CaseList.Place(due: $0.due?.number ?? CaseStore.noDate, id: $0.id) } : nil
                    } while after != nil
                    #expect(found == wanted, "\(filter)")
                    seen += found.count
                }
                #expect(seen > 100)
                // Cases of others' offices are not there.
                let none = try connection.ask(
                    CaseList.rows(CaseFilter(.team), desk: [], organisations: [ID(at: FixedClock.start)], today: today, limit: 10))
                #expect(none.isEmpty)
                #expect(try connection.ask(CaseList.rows(CaseFilter(.team), desk: [], organisations: [], today: today, limit: 10)).isEmpty)
            }
        }
    }

    private static func fits(_ record: Case, _ filter: CaseFilter, desk: Set<ID<Person>>, today: Int) -> Bool {
        guard record.state.phase.isOpen, (record.state.turn != .office) == (filter.view == .waiting) else { return false }
        switch filter.view {
        case .mine where record.state.assignee.map(desk.contains) != true: return false
        case .queue where record.state.assignee != nil: return false
        default: break
        }
        if let office = filter.office, office != record.office { return false }
        if let service = filter.service, service != record.service { return false }
        if let phase = filter.phase, phase != record.state.phase { return false }
        switch filter.due {
        case .late: return record.listedDue < today
        case .today: return record.listedDue == today
        case .week: return (today..<today + 7).contains(record.listedDue)
        case nil: return true
        }
    }

    /// The plan of each list is a range of an index, without a sort of all cases.
    @Test func listsAreReadFromAnIndexInOrder() async throws {
        try await DeliveryHouse.open(on: .sqlite) { _, house in
            try await Self.load(house, 50)
            try await house.test.database.read { connection in
                let (organisation, office): (ID<Organisation>, ID<Office>) = (ID(at: FixedClock.start), ID(at: FixedClock.start))
                func expectIndex(_ statement: SQL, _ name: String) throws {
                    let plan = try connection.query("EXPLAIN QUERY PLAN \(statement)").map { try $0["detail"] as String }
                    #expect(plan.contains { $0.contains("USING INDEX case_by_") }, "\(name): \(plan)")
                    #expect(!plan.contains { $0.hasPrefix("SCAN case_record") }, "\(name): \(plan)")
                }
                try expectIndex(DeskToday.statement([organisation, ID(at: FixedClock.start)]), "today")
                for filter in [
                    CaseFilter(.team), CaseFilter(.queue), CaseFilter(.mine), CaseFilter(.team, office: office),
                    CaseFilter(.team, service: ID(at: FixedClock.start)), CaseFilter(.team, due: .late),
                ] {
                    let statement = CaseList.statement(
                        filter, desk: [ID(at: FixedClock.start)], organisations: [organisation], today: 20_000,
                        after: .init(due: 10, id: ID(at: FixedClock.start)), limit: 41)
                    try expectIndex(statement, "\(filter.view)")
                }
            }
        }
    }
}
