/// A round as a JSON file: what `sangam round solve` and the API read. Described by `RoundFile.schema`.
///
///     {"proposers": [{"id": "p1", "capacity": 1, "preferences": ["a3", ["a1", "a2"]]}],
///      "acceptors": [{"id": "a1", "preferences": ["p1"]}, …],
///      "fit": {"p1 a3": 0.7}, "rules": {"maxPerCountry": 2}}
public enum RoundFile {
    /// On each side.
    public static let mostParticipants = 100_000
    static let mostCapacity = 100_000
    static let longestID = 200

    /// Reads and checks a file. Throws `ImportRefused` with every fault that was found, each with its place and what to do.
    public static func read(_ bytes: [UInt8]) throws -> RoundInput {
        var reader = RoundFileReader()
        do {
            try reader.read(JSONScanner(bytes))
        } catch {
            throw ImportRefused(reader.problems + [JSONFile.problem(error)])
        }
        let input = reader.input()
        guard reader.problems.isEmpty else { throw ImportRefused(reader.problems) }
        let faults = RoundRulesCheck.faults(input)
        guard faults.isEmpty else { throw ImportRefused(faults.map { problem($0, input) }) }
        return input
    }

    static func problem(_ fault: RoundRulesCheck.Fault, _ input: RoundInput) -> ImportProblem {
        let list = fault.isMustHave ? input.rules.mustHave : input.rules.conflicts
        let pair = list[fault.index]
        return ImportProblem(
            record: "rules", field: "\(fault.isMustHave ? "mustHave" : "conflicts")[\(fault.index)]",
            key: "round.fault.rule-\(fault.reason.rawValue)",
            facts: [
                "pair": "\(input.proposers[pair.proposer].id), \(input.acceptors[pair.acceptor].id)", "subject": fault.subject,
                "limit": String(fault.limit),
            ])
    }
}
