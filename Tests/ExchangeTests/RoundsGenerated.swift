import Exchange
import TestSupport

/// Small random rounds in which everything legal happens: ties, incomplete and missing lists, capacities from zero, equal fits.
struct RoundsGenerated {
    var generator: SeededGenerator

    init(seed: UInt64) { generator = SeededGenerator(seed: seed) }

    struct Shape {
        var most = 7
        var hasTies = true
        var hasRules = false
        var hasCountryLimits = false
        var largestCapacity = 3
    }

    private mutating func below(_ count: Int) -> Int { Int.random(in: 0..<count, using: &generator) }
    private mutating func isOne(in count: Int) -> Bool { below(count) == 0 }

    mutating func round(_ shape: Shape = Shape()) -> RoundInput {
        let (rows, columns) = (1 + below(shape.most), 1 + below(shape.most))
        var input = RoundInput(
            proposers: side("p", rows, others: columns, shape), acceptors: side("a", columns, others: rows, shape))
        for proposer in 0..<rows {
            for acceptor in 0..<columns where !isOne(in: 4) {
                // Few values, so that equal totals are common; sometimes below zero.
                input.fits.append(.init(proposer, acceptor, Double(below(12) - 1) / 10))
            }
        }
        if shape.hasCountryLimits {
            input.rules.mostPerProposerCountry = isOne(in: 3) ? nil : below(4)
            input.rules.mostPerAcceptorCountry = isOne(in: 3) ? nil : below(4)
        }
        if shape.hasRules { addRules(&input) }
        return input
    }

    private mutating func addRules(_ input: inout RoundInput) {
        input.rules.noSelfMatch = !isOne(in: 4)
        for _ in 0..<below(4) {
            input.rules.conflicts.append(RoundPair(below(input.proposers.count), below(input.acceptors.count)))
        }
        input.rules.conflicts = Array(Set(input.rules.conflicts)).sorted()
        for _ in 0..<below(3) {
            input.rules.mustHave.append(RoundPair(below(input.proposers.count), below(input.acceptors.count)))
            if !RoundRulesCheck.faults(input).isEmpty { input.rules.mustHave.removeLast() }
        }
    }

    private mutating func side(_ letter: String, _ count: Int, others: Int, _ shape: Shape) -> [RoundInput.Participant] {
        (0..<count).map { index in
            RoundInput.Participant(
                id: "\(letter)\(index)", country: isOne(in: 4) ? nil : ["BD", "FJ", "BT"][below(3)],
                capacity: shape.largestCapacity == 1 ? 1 : below(shape.largestCapacity + 1),
                preferences: isOne(in: 12) ? nil : list(others, shape))
        }
    }

    private mutating func list(_ others: Int, _ shape: Shape) -> RankedList {
        var groups: [[Int]] = []
        for other in (0..<others).shuffled(using: &generator) where !isOne(in: 5) {
            if shape.hasTies, !groups.isEmpty, isOne(in: 3) { groups[groups.count - 1].append(other) } else { groups.append([other]) }
        }
        return RankedList(groups)
    }
}

/// Looks a result over in the plainest way, sharing no code with the solvers.
struct RoundChecker {
    let input: RoundInput
    let pairs: Set<RoundPair>

    /// What the result breaks: a rule, a capacity, a limit.
    func breaches(_ result: [RoundPair]) -> [String] {
        var found: [String] = pairs.count == result.count ? [] : ["a pair twice"]
        for (place, one) in input.proposers.enumerated() where pairs.filter({ $0.proposer == place }).count > one.capacity {
            found.append("\(one.id) over capacity")
        }
        for (place, one) in input.acceptors.enumerated() where pairs.filter({ $0.acceptor == place }).count > one.capacity {
            found.append("\(one.id) over capacity")
        }
        if !keepsCountries(pairs) { found.append("a country over its limit") }
        for pair in pairs where isForbidden(pair) && !input.rules.mustHave.contains(pair) { found.append("\(pair) is forbidden") }
        for pair in input.rules.mustHave where !pairs.contains(pair) { found.append("\(pair) is missing") }
        return found
    }

    func isForbidden(_ pair: RoundPair) -> Bool {
        let (one, other) = (input.proposers[pair.proposer], input.acceptors[pair.acceptor])
        let isSelf = one.id == other.id || (one.country != nil && one.country == other.country)
        return input.rules.conflicts.contains(pair) || (input.rules.noSelfMatch && isSelf)
    }

    func keepsCountries(_ pairs: Set<RoundPair>) -> Bool {
        for country in ["BD", "FJ", "BT"] {
            let proposing = pairs.filter { input.proposers[$0.proposer].country == country }.count
            let accepting = pairs.filter { input.acceptors[$0.acceptor].country == country }.count
            if let most = input.rules.mostPerProposerCountry, proposing > most { return false }
            if let most = input.rules.mostPerAcceptorCountry, accepting > most { return false }
        }
        return true
    }

    private func rank(_ list: RankedList?, _ other: Int) -> Int? {
        list?.groups.firstIndex { $0.contains(other) }
    }

    /// Every pair that blocks: tried by making it, with each leaving nobody or one whom it likes strictly less.
    func blocking() -> [RoundPair] {
        var found: [RoundPair] = []
        for proposer in input.proposers.indices {
            for acceptor in input.acceptors.indices {
                let pair = RoundPair(proposer, acceptor)
                guard !pairs.contains(pair), !isForbidden(pair),
                    let mine = rank(input.proposers[proposer].preferences, acceptor),
                    let theirs = rank(input.acceptors[acceptor].preferences, proposer)
                else { continue }
                let must = Set(input.rules.mustHave)
                let left = [nil] + pairs.filter { other in
                    other.proposer == proposer && !must.contains(other)
                        && rank(input.proposers[proposer].preferences, other.acceptor).map { $0 > mine } ?? true
                }.map(Optional.some)
                let leftThere = [nil] + pairs.filter { other in
                    other.acceptor == acceptor && !must.contains(other)
                        && rank(input.acceptors[acceptor].preferences, other.proposer).map { $0 > theirs } ?? true
                }.map(Optional.some)
                let blocks = left.contains { one in
                    leftThere.contains { other in
                        var changed = pairs.subtracting([one, other].compactMap { $0 })
                        changed.insert(pair)
                        return changed.filter { $0.proposer == proposer }.count <= input.proposers[proposer].capacity
                            && changed.filter { $0.acceptor == acceptor }.count <= input.acceptors[acceptor].capacity
                            && keepsCountries(changed)
                    }
                }
                if blocks { found.append(pair) }
            }
        }
        return found.sorted()
    }
}
