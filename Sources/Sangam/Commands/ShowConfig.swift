import ArgumentParser
import Foundation
import Language

/// `sangam config`: each setting, its value and where it came from.
struct ShowConfig: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "config", abstract: "Print each setting and where it came from; secrets are hidden.")

    @OptionGroup var flags: SettingFlags

    /// A path alone does not tell whether there is a model at its end.
    private static func encoder(_ settings: Settings) -> String {
        do {
            guard let encoder = try Encoders.open(settings) else { return Encoders.absence }
            return "Needs are matched by words and by meaning, with “\(encoder.name)”."
        } catch let error as ValidationError {
            return error.message
        } catch {
            return "\(error)"
        }
    }

    func run() async throws {
        let settings = try await Settings.read(flags: flags)
        let width = settings.entries.map(\.name.count).max() ?? 0
        for entry in settings.entries {
            let name = entry.name.padding(toLength: width, withPad: " ", startingAt: 0)
            print("\(name)  \(entry.shown.isEmpty ? "(not set)" : entry.shown)  [\(entry.origin)]")
        }
        print("\n\(Self.encoder(settings))")
    }
}
