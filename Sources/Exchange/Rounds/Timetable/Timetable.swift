/// When and at which table pairs meet: nobody twice in a slot, never more meetings in a slot than there are tables.
///
/// Meetings are the edges of a graph between parties, slots its colours. When one side's parties never stand on the other side
/// too, every meeting is placed whenever that is possible at all, that is when nobody has more meetings than there are slots, and
/// there are not more meetings than seats (König 1916; the colours are then made even, de Werra 1971). With a party on both sides
/// a meeting may find no free slot although another plan had one; it is then told with that reason.
public struct Timetable: Sendable, Equatable {
    /// Two parties that are to meet; the order of the list is that of importance.
    public struct Wish: Sendable, Equatable {
        public var proposer: String
        public var acceptor: String

        public init(_ proposer: String, _ acceptor: String) {
            self.proposer = proposer
            self.acceptor = acceptor
        }
    }

    /// All counted from zero.
    public struct Meeting: Sendable, Equatable {
        public let wish: Int
        public let slot: Int
        public let table: Int
    }

    public enum Reason: String, Sendable, CaseIterable, Codable {
        /// The two are one party.
        case sameParty = "same-party"
        /// One of the two has as many meetings already as there are slots.
        case partyFull = "party-full"
        /// All tables are taken in all slots.
        case noSeats = "no-seats"
        /// There is room, but no slot in which both are free.
        case noCommonSlot = "no-common-slot"
    }

    public struct Unplaced: Sendable, Equatable {
        public let wish: Int
        public let reason: Reason
    }

    public let slots: Int
    public let tables: Int
    /// By slot, then table.
    public let meetings: [Meeting]
    public let unplaced: [Unplaced]

    public init(_ wishes: [Wish], slots: Int, tables: Int) {
        (self.slots, self.tables) = (slots, tables)
        var plan = SlotPlan(slots: slots)
        var unplaced: [Unplaced] = []
        for (index, wish) in wishes.enumerated() {
            if wish.proposer == wish.acceptor {
                unplaced.append(Unplaced(wish: index, reason: .sameParty))
            } else if plan.count >= slots * tables {
                unplaced.append(Unplaced(wish: index, reason: .noSeats))
            } else if plan.isFull(wish.proposer) || plan.isFull(wish.acceptor) {
                unplaced.append(Unplaced(wish: index, reason: .partyFull))
            } else if !plan.place(index, wish.proposer, wish.acceptor) {
                unplaced.append(Unplaced(wish: index, reason: .noCommonSlot))
            }
        }
        plan.even()
        var meetings: [Meeting] = []
        for (slot, held) in plan.bySlot.enumerated() {
            for (table, wish) in held.sorted().enumerated() {
                meetings.append(Meeting(wish: wish, slot: slot, table: table))
            }
        }
        self.meetings = meetings
        self.unplaced = unplaced
    }

    /// A line for each slot with the meeting at each table, of as many tables as are used at all.
    var grid: [[Meeting?]] {
        let used = meetings.map { $0.table + 1 }.max() ?? 0
        var lines = [[Meeting?]](repeating: Array(repeating: nil, count: used), count: slots)
        for meeting in meetings { lines[meeting.slot][meeting.table] = meeting }
        return lines
    }
}
