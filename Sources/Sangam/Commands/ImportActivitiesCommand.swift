import ArgumentParser
import Exchange
import Platform
import SQL

/// `sangam import activities FILE.csv`
struct ImportActivitiesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "activities", abstract: "Take activities over from CSV: all rows, or none if one is wrong.")

    @Argument(help: "The file.") var file: String
    @OptionGroup var flags: SettingFlags

    func run() async throws {
        let bytes = try ImportFile(path: file).bytes()
        try await ImportFile.write(flags) { try ImportActivities.run($0, $1, csv: bytes) }
    }
}
