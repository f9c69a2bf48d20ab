/// Deferred acceptance (Gale, Shapley 1962) for many on both sides.
///
/// One side proposes, each to the best of its list that has not refused it yet; the other keeps the best that it has room for and
/// refuses the rest. Ties are broken first, which keeps the result stable under the lists as they were given.
///
/// A limit for each country makes of its participants one chooser, who takes the best places of all their lists in turn. Both
/// sides then choose as matroids do, and what comes out is a kernel of the two (Fleiner 2003): a pair that is left out is left out
/// because one side, its country's limit included, is filled with pairs that stand higher.
struct DeferredAcceptance {
    /// One pair that is kept for now. The least is the one to be refused first.
    private struct Kept: Comparable {
        let place: Int32
        let keeper: Int32
        let proposer: Int32
        let edge: Int

        static func < (one: Kept, other: Kept) -> Bool {
            (one.place, one.keeper) > (other.place, other.keeper)
        }
    }

    private struct Waiting: Comparable {
        let position: Int
        let proposer: Int

        static func < (one: Waiting, other: Waiting) -> Bool {
            (one.position, one.proposer) < (other.position, other.proposer)
        }
    }

    private let edges: AcceptableEdges
    private let here: RoundLimits.Side
    private let there: RoundLimits.Side

    private var next: [Int]
    private var proposed: [Int]
    private var proposedByCountry: [Int]
    private var waiting: [PriorityQueue<Waiting>]
    private var isWaiting: [Bool]

    private var kept: [PriorityQueue<Kept>]
    private var keptCount: [Int]
    private var keptByCountry: [PriorityQueue<Kept>]
    private var keptCountByCountry: [Int]
    private var stands: [Bool]

    private init(_ edges: AcceptableEdges, _ limits: RoundLimits) {
        self.edges = edges
        here = limits[edges.from]
        there = limits[edges.from.other]
        next = Array(edges.start.dropLast())
        proposed = Array(repeating: 0, count: here.capacity.count)
        proposedByCountry = Array(repeating: 0, count: here.left.count)
        waiting = Array(repeating: PriorityQueue(), count: here.left.count)
        isWaiting = Array(repeating: false, count: here.capacity.count)
        kept = Array(repeating: PriorityQueue(), count: there.capacity.count)
        keptCount = Array(repeating: 0, count: there.capacity.count)
        keptByCountry = Array(repeating: PriorityQueue(), count: there.left.count)
        keptCountByCountry = Array(repeating: 0, count: there.left.count)
        stands = Array(repeating: false, count: edges.all.count)
    }

    /// The pairs beside the must-have ones.
    static func solve(_ edges: AcceptableEdges, _ limits: RoundLimits) -> [RoundPair] {
        var run = DeferredAcceptance(edges, limits)
        for proposer in run.proposed.indices { run.proceed(with: proposer) }
        var pairs: [RoundPair] = []
        for proposer in run.proposed.indices {
            for edge in edges.start[proposer]..<edges.start[proposer + 1] where run.stands[edge] {
                let other = Int(edges.all[edge].target)
                pairs.append(edges.from == .proposers ? RoundPair(proposer, other) : RoundPair(other, proposer))
            }
        }
        return pairs
    }

    /// Lets this participant, or the country that chooses for it, propose until nothing more can be proposed.
    private mutating func proceed(with first: Int) {
        var pending = [first]
        while let proposer = pending.popLast() {
            guard let country = here.country[proposer] else {
                while canPropose(proposer) { propose(proposer, &pending) }
                continue
            }
            if canPropose(proposer), !isWaiting[proposer] { wait(proposer, country) }
            while proposedByCountry[country] < here.left[country], let best = waiting[country].pop() {
                isWaiting[best.proposer] = false
                guard canPropose(best.proposer) else { continue }
                propose(best.proposer, &pending)
                if canPropose(best.proposer), !isWaiting[best.proposer] { wait(best.proposer, country) }
            }
        }
    }

    private func canPropose(_ proposer: Int) -> Bool {
        proposed[proposer] < here.capacity[proposer] && next[proposer] < edges.start[proposer + 1]
    }

    private mutating func wait(_ proposer: Int, _ country: Int) {
        isWaiting[proposer] = true
        waiting[country].push(Waiting(position: next[proposer] - edges.start[proposer], proposer: proposer))
    }

    private mutating func propose(_ proposer: Int, _ pending: inout [Int]) {
        let edge = next[proposer]
        next[proposer] += 1
        proposed[proposer] += 1
        if let country = here.country[proposer] { proposedByCountry[country] += 1 }

        let keeper = Int(edges.all[edge].target)
        let entry = Kept(
            place: edges.all[edge].placeThere, keeper: Int32(keeper), proposer: Int32(proposer), edge: edge)
        let country = there.country[keeper]
        // Most who come late are worse than all that are kept: they are turned away without being kept first.
        if country == nil, keptCount[keeper] == there.capacity[keeper], let worst = kept[keeper].first, entry < worst {
            turnAway(proposer, &pending)
            return
        }
        stands[edge] = true
        kept[keeper].push(entry)
        keptCount[keeper] += 1
        if let country {
            keptByCountry[country].push(entry)
            keptCountByCountry[country] += 1
        }
        if keptCount[keeper] > there.capacity[keeper] {
            refuse(Self.worst(&kept[keeper], stands), &pending)
        } else if let country, keptCountByCountry[country] > there.left[country] {
            refuse(Self.worst(&keptByCountry[country], stands), &pending)
        }
    }

    /// The worst that still stands. What was refused by the other of the two queues is passed over.
    private static func worst(_ queue: inout PriorityQueue<Kept>, _ stands: [Bool]) -> Kept? {
        while let worst = queue.pop() {
            if stands[worst.edge] { return worst }
        }
        return nil
    }

    private mutating func refuse(_ refused: Kept?, _ pending: inout [Int]) {
        guard let refused else { return }
        let (keeper, proposer) = (Int(refused.keeper), Int(refused.proposer))
        stands[refused.edge] = false
        keptCount[keeper] -= 1
        if let country = there.country[keeper] { keptCountByCountry[country] -= 1 }
        turnAway(proposer, &pending)
    }

    private mutating func turnAway(_ proposer: Int, _ pending: inout [Int]) {
        proposed[proposer] -= 1
        if let country = here.country[proposer] { proposedByCountry[country] -= 1 }
        pending.append(proposer)
    }
}
