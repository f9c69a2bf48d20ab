import Accounts
import Exchange
import Foundation
import Logging
import Platform
import SQL
import TestSupport
import Testing
import Web

@testable import Sangam

/// The whole program: all rooms together.
struct ProgramTests {
    private func withProgram(on engine: Engine, _ body: (Program, TestServices) async throws -> Void) async throws {
        let hasher = try PasswordHasher.cheapForTests()
        let rooms = Program.rooms(hasher: hasher)
        try await withServices(
            on: engine, migrations: Program.migrations(of: rooms),
            languages: [Catalogue.platformFolder, WebRoom.languages] + rooms.compactMap(\.languages)
        ) { test in
            let program = Program(settings: Settings(entries: []), services: test.services, rooms: rooms, hasher: hasher)
            try await body(program, test)
        }
    }

    /// How many rows each table holds.
    private func counts(_ database: any Database) async throws -> [Int] {
        try await database.read { connection in
            let queries: [SQL] = [
                "SELECT COUNT(*) AS n FROM organisation", "SELECT COUNT(*) AS n FROM person", "SELECT COUNT(*) AS n FROM solution",
                "SELECT COUNT(*) AS n FROM solution_revision", "SELECT COUNT(*) AS n FROM need",
                "SELECT COUNT(*) AS n FROM opportunity", "SELECT COUNT(*) AS n FROM event",
                "SELECT COUNT(*) AS n FROM event_participant", "SELECT COUNT(*) AS n FROM agreement",
                "SELECT COUNT(*) AS n FROM adoption", "SELECT COUNT(*) AS n FROM audit_entry",
            ]
            return try queries.map { try #require(try connection.first($0))["n"] }
        }
    }

    @Test(arguments: Engine.allCases)
    func theSampleNetworkLoadsTwiceWithoutAChange(on engine: Engine) async throws {
        try await withProgram(on: engine) { program, test in
            #expect(try await SampleNetwork.isWanted(program.services))
            #expect(try await !SampleNetwork.isLoaded(program.services))
            try await SampleNetwork.load(program)
            #expect(try await !SampleNetwork.isWanted(program.services))
            #expect(try await SampleNetwork.isLoaded(program.services))
            let first = try await counts(test.database)
            #expect(first[2] == 22 && first[4] == 8 && first[5] == 38 && first.allSatisfy { $0 > 0 })
            test.clock.advance(by: .days(3))
            try await SampleNetwork.load(program)
            #expect(try await counts(test.database) == first)
            #expect(try await test.database.read { try Audit.verify($0) }.isSound)
        }
    }

    /// Accounts are roles, and each can be signed in with what is printed.
    @Test func theSampleHasEachRoleAndNoRealPerson() async throws {
        try await withProgram(on: .sqlite) { program, test in
            try await SampleNetwork.load(program)
            let people = try await test.database.read { try PeopleStore.people($0, after: nil, limit: 100) }
            let lines = try SampleNetwork.signIns()
            for person in people {
                let domain = person.email.split(separator: "@").last.map(String.init) ?? ""
                #expect(domain == "example.org" || domain.hasSuffix(".example"), "\(domain)")
                #expect(lines.contains(person.email))
            }
            let roles = try await test.database.read { connection in
                try people.compactMap { try PeopleStore.principal(connection, person: $0.id) }.flatMap { $0.memberships.map(\.role) }
            }
            for role in [Role.administrator, .secretariat, .focalPoint, .reviewer] { #expect(roles.contains(role)) }
        }
    }

    @Test func everyRouteDeclaresItsRuleAndHoldsToIt() async throws {
        try await withProgram(on: .sqlite) { program, test in
            let settings = WebSettings(accessLog: .none)
            let routes = try mountedRoutes(rooms: program.rooms, services: test.services, settings: settings)
            #expect(routes.allSatisfy { !$0.access.name.isEmpty })
            #expect(Set(routes.map { "\($0.method.rawValue) \($0.path)" }).count == routes.count)
            // Nobody who is not known changes a thing, but for signing in and what leads there, citizens with their own request or letter,
            // and Open311, which asks for its key itself.
            let doors = [
                "/sign-in", "/reset", "/forgot", "/invitation", "/language", "/sign-out", "/apply/", "/track", "/notices/", "/open311/",
                "/complain/", "/api/v1/cases/{reference}/appeals",
            ]
            for route in routes where !route.method.isSafe && route.access.check(.anonymous).allowed {
                #expect((doors + ["/api/v1/cases/"]).contains { route.path.hasPrefix($0) }, "\(route.method.rawValue) \(route.path) is open to visitors")
            }
            for route in routes where ["/work", "/administration", "/account", "/review"].contains(where: { route.path.hasPrefix($0) }) {
                #expect(!route.access.check(.anonymous).allowed, "\(route.path)")
            }
            let application = try buildApplication(rooms: program.rooms, services: test.services, settings: settings)
            let walked = routes.map { ($0.method.rawValue, $0.path, $0.access.check(.anonymous).allowed) }
            try await Browser.open(application) { browser in
                let called = try await expectVisitorsAreRefused(walked, by: browser)
                #expect(called > 40)
            }
        }
    }

    @Test func everyNavigationItemLeadsToARoute() async throws {
        try await withProgram(on: .sqlite) { program, test in
            let routes = try mountedRoutes(rooms: program.rooms, services: test.services, settings: WebSettings(accessLog: .none))
            let paths = Set(routes.filter { $0.method == .get }.map(\.path))
            for item in program.rooms.flatMap(\.navigation) { #expect(paths.contains(item.path), "\(item.path)") }
        }
    }

    @Test func schedulesHaveTheirHandlers() throws {
        let rooms = Program.rooms(hasher: try PasswordHasher.cheapForTests())
        let names = rooms.flatMap(\.schedules).map(\.name)
        #expect(Set(names).count == names.count && names.contains("exchange.confirmation-reminder"))
        let migrations = Program.migrations(of: rooms)
        #expect(Set(migrations.map(\.id)).count == migrations.count)
    }
}
