/// Which meeting is in which slot, while a timetable is made.
struct SlotPlan {
    private struct Placed {
        let one: String
        let other: String
        var slot: Int
    }

    private let slots: Int
    private var placed: [Int: Placed] = [:]
    /// Of each party: its meeting in each slot.
    private var busy: [String: [Int?]] = [:]

    init(slots: Int) { self.slots = slots }

    var count: Int { placed.count }

    var bySlot: [[Int]] {
        var result = [[Int]](repeating: [], count: slots)
        for (meeting, at) in placed { result[at.slot].append(meeting) }
        return result
    }

    private func meetings(_ party: String) -> [Int?] { busy[party] ?? Array(repeating: nil, count: slots) }

    private func free(_ party: String) -> [Int] {
        let held = meetings(party)
        return held.indices.filter { held[$0] == nil }
    }

    func isFull(_ party: String) -> Bool { free(party).isEmpty }

    /// Places a meeting, moving others where that makes room. False, with nothing moved, when no slot can be made free for both.
    mutating func place(_ meeting: Int, _ one: String, _ other: String) -> Bool {
        let (mine, theirs) = (free(one), free(other))
        if let slot = mine.first(where: theirs.contains) {
            put(meeting, one, other, slot)
            return true
        }
        // A slot is free for one and another for the other: turn round the chain of meetings between the two slots that
        // begins at the other party. Where it does not come back to the first one, that one's slot is then free for both.
        for wanted in mine {
            for spare in theirs {
                let chain = chain(from: other, wanted, spare)
                if chain.parties.contains(one) { continue }
                turn(chain.meetings, wanted, spare)
                put(meeting, one, other, wanted)
                return true
            }
        }
        return false
    }

    private mutating func put(_ meeting: Int, _ one: String, _ other: String, _ slot: Int) {
        placed[meeting] = Placed(one: one, other: other, slot: slot)
        busy[one, default: Array(repeating: nil, count: slots)][slot] = meeting
        busy[other, default: Array(repeating: nil, count: slots)][slot] = meeting
    }

    /// The meetings that hang together through two slots, from a party on, beginning with the one in `first`.
    private func chain(from party: String, _ first: Int, _ second: Int) -> (meetings: [Int], parties: Set<String>) {
        var chain: [Int] = []
        var seen: Set<String> = [party]
        var (at, slot) = (party, first)
        while let meeting = meetings(at)[slot], let place = placed[meeting], chain.first != meeting {
            chain.append(meeting)
            at = place.one == at ? place.other : place.one
            seen.insert(at)
            slot = slot == first ? second : first
        }
        return (chain, seen)
    }

    private mutating func turn(_ meetings: [Int], _ one: Int, _ other: Int) {
        let held = meetings.compactMap { meeting in placed[meeting].map { (meeting, $0) } }
        for (_, place) in held {
            busy[place.one]?[place.slot] = nil
            busy[place.other]?[place.slot] = nil
        }
        for (meeting, place) in held { put(meeting, place.one, place.other, place.slot == one ? other : one) }
    }

    /// Makes the slots as equally full as they can be, so that no slot needs more tables than the meetings do on average.
    mutating func even() {
        while true {
            let counts = bySlot.map(\.count)
            guard let most = counts.indices.max(by: { counts[$0] < counts[$1] }),
                let least = counts.indices.min(by: { counts[$0] < counts[$1] }), counts[most] > counts[least] + 1,
                let chain = surplus(most, least)
            else { return }
            turn(chain, most, least)
        }
    }

    /// A chain between two slots that holds one meeting more of the first than of the second. There is one when the first
    /// slot is fuller: chains that close hold equally many of both.
    private func surplus(_ full: Int, _ spare: Int) -> [Int]? {
        for (party, held) in busy.sorted(by: { $0.key < $1.key }) where held[full] != nil && held[spare] == nil {
            let chain = chain(from: party, full, spare).meetings
            if chain.count % 2 == 1 { return chain }
        }
        return nil
    }
}
