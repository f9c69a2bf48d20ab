import ArgumentParser
import Exchange
import Foundation
import Platform
import SQL

/// `sangam import …`: takes records over from files.
struct Import: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Take records over from a file.",
        subcommands: [ImportOpportunitiesCommand.self, ImportSolutionsCommand.self, ImportNeedsCommand.self,
            ImportPartnershipsCommand.self, ImportActionsCommand.self, ImportServicesCommand.self,
            ImportAgreementsCommand.self, ImportContributionsCommand.self, ImportActivitiesCommand.self,
        ])
}

/// What every import does with a file and its outcome.
struct ImportFile {
    let path: String

    var isCSV: Bool { path.lowercased().hasSuffix(".csv") }

    func bytes() throws -> [UInt8] {
        do {
            return Array(try Data(contentsOf: URL(filePath: path)))
        } catch let error as CocoaError where error.code == .fileReadNoSuchFile {
            throw ValidationError("There is no file \(path). Check its name and folder.")
        } catch {
            throw ValidationError("\(path) cannot be read. It must be a file, and whoever runs this must be allowed to read it.")
        }
    }

    /// Refuses text that is not UTF-8.
    func text() throws -> String {
        let bytes = try bytes()
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw ValidationError("\(path) is not in UTF-8. Save it as UTF-8 and try again.")
        }
        return text
    }

    /// Takes a file over in one transaction, as the program itself.
    static func write(
        _ flags: SettingFlags, _ takeOver: @escaping @Sendable (any Connection, Act) throws -> ImportOutcome
    ) async throws {
        try await Program.run(flags) { program in
            let services = program.services
            let act = Act(.program("command:import"), at: services.now)
            try await report(program.words) { try await services.database.write { try takeOver($0, act) } }
        }
    }

    /// Runs the import; says on standard error what was wrong, and fails without having written anything where it was refused.
    static func report(_ words: Words, _ body: () async throws -> ImportOutcome) async throws {
        do {
            let outcome = try await body()
            for problem in outcome.problems { complain(problem.text(words)) }
            if !outcome.problems.isEmpty {
                complain(words("import.problems", count: outcome.problems.count))
            }
            print(outcome.text(words))
        } catch let refused as ImportRefused {
            for problem in refused.problems { complain(problem.text(words)) }
            if refused.count > refused.problems.count {
                complain(words("import.more-problems", count: refused.count - refused.problems.count))
            }
            complain(words("import.refused", count: refused.count))
            throw ExitCode.failure
        } catch let error as CSVError {
            complain(words(error.key, error.facts))
            complain(words("import.refused", count: 1))
            throw ExitCode.failure
        }
    }
}

/// One line on standard error, so that standard output holds only the result.
func complain(_ line: String) {
    FileHandle.standardError.write(Data((line + "\n").utf8))
}
