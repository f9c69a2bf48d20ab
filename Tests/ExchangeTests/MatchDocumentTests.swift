import Foundation
import Platform
import SQL
import TestSupport
import Testing

@testable import Exchange

/// The answer to a need, as programs read it, on the sample network.
struct MatchDocumentTests {
    /// The sample network and one solution that a registry knows by a number of its own.
    private func withNetwork(on engine: Engine, _ body: (StoresFixture, MatchService) async throws -> Void) async throws {
        try await StoresFixture.open(on: engine) { house in
            try await house.write { connection, act in
                try SampleFiles.load(connection, act)
                var content = SolutionContent()
                content.title = "Registry of births for health workers"
                content.summary = "Nurses write births down on a phone."
                content.conditions = [.init(kind: .power, text: "Phones are charged", necessity: .required)]
                content.sources = [.init(title: "Registry")]
                var record = SolutionFileRecord(slug: "births-on-a-phone", organisation: "agency", country: "BD", content: content)
                record.origin = .init(registry: "dpg", id: "10042")
                var csv = CSVWriter(lineEnding: .lf)
                csv.row(SolutionCSV.columns)
                csv.row(try SolutionCSV.row(record))
                _ = try ImportSolutions.run(connection, act, csv: csv.take(), thisYear: 2026)
            }
            try await body(house, MatchService(search: SolutionSearch()))
        }
    }

    private func answer(
        _ house: StoresFixture, _ service: MatchService, _ need: String, limit: Int = 10, language: String = "en"
    ) async throws -> JSONValue {
        let need = try MatchNeedFile.read(need)
        let results = try await house.read { try service.run($0, need, weights: .first, limit: limit, year: 2026) }
        let words = house.test.services.catalogue.words(language)
        return try JSONValue(encoding: MatchDocument(results, words: words, url: { "https://sangam.example\($0)" }))
    }

    private func matches(_ answer: JSONValue) -> [JSONValue] { answer["matches"]?.items ?? [] }

