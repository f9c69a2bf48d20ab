/// What a result amounts to.
public struct RoundFigures: Sendable, Equatable {
    /// The sum of the fits that are known; nil when none is.
    public var totalFit: Double?
    /// How the fits of the pairs are spread; nil when none is known.
    public var spread: Spread?
    public var pairsWithoutFit: Int
    /// How unevenly the pairs are spread over the acceptors that can meet somebody.
    public var exposure: Exposure

    public struct Spread: Sendable, Equatable, Codable {
        public var least: Double
        public var lowerQuartile: Double
        public var median: Double
        public var upperQuartile: Double
        public var greatest: Double
    }

    public struct Exposure: Sendable, Equatable, Codable {
        /// 0: all meet equally many. Near 1: one meets nearly all. Nil when there is no pair.
        public var acceptors: Double?
        /// The same for the acceptors' countries; nil when none is named.
        public var countries: Double?
    }

    init(_ pairs: [RoundPair], _ input: RoundInput, _ fits: FitTable) {
        let known = pairs.compactMap { fits.value($0.proposer, $0.acceptor) }.sorted()
        totalFit = known.isEmpty ? nil : known.reduce(0, +)
        spread = Self.spread(known)
        pairsWithoutFit = pairs.count - known.count
        var meetings = [Int](repeating: 0, count: input.acceptors.count)
        for pair in pairs { meetings[pair.acceptor] += 1 }
        var byCountry: [String: Int] = [:]
        for (acceptor, participant) in input.acceptors.enumerated() where participant.capacity > 0 {
            if let country = participant.country { byCountry[country, default: 0] += meetings[acceptor] }
        }
        exposure = Exposure(
            acceptors: Self.gini(zip(meetings, input.acceptors).filter { $1.capacity > 0 }.map(\.0)),
            countries: Self.gini(Array(byCountry.values)))
    }

    /// - Parameter sorted: from the least to the greatest. Quartiles lie between two values in proportion.
    static func spread(_ sorted: [Double]) -> Spread? {
        guard let least = sorted.first, let greatest = sorted.last else { return nil }
        func quantile(_ share: Double) -> Double {
            let place = share * Double(sorted.count - 1)
            let below = Int(place)
            let above = min(below + 1, sorted.count - 1)
            return sorted[below] + (sorted[above] - sorted[below]) * (place - Double(below))
        }
        return Spread(
            least: least, lowerQuartile: quantile(0.25), median: quantile(0.5), upperQuartile: quantile(0.75),
            greatest: greatest)
    }

    /// Gini's coefficient: half the mean difference between two of them, divided by their mean. Nil when there is nothing to share.
    static func gini(_ counts: [Int]) -> Double? {
        let total = counts.reduce(0, +)
        guard total > 0 else { return nil }
        let weighted = counts.sorted().enumerated().reduce(0) { $0 + (2 * $1.offset - counts.count + 1) * $1.element }
        return Double(weighted) / (Double(counts.count) * Double(total))
    }
}
