import Accounts
public import ArgumentParser
public import Exchange
import Foundation
import Logging
import Platform

/// `sangam round …`: match-making rounds from files, without a database.
struct RoundCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "round", abstract: "Assign the two sides of a match-making round to each other.",
        subcommands: [RoundSolve.self, RoundSchema.self])
}

/// `sangam round solve FILE --method deferred-acceptance|max-fit`
struct RoundSolve: AsyncParsableCommand {
    enum Format: String, ExpressibleByArgument, CaseIterable { case json, text }

    static let configuration = CommandConfiguration(
        commandName: "solve", abstract: "Assign the two sides of a round that a JSON file describes.",
        discussion: "“sangam round schema” prints what the file may hold.")

    @Argument(help: "The file; - for standard input.") var file: String
    @Option(help: "deferred-acceptance: nobody would rather swap. max-fit: the greatest total fit.")
    var method: RoundMethod = .deferredAcceptance
    @Option(help: "Which side proposes and thus fares best: proposers or acceptors. For deferred acceptance.")
    var proposing: RoundSide = .proposers
    @Option(help: "json or text.") var format: Format = .text
    @Flag(help: "Say on standard error how long reading and solving took.") var timing = false

    func run() async throws {
        let clock = ContinuousClock()
        let start = clock.now
        let words = try Program.englishWords()
        let bytes = file == "-" ? Array(FileHandle.standardInput.readDataToEndOfFile()) : try ImportFile(path: file).bytes()
        let input: RoundInput
        do {
            input = try RoundFile.read(bytes)
        } catch let refused as ImportRefused {
            for problem in refused.problems { complain(problem.text(words)) }
            if refused.count > refused.problems.count {
                complain(words("import.more-problems", count: refused.count - refused.problems.count))
            }
            complain(words("round.refused"))
            throw ExitCode.failure
        }
        let read = clock.now
        let result = RoundSolver.solve(input, method: method, proposing: proposing)
        if timing { complain("read \(Self.seconds(read - start)) s, solved \(Self.seconds(clock.now - read)) s") }
        let answer = RoundAnswer(result, input, words: words)
        switch format {
        case .text: print(answer.text(words: words), terminator: "")
        case .json:
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
            FileHandle.standardOutput.write(try encoder.encode(answer) + Data("\n".utf8))
        }
    }

    private static func seconds(_ duration: Duration) -> String {
        (duration / .seconds(1)).formatted(.number.precision(.fractionLength(3)).grouping(.never).locale(Locale(identifier: "en")))
    }
}

/// `sangam round schema`
struct RoundSchema: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "schema", abstract: "Print the JSON Schema of a round's file.")

    func run() throws { print(RoundFile.schema, terminator: "") }
}

extension RoundMethod: ExpressibleByArgument {}
extension RoundSide: ExpressibleByArgument {}
