import ArgumentParser
import Exchange
import Foundation

/// `sangam sample round --needs N --solutions M`: a made-up round's file, to measure with.
struct SampleRound: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "round", abstract: "Print a made-up round, for “sangam round solve”.")

    @Option(help: "How many needs propose.") var needs: Int
    @Option(help: "How many solutions accept.") var solutions: Int
    @Option(help: "How many solutions each need lists; all, if it is not said.") var listLength: Int?
    @Option(help: "The same number makes the same round.") var seed: UInt64 = 1

    func validate() throws {
        for (name, value) in [("needs", needs), ("solutions", solutions), ("list-length", listLength ?? 1)] {
            guard (1...RoundFile.mostParticipants).contains(value) else {
                throw ValidationError("\(name): give a number from 1 to \(RoundFile.mostParticipants).")
            }
        }
    }

    func run() throws {
        var made = SyntheticRound(seed: seed)
        let input = made.make(needs: needs, solutions: solutions, listLength: min(listLength ?? solutions, solutions))
        try RoundFile.write(input) { try FileHandle.standardOutput.write(contentsOf: $0) }
    }
}
