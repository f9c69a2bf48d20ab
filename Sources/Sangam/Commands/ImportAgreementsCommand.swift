import ArgumentParser
import Exchange
import Platform
import SQL

/// `sangam import agreements FILE.csv|FILE.json`
struct ImportAgreementsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "agreements", abstract: "Take agreements over from CSV or JSON: all of them, or none if one is wrong.")

    @Argument(help: "The file; one that ends in .csv is read as CSV.") var file: String
    @OptionGroup var flags: SettingFlags

    func run() async throws {
        let file = ImportFile(path: file)
        let (bytes, text) = (try file.bytes(), file.isCSV ? "" : try file.text())
        try await ImportFile.write(flags) { connection, act in
            file.isCSV
                ? try ImportAgreements.run(connection, act, csv: bytes) : try ImportAgreements.run(connection, act, json: text)
        }
    }
}
