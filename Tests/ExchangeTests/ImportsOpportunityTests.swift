import Foundation
import Platform
import SQL
import TestSupport
import Testing

@testable import Exchange

struct ImportsOpportunityTests {
    /// Table 1 of the Dhaka workshop's paper, as printed there.
    static let printed = [
        "country,country_code,health,skills,public_service_delivery,total",
        "Uganda,UG,0,11,0,11", "Malawi,MW,0,4,0,4", "Bangladesh,BD,2,2,0,4", "Singapore,SG,0,1,0,1",
        "India,IN,2,1,0,3", "Malaysia,MY,0,1,0,1", "Tunisia,TN,1,0,0,1", "Thailand,TH,1,0,0,1",
        "Somalia,SO,0,0,3,3", "Fiji,FJ,0,0,3,3", "Sri Lanka,LK,0,0,1,1", "Philippines,PH,0,0,4,4",
        "Maldives,MV,0,0,1,1", "Total,,6,20,12,38",
    ].map { $0 + "\r\n" }.joined()

    private func report(_ house: StoresFixture) async throws -> String {
        let counts = try await house.read { try OpportunityStore.counts($0, event: "dhaka-2017") }
        let words = house.test.services.catalogue.words("en")
        return String(decoding: OpportunityReport(event: "dhaka-2017", counts: counts).csv(words: words), as: UTF8.self)
    }

    private func load(_ text: String, into house: StoresFixture) async throws -> ImportOutcome {
        let bytes = Array(text.utf8)
        return try await house.write { try ImportOpportunities.write($0, $1, try ImportOpportunities.read(bytes)) }
    }

    @Test(arguments: Engine.allCases)
    func theReportIsThePrintedTable(on engine: Engine) async throws {
        try await StoresFixture.open(on: engine) { house in
            let file = try SampleFiles.text("opportunities.csv")
            let first = try await load(file, into: house)
            #expect(first.added == 38 && first.changed == 0 && first.problems.isEmpty)
            #expect(try await report(house) == Self.printed)
            let head = try await house.read { try Audit.head($0) }
            let second = try await load(file, into: house)
            #expect(second.changedNothing && second.unchanged == 38)
            #expect(try await house.read { try Audit.head($0) } == head)
            #expect(try await report(house) == Self.printed)
            #expect(try await house.read { try Audit.verify($0) }.isSound)
        }
    }

    /// A row that the file has changed is brought up to date and keeps its place.
    @Test(arguments: Engine.allCases)
    func aChangedRowIsBroughtUpToDate(on engine: Engine) async throws {
        try await StoresFixture.open(on: engine) { house in
            let head = "reference,event,country_code,theme,text\n"
            _ = try await load(head + "a,e,FJ,health,One\nb,e,BD,skills,Two\n", into: house)
            let outcome = try await load(head + "b,e,BD,health,Two\na,e,FJ,health,One\n", into: house)
            #expect(outcome.added == 0 && outcome.changed == 1 && outcome.unchanged == 1)
            let list = try await house.read { try OpportunityStore.list($0, limit: 10) }
            #expect(list.map(\.reference) == ["a", "b"])
            #expect(list.map(\.theme) == [.health, .health])
            #expect(list.map(\.version) == [1, 2])
        }
    }

    private static let head = "reference,event,country_code,theme\n"

