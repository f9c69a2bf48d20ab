import ArgumentParser
import Delivery
import Foundation
import Platform
import SQL

/// `sangam retention …`: cases that were kept long enough.
struct RetentionCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "retention", abstract: "Cases that were kept for as long as their services' rules say.",
        subcommands: [RetentionReport.self, RetentionRun.self])
}

/// `sangam retention report`: what would be emptied now. Nothing is changed.
struct RetentionReport: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "report", abstract: "Tell what would be emptied now. Changes nothing.")

    @OptionGroup var flags: SettingFlags

    func run() async throws {
        try await Program.run(flags) { program in
            let now = program.services.now
            let (report, announced) = try await program.services.database.read {
                (try Retention.report($0, at: now), try RetentionNotice.count($0))
            }
            print("service\tcategory\toutcome\tkept days\tdue\theld")
            for line in report.lines {
                let texts = [line.service, line.category ?? "any", line.outcome?.rawValue ?? "none"]
                print((texts + [line.days, line.due, line.held].map(String.init)).joined(separator: "\t"))
            }
            print("To empty: \(report.due). Kept by a legal hold: \(report.held).")
            print("Announced, for the nightly job: \(announced).")
            if report.due > 0 { print("To do it: sangam retention run --count \(report.due)") }
        }
    }
}

/// `sangam retention run --count N`: empties what the report named.
struct RetentionRun: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run", abstract: "Empty the cases that the report named.",
        discussion: "Nothing is done unless there are exactly as many as the report said.")

    @Option(help: "How many the report said.") var count: Int
    @OptionGroup var flags: SettingFlags

    func run() async throws {
        let count = count
        try await Program.run(flags) { program in
            let services = program.services
            do {
                let act = Act(.program("command:retention"), at: services.now)
                print("Emptied: \(try await Retention.run(services.database, act, expected: count)).")
            } catch let refusal as Refusal {
                guard case .invalid(let issues) = refusal else { throw refusal }
                for issue in issues { complain("--count: \(program.words(issue.key, issue.facts))") }
                throw ExitCode.failure
            }
        }
    }
}
