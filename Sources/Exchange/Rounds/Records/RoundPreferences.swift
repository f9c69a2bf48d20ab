/// Lists and fits that are proposed to people, who then change them.
public enum RoundPreferences {
    /// How a match looks from both sides.
    public struct Score: Sendable, Equatable {
        public var asking: String
        public var offering: String
        /// How well the solution serves the need, and how ready its owner is to help just this country.
        public var need: Double
        public var provider: Double
        public var fused: Double

        public init(asking: String, offering: String, need: Double, provider: Double, fused: Double) {
            self.asking = asking
            self.offering = offering
            self.need = need
            self.provider = provider
            self.fused = fused
        }
    }

    public struct Proposal: Sendable, Equatable {
        public var lists: [RoundSide: [String: [[String]]]] = [:]
        public var fits: [String: Double] = [:]
    }

    /// Scores are compared to two decimals: what differs by less is a tie.
    ///
    /// - Parameter longest: how many a list names. Equals at its end stay together, so it can be a little longer.
    public static func fromMatches(_ scores: [Score], longest: Int = .max) -> Proposal {
        var proposal = Proposal()
        for score in scores { proposal.fits["\(score.asking) \(score.offering)"] = rounded(score.fused) }
        proposal.lists[.proposers] = lists(scores.map { ($0.asking, $0.offering, rounded($0.need)) }, longest)
        proposal.lists[.acceptors] = lists(scores.map { ($0.offering, $0.asking, rounded($0.provider)) }, longest)
        return proposal
    }

    /// How well solutions fit what a country expressed interest in: the share of its opportunities whose theme the solution has.
    /// Zero is no fit, and is left out.
    static func fits(asking: String, opportunities: [Theme], solutions: [(key: String, themes: [Theme])]) -> [String: Double] {
        guard !opportunities.isEmpty else { return [:] }
        var fits: [String: Double] = [:]
        for solution in solutions {
            let met = opportunities.filter(solution.themes.contains).count
            if met > 0 { fits["\(asking) \(solution.key)"] = rounded(Double(met) / Double(opportunities.count)) }
        }
        return fits
    }

    private static func rounded(_ value: Double) -> Double { (value * 100).rounded() / 100 }

    private static func lists(
        _ entries: [(owner: String, other: String, value: Double)], _ longest: Int
    ) -> [String: [[String]]] {
        Dictionary(grouping: entries, by: \.owner).mapValues { mine in
            let sorted = mine.sorted { ($1.value, $0.other) < ($0.value, $1.other) }
            var groups: [[String]] = []
            var last = Double.infinity
            for (place, entry) in sorted.enumerated() {
                if place >= longest, entry.value != last { break }
                if entry.value == last { groups[groups.count - 1].append(entry.other) } else { groups.append([entry.other]) }
                last = entry.value
            }
            return groups
        }
    }
}
