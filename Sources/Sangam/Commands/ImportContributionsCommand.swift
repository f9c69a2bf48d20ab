import ArgumentParser
import Exchange
import Platform
import SQL

/// `sangam import contributions FILE.csv`
struct ImportContributionsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "contributions", abstract: "Take contributions over from CSV: all rows, or none if one is wrong.")

    @Argument(help: "The file.") var file: String
    @OptionGroup var flags: SettingFlags

    func run() async throws {
        let bytes = try ImportFile(path: file).bytes()
        try await ImportFile.write(flags) { try ImportContributions.run($0, $1, csv: bytes) }
    }
}
