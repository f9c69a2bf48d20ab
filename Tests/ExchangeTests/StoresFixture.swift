import Foundation
import Platform
import SQL
import TestSupport
import Web

@testable import Exchange

/// Two countries, and everybody who takes part in a solution's life.
struct StoresFixture: Sendable {
    let test: TestServices
    let owner = StoresFixture.person(101, "Focal point, Bangladesh", .focalPoint, PublicFixture.agency, "BD")
    let otherOwner = StoresFixture.person(102, "Focal point, Fiji", .focalPoint, PublicFixture.ministry, "FJ")
    let secretariat = StoresFixture.person(103, "Secretariat", .secretariat, PublicFixture.id(3), nil)
    let reviewer = StoresFixture.person(104, "Reviewer", .reviewer, PublicFixture.ministry, "FJ")
    let tiedReviewer = StoresFixture.person(105, "Reviewer, Bangladesh", .reviewer, PublicFixture.agency, "BD")

    private static func person(
        _ number: Int, _ name: String, _ role: Role, _ organisation: ID<Organisation>, _ country: String?
    ) -> Principal {
        Principal(
            kind: .person(PublicFixture.id(number)), name: name,
            memberships: [Membership(organisation: organisation, country: country, role: role)])
    }

    static let migrations = platformMigrations + webMigrations + Exchange.migrations

    static func open<Value>(
        on engine: Engine, isolation: isolated (any Actor)? = #isolation, _ body: (StoresFixture) async throws -> Value
    ) async throws -> Value {
        try await withServices(
            on: engine, migrations: migrations, languages: [Catalogue.platformFolder, Exchange.languages]
        ) { test in
            let fixture = StoresFixture(test: test)
            try await fixture.write { connection, act in
                for (id, key, country) in [
                    (PublicFixture.agency, "agency", "BD"), (PublicFixture.ministry, "ministry", "FJ"),
                    (PublicFixture.id(3), "network", nil),
                ] as [(ID<Organisation>, String, String?)] {
                    try PeopleStore.insert(
                        connection,
                        Organisation(id: id, key: key, name: "Office \(key)", kind: .government, country: country, parent: nil),
                        by: act.principal, at: act.now)
                }
                for principal in [
                    fixture.owner, fixture.otherOwner, fixture.secretariat, fixture.reviewer, fixture.tiedReviewer,
                ] {
                    guard let id = principal.personID else { continue }
                    try PeopleStore.insert(
                        connection,
                        Person(id: id, name: principal.name, email: "\(id)@example.org", language: "en", state: .active),
                        by: act.principal, at: act.now)
                    for membership in principal.memberships {
                        _ = try PeopleStore.addMembership(
                            connection, person: id, organisation: membership.organisation, role: membership.role,
                            by: act.principal, at: act.now)
                    }
                }
            }
            return try await body(fixture)
        }
    }

    /// Each write is a second after the one before, so that histories have one order.
    func write<Value: Sendable>(
        as principal: Principal = .test, _ body: @Sendable @escaping (any Connection, Act) throws -> Value
    ) async throws -> Value {
        test.clock.advance(by: .seconds(1))
        let act = Act(principal, at: test.clock.now)
        return try await test.database.write { try body($0, act) }
    }

    func read<Value: Sendable>(_ body: @Sendable @escaping (any Connection) throws -> Value) async throws -> Value {
        try await test.database.read(body)
    }

    func move(_ id: ID<Solution>, _ step: RevisionStep, as principal: Principal, note: String = "") async throws {
        _ = try await write(as: principal) { try MoveRevision.run($0, $1, solution: id, step, note: note) }
    }

    /// Everything that the audit says of the records of a kind, oldest first.
    func actions(_ kind: String, _ record: String) async throws -> [String] {
        try await read { connection in
            try Audit.entries(connection, kind: kind, record: record, limit: 500).map(\.action).reversed()
        }
    }

    func publish(_ content: SolutionContent) async throws -> ID<Solution> {
        let made = try await write(as: owner) { connection, act in
            try CreateSolution.run(connection, act, organisation: PublicFixture.agency, content: content, thisYear: 2026)
        }
        for (step, principal) in [(RevisionStep.submit, owner), (.check, secretariat), (.validate, reviewer), (.publish, owner)] {
            try await move(made.id, step, as: principal)
        }
        return made.id
    }
}

/// Files of the sample network.
enum SampleFiles {
    static let folder = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../Sources/Sangam/Sample")

    static func bytes(_ name: String) throws -> [UInt8] { Array(try Data(contentsOf: folder.appending(path: name))) }
    static func text(_ name: String) throws -> String { String(decoding: try bytes(name), as: UTF8.self) }

    private struct OrganisationEntry: Decodable {
        let key: String
        let name: String
        let country: String?
    }

    /// What the sample's records belong to; all of one kind, which no test here looks at.
    static func insertOrganisations(_ connection: any Connection, _ act: Act) throws {
        let entries = try JSONDecoder().decode([OrganisationEntry].self, from: Data(contentsOf: folder.appending(path: "organisations.json")))
        for entry in entries {
            try PeopleStore.insert(
                connection,
                Organisation(
                    id: act.newID(), key: entry.key, name: entry.name, kind: .government, country: entry.country, parent: nil),
                by: act.principal, at: act.now)
        }
    }

    static func load(_ connection: any Connection, _ act: Act) throws {
        try insertOrganisations(connection, act)
        _ = try ImportEvents.run(connection, act, json: try text("events.json"))
        _ = try ImportOpportunities.write(connection, act, try ImportOpportunities.read(try bytes("opportunities.csv")))
        _ = try ImportSolutions.run(connection, act, json: try text("solutions.json"), thisYear: 2026)
        _ = try ImportNeeds.run(connection, act, json: try text("needs.json"))
        _ = try ImportPartnerships.run(connection, act, csv: try bytes("partnerships.csv"))
        _ = try ImportActions.run(connection, act, csv: try bytes("action-items.csv"))
        _ = try ImportAgreements.run(connection, act, json: try text("agreements.json"))
    }
}
