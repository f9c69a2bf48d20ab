import TestSupport
import Testing

@testable import Exchange

struct RoundsTimetableTests {
    private func check(_ timetable: Timetable, _ wishes: [Timetable.Wish], seed: UInt64) {
        var seats: Set<[Int]> = []
        var busy: Set<String> = []
        for meeting in timetable.meetings {
            #expect((0..<timetable.slots).contains(meeting.slot) && (0..<timetable.tables).contains(meeting.table), "seed \(seed)")
            #expect(seats.insert([meeting.slot, meeting.table]).inserted, "seed \(seed)")
            for party in [wishes[meeting.wish].proposer, wishes[meeting.wish].acceptor] {
                #expect(busy.insert("\(party) \(meeting.slot)").inserted, "seed \(seed): \(party) twice in a slot")
            }
        }
        #expect((timetable.meetings.map(\.wish) + timetable.unplaced.map(\.wish)).sorted() == Array(wishes.indices), "seed \(seed)")
    }

    /// Two sides: everything is placed whenever it can be.
    @Test func betweenTwoSidesEverythingIsPlacedThatCanBe() {
        for seed in UInt64(1)...2000 {
            var generator = SeededGenerator(seed: seed)
            let wishes = (0..<Int.random(in: 0...40, using: &generator)).map { _ in
                Timetable.Wish("p\(Int.random(in: 0..<8, using: &generator))", "a\(Int.random(in: 0..<8, using: &generator))")
            }
            let (slots, tables) = (Int.random(in: 1...10, using: &generator), Int.random(in: 1...6, using: &generator))
            let timetable = Timetable(wishes, slots: slots, tables: tables)
            check(timetable, wishes, seed: seed)
            var degree: [String: Int] = [:]
            for wish in wishes { for party in [wish.proposer, wish.acceptor] { degree[party, default: 0] += 1 } }
            if degree.values.allSatisfy({ $0 <= slots }), wishes.count <= slots * tables {
                #expect(timetable.unplaced == [], "seed \(seed)")
            }
            // What was left out was left out for a reason that holds.
            for one in timetable.unplaced {
                let wish = wishes[one.wish]
                let met = { party in timetable.meetings.filter { wishes[$0.wish].proposer == party || wishes[$0.wish].acceptor == party }.count }
                switch one.reason {
                case .partyFull: #expect(met(wish.proposer) == slots || met(wish.acceptor) == slots, "seed \(seed)")
                case .noSeats: #expect(timetable.meetings.count == slots * tables, "seed \(seed)")
                case .noCommonSlot, .sameParty: Issue.record("seed \(seed): \(one.reason) between two sides")
                }
            }
        }
    }

    /// The sheet that is printed has each meeting once, in its slot and at its table, and no table that stays empty all day.
    @Test func theGridHoldsEachMeetingInItsPlace() {
        for seed in UInt64(1)...500 {
            var generator = SeededGenerator(seed: seed)
            let wishes = (0..<Int.random(in: 0...40, using: &generator)).map { _ in
                Timetable.Wish("p\(Int.random(in: 0..<9, using: &generator))", "a\(Int.random(in: 0..<9, using: &generator))")
            }
            let timetable = Timetable(
                wishes, slots: Int.random(in: 1...10, using: &generator), tables: Int.random(in: 1...9, using: &generator))
            let grid = timetable.grid
            #expect(grid.count == timetable.slots, "seed \(seed)")
            #expect(grid.flatMap { $0.compactMap(\.self) } == timetable.meetings, "seed \(seed)")
            for (slot, line) in grid.enumerated() {
                for (table, meeting) in line.enumerated() {
                    #expect(meeting.map { $0.slot == slot && $0.table == table } ?? true, "seed \(seed)")
                }
            }
            let used = grid.first?.count ?? 0
            #expect((0..<used).allSatisfy { table in grid.contains { $0[table] != nil } }, "seed \(seed)")
        }
        #expect(Timetable([], slots: 3, tables: 2).grid == [[], [], []])
    }

    /// A party that asks and gives may make it harder; nothing is ever broken, and the reason is told.
    @Test func aPartyOnBothSidesIsNeverTwiceInASlot() {
        var without = 0
        for seed in UInt64(1)...2000 {
            var generator = SeededGenerator(seed: seed)
            let wishes = (0..<Int.random(in: 0...20, using: &generator)).map { _ in
                Timetable.Wish("c\(Int.random(in: 0..<6, using: &generator))", "c\(Int.random(in: 0..<6, using: &generator))")
            }
            let timetable = Timetable(wishes, slots: Int.random(in: 1...8, using: &generator), tables: 3)
            check(timetable, wishes, seed: seed)
            without += timetable.unplaced.filter { $0.reason == .noCommonSlot }.count
        }
        #expect(without > 0)
    }
}
