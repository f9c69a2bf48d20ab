import ArgumentParser
import Exchange
import Foundation
import Platform
import SQL

/// `sangam export solutions|needs|opportunities|…`: CSV with the columns of the import, on standard output.
struct Export: AsyncParsableCommand {
    enum Record: String, ExpressibleByArgument, CaseIterable {
        case solutions, needs, opportunities, partnerships, actions, agreements, contributions, activities
    }

    static let configuration = CommandConfiguration(
        abstract: "Write all records of a kind as CSV, with the columns of the import.")

    @Argument(help: "solutions, needs, opportunities, partnerships, actions, agreements, contributions or activities.")
    var record: Record
    @OptionGroup var flags: SettingFlags

    func run() async throws {
        let record = record
        try await Program.run(flags) { program in
            let bytes = try await program.services.database.read { connection in
                switch record {
                case .solutions: try ExportFiles.solutions(connection)
                case .needs: try ExportFiles.needs(connection, for: .program("command:export"))
                case .opportunities: try ExportFiles.opportunities(connection)
                case .partnerships: try ExportFiles.partnerships(connection, for: .program("command:export"))
                case .actions: try ExportFiles.actions(connection, for: .program("command:export"))
                case .agreements: try ExportFiles.agreements(connection, for: .program("command:export"))
                case .contributions: try ExportFiles.contributions(connection, for: .program("command:export"))
                case .activities: try ExportFiles.activities(connection, for: .program("command:export"))
                }
            }
            FileHandle.standardOutput.write(Data(bytes))
        }
    }
}
