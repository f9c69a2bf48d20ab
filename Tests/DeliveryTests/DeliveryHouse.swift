import Foundation
import Platform
import SQL
import TestSupport
import Testing
import Web

@testable import Delivery

/// The room on a real database, with the sample's service and a person for each role.
struct DeliveryHouse: Sendable {
    let test: TestServices

    static let secondOffice = "Social welfare office, Labasa (sample)"

    static func open(
        on engine: Engine, lines: Lines = Lines(), _ body: @escaping @Sendable (Browser, DeliveryHouse) async throws -> Void
    ) async throws {
        try await withServices(
            on: engine, migrations: platformMigrations + webMigrations + Delivery.migrations,
            languages: [Catalogue.platformFolder, WebRoom.languages, Delivery.languages]
        ) { test in
            let json = try ["services", "grievances-in", "grievances-bd", "open311"].map { try sample($0) }
            let people = try await test.database.write { try write($0, json: json, at: FixedClock.start) }
            // A token is the name of whose it is; one that only reads ends so.
            let tokens = people.mapValues { _ in ID<APIToken>(at: FixedClock.start) }
            let bearer: @Sendable (String) async throws -> Principal? = { token in
                let name = token.replacing("-reads", with: "")
                guard let person = people[name], let id = tokens[name],
                    let owner = try await test.database.read({ try PeopleStore.principal($0, person: person) })
                else { return nil }
                let scopes: Set<Scope> = token.hasSuffix("-reads") ? [.read] : [.read, .write]
                return Principal(
                    kind: .token(id, of: person, scopes: scopes), name: owner.name, memberships: owner.memberships)
            }
            let signIn = Route.get("/as/{who}", .everyone) { call in
                guard let person = people[try call.parameters["who"]] else { throw Problem.notFound }
                let now = call.now
                let session = try await call.services.database.write {
                    try Sessions.start($0, person: person, at: now, replacing: nil, device: "test")
                }
                return Reply.redirect(to: "/track").starting(session)
            }
            let room = Delivery.room(lines)
            let application = try buildApplication(
                rooms: [
                    Room(name: "delivery", routes: room.routes + [signIn], navigation: room.navigation, voices: room.voices, languages: room.languages)
                ],
                services: test.services, settings: WebSettings(bearer: bearer, accessLog: .none))
            try await Browser.open(application) { try await body($0, DeliveryHouse(test: test)) }
        }
    }

    /// Publishes another version of a service.
    func revise(_ slug: String, _ change: @escaping @Sendable (inout ServiceDefinition) -> Void) async throws {
        let now = test.clock.now
        try await test.database.write { connection in
            let service = try #require(try ServiceStore.find(connection, slug: slug))
            var definition = service.definition
            change(&definition)
            try ServiceStore.addVersion(connection, service, definition, at: now, by: "test")
        }
    }

    private static func sample(_ name: String) throws -> String {
        let file = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../../Sources/Sangam/Sample/\(name).json").standardizedFileURL
        return try String(contentsOf: file, encoding: .utf8)
    }

    private static func write(_ connection: any Connection, json: [String], at now: Timestamp) throws -> [String: ID<Person>] {
        var people: [String: ID<Person>] = [:]
        let members: [(String, Role, String)] = [
            ("officer", .officer, "dsw-fj"), ("colleague", .officer, "dsw-fj"), ("manager", .serviceManager, "dsw-fj"),
            ("operator", .operator, "mwcpa-fj"), ("stranger", .officer, "elsewhere"), ("administrator", .administrator, "network"),
            ("officer-in", .officer, "gov-in"), ("appeals-in", .officer, "gov-in"), ("redress-in", .serviceManager, "darpg-in"),
            ("clerk-in", .officer, "darpg-in"),
            ("officer-bd", .officer, "mosw-bd"), ("appeals-bd", .officer, "mosw-bd"), ("upazila-bd", .officer, "dss-bd"),
            ("cabinet-bd", .serviceManager, "gov-bd"),
        ]
        for (name, role, key) in members {
            let known = try PeopleStore.organisation(connection, key: key)
            let organisation = known
                ?? Organisation(id: ID(at: now), key: key, name: key, kind: .government, country: "FJ", parent: nil)
            if known == nil { try PeopleStore.insert(connection, organisation, by: .test, at: now) }
            let person = Person(id: ID(at: now), name: "The \(name)", email: "\(name)@example.org", language: "en", state: .active)
            try PeopleStore.insert(connection, person, by: .test, at: now)
            _ = try PeopleStore.addMembership(
                connection, person: person.id, organisation: organisation.id, role: role, by: .test, at: now)
            people[name] = person.id
        }
        for text in json { try ImportServiceFile.run(connection, Act(.test, at: now), json: text) }
        return people
    }

    static let address = "/apply/poverty-benefit-scheme"

    static let answers: [String: Entry] = [
        "Which office is near you?": "Social welfare office, Suva (sample)",
        "Your name": "Mere", "Where do you live?": "A village near Suva", "How many people live with you, you included?": "৫",
        "What does the household earn in a week, all together?": "40", "Does anybody in the household work?": "Nobody",
        "Are there children of school age?": "No", "When were you born? / Day": "27", "When were you born? / Month": "3",
        "When were you born? / Year": "1984",
    ]

    /// Applies as a citizen; the number and the secret of the receipt.
    @discardableResult
    func apply(_ browser: Browser) async throws -> (reference: String, code: String) {
        try await browser.visit(Self.address)
        let receipt = try await browser.submit(Self.answers, button: "Send the application")
        let codes = receipt.markup.all("strong").map { $0.text() }
        guard codes.count == 2 else { throw RecordMissing(kind: "receipt", id: receipt.text) }
        return (codes[0], codes[1])
    }
}
