import ArgumentParser
import Exchange
import Platform
import SQL

/// `sangam import opportunities FILE.csv`
struct ImportOpportunitiesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "opportunities", abstract: "Take opportunities over from CSV: all rows, or none if one is wrong.",
        discussion: "Columns: reference, event, country_code, theme; optional: text, follow_up, follow_up_note.")

    @Argument(help: "The file.") var file: String
    @OptionGroup var flags: SettingFlags

    func run() async throws {
        let file = ImportFile(path: file)
        let bytes = try file.bytes()
        try await Program.run(flags) { program in
            let services = program.services
            let act = Act(.program("command:import"), at: services.now)
            try await ImportFile.report(program.words) {
                let entries = try ImportOpportunities.read(bytes)
                return try await services.database.write { connection in
                    var progress = Progress(label: "Opportunities", total: entries.count)
                    let outcome = try ImportOpportunities.write(connection, act, entries) { progress.advance(to: $0) }
                    progress.finish()
                    return outcome
                }
            }
        }
    }
}
