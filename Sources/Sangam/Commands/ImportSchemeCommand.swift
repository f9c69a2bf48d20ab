import ArgumentParser
import Delivery
import Foundation
import Platform
import SQL

/// `sangam import scheme FILE`: a calendar, offices, and services or grievance schemes from one file.
struct ImportSchemeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "scheme", abstract: "Take a calendar, offices, and services or grievance schemes over from a file.",
        discussion: """
            The file is like Sources/Sangam/Sample/grievances-bd.json. A service that is there already gets a further version if the \
            file says something else; open cases keep theirs.
            """)

    @Argument(help: "A JSON file.") var path: String
    @OptionGroup var flags: SettingFlags

    func run() async throws {
        let json = try ImportFile(path: path).text()
        let path = path
        try await Program.run(flags) { program in
            let act = Act(.program("command:import"), at: program.services.now)
            do {
                try await program.services.database.write { try ImportServiceFile.run($0, act, json: json) }
                print("\(path) was taken over.")
            } catch let found as FieldIssues {
                for issue in found.issues { complain("\(path), \(issue.field): \(program.words(issue.key, issue.facts))") }
                throw ExitCode.failure
            } catch let missing as RecordMissing {
                complain("\(path): there is no \(missing.kind) “\(missing.id)”. Make it first, then import again.")
                throw ExitCode.failure
            } catch let broken as DecodingError {
                complain("\(path): \(Self.place(broken))")
                throw ExitCode.failure
            }
        }
    }

    private static func place(_ error: DecodingError) -> String {
        switch error {
        case .keyNotFound(let key, let context): "“\(key.stringValue)” is missing at \(path(context)). Add it."
        case .typeMismatch(_, let context), .valueNotFound(_, let context), .dataCorrupted(let context):
            "\(path(context)): \(context.debugDescription)"
        @unknown default: "\(error)"
        }
    }

    private static func path(_ context: DecodingError.Context) -> String {
        let names = context.codingPath.map { $0.intValue.map { "[\($0)]" } ?? $0.stringValue }
        return names.isEmpty ? "the beginning" : names.joined(separator: ".").replacing(".[", with: "[")
    }
}
