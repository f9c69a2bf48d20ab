import ArgumentParser
import Exchange
import Platform

/// `sangam sample scoring --needs N`: how long a round's scores take, for `script/bench`.
struct SampleScoring: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "scoring", abstract: "Time the scoring of made-up needs against the catalogue.", shouldDisplay: false)

    @Option(help: "How many needs.") var needs = 1000
    @Option(help: "The same number makes the same needs.") var seed: UInt64 = 2
    @OptionGroup var flags: SettingFlags

    func validate() throws {
        guard (1...RoundFile.mostParticipants).contains(needs) else {
            throw ValidationError("needs: give a number from 1 to \(RoundFile.mostParticipants).")
        }
    }

    func run() async throws {
        let (needs, seed) = (needs, seed)
        try await Program.run(flags) { program in
            let measured = try await MatchTiming.scores(
                program.services, .program("command:sample"), needs: needs, seed: seed)
            print("{\"needs\": \(measured.needs), \"solutions\": \(measured.solutions), \"pairs\": \(measured.pairs), \"seconds\": \(measured.duration / .seconds(1))}")
        }
    }
}
