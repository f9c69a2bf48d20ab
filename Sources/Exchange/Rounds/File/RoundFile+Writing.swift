import Platform

extension RoundFile {
    /// Writes a round as the file that `read` takes, in pieces of about a megabyte.
    public static func write(_ input: RoundInput, to output: @escaping ([UInt8]) throws -> Void) throws {
        var piece = Piece(output: output)
        try piece.add("{\"proposers\":[")
        try write(input.proposers, others: input.acceptors, &piece)
        try piece.add("],\n\"acceptors\":[")
        try write(input.acceptors, others: input.proposers, &piece)
        try piece.add("],\n\"fit\":{")
        for (index, fit) in input.fits.enumerated() {
            let key = "\(input.proposers[Int(fit.proposer)].id) \(input.acceptors[Int(fit.acceptor)].id)"
            try piece.add((index == 0 ? "\n" : ",\n") + text(key) + ":" + JSONValue.number(fit.value).canonical)
        }
        try piece.add("},\n\"rules\":" + rules(input).canonical + "}\n")
        try piece.flush()
    }

    private struct Piece {
        let output: ([UInt8]) throws -> Void
        var bytes: [UInt8] = []

        mutating func add(_ text: String) throws {
            bytes += text.utf8
            if bytes.count > 1 << 20 { try flush() }
        }

        mutating func flush() throws {
            try output(bytes)
            bytes.removeAll(keepingCapacity: true)
        }
    }

    private static func text(_ text: String) -> String { JSONValue.string(text).canonical }

    private static func write(
        _ participants: [RoundInput.Participant], others: [RoundInput.Participant], _ piece: inout Piece
    ) throws {
        for (index, one) in participants.enumerated() {
            var line = (index == 0 ? "\n" : ",\n") + "{\"id\":\(text(one.id)),\"capacity\":\(one.capacity)"
            if let country = one.country { line += ",\"country\":\(text(country))" }
            if let list = one.preferences {
                line += ",\"preferences\":["
                let groups = list.groups.map { group in
                    let ids = group.map { text(others[$0].id) }.joined(separator: ",")
                    return group.count == 1 ? ids : "[\(ids)]"
                }
                line += groups.joined(separator: ",") + "]"
            }
            try piece.add(line + "}")
        }
    }

    private static func rules(_ input: RoundInput) -> JSONValue {
        func pairs(_ pairs: [RoundPair]) -> JSONValue {
            .array(pairs.map { [.string(input.proposers[$0.proposer].id), .string(input.acceptors[$0.acceptor].id)] })
        }
        func limit(_ most: Int?) -> JSONValue? { most.map { .integer(Int64($0)) } }
        var country: [String: JSONValue] = [:]
        country["proposers"] = limit(input.rules.mostPerProposerCountry)
        country["acceptors"] = limit(input.rules.mostPerAcceptorCountry)
        return .object([
            "noSelfMatch": .bool(input.rules.noSelfMatch), "mustHave": pairs(input.rules.mustHave),
            "conflicts": pairs(input.rules.conflicts), "maxPerCountry": .object(country),
        ])
    }
}
