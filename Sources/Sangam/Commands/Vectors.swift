import ArgumentParser
import Exchange
import Language
import Platform
import SQL

/// `sangam vectors`: encodes the solutions that have no vector yet.
struct Vectors: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Encode the solutions' texts, so that needs find them by meaning.",
        discussion: """
            The server does this by itself when a solution is published; this command does it at once, for a new catalogue or another \
            model. A second run has nothing to do. Broken off, it goes on where it was.
            """)

    @Flag(help: "Forget all vectors first, for a model that changed under its name.") var anew = false
    @OptionGroup var flags: SettingFlags

    func run() async throws {
        let anew = anew
        try await Program.run(flags) { program in
            guard let encoder = program.encoder else { throw ValidationError(Encoders.absence) }
            let principal = Principal.program("command:vectors")
            if anew { try await EncodeSolutions.forget(program.services, principal) }
            var progress: Progress?
            let outcome = try await EncodeSolutions.all(program.services, principal, encoder: encoder) { done, total in
                if progress == nil { progress = Progress(label: "Solutions encoded", total: total) }
                progress?.advance(to: done)
            }
            progress?.finish()
            let words = program.words
            let count = try await program.services.database.read { try EncodeSolutions.count($0, encoder: encoder) }
            print(words("vectors.encoded", count: outcome.encoded))
            if outcome.unreadable > 0 { print(words("vectors.unreadable", count: outcome.unreadable)) }
            print(words("vectors.total", count: count, ["encoder": encoder.name]))
        }
    }
}
