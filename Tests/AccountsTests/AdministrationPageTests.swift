import Platform
import SQL
import TestSupport
import Testing
import Web

@testable import Accounts

@Suite struct AdministrationPageTests {
    /// Every route of the room answers nobody whom its rule refuses, and all of the administration asks for a role.
    @Test func visitorsAreRefused() async throws {
        try await withHouse(.sqlite) { house in
            let routes = Accounts.room(hasher: house.hasher).routes
            for route in routes where route.path.hasPrefix("/administration") || (route.isAPI && !route.method.isSafe) {
                let officer = Membership(organisation: ID(at: house.now), country: nil, role: .officer)
                let principal = Principal(kind: .person(ID(at: house.now)), name: "", memberships: [officer])
                #expect(!route.access.check(principal).allowed, "\(route.method) \(route.path)")
            }
            try await house.browse { browser in
                let called = try await expectVisitorsAreRefused(
                    routes.map { ($0.method.rawValue, $0.path, $0.access.check(.anonymous).allowed) }, by: browser)
                #expect(called > 30)
            }
        }
    }

    @Test func theSecretariatSeesOrganisationsAndNothingElse() async throws {
        try await withHouse(.sqlite) { house in
            try await house.person("s@office.example", roles: [.secretariat])
            try await house.browse { browser in
                try await browser.signIn("s@office.example")
                #expect(try await browser.visit("/administration/organisations").status == 200)
                for path in ["people", "tokens", "jobs", "audit", "people/invite"] {
                    #expect(try await browser.visit("/administration/\(path)").status == 403)
                }
            }
        }
    }

    @Test func organisationsAreCreatedSearchedAndChanged() async throws {
        try await withHouse(.sqlite) { house in
            try await house.person("s@office.example", roles: [.secretariat])
            try await house.browse { browser in
                try await browser.signIn("s@office.example")
                try await browser.visit("/administration/organisations/new")
                let wrong = try await browser.submit(
                    ["Name": "<b>Ministry</b>", "Key": "Wrong Key", "Kind": "Government"], button: "Save")
                #expect(wrong.errors["Key"] != nil)
                #expect(wrong.body.contains("&lt;b&gt;Ministry"))
                let list = try await browser.submit(["Key": "ministry"], button: "Save")
                #expect(list.path == "/administration/organisations")
                #expect(list.has("<b>Ministry</b>"))
                let found = try await browser.visit("/administration/organisations?q=MINIST")
                #expect(found.has("ministry"))
                #expect(!found.has("Office office"))
                try await browser.visit("/administration/organisations/ministry")
                let cycle = try await browser.submit(["Part of": "ministry"], button: "Save")
                #expect(cycle.status == 422)
            }
        }
    }

    @Test func aBrokenFileIsExplainedAndNothingIsWritten() async throws {
        try await withHouse(.sqlite) { house in
            try await house.person("s@office.example", roles: [.secretariat])
            try await house.browse { browser in
                try await browser.signIn("s@office.example")
                let cases = [
                    "name,kind\nA,ngo\n", "key,name,kind\na,A,club\n", "key,name,kind\na,\"A,ngo\n",
                    "key,name,kind,country_code\ngood,Good,ngo,FJ\nbad,Bad,ngo,XX\n", "",
                ]
                for text in cases {
                    try await browser.visit("/administration/organisations/import")
                    let page = try await browser.submit(
                        ["CSV file": .file(name: "o.csv", type: "text/csv", bytes: Array(text.utf8))],
                        button: "Import")
                    #expect(page.status == 422, "\(text)")
                    #expect(page.errors["CSV file"] != nil, "\(text)")
                }
                #expect(try await house.read { try PeopleStore.organisation($0, key: "good") } == nil)
                try await browser.visit("/administration/organisations/import")
                let done = try await browser.submit(
                    [
                        "CSV file": .file(
                            name: "o.csv", type: "text/csv",
                            bytes: Array("key,name,kind,country_code\ngov-na,Namibia,government,NA\n".utf8))
                    ], button: "Import")
                #expect(done.path == "/administration/organisations")
                #expect(
                    try await house.read { try PeopleStore.organisation($0, key: "gov-na")?.country } == "NA")
            }
        }
    }

    @Test func peopleAreLookedAfter() async throws {
        try await withHouse(.sqlite) { house in
            let boss = try await house.person("boss@office.example", roles: [.administrator])
            let person = try await house.person("a@office.example", name: "An officer")
            try await house.browse { browser in
                try await browser.signIn("boss@office.example")
                let list = try await browser.visit("/administration/people?q=officer")
                #expect(list.has("a@office.example"))
                let page = "/administration/people/\(person.id)"
                try await browser.visit(page)
                let added = try await browser.submit(
                    ["Organisation": "office", "Role": "Thematic reviewer"], button: "Give a role")
                #expect(added.has("Thematic reviewer"))
                let disabled = try await browser.submit(button: "Disable")
                #expect(disabled.has("Disabled"))
                #expect(try await browser.stranger().signIn("a@office.example").errors["E-mail"] != nil)
                let mine = try await browser.press("/administration/people/\(boss.id)/disable")
                #expect(mine.status == 403)
                let forged = try await browser.press("/administration/people/\(ID<Person>(at: house.now))/disable")
                #expect(forged.status == 404)
                #expect(try await browser.press("/administration/people/nonsense/disable").status == 404)
            }
        }
    }

    @Test func theAuditIsShownAndVerified() async throws {
        try await withHouse(.sqlite) { house in
            try await house.person("boss@office.example", roles: [.administrator])
            try await house.browse { browser in
                try await browser.signIn("boss@office.example")
                let page = try await browser.visit("/administration/audit")
                #expect(page.has("membership"))
                #expect(!page.body.contains("scrypt"))
                let sound = try await browser.submit(button: "Check the whole audit")
                #expect(sound.has("The audit is whole."))
                try await house.write { connection throws in
                    _ = try connection.execute("UPDATE audit_entry SET action = 'tampered' WHERE sequence = 2")
                }
                try await browser.visit("/administration/audit")
                let broken = try await browser.submit(button: "Check the whole audit")
                #expect(broken.has("Entry 2"))
            }
        }
    }

    @Test func deadJobsAreRetriedOrDiscarded() async throws {
        struct Nothing: Codable, Sendable {}
        let kind = JobKind<Nothing>("test-failing")
        try await withHouse(.sqlite) { house in
            try await house.person("boss@office.example", roles: [.administrator])
            let now = house.now
            try await house.write { try kind.enqueue($0, Nothing(), at: now) }
            let handler = JobHandler(kind) { _, _ in throw PermanentJobFailure("the printer is on fire") }
            let runner = JobRunner(handlers: [handler], schedules: [], services: house.services)
            _ = try await runner.runDue()
            try await house.browse { browser in
                try await browser.signIn("boss@office.example")
                let page = try await browser.visit("/administration/jobs")
                #expect(page.has("the printer is on fire"))
                let retried = try await browser.submit(button: "Try again test-failing")
                #expect(!retried.has("the printer is on fire"))
                _ = try await runner.runDue()
                try await browser.visit("/administration/jobs")
                try await browser.submit(button: "Discard test-failing")
                #expect(try await house.read { try Jobs.deadLetters($0, limit: 9).isEmpty })
            }
        }
    }
}
