import ArgumentParser
import Foundation

/// The program's commands, one file each under Commands/.
@main
struct Sangam: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sangam",
        abstract: "The working platform of a network of governments that learn from each other how to serve citizens.",
        subcommands: [
            Serve.self, Migrate.self, ShowConfig.self, Import.self, Export.self, Report.self, AuditCommand.self,
            UserCommand.self, Sample.self, MatchCommand.self, RoundCommand.self, WeightsCommand.self, Vectors.self,
            DeadlineCommand.self, RetentionCommand.self,
        ])
}
