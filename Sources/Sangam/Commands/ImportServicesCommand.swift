import ArgumentParser
import Delivery
import Foundation
import Platform
import SQL

/// `sangam import services FILE.json` and `sangam import services DIR --from ecitizen`
struct ImportServicesCommand: AsyncParsableCommand {
    enum Origin: String, ExpressibleByArgument, CaseIterable {
        /// Our own export, JSON or CSV.
        case sangam
        /// Kenya's eCitizen catalogue: a folder with four CSV files.
        case ecitizen
    }

    static let configuration = CommandConfiguration(
        commandName: "services", abstract: "Take services over from a file or a folder.",
        discussion: "A second run of the same files changes nothing and says so.")

    @Argument(help: "The file; for ecitizen the folder.") var path: String
    @Option(help: "Whose files they are: sangam (our JSON or CSV) or ecitizen (ministries, departments, agencies and services as CSV).")
    var from: Origin = .sangam
    @Flag(help: "Refuse all of it if anything in it is wrong.") var strict = false
    @OptionGroup var flags: SettingFlags

    func run() async throws {
        let (path, origin, strict) = (path, from, strict)
        try await Program.run(flags) { program in
            let act = Act(.program("command:import"), at: program.services.now)
            let database = program.services.database
            try await Self.report(program.words) {
                switch origin {
                case .ecitizen:
                    let files = try ECitizenFiles(Self.read(folder: path))
                    return try await database.write { connection in
                        var progress = Progress(label: "Services", total: nil)
                        let outcome = try ImportECitizen.run(connection, act, files, strict: strict) {
                            if $0 == 1 { progress = Progress(label: "Services", total: $1) }
                            progress.advance(to: $0)
                        }
                        progress.finish()
                        return outcome
                    }
                case .sangam:
                    let file = ImportFile(path: path)
                    let text = try file.text()
                    return try await database.write { connection in
                        file.isCSV
                            ? try ImportServiceCSV.run(connection, act, csv: text)
                            : try ImportServiceFile.run(connection, act, json: text, keepsWhatIsThere: false)
                    }
                }
            }
        }
    }

    private static func read(folder: String) throws -> [String: [UInt8]] {
        try Dictionary(
            uniqueKeysWithValues: ECitizenFiles.names.map { name in
                (name, try ImportFile(path: URL(filePath: folder).appending(path: name).path).bytes())
            })
    }

    /// Says on standard error what was wrong; fails without having written anything where the files were refused.
    private static func report(_ words: Words, _ body: () async throws -> ServiceImportOutcome) async throws {
        do {
            let outcome = try await body()
            for problem in outcome.problems { complain(problem.text(words)) }
            if !outcome.problems.isEmpty { complain(words("services.import.problems", count: outcome.problems.count)) }
            print(outcome.text(words))
        } catch let refused as ServiceImportRefused {
            for problem in refused.problems { complain(problem.text(words)) }
            complain(words("services.import.refused", count: refused.problems.count))
            throw ExitCode.failure
        } catch let refused as FieldIssues {
            for issue in refused.issues { complain("\(issue.field): \(words(issue.key, issue.facts))") }
            complain(words("services.import.refused", count: refused.issues.count))
            throw ExitCode.failure
        } catch let error as CSVError {
            complain(words(error.key, error.facts))
            complain(words("services.import.refused", count: 1))
            throw ExitCode.failure
        } catch let missing as RecordMissing {
            complain("\(missing)")
            complain(words("services.import.refused", count: 1))
            throw ExitCode.failure
        }
    }
}
