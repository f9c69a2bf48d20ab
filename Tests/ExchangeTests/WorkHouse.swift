import Foundation
import Platform
import SQL
import TestSupport
import Web

@testable import Exchange

/// The room with its working pages, on a real database of the engine, with a person for each role.
struct WorkHouse: Sendable {
    let test: TestServices
    let people: [String: ID<Person>]

    /// Who works: name, role, country of the organisation.
    private static let members: [(name: String, role: Role, organisation: String, country: String?)] = [
        ("focal", .focalPoint, "fiji", "FJ"), ("colleague", .focalPoint, "fiji", "FJ"),
        ("stranger", .focalPoint, "bhutan", "BT"), ("secretariat", .secretariat, "network", nil),
        ("tied", .reviewer, "university", "FJ"), ("reviewer", .reviewer, "institute", "KE"),
        ("officer", .officer, "fiji", "FJ"),
    ]

    static func open(
        on engine: Engine, _ body: @escaping @Sendable (Browser, WorkHouse) async throws -> Void
    ) async throws {
        try await withServices(
            on: engine, migrations: platformMigrations + webMigrations + Exchange.migrations,
            languages: [Catalogue.platformFolder, WebRoom.languages, Exchange.languages]
        ) { test in
            let people = try await test.database.write { try write($0, at: FixedClock.start) }
            let signIn = Route.get("/as/{who}", .everyone) { call in
                guard let person = people[try call.parameters["who"]] else { throw Problem.notFound }
                let now = call.now
                let session = try await call.services.database.write {
                    try Sessions.start($0, person: person, at: now, replacing: nil, device: "test")
                }
                return Reply.redirect(to: "/work").starting(session)
            }
            let room = Room(
                name: "exchange", routes: Exchange.room().routes + [signIn],
                navigation: WorkPages.navigation, languages: Exchange.languages)
            let application = try buildApplication(
                rooms: [room], services: test.services, settings: WebSettings(accessLog: .none))
            try await Browser.open(application) { browser in
                try await body(browser, WorkHouse(test: test, people: people))
            }
        }
    }

    private static func write(_ connection: any Connection, at now: Timestamp) throws -> [String: ID<Person>] {
        var people: [String: ID<Person>] = [:]
        for member in members {
            let known = try PeopleStore.organisation(connection, key: member.organisation)
            let organisation = known
                ?? Organisation(
                    id: ID(at: now), key: member.organisation, name: "Office of \(member.organisation)",
                    kind: .government, country: member.country, parent: nil)
            if known == nil { try PeopleStore.insert(connection, organisation, by: .test, at: now) }
            let person = Person(
                id: ID(at: now), name: "The \(member.name)", email: "\(member.name)@example.org", language: "en",
                state: .active)
            try PeopleStore.insert(connection, person, by: .test, at: now)
            _ = try PeopleStore.addMembership(
                connection, person: person.id, organisation: organisation.id, role: member.role, by: .test, at: now)
            people[member.name] = person.id
        }
        return people
    }

    static let record = "/work/solutions/boat-clinics"

    /// A draft with all that can be submitted, written by the focal point.
    func writeDraft(_ browser: Browser) async throws {
        try await browser.visit("/as/focal")
        try await browser.visit("/work/solutions/new")
        try await browser.submit(["Title": "Boat clinics"], button: "Begin")
        try await browser.submit(
            ["Summary": "A clinic that comes by boat.", "Themes": ["Health"], "How far it has come": "Pilot"],
            button: "Save and go on")
        try await browser.submit(
            [
                "The problem": "Islands have no doctor.", "How it works": "The boat comes each month.",
                "Who uses it": "Islanders",
            ], button: "Save")
        try await browser.visit(Self.record + "/edit?part=sources")
        try await browser.submit(["Sources, 1 / Title of the source": "A report"], button: "Save")
    }

    /// Takes the draft to the public.
    func publish(_ browser: Browser) async throws {
        try await writeDraft(browser)
        try await browser.visit(Self.record)
        try await browser.submit(button: "Submit")
        for (who, button) in [("secretariat", "Mark as checked"), ("reviewer", "Validate"), ("focal", "Publish")] {
            try await browser.visit("/as/\(who)")
            try await browser.visit(Self.record)
            try await browser.submit(button: button)
        }
    }
}
