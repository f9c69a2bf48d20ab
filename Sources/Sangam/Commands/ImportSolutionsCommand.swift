import ArgumentParser
import Exchange
import Platform
import SQL

/// `sangam import solutions FILE --from dpg`
struct ImportSolutionsCommand: AsyncParsableCommand {
    enum Origin: String, ExpressibleByArgument, CaseIterable {
        /// Our own export, CSV or JSON.
        case sangam
        /// The Digital Public Goods registry.
        case dpg
    }

    static let configuration = CommandConfiguration(
        commandName: "solutions", abstract: "Take solutions over from a file.",
        discussion: "A second run of the same file changes nothing and says so.")

    @Argument(help: "The file.") var file: String
    @Option(help: "Whose file it is: sangam (our CSV or JSON) or dpg (the Digital Public Goods registry's JSON).")
    var from: Origin = .sangam
    @Flag(help: "Refuse the whole file if anything in it is wrong.") var strict = false
    @OptionGroup var flags: SettingFlags

    func run() async throws {
        let file = ImportFile(path: file)
        let (origin, strict) = (from, strict)
        try await Program.run(flags) { program in
            let services = program.services
            let act = Act(.program("command:import"), at: services.now)
            let year = services.now.year
            try await ImportFile.report(program.words) {
                switch origin {
                case .dpg:
                    let text = try file.text()
                    return try await services.database.write { connection in
                        var progress = Progress(label: "Solutions", total: nil)
                        let outcome = try ImportDPG.run(connection, act, text: text, strict: strict, thisYear: year) {
                            if $0 == 1 { progress = Progress(label: "Solutions", total: $1) }
                            progress.advance(to: $0)
                        }
                        progress.finish()
                        return outcome
                    }
                case .sangam where file.isCSV:
                    let bytes = try file.bytes()
                    return try await services.database.write {
                        try ImportSolutions.run($0, act, csv: bytes, thisYear: year)
                    }
                case .sangam:
                    let text = try file.text()
                    return try await services.database.write {
                        try ImportSolutions.run($0, act, json: text, thisYear: year)
                    }
                }
            }
        }
    }
}
