import Platform

/// Participants and rules.
extension RoundFileReader {
    mutating func readSide(_ side: RoundSide, _ scanner: inout JSONScanner) throws(JSONScanner.Fault) {
        guard try expect(.list, &scanner, side.rawValue, "") else { return }
        var reader = self
        try scanner.items { scanner, index throws(JSONScanner.Fault) in
            let record = "\(side.rawValue)[\(index)]"
            if index == RoundFile.mostParticipants {
                reader.report(side.rawValue, "", "round.fault.too-many", ["limit": String(RoundFile.mostParticipants)])
            }
            guard index < RoundFile.mostParticipants else { return try scanner.skip() }
            guard try reader.expect(.object, &scanner, record, "") else { return }
            try reader.readParticipant(side, record, &scanner)
        }
        self = reader
    }

    private mutating func readParticipant(
        _ side: RoundSide, _ record: String, _ scanner: inout JSONScanner
    ) throws(JSONScanner.Fault) {
        var reader = self
        var draft = Draft(participant: RoundInput.Participant(id: ""))
        var seen: Set<String> = []
        try scanner.members { scanner, name throws(JSONScanner.Fault) in
            guard seen.insert(name).inserted else {
                reader.report(record, name, "round.fault.twice")
                return try scanner.skip()
            }
            switch name {
            case "id":
                guard try reader.expect(.text, &scanner, record, "id") else { return }
                draft.participant.id = try scanner.text()
                if draft.participant.id.isEmpty || draft.participant.id.count > RoundFile.longestID {
                    reader.report(record, "id", "round.fault.id", ["limit": String(RoundFile.longestID)])
                }
                _ = reader.number(of: draft.participant.id)
            case "country":
                if try scanner.kind() == .null { return try scanner.skip() }
                guard try reader.expect(.text, &scanner, record, "country") else { return }
                let country = try scanner.text()
                draft.participant.country = country.isEmpty ? nil : country
            case "capacity":
                if let value = try reader.whole(&scanner, record, "capacity") { draft.participant.capacity = value }
            case "preferences":
                if try scanner.kind() == .null { return try scanner.skip() }
                draft.list = try reader.readList(record, &scanner)
            case "name": try scanner.skip()
            default:
                reader.report(record, name, "round.fault.unknown-field", ["known": "id, capacity, preferences, country, name"])
                try scanner.skip()
            }
        }
        if !seen.contains("id") { reader.report(record, "id", "round.fault.id-missing") }
        reader.drafts[side, default: []].append(draft)
        self = reader
    }

    private mutating func readList(_ record: String, _ scanner: inout JSONScanner) throws(JSONScanner.Fault) -> List? {
        guard try expect(.list, &scanner, record, "preferences") else { return nil }
        var reader = self
        var list = List()
        try scanner.items { scanner, index throws(JSONScanner.Fault) in
            let kind = try scanner.kind()
            guard kind == .list else {
                guard try reader.expect(.text, &scanner, record, "preferences[\(index)]") else { return }
                list.names.append(reader.number(of: try scanner.text()))
                list.begins.append(true)
                return
            }
            var isFirst = true
            try scanner.items { scanner, within throws(JSONScanner.Fault) in
                guard try reader.expect(.text, &scanner, record, "preferences[\(index)][\(within)]") else { return }
                list.names.append(reader.number(of: try scanner.text()))
                list.begins.append(isFirst)
                isFirst = false
            }
        }
        self = reader
        return list
    }

    /// A whole number from 0 on; nil, with the fault told, for anything else.
    private mutating func whole(
        _ scanner: inout JSONScanner, _ record: String, _ field: String
    ) throws(JSONScanner.Fault) -> Int? {
        guard try expect(.number, &scanner, record, field) else { return nil }
        let value = try scanner.number()
        guard let whole = Int(exactly: value), (0...RoundFile.mostCapacity).contains(whole) else {
            report(record, field, "round.fault.whole", ["value": JSONValue.number(value).canonical, "limit": String(RoundFile.mostCapacity)])
            return nil
        }
        return whole
    }

