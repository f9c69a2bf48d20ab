import ArgumentParser
import Delivery
import Platform
import SQL

/// `sangam sample cases --count N`: made-up cases, to measure with and to try the desk.
struct SampleCases: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cases", abstract: "Add made-up cases, to see how a full desk behaves.",
        discussion: """
            They are spread over the open services and their offices, over three years and all phases; no real person is in them. Use a \
            database of its own for this.
            """)

    @Option(help: "How many.") var count: Int
    @Option(help: "The same number makes the same cases; another makes others beside them.") var seed: UInt64 = 1
    @Option(help: "Print number and secret of so many of them.") var keys = 0
    @OptionGroup var flags: SettingFlags

    func validate() throws {
        guard (1...10_000_000).contains(count) else { throw ValidationError("count: give a number from 1 to 10000000.") }
        guard (0...100_000).contains(keys) else { throw ValidationError("keys: give a number from 0 to 100000.") }
    }

    func run() async throws {
        let (count, seed, keys) = (count, seed, keys)
        try await Program.run(flags) { program in
            let services = program.services
            let act = Act(.program("command:sample"), at: services.now)
            let world: SyntheticCases.World
            do {
                world = try await services.database.read { try SyntheticCases.World.read($0, at: act.now) }
            } catch Refusal.notFound {
                throw ValidationError("There is no open service with an office and a calendar. Load the sample first: sangam sample load.")
            }
            var progress = Progress(label: "Made-up cases", total: count)
            var made = SyntheticCases(world, seed: seed)
            var left = count
            var printed = 0
            // The next batch is made while the one before is written.
            var batch = try made.next(min(left, 500))
            while !batch.keys.isEmpty {
                let current = batch
                async let written: Void = services.database.write { try SyntheticCases.write($0, act, current) }
                left -= current.keys.count
                batch = try made.next(min(left, 500))
                try await written
                // Spread over the whole, not the first ones alone.
                if printed < keys, let key = current.keys.first {
                    for key in keys > count / 500 ? current.keys[...] : [key] where printed < keys {
                        print("\(key.reference) \(key.code)")
                        printed += 1
                    }
                }
                progress.advance(to: count - left)
            }
            progress.finish("\(count) made-up cases added.")
        }
    }
}
