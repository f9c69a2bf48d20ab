import ArgumentParser
import Platform
import SQL

/// `sangam audit …`
struct AuditCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "audit", abstract: "The record of every change.", subcommands: [AuditVerify.self])
}

/// `sangam audit verify`: follows the chain from its first entry to its last.
struct AuditVerify: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Check that no entry was changed, removed or put elsewhere; name the first that was.",
        discussion: "Ends with 0 when the chain is sound, with 1 when it is not.")

    @OptionGroup var flags: SettingFlags

    func run() async throws {
        let verdict = try await Program.run(flags) { program in
            try await program.services.database.read { connection in
                var progress = Progress(label: "Audit entries", total: nil)
                let verdict = try Audit.verify(connection) { done, _ in progress.advance(to: Int(done)) }
                progress.finish()
                return verdict
            }
        }
        guard let fault = verdict.fault else {
            print("The audit is sound: \(verdict.checked) entries follow each other.")
            return
        }
        print("The audit is broken: \(fault)")
        throw ExitCode.failure
    }
}
