import Foundation
import Language
import Platform
import SQL
import TestSupport
import Testing
import Web

@testable import Delivery

/// Kenya's catalogue: a small dirty copy in words of our own, and the whole one where it is at hand.
struct ECitizenTests {
    private static let files: [String: String] = [
        "ministries.csv": """
            ministry_id,ministry_name
            m1,Ministry of Water
            m2,Office of Complaints
            """,
        "departments.csv": """
            department_id,ministry_id,department_name,observed_service_count
            d1,m1,Department of Wells,2.0
            d2,m2,Office of Complaints,1.0
            d3,m9,Department of Nothing,0.0
            """,
        "agencies.csv": """
            agency_id,agency_name,ministry_id,department_id
            a1,Wells Agency,d1,m1
            a2,Office of Complaints,m2,d2
            a3,Rain Agency,m2,d1
            """,
        "services.csv": """
            service_id,agency_id,department_id,ministry_id,service_name,service_url,service_description,requirements
            s1,a1,d1,m1,Permit to dig a well,https://wells.example/permit,Dig where water is.,A map of the place
            s2,a1,m1,d1,Permit to dig a well,htps://wells.example,,
            s3,a2,d2,m2,Lodge a complaint,,,
            s3,a2,d2,m2,Lodge a complaint again,,,
            s4,a9,d1,m1,Nobody's service,,,
            s5,a3,d1,m1,,,,
            s6,a3,d2,m2,"Report of rain, daily",https://rain.example,,
            """,
    ]

    private static func read(_ files: [String: String]) throws -> ECitizenFiles { try ECitizenFiles(files.mapValues { Array($0.utf8) }) }

    @Test func eachFaultIsNamedWithRecordAndField() throws {
        let files = try Self.read(Self.files)
        let told = files.problems.map { "\($0.record) \($0.issue.field) \($0.issue.key)" }
        #expect(
            told == [
                "departments.csv d3 ministry_id services.import.unknown", "agencies.csv a1 department_id services.import.swapped",
                "agencies.csv a3 ministry_id services.import.other-ministry", "services.csv s2 department_id services.import.swapped",
                "services.csv s2 service_name services.import.name-twice", "services.csv s2 service_url error.website",
                "services.csv s3 service_id error.key-twice", "services.csv s4 agency_id services.import.unknown",
                "services.csv s5 service_name error.empty", "services.csv s6 department_id services.import.other-department",
            ])
        #expect(files.services.map(\.id) == ["s1", "s2", "s3", "s6"])
    }

    @Test(arguments: Engine.allCases)
    func aSecondRunChangesNothing(on engine: Engine) async throws {
        try await DeliveryHouse.open(on: engine) { browser, house in
            let act = Act(.program("command:import"), at: FixedClock.start)
            let files = try Self.read(Self.files)
            let database = house.test.database
            await #expect(throws: ServiceImportRefused.self) {
                _ = try await database.write { try ImportECitizen.run($0, act, files, strict: true) }
            }
            #expect(try await browser.visit("/services").has("4 services"))
            let first = try await database.write { try ImportECitizen.run($0, act, files, strict: false) }
            // The office of complaints is ministry, department and agency in one.
            #expect((first.added, first.changed, first.unchanged, first.organisations) == (4, 0, 0, 6))
            let again = try await database.write { try ImportECitizen.run($0, act, files, strict: false) }
            #expect(again.changedNothing && again.unchanged == 4)
            var other = Self.files
            other["services.csv"] = other["services.csv"]?.replacing("Dig where water is.", with: "Dig where there is water.")
            let changed = try Self.read(other)
            let third = try await database.write { try ImportECitizen.run($0, act, changed, strict: false) }
            #expect((third.added, third.changed, third.unchanged) == (0, 1, 3))

            let list = try await browser.visit("/services?country=KE&q=well")
            #expect(list.has("2 services for “well”") && list.has("For information") && list.has("Wells Agency"))
            let ministry = try await browser.visit("/services?ministry=ke-ministry-of-water")
            #expect(ministry.has("3 services") && !ministry.has("Lodge a complaint"))
            let page = try await browser.visit("/services/ke-permit-to-dig-a-well")
            #expect(page.has("You cannot apply for this service here yet") && page.has("CC BY 4.0") && page.has("A map of the place"))
            #expect(page.has("Dig where there is water.") && !page.has("No document is asked for"))
            #expect(page.links.contains { $0.url == "https://wells.example/permit" })
            #expect(try await browser.visit("/apply/ke-permit-to-dig-a-well").status == 404)
        }
    }

    private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../../shared/data/ecitizen").standardizedFileURL
    private static var isHere: Bool { FileManager.default.fileExists(atPath: folder.appending(path: "services.csv").path) }

    @Test(.enabled(if: isHere, "needs ../shared/data/ecitizen, which the project may not contain"), arguments: Engine.allCases)
    func theWholeCatalogueIsListed(on engine: Engine) async throws {
        let files = try ECitizenFiles(
            Dictionary(uniqueKeysWithValues: ECitizenFiles.names.map { ($0, Array(try Data(contentsOf: Self.folder.appending(path: $0)))) }))
        #expect((files.ministries.count, files.departments.count, files.agencies.count, files.services.count) == (27, 54, 286, 5_489))
        try await DeliveryHouse.open(on: engine) { browser, house in
            let act = Act(.program("command:import"), at: FixedClock.start)
            let outcome = try await house.test.database.write { try ImportECitizen.run($0, act, files, strict: false) }
            #expect(outcome.added == 5_489)
            let again = try await house.test.database.write { try ImportECitizen.run($0, act, files, strict: false) }
            #expect(again.changedNothing && again.unchanged == 5_489)
            // Every service is on exactly one page, in the order of the names.
            let search = ServiceSearch()
            var (names, cursor): ([String], String?) = ([], nil)
            repeat {
                let address = ServiceAddress(["country": ["KE"], "cursor": cursor.map { [$0] } ?? []])
                let page = try await house.test.database.read { try search.run($0, address, language: "en", limit: 100) }
                names += page.items.map(\.slug)
                cursor = page.next?.description
            } while cursor != nil
            #expect(names.count == 5_489 && Set(names).count == 5_489)
            let list = try await browser.visit("/services?country=KE")
            #expect(list.has("5,489 services") && list.bytes.count < 60_000)
        }
    }
}
