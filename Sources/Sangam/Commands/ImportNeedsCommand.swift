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
        try await Program.run(flags) { program in
            let services = program.services
            let act = Act(.program("command:import"), at: services.now)
            try await ImportFile.report(program.words) {
                if file.isCSV {
                    let bytes = try file.bytes()
                    return try await services.database.write { try ImportNeeds.run($0, act, csv: bytes) }
                }
                let text = try file.text()
                return try await services.database.write { try ImportNeeds.run($0, act, json: text) }
            }
        }
    }
}
