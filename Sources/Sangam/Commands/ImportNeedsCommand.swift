import ArgumentParser
import Exchange
import Platform
import SQL

/// `sangam import needs FILE`
struct ImportNeedsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "needs", abstract: "Take needs over from our CSV or JSON: all of them, or none if one is wrong.")

    @Argument(help: "The file.") var file: String
    @OptionGroup var flags: SettingFlags

    func run() async throws {
        let file = ImportFile(path: file)
        let (bytes, text) = (try file.bytes(), file.isCSV ? "" : try file.text())
        try await ImportFile.write(flags) { connection, act in
            file.isCSV ? try ImportNeeds.run(connection, act, csv: bytes) : try ImportNeeds.run(connection, act, json: text)
        }
    }
}
