import Platform
import SQL
import TestSupport
import Testing

@testable import Exchange

/// Export → import into a fresh database → export is the same, byte for byte.
struct CSVRoundTripTests {
    private struct Exports: Sendable, Equatable {
        var solutions, needs, opportunities, partnerships, actions: [UInt8]
    }

    private func exports(_ house: StoresFixture) async throws -> Exports {
        try await house.read { connection in
            Exports(
                solutions: try ExportFiles.solutions(connection), needs: try ExportFiles.needs(connection, for: .test),
                opportunities: try ExportFiles.opportunities(connection),
                partnerships: try ExportFiles.partnerships(connection, for: .test),
                actions: try ExportFiles.actions(connection, for: .test))
        }
    }

    private func expectSame(_ one: [UInt8], _ other: [UInt8], _ name: String) {
        if one == other { return }
        let (left, right) = (String(decoding: one, as: UTF8.self), String(decoding: other, as: UTF8.self))
        let pair = zip(left.split(separator: "\r\n"), right.split(separator: "\r\n")).first { $0 != $1 }
        Issue.record("\(name): \(String(describing: pair?.0.prefix(300))) became \(String(describing: pair?.1.prefix(300)))")
    }

    @Test(arguments: Engine.allCases)
    func theSampleGoesRound(on engine: Engine) async throws {
        var first: Exports?
        try await StoresFixture.open(on: engine) { house in
            try await house.write { try SampleFiles.load($0, $1) }
            first = try await exports(house)
        }
        let files = try #require(first)
        try await StoresFixture.open(on: engine) { house in
            try await house.write {
                try SampleFiles.insertOrganisations($0, $1)
                _ = try ImportEvents.run($0, $1, json: try SampleFiles.text("events.json"))
            }
            func load() async throws -> [ImportOutcome] {
                try await house.write { connection, act in
                    [
                        try ImportSolutions.run(connection, act, csv: files.solutions, thisYear: 2026),
                        try ImportNeeds.run(connection, act, csv: files.needs),
                        try ImportOpportunities.write(connection, act, try ImportOpportunities.read(files.opportunities)),
                        try ImportPartnerships.run(connection, act, csv: files.partnerships),
                        try ImportActions.run(connection, act, csv: files.actions),
                    ]
                }
            }
            #expect(try await load().map(\.added) == [22, 8, 38, 5, 7])
            let second = try await exports(house)
            expectSame(files.solutions, second.solutions, "solutions")
            expectSame(files.needs, second.needs, "needs")
            expectSame(files.opportunities, second.opportunities, "opportunities")
            expectSame(files.partnerships, second.partnerships, "partnerships")
            expectSame(files.actions, second.actions, "actions")
            #expect(try await load().map(\.changedNothing) == [true, true, true, true, true])
        }
    }

    /// Cells that a spreadsheet would run, and markup, come back as the text that they are.
    static let hostile = [
        "=1+1", "+A1", "-2+3", "@SUM(A1)", "\tx", "＝1", "'=1", "<script>alert(\"1\")</script>", "a,b\r\nc\"d", "-12.5", "' '",
    ]

    @Test(arguments: hostile)
    func hostileTextSurvivesAsText(text: String) async throws {
        var content = SolutionContent()
        content.title = text
        content.problem = text
        content.failures = text
        content.website = nil
        content.sources = [.init(title: text)]
        content.translations = ["bn": .init(title: text)]
        let record = SolutionFileRecord(slug: "hostile", organisation: "agency", country: "NA", content: content)
        var need = NeedContent()
        need.title = text
        need.problem = text
        let asked = NeedFileRecord(slug: "need", organisation: "agency", content: need)
        var csv = CSVWriter(lineEnding: .crlf)
        csv.row(SolutionCSV.columns)
        csv.row(try SolutionCSV.row(record))
        let bytes = csv.take()
        #expect(try SolutionCSV.read(bytes) == [record])
        csv.row(NeedCSV.columns)
        csv.row(try NeedCSV.row(asked))
        #expect(try NeedCSV.read(csv.take()) == [asked])
        if let sign = text.first, "=+-@\t＝".contains(sign), Double(text) == nil {
            #expect(!String(decoding: bytes, as: UTF8.self).contains(",\(text),"))
            #expect(String(decoding: bytes, as: UTF8.self).contains("'\(text)"))
        }
    }

    @Test(arguments: [
        ("title", "", "title error.required"), ("themes", "health luck", "themes error.choice"),
        ("stage", "done", "stage error.choice"), ("launched_year", "soon", "launched_year error.whole-number"),
        ("sources", "[{", "sources import.cell-json"), ("organisation_key", "nobody", "organisation import.organisation-unknown"),
        ("country_code", "XX", "country error.country"), ("slug", "Not a slug", "slug import.slug"),
        ("derived_from", "nothing", "derivedFrom import.solution-unknown"), ("state", "unpublished", "state import.state-public"),
        ("adoptions", #"[{"country":"XX","status":"live"}]"#, "adoptions.country error.country"),
    ])
    func aWrongCellRefusesTheFile(column: String, value: String, problem: String) async throws {
        try await StoresFixture.open(on: .sqlite) { house in
            let good = SolutionFileRecord(
                slug: "good", organisation: "agency", country: "BD", content: PublicFixture.centresContent)
            var cells = Dictionary(uniqueKeysWithValues: zip(SolutionCSV.columns, try SolutionCSV.row(good)))
            var csv = CSVWriter(lineEnding: .lf)
            csv.row(SolutionCSV.columns)
            csv.row(SolutionCSV.columns.map { cells[$0] ?? "" })
            cells["slug"] = "other"
            cells[column] = value
            csv.row(SolutionCSV.columns.map { cells[$0] ?? "" })
            let bytes = csv.take()
            let refused = await #expect(throws: ImportRefused.self) {
                try await house.write { _ = try ImportSolutions.run($0, $1, csv: bytes, thisYear: 2026) }
            }
            #expect(refused?.problems.map { "\($0.field) \($0.key)" } == [problem])
            let words = house.test.services.catalogue.words("en")
            for one in refused?.problems ?? [] { #expect(words.has(one.key) && !one.text(words).contains("{")) }
            #expect(try await house.read { try SolutionStore.find($0, slug: "good") } == nil)
        }
    }
}