    @Test(arguments: Engine.allCases)
    func theAnswerHasItsShapeAndKeepsTheRegistrysName(on engine: Engine) async throws {
        try await withNetwork(on: engine) { house, service in
            let found = try await answer(
                house, service,
                #"{"title": "Births", "problem": "Nurses cannot write births down.", "country": "FJ", "sdgTargets": ["16.9"], "themes": ["civil-registration-identity"], "conditions": [{"kind": "power", "state": "missing"}]}"#)
            #expect(found["weights"]?["version"] == .integer(1))
            let match = try #require(matches(found).first { $0["solution"]?["source"]?["id"]?.text == "10042" })
            #expect(match["solution"]?["source"] == .object(["registry": .string("dpg"), "id": .string("10042")]))
            #expect(match["solution"]?["title"]?.text == "Registry of births for health workers")
            #expect(match["solution"]?["country"]?.text == "BD" && match["solution"]?["id"]?.text != nil)
            for name in ["score", "needScore", "providerScore", "coverage"] {
                let share = try #require(match[name]?.double)
                #expect((0...1).contains(share), "\(name)")
            }
            let gap = try #require(match["gaps"]?.items.first)
            #expect(gap["condition"]?.text == "power" && gap["state"]?.text == "missing" && gap["text"]?.text?.contains("Phones are charged") == true)
            for match in matches(found) {
                // One that no registry knows has no source, and says so.
                #expect(match["solution"]?["source"] != nil)
                for reason in match["reasons"]?.items ?? [] {
                    #expect(MatchComponent(rawValue: reason["component"]?.text ?? "") != nil)
                    #expect((reason["points"]?.double ?? 0) > 0 && reason["field"]?.text?.isEmpty == false)
                }
            }
        }
    }

    /// One sentence for each reason, in each language, without a hole in it.
    @Test(arguments: Engine.allCases, ["en", "bn", "ar"])
    func reasonsAreSentencesOfTheReadersLanguage(on engine: Engine, in language: String) async throws {
        try await withNetwork(on: engine) { house, service in
            let found = try await answer(
                house, service,
                #"{"title": "Services close to villages", "problem": "Villagers travel a full day to reach an office.", "country": "FJ", "sdgTargets": ["16.6"], "themes": ["public-service-delivery"], "languages": ["en"]}"#,
                language: language)
            let end: Character = language == "bn" ? "।" : "."
            for match in matches(found) {
                let reasons = match["reasons"]?.items ?? []
                #expect(!reasons.isEmpty)
                #expect(Set(reasons.compactMap { $0["component"]?.text }).count == reasons.count)
                for text in reasons.compactMap({ $0["text"]?.text }) + (match["gaps"]?.items ?? []).compactMap({ $0["text"]?.text }) {
                    #expect(!text.contains("{") && !text.contains("matching."), "\(text)")
                }
                for text in reasons.compactMap({ $0["text"]?.text }) { #expect(text.last == end, "\(text)") }
            }
        }
    }

    /// The words share nothing: the concept does it, without a model too.
    @Test(arguments: Engine.allCases)
    func aFullDaysTravelFindsOneStopCentres(on engine: Engine) async throws {
        try await withNetwork(on: engine) { house, service in
            let found = try await answer(house, service, #"{"title": "Villagers travel a full day to reach an office"}"#, limit: 5)
            let slugs = matches(found).compactMap { $0["solution"]?["slug"]?.text }
            #expect(!Set(slugs.prefix(3)).isDisjoint(with: ["union-digital-centres", "women-run-digital-centres", "reach-mobile-services"]), "\(slugs)")
        }
    }

    @Test(arguments: ["{\"title\": \"Births\"}", "{\"problem\": \"Births are not written down.\"}", "{\"title\": \"?\"}"])
    func aTitleAloneIsEnough(need: String) async throws {
        try await withNetwork(on: .sqlite) { house, service in
            let found = try await answer(house, service, need, limit: 3)
            #expect(matches(found).count == 3)
        }
    }

    @Test(arguments: [
        ("{\"titel\": \"x\"}", "titel error.match-field"), ("{}", "title error.match-empty"), ("[1]", " error.match-object"),
        ("not JSON", " import.not-json"), ("{\"title\": \"x\", \"themes\": [\"luck\"]}", "themes.0 error.match-code"),
        ("{\"title\": \"x\", \"country\": \"XX\"}", "country error.match-country"),
    ])
    func wrongFilesAreRefusedAndNamed(file: String, problem: String) {
        let refused = #expect(throws: ImportRefused.self) { _ = try MatchNeedFile.read(file) }
        #expect(refused?.problems.map { "\($0.field) \($0.key)" } == [problem])
    }

    @Test(arguments: [("not JSON", "1:1"), ("{\"title\":\n  x}", "2:3"), ("{} {}", "1:4"), ("", "1:1")])
    func theFaultOfAFileIsPlaced(file: String, place: String) {
        let refused = #expect(throws: ImportRefused.self) { _ = try MatchNeedFile.read(file) }
        let facts = refused?.problems.first?.facts ?? [:]
        #expect("\(facts["line"] ?? ""):\(facts["column"] ?? "")" == place && facts["reason"]?.isEmpty == false)
    }

    /// The carried half of the judged set: before and after are measured, and the same weights change nothing.
    @Test(arguments: Engine.allCases)
    func weightsAreComparedOnTheJudgedNeeds(on engine: Engine) async throws {
        try await withNetwork(on: engine) { house, service in
            let prepared = try await service.prepareJudged(house.test.services)
            func compare(_ after: MatchWeights) async throws -> WeightsComparison {
                try await house.read {
                    try WeightsComparison.run($0, service, prepared, before: .first, after: after, year: 2026)
                }
            }
            let same = try await compare(.first)
            #expect(same.judged == 29 && same.lines.count == 9)
            #expect(same.before == same.after && same.interval == 0...0 && same.better == 0 && same.worse == 0 && same.isUndecided)
            #expect(same.before > 0.3)
            // Without its text a need finds little.
            var blind = MatchWeights.first
            blind.components[.text] = 0
            let other = try await compare(blind)
            #expect(other.after < other.before && other.worse > other.better)
            #expect(other.interval.lowerBound <= other.after - other.before && other.after - other.before <= other.interval.upperBound)
        }
    }
}

extension JSONValue {
    fileprivate var items: [JSONValue] { if case .array(let items) = self { items } else { [] } }

    fileprivate var double: Double? {
        switch self {
        case .integer(let value): Double(value)
        case .number(let value): value
        default: nil
        }
    }
}
