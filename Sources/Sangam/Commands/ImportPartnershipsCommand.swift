import ArgumentParser
import Exchange
import Platform
import SQL

/// `sangam import partnerships FILE`
struct ImportPartnershipsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "partnerships",
        abstract: "Take partnerships over from our CSV, with their history: all of them, or none if one is wrong.")

    @Argument(help: "The file.") var file: String
    @OptionGroup var flags: SettingFlags

    func run() async throws {
        let bytes = try ImportFile(path: file).bytes()
        try await ImportFile.write(flags) { try ImportPartnerships.run($0, $1, csv: bytes) }
    }
}

/// `sangam import actions FILE`
struct ImportActionsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "actions", abstract: "Take next actions over from our CSV: all of them, or none if one is wrong.")

    @Argument(help: "The file.") var file: String
    @OptionGroup var flags: SettingFlags

    func run() async throws {
        let bytes = try ImportFile(path: file).bytes()
        try await ImportFile.write(flags) { try ImportActions.run($0, $1, csv: bytes) }
    }
}
