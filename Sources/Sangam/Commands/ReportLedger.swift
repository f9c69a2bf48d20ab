import ArgumentParser
import Exchange
import Foundation
import Platform
import SQL

/// `sangam report ledger --format csv|json|text`: what was promised and delivered; it feeds SDG 17.3.1.
struct ReportLedger: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ledger", abstract: "What partners promised and delivered, by country, kind, currency and year.")

    @Option(help: "Only givers of this country, such as BD.") var country: String?
    @Option(help: "expert-days, in-kind or money.") var kind: String?
    @Option(help: "Only this year.") var year: String?
    @Option(help: "csv, json or text.") var format: ReportOpportunities.Format = .text
    @OptionGroup var flags: SettingFlags

    func run() async throws {
        let kind = try kind.map { text in
            guard let kind = Contribution.Kind(rawValue: text) else {
                let choices = Contribution.Kind.allCases.map(\.rawValue).joined(separator: ", ")
                throw ValidationError("There is no kind “\(text)”. Kinds: \(choices).")
            }
            return kind
        }
        let (country, year, format) = (country?.uppercased(), year, format)
        try await Program.run(flags) { program in
            let cells = try await program.services.database.read {
                try ContributionStore.ledger($0, for: .program("command:report"))
            }
            let ledger = Ledger(cells, country: country, kind: kind, year: year)
            switch format {
            case .csv: FileHandle.standardOutput.write(Data(ledger.csv(words: program.words)))
            case .text: print(ledger.text(words: program.words), terminator: "")
            case .json:
                let encoder = JSONEncoder()
                encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
                print(String(decoding: try encoder.encode(ledger.document), as: UTF8.self))
            }
        }
    }
}
