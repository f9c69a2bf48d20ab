import Platform
import SQL
import TestSupport
import Testing

@testable import Exchange

/// Organisations are written by name or key; what names none, or several, is told at its field, and nothing typed is lost.
struct OrganisationNameTests {
    /// Four more offices: two of one name, one with an accent, one whose name is another's key.
    private static func write(_ house: WorkHouse) async throws {
        try await house.test.database.write { connection in
            for (key, name, country) in [
                ("moh-fj", "Ministry of Health", "FJ"), ("moh-bt", "Ministry of Health", "BT"),
                ("archives", "Archives de la République", "SN"), ("second", "fiji", "FJ"),
            ] {
                try PeopleStore.insert(
                    connection,
                    Organisation(
                        id: ID(at: FixedClock.start), key: key, name: name, kind: .government, country: country, parent: nil),
                    by: .test, at: FixedClock.start)
            }
        }
    }

    @Test(arguments: Engine.allCases)
    func aNameFindsItsOrganisation(on engine: Engine) async throws {
        try await WorkHouse.open(on: engine) { _, house in
            try await Self.write(house)
            try await house.test.database.read { connection in
                func found(_ typed: String) throws -> String {
                    var issues: [ContentIssue] = []
                    let one = try OrganisationName.find(connection, typed, field: "giver", &issues)
                    #expect((one == nil) == (issues.map(\.field) == ["giver"]))
                    return try one?.key ?? #require(issues.first.map { "\($0.key) \($0.facts["names"] ?? "")" })
                }
                #expect(try found("Office of bhutan") == "bhutan")
                #expect(try found("bhutan") == "bhutan")
                #expect(try found("office  OF Bhutan") == "bhutan")
                #expect(try found("archives de la republique") == "archives")
                #expect(try found("Ministry of Health (moh-bt)") == "moh-bt")
                #expect(try found("moh-fj") == "moh-fj")
                #expect(try found("MoH-FJ") == "moh-fj")
                // A name comes before a key: what a field shows is what it means.
                #expect(try found("fiji") == "second")
                #expect(try found("Office of fiji") == "fiji")
                #expect(try found("Ministry of Health")
                    == "error.organisation.several Ministry of Health (moh-bt); Ministry of Health (moh-fj)")
                #expect(try found("ministry of health").hasPrefix("error.organisation.several"))
                #expect(try found("bhut") == "error.organisation.part Office of bhutan (bhutan)")
                #expect(try found("nobody at all") == "error.organisation.unknown ")
                #expect(try found("()") == "error.organisation.unknown ")
                // Whatever a field shows leads back to the same organisation.
                for one in try PeopleStore.organisations(connection, limit: 100) {
                    #expect(try found(OrganisationName.text(connection, name: one.name, key: one.key)) == one.key)
                }
            }
        }
    }

    @Test(arguments: Engine.allCases)
    func eachFormSaysWhichFieldAndKeepsWhatWasTyped(on engine: Engine) async throws {
        try await WorkHouse.open(on: engine) { browser, house in
            try await Self.write(house)
            try await browser.visit("/as/focal")
            func refused(_ field: String, _ typed: String, _ more: [String: Entry], button: String = "Save") async throws {
                var entries = more
                entries[field] = .text(typed)
                let page = try await browser.submit(entries, button: button)
                let label = field.split(separator: " / ").last.map(String.init) ?? field
                #expect(page.status == 422 && page.errors[label]?.contains(typed) == true, "\(page.errors)")
                #expect(page.body.contains("value=\"\(typed)\""))
            }
            let begun = try await browser.visit("/work/contributions/new")
            #expect(begun.body.contains("list=\"organisations\"") && begun.body.contains("<option value=\"Ministry of Health (moh-fj)\">"))
            #expect(begun.body.contains("value=\"Office of fiji\""))
            try await refused(
                "Receiver", "Ministry of Health", ["What": "Boats", "Amount": "12", "Day": "2026-06-30"])
            try await browser.submit(["Receiver": "Ministry of Health (moh-bt)", "Who pays": "archives"], button: "Save")
            #expect(browser.page.status == 200 && browser.page.has("Archives de la République"))
            // What was saved is shown as it is to be written.
            let again = try await browser.visit(browser.page.path.replacing("/contributions/", with: "/work/contributions/") + "/edit")
            #expect(again.body.contains("value=\"Ministry of Health (moh-bt)\"") && again.body.contains("value=\"Archives de la République\""))

            try await browser.visit("/work/activities/new")
            try await refused("Organisations, 2 / Organisation", "Bhut", ["Title": "A tour", "First day": "2027-01-01", "Place": "Thimphu"])
            try await browser.submit(["Organisations, 2 / Organisation": "office of bhutan"], button: "Save")
            #expect(browser.page.path == "/activities/a-tour")

            try await browser.visit("/work/agreements/new")
            try await refused("Parties, 2 / Organisation", "No such office", ["Subject": "To learn"], button: "Save the draft")
            try await browser.submit(["Parties, 2 / Organisation": "bhutan"], button: "Save the draft")
            #expect(browser.page.status == 200 && browser.page.has("Office of bhutan"))

            try await house.test.database.write { connection in
                let fiji = try #require(try PeopleStore.organisation(connection, key: "fiji"))
                var content = Partnership.Content()
                content.title = "Boats"
                _ = try BeginPartnership.run(
                    connection, Act(.test, at: FixedClock.start), content: content, parties: [.init(fiji, .giving)], slug: "boats")
            }
            try await browser.visit("/partnerships/boats/edit")
            try await refused("Parties, 2 / Organisation", "Ministry of Health", ["Summary": "Boats go to valleys."])
            #expect(browser.page.has("Boats go to valleys."))
            try await browser.submit(["Parties, 2 / Organisation": "moh-bt", "Parties, 2 / Side": "takes it up"], button: "Save")
            #expect(browser.page.path == "/partnerships/boats" && browser.page.has("Ministry of Health"))
        }
    }

    /// The secretariat begins records for anybody: it writes for whom. Others have no such field, and may not name another.
    @Test(arguments: Engine.allCases)
    func theSecretariatWritesForWhomItBegins(on engine: Engine) async throws {
        try await WorkHouse.open(on: engine) { browser, house in
            try await Self.write(house)
            try await browser.visit("/as/secretariat")
            let begun = try await browser.visit("/work/solutions/new")
            #expect(begun.body.contains("list=\"organisations\"") && !begun.body.contains("<select"))
            let unclear = try await browser.submit(
                ["Title": "Boats for all", "Organisation": "Ministry of Health"], button: "Begin")
            #expect(unclear.status == 422 && unclear.errors["Organisation"]?.contains("Ministry of Health (moh-bt)") == true)
            #expect(unclear.body.contains("value=\"Boats for all\"") && unclear.body.contains("value=\"Ministry of Health\""))
            try await browser.submit(["Organisation": "Ministry of Health (moh-bt)"], button: "Begin")
            #expect(browser.page.path.hasPrefix("/work/solutions/boats-for-all"))

            try await browser.visit("/work/needs/new")
            let missing = try await browser.submit(["Title": "Wells"], button: "State the need")
            #expect(missing.status == 422 && missing.errors["Organisation"] != nil)
            try await browser.submit(["Organisation": "MOH-FJ"], button: "State the need")
            #expect(browser.page.path == "/needs/wells" && browser.page.has("Ministry of Health"))

            try await browser.visit("/work/agreement-templates/new")
            try await browser.submit(["Name": "For health", "For": "archives"], button: "Save")
            #expect(browser.page.has("Archives de la République"))
            try await browser.visit("/work/agreement-templates/new")
            try await browser.submit(["Name": "For all"], button: "Save")
            #expect(browser.page.status == 200 && browser.page.has("For all"))

            try await browser.visit("/as/focal")
            let own = try await browser.visit("/work/needs/new")
            #expect(!own.body.contains("name=\"organisation\""))
        }
    }

    /// A list of suggestions that is not whole says so.
    @Test func aLargeNetworkIsToldThatTheListIsNotWhole() async throws {
        try await WorkHouse.open(on: .sqlite) { browser, house in
            try await browser.visit("/as/focal")
            let small = try await browser.visit("/work/contributions/new")
            #expect(!small.has("names are suggested"))
            try await house.test.database.write { connection in
                for number in 0..<OrganisationName.mostSuggestions {
                    try PeopleStore.insert(
                        connection,
                        Organisation(
                            id: ID(at: FixedClock.start), key: "office-\(number)", name: "District office \(number)",
                            kind: .government, country: "FJ", parent: nil),
                        by: .test, at: FixedClock.start)
                }
            }
            let large = try await browser.visit("/work/contributions/new")
            #expect(large.has("The first 500 names are suggested."))
        }
    }
}
