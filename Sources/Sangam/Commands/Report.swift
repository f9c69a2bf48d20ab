import ArgumentParser
import Exchange
import Foundation
import Platform
import SQL

/// `sangam report …`: figures that can be traced to records.
struct Report: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Print a report.", subcommands: [ReportLedger.self, ReportOpportunities.self, ReportPartnerships.self])
}

/// `sangam report opportunities --event dhaka-2017 --format csv|json|text`
struct ReportOpportunities: AsyncParsableCommand {
    enum Format: String, ExpressibleByArgument, CaseIterable { case csv, json, text }

    static let configuration = CommandConfiguration(
        commandName: "opportunities", abstract: "How many opportunities an event gave, by country and theme.")

    @Option(help: "The event's key, such as dhaka-2017.") var event: String
    @Option(help: "csv, json or text.") var format: Format = .text
    @OptionGroup var flags: SettingFlags

    func run() async throws {
        let (event, format) = (event, format)
        try await Program.run(flags) { program in
            let (counts, known) = try await program.services.database.read { connection in
                (try OpportunityStore.counts(connection, event: event), try EventStore.list(connection).map(\.key))
            }
            guard known.contains(event) else {
                let choices = known.isEmpty ? "there are none yet" : known.joined(separator: ", ")
                throw ValidationError("There is no event “\(event)”. Events: \(choices).")
            }
            let report = OpportunityReport(event: event, counts: counts)
            switch format {
            case .csv: FileHandle.standardOutput.write(Data(report.csv(words: program.words)))
            case .text: print(report.text(words: program.words), terminator: "")
            case .json:
                let encoder = JSONEncoder()
                encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
                print(String(decoding: try encoder.encode(report.document(words: program.words)), as: UTF8.self))
            }
        }
    }
}