    @Test(arguments: [
        ("a,e,XX,health", "country_code", "error.country"), ("a,e,,health", "country_code", "error.required"),
        ("a,e,BGD,health", "country_code", "error.too-long"), ("a,e,BD,healthy", "theme", "error.theme"),
        ("a,e,BD,", "theme", "error.required"), (",e,BD,health", "reference", "error.required"),
        ("a,Dhaka 2017,BD,health", "event", "import.event-key"), ("ok,e,BD,skills", "reference", "import.reference-twice"),
    ])
    func aWrongRowIsNamedAndRefusesTheFile(row: String, column: String, key: String) async throws {
        try await StoresFixture.open(on: .sqlite) { house in
            let before = try await house.read { try Audit.head($0) }
            do {
                _ = try await load(Self.head + "ok,e,BD,health\n\(row)\nlast,e,FJ,health\n", into: house)
                Issue.record("The file was taken.")
            } catch let refused as ImportRefused {
                let problem = try #require(refused.problems.first)
                #expect(refused.count == 1)
                #expect((problem.record, problem.field, problem.key) == ("row 2", column, key))
                let words = house.test.services.catalogue.words("en")
                let text = problem.text(words)
                #expect(text.hasPrefix("row 2, \(column): "))
                #expect(words.has(key) && !text.contains("{"), "\(text)")
            }
            #expect(try await house.read { try OpportunityStore.list($0, limit: 10) }.isEmpty)
            #expect(try await house.read { try EventStore.list($0) }.isEmpty)
            #expect(try await house.read { try Audit.head($0) } == before)
        }
    }

    /// The code of Namibia is what a spreadsheet takes for "not available".
    @Test func namibiaIsACountry() throws {
        let entries = try ImportOpportunities.read(Array((Self.head + "a,e,NA,health\n").utf8))
        #expect(entries.map(\.country) == ["NA"])
    }

    @Test(arguments: [
        (Array("reference,event,country_code,theme\na,e,BD,health\nb,e,F\u{00C9}".utf8) + [0xC9, 0x0A], CSVError.Reason.notUTF8, 2, nil),
        (Array("reference,event,country_code,theme\na,e,BD,health\nb,\"e,BD,health\n".utf8), .unclosedQuote, 2, nil),
        (Array("reference,event,theme\na,e,health\n".utf8), .missingColumn, 0, "country_code"),
        (Array("reference,event,country_code,theme,mood\na,e,BD,health,good\n".utf8), .unknownColumn, 0, "mood"),
        (Array("reference,event,country_code,theme\na,e,BD\n".utf8), .wrongNumberOfCells, 1, nil),
        (Array("reference;event;country_code;theme\na;e;BD;health\n".utf8), .otherDelimiter, 0, nil),
        ([], .empty, 0, nil),
    ] as [([UInt8], CSVError.Reason, Int, String?)])
    func whatIsNoTableIsRefused(bytes: [UInt8], reason: CSVError.Reason, row: Int, column: String?) async throws {
        let words = try Catalogue(folders: [Catalogue.platformFolder, Exchange.languages]).words("en")
        do {
            _ = try ImportOpportunities.read(bytes)
            Issue.record("The file was taken.")
        } catch let error as CSVError {
            #expect(error.reason == reason)
            #expect(error.row == row)
            if let column { #expect(error.column == column) }
            #expect(words.has(error.key) && !words(error.key, error.facts).contains("{"))
        }
    }

    @Test func onlyTheFirstHundredFaultsAreNamed() {
        let rows = (0..<250).map { "r\($0),e,XX,health\n" }.joined()
        let refused = #expect(throws: ImportRefused.self) {
            _ = try ImportOpportunities.read(Array((Self.head + rows).utf8))
        }
        #expect(refused?.count == 250 && refused?.problems.count == 100)
    }

    @Test func aHundredThousandRowsGoInAtOnce() async throws {
        try await StoresFixture.open(on: .sqlite) { house in
            let codes = ["BD", "FJ", "NA", "KE"]
            var text = Self.head
            for number in 0..<100_000 {
                text += "r\(number),e,\(codes[number % 4]),\(Theme.allCases[number % 21].rawValue)\n"
            }
            let outcome = try await load(text, into: house)
            #expect(outcome.added == 100_000)
            let counts = try await house.read { try OpportunityStore.counts($0, event: "e") }
            let report = OpportunityReport(event: "e", counts: counts)
            #expect(report.total == 100_000 && report.lines.map(\.country) == codes)
            #expect(report.lines.map(\.total) == [25_000, 25_000, 25_000, 25_000])
        }
    }
}
