import ArgumentParser
import Exchange
import Foundation
import Platform
import SQL

/// `sangam sample …`: content to try the program with.
struct Sample: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Load content to try the program with.",
        subcommands: [
            SampleLoad.self, SampleSolutions.self, SampleCases.self, SampleRound.self, SampleRendering.self, SampleMatching.self,
            SampleScoring.self,
        ])
}

/// `sangam sample load`: the sample network, into a new database.
struct SampleLoad: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "load", abstract: "Load the sample network into a new database.")

    @OptionGroup var flags: SettingFlags

    func run() async throws {
        try await Program.run(flags) { program in
            guard try await SampleNetwork.isWanted(program.services) else {
                throw ValidationError("The database holds records already. The sample network goes into a new one only.")
            }
            try await SampleNetwork.load(program)
            print(try SampleNetwork.signIns())
        }
    }
}

/// `sangam sample solutions --count N`: made-up solutions, to measure with.
struct SampleSolutions: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "solutions", abstract: "Add made-up solutions, to see how a large catalogue behaves.",
        discussion: "They belong to no real government and say so; use a database of its own for this.")

    @Option(help: "How many.") var count: Int
    @Option(help: "The same number makes the same solutions.") var seed: UInt64 = 1
    @OptionGroup var flags: SettingFlags

    func validate() throws {
        guard (1...1_000_000).contains(count) else { throw ValidationError("count: give a number from 1 to 1000000.") }
    }

    func run() async throws {
        let (count, seed) = (count, seed)
        try await Program.run(flags) { program in
            let services = program.services
            let act = Act(.program("command:sample"), at: services.now)
            var progress = Progress(label: "Made-up solutions", total: count)
            var made = SyntheticSolutions(seed: seed)
            var left = count
            while left > 0 {
                let batch = made.next(min(left, 500))
                try await services.database.write { try SyntheticSolutions.write($0, act, batch) }
                left -= batch.count
                progress.advance(to: count - left)
            }
            progress.finish("\(count) made-up solutions added.")
        }
    }
}

/// `sangam sample rendering SLUG`: how long a page takes to render, for `script/bench`.
struct SampleRendering: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rendering", abstract: "Time the rendering of a solution's page.", shouldDisplay: false)

    @Argument(help: "The end of the solution's address.") var slug: String
    @Option(help: "How often.") var times = 2000
    @OptionGroup var flags: SettingFlags

    func validate() throws {
        guard (1...1_000_000).contains(times) else { throw ValidationError("times: give a number from 1 to 1000000.") }
    }

    func run() async throws {
        let (slug, times) = (slug, times)
        try await Program.run(flags) { program in
            guard let measured = try await SolutionRendering.measure(program.services, slug: slug, times: times) else {
                throw ValidationError("There is no public solution “\(slug)”.")
            }
            let median = measured.durations.sorted()[times / 2] / .milliseconds(1)
            print("{\"p50\": \(median), \"bytes\": \(measured.bytes)}")
        }
    }
}
