import ArgumentParser
import Exchange
import Foundation
import Platform
import SQL

/// `sangam report partnerships --format csv|json|text`
struct ReportPartnerships: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "partnerships", abstract: "How many partnerships reached each stage, and who gives to whom.")

    @Option(help: "csv, json or text.") var format: ReportOpportunities.Format = .text
    @OptionGroup var flags: SettingFlags

    func run() async throws {
        let format = format
        try await Program.run(flags) { program in
            let now = program.services.now
            let report = try await program.services.database.read {
                try ReadPartnershipReport.run($0, for: .program("command:report"), now: now)
            }
            switch format {
            case .csv: FileHandle.standardOutput.write(Data(report.csv()))
            case .text: print(report.text(words: program.words), terminator: "")
            case .json:
                let encoder = JSONEncoder()
                encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
                print(String(decoding: try encoder.encode(report.document), as: UTF8.self))
            }
        }
    }
}
