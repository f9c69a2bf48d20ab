import ArgumentParser
import Exchange
import Foundation
import Platform
import SQL

/// `sangam match --need FILE.json|ID`: which solutions of the catalogue fit a need, and why.
struct MatchCommand: AsyncParsableCommand {
    enum Format: String, ExpressibleByArgument, CaseIterable { case json, text }

    static let configuration = CommandConfiguration(
        commandName: "match", abstract: "Find the solutions that fit a need, and say why.",
        discussion: """
            The need is one of the database (its id or the end of its address), or a file with the API's own fields: title, \
            problem, country, sdgTargets, themes, conditions and the others. A title alone is enough.
            """)

    @Option(help: "A need's id or slug, or a JSON file.") var need: String
    @Option(help: "How many solutions, 1 to 1000.") var limit: Int = 10
    @Option(help: "json or text.") var format: Format = .text
    @Option(help: "The language of the sentences: en, bn or ar.") var language: String = "en"
    @Option(help: "A JSON file with other weights, to try them.") var weights: String?
    @OptionGroup var flags: SettingFlags

    func validate() throws {
        guard MatchService.limits.contains(limit) else { throw ValidationError("limit: give a number from 1 to 1000.") }
    }

    func run() async throws {
        let (name, limit, format, language) = (need, limit, format, language)
        let isFile = FileManager.default.fileExists(atPath: name) || name.hasSuffix(".json")
        let text = isFile ? try ImportFile(path: name).text() : nil
        let other = try weights.map { try WeightsFile.read($0) }
        try await Program.run(flags) { program in
            let services = program.services
            let words = services.catalogue.words(language)
            let service = program.matching
            let now = services.now
            do {
                let wanted: MatchNeed
                if let text {
                    wanted = try MatchNeedFile.read(text)
                } else {
                    let kept = try await services.database.read { connection in
                        if let id = ID<Need>(name) { return try NeedStore.find(connection, id: id) }
                        return try NeedStore.find(connection, slug: name)
                    }
                    guard let kept else {
                        throw ValidationError("There is no need “\(name)” here, and no such file. `sangam export needs` lists them.")
                    }
                    wanted = MatchNeed(kept)
                }
                let vector = await service.vector(for: wanted.content, services)
                let results = try await services.database.read { connection in
                    try service.run(
                        connection, wanted, vector: vector, weights: try other ?? WeightsStore.current(connection).weights, limit: limit,
                        year: now.year)
                }
                let document = MatchDocument(results, words: words, url: { services.url($0) })
                switch format {
                case .json:
                    let encoder = JSONEncoder()
                    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
                    print(String(decoding: try encoder.encode(document), as: UTF8.self))
                case .text: print(results.text(words), terminator: "")
                }
            } catch let refused as ImportRefused {
                for problem in refused.problems { complain(problem.text(program.words)) }
                throw ExitCode.failure
            }
        }
    }
}

/// Weights that somebody tries out.
enum WeightsFile {
    static func read(_ path: String) throws -> MatchWeights {
        let text = try ImportFile(path: path).text()
        let weights: MatchWeights
        do {
            weights = try JSONDecoder().decode(MatchWeights.self, from: Data(text.utf8))
        } catch let error as DecodingError {
            throw ValidationError("\(path) holds no weights: \(error)")
        }
        let issues = weights.issues()
        guard issues.isEmpty else {
            throw ValidationError(
                "\(path): \(issues.map(\.field).joined(separator: ", ")): weights lie between 0 and 100, shares between 0 and 1.")
        }
        return weights
    }
}

extension Program {
    /// The matcher on this program's catalogue.
    var matching: MatchService { MatchService(search: SolutionSearch(), vectors: encoder.map { SolutionVectors(encoder: $0) }) }
}
