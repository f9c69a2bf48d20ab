import Platform
import SQL
import TestSupport
import Testing
import Web

@testable import Exchange

/// Where an offer holds and where law bars it: the form, the API, files and the public page.
struct OfferFieldTests {
    @Test(arguments: Engine.allCases)
    func regionsAndBarredCountriesAreAskedKeptAndShown(on engine: Engine) async throws {
        try await WorkHouse.open(on: engine) { browser, house in
            try await house.writeDraft(browser)
            try await browser.visit(WorkHouse.record + "/edit?part=offer")
            try await browser.submit(
                [
                    "What you give": ["training"], "Regions in which you help": ["Oceania", "Asia"],
                    "Countries barred by law, 1 / Country": "Kenya",
                ], button: "Save")
            let saved = try await house.test.database.read { connection in
                try SolutionStore.find(connection, slug: "boat-clinics").flatMap {
                    try SolutionStore.revision(connection, $0.id, number: 1)
                }?.content.offer
            }
            #expect(saved == .init(gives: [.training], regions: ["009", "142"], barredCountries: ["KE"]))
            // The form shows what was saved, and saving it again changes nothing.
            let again = try await browser.visit(WorkHouse.record + "/edit?part=offer")
            #expect(again.markup.all("input").filter { $0["name"] == "offer.regions" && $0["checked"] != nil }.map { $0["value"] } == ["009", "142"])
            try await browser.submit(["Countries barred by law, 1 / Take this out when I save": true], button: "Save")
            try await browser.visit(WorkHouse.record + "/edit?part=offer")
            try await browser.submit(["Countries barred by law, 1 / Country": "Thailand"], button: "Save")
            try await browser.visit(WorkHouse.record)
            try await browser.submit(button: "Submit")
            for (who, button) in [("secretariat", "Mark as checked"), ("reviewer", "Validate"), ("focal", "Publish")] {
                try await browser.visit("/as/\(who)")
                try await browser.visit(WorkHouse.record)
                try await browser.submit(button: button)
            }
            let page = try await browser.visit("/solutions/boat-clinics")
            #expect(page.has("Regions") && page.has("Asia and Oceania") || page.has("Oceania and Asia"))
            #expect(page.has("Barred by law in") && page.has("Thailand") && !page.has("Kenya"))
            let record = try await browser.request(.get, "/api/v1/solutions/boat-clinics", headers: ["accept": "application/json"])
            #expect(record.body.contains("\"regions\":[\"009\",\"142\"]") && record.body.contains("\"barredCountries\":[\"TH\"]"))
        }
    }

    @Test(arguments: [
        (["013"], nil, "offer.regions", "error.choice"), (nil, ["Kenya"], "offer.barredCountries", "error.country"),
        (nil, ["KE", "ke"], "offer.barredCountries", "error.country"), (["009", ""], nil, "offer.regions", "error.choice"),
    ] as [([String]?, [String]?, String, String)])
    func wrongCodesAreNamed(regions: [String]?, barred: [String]?, field: String, key: String) {
        var content = SolutionContent()
        content.offer = .init(gives: [], regions: regions, barredCountries: barred)
        let faults = Completeness.faults(of: content, thisYear: 2026)
        #expect(faults.map(\.field) == [field] && faults.map(\.key) == [key])
        #expect(EditPart.holding(field) == .offer)
    }

    @Test func rightCodesAreTaken() {
        var content = SolutionContent()
        content.offer = .init(gives: [], regions: WorldRegion.allCases.map(\.rawValue), barredCountries: ["NA", "KE"])
        #expect(Completeness.faults(of: content, thisYear: 2026).isEmpty)
        // Every country of a region belongs to one that can be chosen.
        for country in Countries.shared.all where !country.region.isEmpty { #expect(WorldRegion(rawValue: country.region) != nil) }
    }

    @Test(arguments: Engine.allCases)
    func filesCarryThemBothWays(on engine: Engine) async throws {
        var content = PublicFixture.centresContent
        content.offer?.regions = ["142", "002"]
        content.offer?.barredCountries = ["NA"]
        let record = SolutionFileRecord(slug: "centres", organisation: "agency", country: "BD", content: content)
        var csv = CSVWriter(lineEnding: .lf)
        csv.row(SolutionCSV.columns)
        csv.row(try SolutionCSV.row(record))
        let bytes = csv.take()
        #expect(try SolutionCSV.read(bytes) == [record])
        try await StoresFixture.open(on: engine) { house in
            _ = try await house.write { try ImportSolutions.run($0, $1, csv: bytes, thisYear: 2026) }
            let exported = try await house.read { try ExportFiles.solutions($0) }
            #expect(try SolutionCSV.read(exported).map(\.content.offer) == [content.offer])
            let wrong = Array(String(decoding: bytes, as: UTF8.self).replacing("\"\"002\"\"", with: "\"\"Africa\"\"").utf8)
            let refused = await #expect(throws: ImportRefused.self) {
                try await house.write { _ = try ImportSolutions.run($0, $1, csv: wrong, thisYear: 2026) }
            }
            #expect(refused?.problems.map { "\($0.field) \($0.key)" } == ["offer.regions error.choice"])
        }
    }
}
