import Foundation
import Platform
import SQL
import Synchronization
import TestSupport
import Testing

@testable import Accounts

@Suite struct CommandTests {
    @Test(arguments: Engine.allCases)
    func makesTheFirstAdministrator(_ engine: Engine) async throws {
        try await withHouse(engine) { house in
            let link = try await AccountsCommands.createAdministrator(
                house.services, email: "Boss@office.example", name: "Administrator")
            #expect(link.hasPrefix("http://127.0.0.1:8080/invitation/"))
            try await AccountsCommands.createAdministrator(
                house.services, email: "second@office.example", name: "Second", password: House.password,
                hasher: house.hasher)
            let lines = Lines()
            try await AccountsCommands.list(house.services) { lines.add($0) }
            #expect(lines.all.map(\.email) == ["boss@office.example", "second@office.example"])
            #expect(lines.all.map(\.roles) == [["administrator@secretariat"], ["administrator@secretariat"]])
            #expect(lines.all.map(\.state) == [.invited, .active])
            // The invited one cannot sign in yet, so the other is the last.
            await #expect(throws: AccountsCommands.Refusal.self) {
                try await AccountsCommands.disable(house.services, email: "second@office.example")
            }
        }
    }

    @Test(arguments: ["short", "password2026!"])
    func refusesAWeakPassword(_ password: String) async throws {
        try await withHouse(.sqlite) { house in
            let refusal = await #expect(throws: AccountsCommands.Refusal.self) {
                try await AccountsCommands.createAdministrator(
                    house.services, email: "boss@office.example", name: "Boss", password: password,
                    hasher: house.hasher)
            }
            #expect(refusal?.description.hasPrefix("accounts.") == false)
        }
    }

    @Test func refusesAWrongOrTakenAddress() async throws {
        try await withHouse(.sqlite) { house in
            try await house.person("a@office.example")
            for email in ["a@office.example", "nonsense", "a@b\r\nBcc: c@d.example"] {
                await #expect(throws: AccountsCommands.Refusal.self) {
                    try await AccountsCommands.createAdministrator(house.services, email: email, name: "X")
                }
            }
            await #expect(throws: AccountsCommands.Refusal.self) {
                _ = try await AccountsCommands.resetPassword(house.services, email: "nobody@office.example")
            }
        }
    }

    @Test(arguments: Engine.allCases)
    func aSampleIsLoadedOnce(_ engine: Engine) async throws {
        try await withHouse(engine) { house in
            try await withTemporaryFolder { folder in
                let organisations = folder.appending(path: "organisations.json")
                let accounts = folder.appending(path: "accounts.json")
                try Data(
                    """
                    [{"key":"unit","name":"Unit","kind":"government","country":"FJ","parent":"gov"},
                     {"key":"gov","name":"Government","kind":"government","country":"FJ","parent":null}]
                    """.utf8
                ).write(to: organisations)
                try Data(
                    """
                    [{"key":"fp","name":"Focal point, Fiji","email":"fp@sangam.example","role":"focal-point",
                      "organisation":"unit"}]
                    """.utf8
                ).write(to: accounts)
                let load = {
                    try await SampleAccounts.load(
                        house.services, organisations: organisations, accounts: accounts, password: House.password,
                        hasher: house.hasher)
                }
                #expect(try await load() == .init(organisations: 2, people: 1))
                let head = try await house.read { try Audit.head($0) }
                #expect(try await load() == .init(organisations: 0, people: 0))
                #expect(try await house.read { try Audit.head($0) } == head)
                let principal = try await house.read { connection throws in
                    try PeopleStore.person(connection, email: "fp@sangam.example").flatMap {
                        try PeopleStore.principal(connection, person: $0.id)
                    }
                }
                #expect(principal?.has(.focalPoint) == true)
                #expect(principal?.countries == ["FJ"])
            }
        }
    }
}

/// Gathers what a command lists.
private final class Lines: Sendable {
    private let kept = Mutex<[AccountsCommands.Line]>([])

    var all: [AccountsCommands.Line] { kept.withLock { $0 } }

    func add(_ line: AccountsCommands.Line) { kept.withLock { $0.append(line) } }
}
