import ArgumentParser

/// `sangam migrate`: brings the schema up to date and says what it applied.
struct Migrate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Bring the database's schema up to date.",
        discussion: "Every other command does so too; this one is for a step of its own before a new version starts.")

    @OptionGroup var flags: SettingFlags

    func run() async throws {
        try await Program.run(flags) { program in
            print("The schema is up to date (\(Program.migrations(of: program.rooms).count) migrations).")
        }
    }
}
