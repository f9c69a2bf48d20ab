import ArgumentParser
import Exchange
import Foundation
import Platform
import SQL

/// `sangam export solutions|needs|opportunities|partnerships|actions`: CSV with the columns of the import, on standard output.
struct Export: AsyncParsableCommand {
    enum Record: String, ExpressibleByArgument, CaseIterable { case solutions, needs, opportunities, partnerships, actions }

    static let configuration = CommandConfiguration(
        abstract: "Write all records of a kind as CSV, with the columns of the import.")

    @Argument(help: "solutions, needs, opportunities, partnerships or actions.") var record: Record
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
                }
            }
            FileHandle.standardOutput.write(Data(bytes))
        }
    }
}
