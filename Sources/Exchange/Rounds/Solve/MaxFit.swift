/// The greatest total fit under the limits, by successive shortest paths in a flow network (Jewell 1958; Edmonds, Karp 1972).
///
///     proposers' country ─► proposer ─► acceptor ─► acceptors' country ─► end
///               └──────────────── without a partner ───────────────────────►
///
/// Units of meeting are put in one by one, each on the path that loses least; earlier units are moved where that is better. After
/// each the units that are in have their best total, so the last leaves the best of all. Of equal totals it has the most pairs.
/// A pair without a fit, or with one below zero, is never made.
///
/// Fits are whole numbers inside, scaled so that a greatest fit has at least 40 binary digits: sums are exact and equal sums are seen.
struct MaxFit {
    enum Node: Comparable {
        case proposer(Int), acceptor(Int), source(Int), sink(Int)
    }

    /// What is known of the nodes of one kind while a path is looked for.
    struct Nodes {
        var potential: [Int64]
        var distance: [Int64]

        init(_ count: Int) {
            potential = Array(repeating: 0, count: count)
            distance = Array(repeating: .max, count: count)
        }

        mutating func forget() {
            for index in distance.indices { distance[index] = .max }
        }

        mutating func settle(_ end: Int64) {
            for index in distance.indices where distance[index] < end { potential[index] += distance[index] - end }
        }
    }

    struct Held {
        let proposer: Int
        let edge: Int
    }

    struct Step: Comparable {
        let distance: Int64
        let node: Node

        static func < (one: Step, other: Step) -> Bool { one.distance < other.distance }
    }

    // The network.
    let here: RoundLimits.Side
    let there: RoundLimits.Side
    let start: [Int]
    let target: [Int32]
    let weight: [Int64]
    let membersHere: [[Int]]
    let membersThere: [[Int]]

    // The flow.
    var isUsed: [Bool]
    var held: [[Held]]
    var met: [Int]
    var received: [Int]
    var receivedByCountry: [Int]

    // The search.
    var proposers: Nodes
    var acceptors: Nodes
    var sources: Nodes
    var sinks: Nodes
    var endPotential: Int64 = 0
    var intoAcceptor: [Held?]
    var intoProposer: [Held?]
    var intoSource: [Int]
    var intoSink: [Int]
    var queue = PriorityQueue<Step>()
    /// The nearest end found so far: how far, from where, and whether it is a meeting (not staying without a partner).
    var end: (distance: Int64, from: Node, isMeeting: Bool)?

    private init(_ input: RoundInput, _ limits: RoundLimits, _ fits: FitTable) {
        (here, there) = (limits.proposers, limits.acceptors)
        var (start, target, chosen) = ([0], [Int32](), [Double]())
        for proposer in input.proposers.indices {
            if here.hasRoom(proposer) {
                for place in fits.start[proposer]..<fits.start[proposer + 1] {
                    let acceptor = Int(fits.others[place])
                    guard fits.values[place] >= 0, there.hasRoom(acceptor), !limits.forbids(proposer, acceptor) else {
                        continue
                    }
                    target.append(fits.others[place])
                    chosen.append(fits.values[place])
                }
            }
            start.append(target.count)
        }
        weight = Self.scaled(chosen, nodes: input.proposers.count + input.acceptors.count)
        (self.start, self.target) = (start, target)
        membersHere = Self.members(here)
        membersThere = Self.members(there)
        isUsed = Array(repeating: false, count: target.count)
        held = Array(repeating: [], count: there.capacity.count)
        met = Array(repeating: 0, count: here.capacity.count)
        received = Array(repeating: 0, count: there.capacity.count)
        receivedByCountry = Array(repeating: 0, count: there.left.count)
        proposers = Nodes(here.capacity.count)
        acceptors = Nodes(there.capacity.count)
        sources = Nodes(here.left.count)
        sinks = Nodes(there.left.count)
        intoAcceptor = Array(repeating: nil, count: there.capacity.count)
        intoProposer = Array(repeating: nil, count: here.capacity.count)
        intoSource = Array(repeating: -1, count: here.left.count)
        intoSink = Array(repeating: -1, count: there.left.count)
        for (edge, acceptor) in target.enumerated() {
            acceptors.potential[Int(acceptor)] = min(acceptors.potential[Int(acceptor)], -weight[edge])
        }
        for (acceptor, country) in there.country.enumerated() {
            if let country { sinks.potential[country] = min(sinks.potential[country], acceptors.potential[acceptor]) }
        }
        endPotential = min(0, acceptors.potential.min() ?? 0)
    }

    private static func members(_ side: RoundLimits.Side) -> [[Int]] {
        var members = [[Int]](repeating: [], count: side.left.count)
        for (place, country) in side.country.enumerated() {
            if let country { members[country].append(place) }
        }
        return members
    }

    /// Whole numbers in proportion to the fits, as fine as the longest path leaves room for.
    private static func scaled(_ fits: [Double], nodes: Int) -> [Int64] {
        guard let most = fits.max(), most > 0 else { return Array(repeating: 0, count: fits.count) }
        // A path has at most two edges for each node, and a potential is a path's length.
        let digits = min(52, 60 - (4 * (nodes + 4)).bitWidthNeeded)
        return fits.map { Int64(($0 / most * Double(1 << digits)).rounded()) }
    }

    /// The pairs beside the must-have ones.
    static func solve(_ input: RoundInput, _ limits: RoundLimits, _ fits: FitTable) -> [RoundPair] {
        var run = MaxFit(input, limits, fits)
        for (proposer, country) in run.here.country.enumerated() where country == nil {
            var units = run.here.capacity[proposer]
            while units > 0, run.putIn(.proposer(proposer)) { units -= 1 }
        }
        for country in run.here.left.indices {
            var units = run.here.left[country]
            while units > 0, run.putIn(.source(country)) { units -= 1 }
        }
        return run.held.enumerated().flatMap { acceptor, held in held.map { RoundPair($0.proposer, acceptor) } }.sorted()
    }
}

extension Int {
    fileprivate var bitWidthNeeded: Int { Int.bitWidth - leadingZeroBitCount }
}
