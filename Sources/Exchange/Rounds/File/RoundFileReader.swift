/// Reads the two sides, then what names them: the fits and the rules, wherever they stand in the file.
struct RoundFileReader {
    /// A list as it was read: other sides' ids by their numbers, for the other side may not be known yet.
    struct List {
        var names: [Int32] = []
        /// True for one that begins a new rank.
        var begins: [Bool] = []
    }

    struct Draft {
        var participant: RoundInput.Participant
        var list: List?
    }

    var problems: [ImportProblem] = []
    var numbers: [String: Int32] = [:]
    var names: [String] = []
    var drafts: [RoundSide: [Draft]] = [:]
    /// By the number of a name: its place on a side, or -1.
    var places: [RoundSide: [Int32]] = [:]
    private var fits: [RoundInput.Fit] = []
    private var rules = RoundRules()

    mutating func report(_ record: String, _ field: String, _ key: String, _ facts: [String: String] = [:]) {
        problems.append(ImportProblem(record: record, field: field, key: key, facts: facts))
    }

    /// False, with the fault told and the value passed over, when something else stands there.
    mutating func expect(
        _ kind: JSONScanner.Kind, _ scanner: inout JSONScanner, _ record: String, _ field: String
    ) throws(JSONScanner.Fault) -> Bool {
        let found = try scanner.kind()
        if found == kind { return true }
        report(record, field, "round.fault.wrong-type", ["wanted": kind.rawValue, "found": found.rawValue])
        try scanner.skip()
        return false
    }

    mutating func number(of name: String) -> Int32 {
        if let known = numbers[name] { return known }
        let new = Int32(names.count)
        numbers[name] = new
        names.append(name)
        return new
    }

    mutating func read(_ start: JSONScanner) throws(JSONScanner.Fault) {
        var scanner = start
        guard try expect(.object, &scanner, "file", "") else { return }
        var later: [String: JSONScanner] = [:]
        var seen: Set<String> = []
        var reader = self
        try scanner.members { scanner, name throws(JSONScanner.Fault) in
            guard seen.insert(name).inserted else {
                reader.report("file", name, "round.fault.twice")
                return try scanner.skip()
            }
            switch name {
            case "proposers": try reader.readSide(.proposers, &scanner)
            case "acceptors": try reader.readSide(.acceptors, &scanner)
            case "fit", "rules":
                later[name] = scanner
                try scanner.skip()
            case "$schema", "name": try scanner.skip()
            default:
                reader.report("file", name, "round.fault.unknown-field", ["known": "proposers, acceptors, fit, rules, name"])
                try scanner.skip()
            }
        }
        self = reader
        try scanner.end()
        for side in RoundSide.allCases where !seen.contains(side.rawValue) { report("file", side.rawValue, "round.fault.side-missing") }
        for side in RoundSide.allCases { findPlaces(side) }
        if var scanner = later["fit"] { try readFits(&scanner) }
        if var scanner = later["rules"] { rules = try readRules(&scanner) }
    }

    private mutating func findPlaces(_ side: RoundSide) {
        var found = [Int32](repeating: -1, count: names.count)
        for (place, draft) in (drafts[side] ?? []).enumerated() {
            guard let number = numbers[draft.participant.id] else { continue }
            if found[Int(number)] >= 0 {
                report("\(side.rawValue)[\(place)]", "id", "round.fault.id-twice", ["value": draft.participant.id])
            } else {
                found[Int(number)] = Int32(place)
            }
        }
        places[side] = found
    }

    func place(_ name: String, _ side: RoundSide) -> Int? {
        guard let number = numbers[name], let found = places[side], Int(number) < found.count, found[Int(number)] >= 0 else { return nil }
        return Int(found[Int(number)])
    }

    // MARK: Fits

    private mutating func readFits(_ scanner: inout JSONScanner) throws(JSONScanner.Fault) {
        guard try expect(.object, &scanner, "fit", "") else { return }
        let width = Int64(drafts[.acceptors]?.count ?? 0)
        var seen: Set<Int64> = []
        var reader = self
        try scanner.members { scanner, key throws(JSONScanner.Fault) in
            guard try reader.expect(.number, &scanner, "fit", "“\(key)”") else { return }
            let value = try scanner.number()
            guard let pair = reader.pair(key) else { return }
            guard seen.insert(Int64(pair.proposer) * width + Int64(pair.acceptor)).inserted else {
                return reader.report("fit", "“\(key)”", "round.fault.twice")
            }
            reader.fits.append(RoundInput.Fit(pair.proposer, pair.acceptor, value))
        }
        self = reader
    }

    /// The pair that "proposer acceptor" names; ids may hold spaces themselves.
    private mutating func pair(_ key: String) -> RoundPair? {
        var found: [RoundPair] = []
        for space in key.indices where key[space] == " " {
            if let proposer = place(String(key[..<space]), .proposers),
                let acceptor = place(String(key[key.index(after: space)...]), .acceptors)
            {
                found.append(RoundPair(proposer, acceptor))
            }
        }
        if found.count == 1 { return found[0] }
        report("fit", "“\(key)”", found.isEmpty ? "round.fault.fit-key" : "round.fault.fit-ambiguous")
        return nil
    }

    // MARK: What was read

    /// The round, with lists by places. Ids that nobody has and ids that are listed twice are told.
    mutating func input() -> RoundInput {
        var input = RoundInput(proposers: [], acceptors: [], fits: fits, rules: rules)
        input.proposers = participants(.proposers)
        input.acceptors = participants(.acceptors)
        return input
    }

    private mutating func participants(_ side: RoundSide) -> [RoundInput.Participant] {
        let others = places[side.other] ?? []
        // Which participant listed a name last, so that a second time is seen without a set for each list.
        var listed = [Int32](repeating: -1, count: names.count)
        var result: [RoundInput.Participant] = []
        for (place, draft) in (drafts[side] ?? []).enumerated() {
            var participant = draft.participant
            if let list = draft.list {
                var ranked = RankedList()
                var equals: [Int32] = []
                for (index, name) in list.names.enumerated() {
                    if list.begins[index], !equals.isEmpty {
                        ranked.append(equals)
                        equals.removeAll(keepingCapacity: true)
                    }
                    let facts = ["value": names[Int(name)]]
                    let record = { "\(side.rawValue)[\(place)] “\(participant.id)”" }
                    if others[Int(name)] < 0 {
                        report(record(), list.place(index), "round.fault.unknown-\(side.other.rawValue)", facts)
                    } else if listed[Int(name)] == Int32(place) {
                        report(record(), list.place(index), "round.fault.listed-twice", facts)
                    } else {
                        equals.append(others[Int(name)])
                    }
                    listed[Int(name)] = Int32(place)
                }
                ranked.append(equals)
                participant.preferences = ranked
            }
            result.append(participant)
        }
        return result
    }
}

extension RoundFileReader.List {
    /// `preferences[2]`, or `preferences[2][0]` within a tie.
    func place(_ index: Int) -> String {
        var (rank, within) = (-1, 0)
        for entry in 0...index {
            if begins[entry] { (rank, within) = (rank + 1, 0) } else { within += 1 }
        }
        let isTie = within > 0 || (index + 1 < begins.count && !begins[index + 1])
        return isTie ? "preferences[\(rank)][\(within)]" : "preferences[\(rank)]"
    }
}
