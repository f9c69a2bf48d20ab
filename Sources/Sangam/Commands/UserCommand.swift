import Accounts
import ArgumentParser
import Foundation
import Platform

/// `sangam user …`: people, from the machine that the program runs on.
struct UserCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "user", abstract: "People who sign in: the first administrator, and help when nobody can.",
        subcommands: [UserAdd.self, UserList.self, UserReset.self, UserDisable.self, UserEnable.self, UserToken.self])
}

/// Turns a refusal of the accounts into a line for the terminal.
private func refusing<Value>(_ body: () async throws -> Value) async throws -> Value {
    do {
        return try await body()
    } catch let refusal as AccountsCommands.Refusal {
        throw ValidationError("\(refusal)")
    }
}

/// `sangam user add`: the first administrator.
struct UserAdd: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "add", abstract: "Add an administrator; prints a link to set the password.")

    @Option(help: "The address that they sign in with.") var email: String
    @Option(help: "The name, or the role, as others see it.") var name: String
    @Option(help: "The key of their organisation.") var organisation = "sangam-secretariat"
    @Flag(help: "Read the password from standard input instead of printing a link.") var passwordFromInput = false
    @OptionGroup var flags: SettingFlags

    func run() async throws {
        let this = self
        try await Program.run(flags) { program in
            try await refusing {
                if this.passwordFromInput {
                    guard let password = readLine(strippingNewline: true) else {
                        throw ValidationError("No password came on standard input.")
                    }
                    try await AccountsCommands.createAdministrator(
                        program.services, email: this.email, name: this.name, password: password,
                        hasher: program.hasher, organisation: this.organisation)
                    print("\(this.name) can sign in at \(program.services.url("/sign-in")).")
                } else {
                    print(
                        try await AccountsCommands.createAdministrator(
                            program.services, email: this.email, name: this.name, organisation: this.organisation))
                }
            }
        }
    }
}

struct UserList: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "List people and their roles.")

    @OptionGroup var flags: SettingFlags

    func run() async throws {
        try await Program.run(flags) { program in
            try await AccountsCommands.list(program.services) { line in
                let factor = line.hasSecondFactor ? "second factor" : "password only"
                print("\(line.email)  \(line.name)  \(line.state.rawValue)  \(factor)  \(line.roles.joined(separator: ", "))")
            }
        }
    }
}

struct UserReset: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reset", abstract: "Print a link with which somebody sets a new password.")

    @Option var email: String
    @OptionGroup var flags: SettingFlags

    func run() async throws {
        let email = email
        try await Program.run(flags) { program in
            try await refusing { print(try await AccountsCommands.resetPassword(program.services, email: email)) }
        }
    }
}

struct UserDisable: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "disable", abstract: "Let somebody in no more.")

    @Option var email: String
    @OptionGroup var flags: SettingFlags

    func run() async throws {
        let email = email
        try await Program.run(flags) { program in
            try await refusing { try await AccountsCommands.disable(program.services, email: email) }
            print("\(email) can no longer sign in.")
        }
    }
}

struct UserEnable: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "enable", abstract: "Let somebody in again.")

    @Option var email: String
    @OptionGroup var flags: SettingFlags

    func run() async throws {
        let email = email
        try await Program.run(flags) { program in
            try await refusing { try await AccountsCommands.enable(program.services, email: email) }
            print("\(email) can sign in again.")
        }
    }
}

/// `sangam user token`: an API token for a script on this machine.
struct UserToken: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "token", abstract: "Make an API token for somebody and print it; it is shown only once.")

    @Option(help: "Whose token it is.") var email: String
    @Option(help: "What it is for, as the person sees it in their list.") var name = "command line"
    @Option(help: "read, write or admin; may be given several times.") var scope: [String] = ["read"]
    @Option(help: "How many days it is good for.") var days = 30
    @OptionGroup var flags: SettingFlags

    func run() async throws {
        let this = self
        let scopes = try Set(scope.map { text in
            guard let scope = Scope(rawValue: text) else {
                throw ValidationError("There is no scope “\(text)”. Scopes: \(Scope.allCases.map(\.rawValue).joined(separator: ", ")).")
            }
            return scope
        })
        try await Program.run(flags) { program in
            try await refusing {
                print(
                    try await AccountsCommands.makeToken(
                        program.services, email: this.email, name: this.name, scopes: scopes, days: this.days))
            }
        }
    }
}
