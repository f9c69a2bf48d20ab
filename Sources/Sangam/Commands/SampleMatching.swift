import ArgumentParser
import Exchange
import Foundation
import Platform

/// `sangam sample matching --need FILE`: how long a match takes on this catalogue, for `script/bench`.
struct SampleMatching: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "matching", abstract: "Time the matching of a need.", shouldDisplay: false)

    @Option(help: "A JSON file, as for “sangam match”.") var need: String
    @Option(help: "How often.") var times = 30
    @Flag(help: "First give each solution a made-up vector.") var makeUpVectors = false
    @OptionGroup var flags: SettingFlags

    func validate() throws {
        guard (1...100_000).contains(times) else { throw ValidationError("times: give a number from 1 to 100000.") }
    }

    /// The memory that this process holds (`VmRSS`), or the most that it has held (`VmHWM`), in MB, as Linux counts it.
    private static func memory(_ name: String) throws -> Double {
        let status = try String(contentsOfFile: "/proc/self/status", encoding: .utf8)
        let line = status.split(separator: "\n").first { $0.hasPrefix(name + ":") }
        let kilobytes = line?.split(whereSeparator: \.isWhitespace).dropFirst().first.flatMap { Double($0) }
        return (kilobytes ?? 0) * 1_024 / 1_000_000
    }

    func run() async throws {
        let (times, makesUp) = (times, makeUpVectors)
        let need = try MatchNeedFile.read(ImportFile(path: need).text())
        try await Program.run(flags) { program in
            if makesUp {
                guard let encoder = program.encoder else { throw ValidationError(Encoders.absence) }
                print("{\"vectors\": \(try await MatchTiming.makeUpVectors(program.services, .program("command:sample"), encoder: encoder))}")
                return
            }
            let figures = try await MatchTiming.oneNeed(program.services, program.matching, need, times: times)
            func median(_ durations: [Duration]) -> Double { durations.sorted()[times / 2] / .milliseconds(1) }
            print("""
                {"solutions": \(figures.solutions), "hasMeaning": \(figures.hasMeaning), "first": \(figures.first / .milliseconds(1)), \
                "encoding": \(median(figures.encoding)), "matching": \(median(figures.matching)), "memory": \(try Self.memory("VmRSS")), \
                "mostMemory": \(try Self.memory("VmHWM"))}
                """)
        }
    }
}