    mutating func readRules(_ scanner: inout JSONScanner) throws(JSONScanner.Fault) -> RoundRules {
        var rules = RoundRules()
        if try scanner.kind() == .null { return rules }
        guard try expect(.object, &scanner, "rules", "") else { return rules }
        var reader = self
        try scanner.members { scanner, name throws(JSONScanner.Fault) in
            switch name {
            case "noSelfMatch":
                guard try reader.expect(.truth, &scanner, "rules", name) else { return }
                rules.noSelfMatch = try scanner.truth()
            case "maxPerCountry": try reader.readCountryLimit(&rules, &scanner)
            case "mustHave": rules.mustHave = try reader.readPairs(name, &scanner)
            case "conflicts": rules.conflicts = try reader.readPairs(name, &scanner)
            default:
                reader.report("rules", name, "round.fault.unknown-field", ["known": "noSelfMatch, maxPerCountry, mustHave, conflicts"])
                try scanner.skip()
            }
        }
        self = reader
        return rules
    }

    private mutating func readCountryLimit(
        _ rules: inout RoundRules, _ scanner: inout JSONScanner
    ) throws(JSONScanner.Fault) {
        switch try scanner.kind() {
        case .null: try scanner.skip()
        case .object:
            var (reader, changed) = (self, rules)
            try scanner.members { scanner, name throws(JSONScanner.Fault) in
                let field = "maxPerCountry.\(name)"
                switch RoundSide(rawValue: name) {
                case .proposers: changed.mostPerProposerCountry = try reader.whole(&scanner, "rules", field)
                case .acceptors: changed.mostPerAcceptorCountry = try reader.whole(&scanner, "rules", field)
                case nil:
                    reader.report("rules", field, "round.fault.unknown-field", ["known": "proposers, acceptors"])
                    try scanner.skip()
                }
            }
            (self, rules) = (reader, changed)
        default:
            let limit = try whole(&scanner, "rules", "maxPerCountry")
            (rules.mostPerProposerCountry, rules.mostPerAcceptorCountry) = (limit, limit)
        }
    }

    private mutating func readPairs(_ field: String, _ scanner: inout JSONScanner) throws(JSONScanner.Fault) -> [RoundPair] {
        guard try expect(.list, &scanner, "rules", field) else { return [] }
        var reader = self
        var pairs: [RoundPair] = []
        var oneSided: [(String, String)] = []
        try scanner.items { scanner, index throws(JSONScanner.Fault) in
            let place = "\(field)[\(index)]"
            guard try reader.expect(.list, &scanner, "rules", place) else { return }
            var ids: [String] = []
            var count = 0
            try scanner.items { scanner, _ throws(JSONScanner.Fault) in
                count += 1
                if try reader.expect(.text, &scanner, "rules", place) { ids.append(try scanner.text()) }
            }
            guard count == 2 else { return reader.report("rules", place, "round.fault.pair", ["count": String(count)]) }
            guard ids.count == 2 else { return }
            if let proposer = reader.place(ids[0], .proposers), let acceptor = reader.place(ids[1], .acceptors) {
                pairs.append(RoundPair(proposer, acceptor))
            } else if let proposer = reader.place(ids[1], .proposers), let acceptor = reader.place(ids[0], .acceptors) {
                pairs.append(RoundPair(proposer, acceptor))
            } else {
                let unknown = ids.filter { reader.place($0, .proposers) == nil && reader.place($0, .acceptors) == nil }
                for id in unknown { reader.report("rules", place, "round.fault.pair-unknown", ["value": id]) }
                if unknown.isEmpty {
                    oneSided.append((ids[0], ids[1]))
                    reader.report("rules", place, "round.fault.pair-one-side", ["one": ids[0], "other": ids[1]])
                }
            }
        }
        if let ring = RoundRulesCheck.ring(oneSided) {
            reader.report("rules", field, "round.fault.ring", ["ring": (ring + ring.prefix(1)).joined(separator: " → ")])
        }
        self = reader
        return pairs
    }
}
