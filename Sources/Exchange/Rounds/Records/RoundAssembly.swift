import Platform

/// A round's records as what the solvers take, and the solvers' places as members again.
struct RoundAssembly: Sendable {
    let round: Round
    let proposers: [RoundMember]
    let acceptors: [RoundMember]
    let input: RoundInput

    init(_ round: Round, _ members: [RoundMember]) {
        self.round = round
        proposers = members.filter { $0.side == .proposers }
        acceptors = members.filter { $0.side == .acceptors }
        let rows = Dictionary(uniqueKeysWithValues: proposers.enumerated().map { ($1.key, $0) })
        let columns = Dictionary(uniqueKeysWithValues: acceptors.enumerated().map { ($1.key, $0) })
        func participants(_ members: [RoundMember], _ others: [String: Int]) -> [RoundInput.Participant] {
            members.map { one in
                RoundInput.Participant(
                    id: one.key, country: one.country, capacity: one.capacity,
                    preferences: one.preferences.map { list in RankedList(list.map { $0.compactMap { others[$0] } }.filter { !$0.isEmpty }) })
            }
        }
        func pairs(_ keys: [[String]]) -> [RoundPair] {
            keys.compactMap { pair in
                guard pair.count == 2, let row = rows[pair[0]], let column = columns[pair[1]] else { return nil }
                return RoundPair(row, column)
            }
        }
        var input = RoundInput(proposers: participants(proposers, columns), acceptors: participants(acceptors, rows))
        for (key, value) in round.fits.sorted(by: { $0.key < $1.key }) {
            // Keys hold no spaces.
            let ids = key.split(separator: " ").map(String.init)
            if ids.count == 2, let row = rows[ids[0]], let column = columns[ids[1]] { input.fits.append(.init(row, column, value)) }
        }
        input.rules.noSelfMatch = round.plan.noSelfMatch
        input.rules.mostPerProposerCountry = round.plan.mostPerCountry
        input.rules.mostPerAcceptorCountry = round.plan.mostPerCountry
        input.rules.mustHave = pairs(round.plan.mustHave)
        input.rules.conflicts = pairs(round.plan.conflicts)
        self.input = input
    }

    func keys(_ pair: RoundPair) -> [String] { [proposers[pair.proposer].key, acceptors[pair.acceptor].key] }

    /// The members of the result's pairs, in its order.
    var agreed: [(asking: RoundMember, offering: RoundMember)] {
        let (rows, columns) = (Dictionary(uniqueKeysWithValues: proposers.map { ($0.key, $0) }), Dictionary(uniqueKeysWithValues: acceptors.map { ($0.key, $0) }))
        return (round.outcome?.pairs ?? []).compactMap { pair in
            guard pair.count == 2, let asking = rows[pair[0]], let offering = columns[pair[1]] else { return nil }
            return (asking, offering)
        }
    }

    /// Parties are organisations: one that asks and offers is not twice in a slot.
    var timetable: Timetable {
        Timetable(
            agreed.map { .init($0.asking.organisation.description, $0.offering.organisation.description) },
            slots: round.plan.slots, tables: round.plan.tables)
    }
}
