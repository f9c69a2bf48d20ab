/// Made-up rounds for measurements: everybody lists everybody. A fit is made of how good a solution is, how near the two are, and
/// chance, so that many want the same few; it has three decimals, so that equals occur.
public struct SyntheticRound: Sendable {
    private var state: UInt64

    public init(seed: UInt64) { state = seed }

    /// - Parameter listLength: how many each proposer lists; acceptors list those who list them.
    public mutating func make(needs: Int, solutions: Int, listLength: Int) -> RoundInput {
        let quality = (0..<solutions).map { _ in share() }
        let places = (0..<solutions).map { _ in share() }
        var input = RoundInput(
            proposers: (0..<needs).map { RoundInput.Participant(id: "n\($0)", capacity: 1 + Int(share() * 3)) },
            acceptors: (0..<solutions).map { RoundInput.Participant(id: "s\($0)", capacity: 1 + Int(share() * 2)) })
        for need in 0..<needs {
            let place = share()
            var fits = (0..<solutions).map { solution in
                let nearness = 1 - abs(place - places[solution])
                return (solution, (400 * quality[solution] + 300 * nearness + 300 * share()).rounded() / 1000)
            }
            if listLength < solutions {
                fits.sort { ($1.1, $0.0) < ($0.1, $1.0) }
                fits.removeLast(solutions - listLength)
            }
            input.fits += fits.map { RoundInput.Fit(need, $0.0, $0.1) }
        }
        return FitTable(input).completed(input)
    }

    private mutating func share() -> Double {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return Double((mixed ^ (mixed >> 31)) >> 11) / Double(1 << 53)
    }
}
