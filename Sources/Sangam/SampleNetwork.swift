import Accounts
import Exchange
import Foundation
import Platform
import SQL

/// A small working network to try the program with: real solutions, needs and opportunities with their sources, and accounts
/// that are roles. The files under Sample/ say where each fact is from.
enum SampleNetwork {
    /// For trying out on one's own machine only: it stands here for everybody to read.
    static let password = "two rivers join here"

    private static let folder = Bundle.module.bundleURL.appending(path: "Sample")

    private static func file(_ name: String) -> URL { folder.appending(path: name) }

    private static func text(_ name: String) throws -> String {
        try String(contentsOf: file(name), encoding: .utf8)
    }

    /// True for a database that was only just made, and for one in which an earlier loading was cut short.
    static func isWanted(_ services: Services) async throws -> Bool {
        let hasAccounts = try await isLoaded(services)
        return try await services.database.read { connection in
            if hasAccounts { return try EventStore.list(connection).isEmpty }
            return try PeopleStore.organisations(connection, limit: 1).isEmpty
        }
    }

    static func isLoaded(_ services: Services) async throws -> Bool {
        guard let first = try SampleAccounts.accounts(file("accounts.json")).first else { return false }
        return try await services.database.read { try PeopleStore.person($0, email: first.email) != nil }
    }

    static func load(_ program: Program) async throws {
        let services = program.services
        var progress = Progress(label: "Sample network", total: 2)
        _ = try await SampleAccounts.load(
            services, organisations: file("organisations.json"), accounts: file("accounts.json"), password: password,
            hasher: program.hasher)
        progress.advance()
        let act = Act(.program("command:sample"), at: services.now)
        let (events, opportunities) = (try text("events.json"), Array(try Data(contentsOf: file("opportunities.csv"))))
        let (solutions, needs) = (try text("solutions.json"), try text("needs.json"))
        let (agreements, participants) = (
            try text("agreements.json"), Array(try Data(contentsOf: file("participants.csv")))
        )
        let (partnerships, actions) = (
            Array(try Data(contentsOf: file("partnerships.csv"))), Array(try Data(contentsOf: file("action-items.csv")))
        )
        let rounds = try text("rounds.json")
        let year = services.now.year
        try await SampleDelivery.load(services)
        // One transaction, after the accounts: whatever cuts this short, the next start goes on here.
        try await services.database.write { connection in
            _ = try ImportEvents.run(connection, act, json: events)
            _ = try ImportParticipants.run(connection, act, csv: participants)
            _ = try ImportOpportunities.write(connection, act, try ImportOpportunities.read(opportunities))
            _ = try ImportSolutions.run(connection, act, json: solutions, thisYear: year)
            _ = try ImportNeeds.run(connection, act, json: needs)
            _ = try ImportPartnerships.run(connection, act, csv: partnerships)
            _ = try ImportAgreements.run(connection, act, json: agreements)
            _ = try ImportActions.run(connection, act, csv: actions)
            _ = try ImportRounds.run(connection, act, json: rounds)
        }
        progress.finish("Sample network loaded.")
    }

    /// One sign-in for each role, as lines for the terminal: name, address, password.
    static func signIns() throws -> String {
        let accounts = try SampleAccounts.accounts(file("accounts.json"))
        let width = accounts.map(\.name.count).max() ?? 0
        let addresses = accounts.map(\.email.count).max() ?? 0
        let lines = accounts.map { account in
            account.name.padding(toLength: width + 2, withPad: " ", startingAt: 0)
                + account.email.padding(toLength: addresses + 2, withPad: " ", startingAt: 0) + password
        }
        return (["Sample sign-ins (name, address, password), for trying out only:"] + lines).joined(separator: "\n  ")
            + "\n" + SampleDelivery.request
    }
}
