/// Rules that cannot all be kept, found before a round is solved.
public enum RoundRulesCheck {
    /// A must-have pair or a conflict, by its place in its list.
    public struct Fault: Error, Sendable, Equatable {
        public enum Reason: String, Sendable, CaseIterable {
            /// The pair stands in its list twice.
            case repeated
            /// A must-have pair that is a conflict too.
            case contradiction
            /// A must-have pair of one with itself, or of a country with itself.
            case selfMatch = "self-match"
            /// More must-have pairs than somebody can meet.
            case overCapacity = "over-capacity"
            /// More must-have pairs than a country may have.
            case overCountry = "over-country"
        }

        public let isMustHave: Bool
        public let index: Int
        public let reason: Reason
        /// Who or what it is about: an id, a country.
        public let subject: String
        public let limit: Int
    }

    public static func faults(_ input: RoundInput) -> [Fault] {
        var faults: [Fault] = []
        let rules = input.rules
        for (isMustHave, pairs) in [(true, rules.mustHave), (false, rules.conflicts)] {
            var seen: Set<RoundPair> = []
            for (index, pair) in pairs.enumerated() where !seen.insert(pair).inserted {
                faults.append(Fault(isMustHave: isMustHave, index: index, reason: .repeated, subject: "", limit: 0))
            }
        }
        let conflicts = Set(rules.conflicts)
        var (met, byCountry) = ([Side: Int](), [Side: Int]())
        for (index, pair) in rules.mustHave.enumerated() {
            func add(_ reason: Fault.Reason, _ subject: String = "", _ limit: Int = 0) {
                faults.append(Fault(isMustHave: true, index: index, reason: reason, subject: subject, limit: limit))
            }
            let (proposer, acceptor) = (input.proposers[pair.proposer], input.acceptors[pair.acceptor])
            if conflicts.contains(pair) { add(.contradiction) }
            if rules.noSelfMatch,
                proposer.id == acceptor.id || (proposer.country != nil && proposer.country == acceptor.country)
            {
                add(.selfMatch)
            }
            for (side, one, most) in [
                (RoundSide.proposers, proposer, rules.mostPerProposerCountry),
                (.acceptors, acceptor, rules.mostPerAcceptorCountry),
            ] {
                met[Side(side: side, name: one.id), default: 0] += 1
                if met[Side(side: side, name: one.id)] == one.capacity + 1 { add(.overCapacity, one.id, one.capacity) }
                guard let country = one.country, let most else { continue }
                byCountry[Side(side: side, name: country), default: 0] += 1
                if byCountry[Side(side: side, name: country)] == most + 1 { add(.overCountry, country, most) }
            }
        }
        return faults
    }

    private struct Side: Hashable {
        let side: RoundSide
        let name: String
    }

    /// The first ring that pairs of names form, such as a, b, c for a–b, b–c, c–a; nil when there is none.
    static func ring(_ pairs: [(String, String)]) -> [String]? {
        var neighbours: [String: [String]] = [:]
        for (one, other) in pairs {
            if let way = way(from: one, to: other, neighbours) { return way }
            neighbours[one, default: []].append(other)
            neighbours[other, default: []].append(one)
        }
        return nil
    }

    private static func way(from: String, to: String, _ neighbours: [String: [String]]) -> [String]? {
        var before: [String: String] = [from: from]
        var queue = [from]
        var next = 0
        while next < queue.count {
            let one = queue[next]
            next += 1
            if one == to {
                var way = [to]
                while let last = way.last, last != from, let previous = before[last] { way.append(previous) }
                return way.reversed()
            }
            for other in neighbours[one] ?? [] where before[other] == nil {
                before[other] = one
                queue.append(other)
            }
        }
        return nil
    }
}
