import ArgumentParser
import Exchange
import Foundation
import Platform
import SQL

/// `sangam weights …`: what counts for a match.
struct WeightsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "weights", abstract: "Show and compare what counts for a match.",
        subcommands: [WeightsShow.self, WeightsCompare.self])
}

/// `sangam weights show [VERSION]`: as a file that can be changed and tried with `sangam match --weights`.
struct WeightsShow: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "show", abstract: "Print a version of the weights as JSON.")

    @Argument(help: "The version; the current one if not given.") var version: Int?
    @OptionGroup var flags: SettingFlags

    func run() async throws {
        let version = version
        try await Program.run(flags) { program in
            let weights = try await program.services.database.read { connection in
                try version.map { try WeightsStore.find(connection, version: $0) } ?? WeightsStore.current(connection)
            }?.weights
            guard let weights else { throw ValidationError("There is no version \(version ?? 0) of the weights.") }
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
            print(String(decoding: try encoder.encode(weights), as: UTF8.self))
        }
    }
}

/// `sangam weights compare A B`: what two sets of weights make of the judged needs.
struct WeightsCompare: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "compare", abstract: "Measure two sets of weights on the judged needs.",
        discussion: "Each is the number of a version, or a JSON file. The judged needs want solutions of the sample network; with the Digital Public Goods registry imported, more of them count.")

    @Argument(help: "A version or a file.") var before: String
    @Argument(help: "A version or a file.") var after: String
    @OptionGroup var flags: SettingFlags

    func run() async throws {
        let names = [before, after]
        try await Program.run(flags) { program in
            let services = program.services
            let service = program.matching
            let files = try names.map { Int($0) == nil ? try WeightsFile.read($0) : nil }
            let prepared = try await service.prepareJudged(services)
            let year = services.now.year
            let comparison = try await services.database.read { connection in
                let sets = try zip(names, files).map { name, file in
                    if let file { return file }
                    guard let number = Int(name), let record = try WeightsStore.find(connection, version: number) else {
                        throw ValidationError("There is no version \(name) of the weights.")
                    }
                    return record.weights
                }
                return try WeightsComparison.run(connection, service, prepared, before: sets[0], after: sets[1], year: year)
            }
            guard !comparison.lines.isEmpty else {
                throw ValidationError("The solutions of the judged needs are not in this catalogue. Load the sample network first.")
            }
            func figure(_ value: Double) -> String { String(format: "%.3f", value) }
            print("NDCG@10  before  after  need")
            for line in comparison.lines { print("\(line.id)      \(figure(line.before))   \(figure(line.after))  \(line.title)") }
            let interval = comparison.interval
            print("mean     \(figure(comparison.before))   \(figure(comparison.after))  \(comparison.hasMeaning ? "words and meaning" : "words alone")")
            print("""
                \(comparison.lines.count) of \(comparison.judged) judged needs: \(comparison.better) better, \(comparison.worse) worse. In 95 of 100 \
                draws the mean changes by \(figure(interval.lowerBound)) to \(figure(interval.upperBound))\
                \(comparison.isUndecided ? ": these needs do not tell which is better." : ".")
                """)
        }
    }
}
