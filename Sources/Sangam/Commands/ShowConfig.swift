import ArgumentParser
import Foundation

/// `sangam config`: each setting, its value and where it came from.
struct ShowConfig: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "config", abstract: "Print each setting and where it came from; secrets are hidden.")

    @OptionGroup var flags: SettingFlags

    func run() async throws {
        let settings = try await Settings.read(flags: flags)
        let width = settings.entries.map(\.name.count).max() ?? 0
        for entry in settings.entries {
            let name = entry.name.padding(toLength: width, withPad: " ", startingAt: 0)
            print("\(name)  \(entry.shown.isEmpty ? "(not set)" : entry.shown)  [\(entry.origin)]")
        }
    }
}
