import Language
import Platform
import SQL
import Synchronization
import TestSupport
import Testing

@testable import Exchange

/// Counts the letters of a text; keeps what it was asked.
private final class LetterEncoder: TextEncoder {
    let name: String
    let dimension = 26
    let languages: Set<String>?
    private let asked = Mutex<[String]>([])
    private let broken = Mutex(false)

    init(_ name: String = "letters", languages: Set<String>? = ["en"]) {
        self.name = name
        self.languages = languages
    }

    var texts: [String] { asked.withLock { $0 } }
    func breakDown(_ isBroken: Bool) { broken.withLock { $0 = isBroken } }

    func encode(_ texts: [String]) async throws -> [[Float]] {
        if broken.withLock({ $0 }) { throw EncoderError(.server, "out of order") }
        asked.withLock { $0 += texts }
        return texts.map { text in
            var counts = [Float](repeating: 0.001, count: 26)
            for byte in text.lowercased().utf8 where (97...122).contains(byte) { counts[Int(byte) - 97] += 1 }
            let length = counts.reduce(0) { $0 + $1 * $1 }.squareRoot()
            return counts.map { $0 / length }
        }
    }
}

struct SolutionVectorTests {
    private func content(_ title: String, _ change: (inout SolutionContent) -> Void = { _ in }) -> SolutionContent {
        var content = PublicFixture.centresContent
        content.title = title
        content.translations = [:]
        change(&content)
        return content
    }

    /// How near each public solution is to a text, by its title.
    private func nearness(_ house: StoresFixture, _ vectors: SolutionVectors, to text: String) async throws -> [String: Float?] {
        let query = try await vectors.encoder.encode([text])[0]
        let index = CatalogueIndex()
        return try await house.read { connection in
            let snapshot = try index.snapshot(connection)
            let found = try vectors.similarities(connection, to: query, in: snapshot)
            var answer: [String: Float?] = [:]
            for slot in 0..<snapshot.slots.end {
                guard let id = snapshot.slots[slot], let listing = try SolutionListing.find(connection, [id]).first else { continue }
                answer.updateValue(Int(slot) < found.count ? found[Int(slot)] : nil, forKey: listing.texts.title(in: "en").text)
            }
            return answer
        }
    }

    private func work(_ house: StoresFixture, _ encoder: LetterEncoder?) async throws {
        house.test.clock.advance(by: .minutes(1))
        let runner = JobRunner(handlers: EncodeJob.handlers(encoder) + [Mail.handler], services: house.test.services)
        _ = try await runner.runDue()
    }

    private func all(_ house: StoresFixture, _ encoder: LetterEncoder) async throws -> EncodeSolutions.Outcome {
        try await EncodeSolutions.all(house.test.services, .test, encoder: encoder, batch: 2)
    }

    @Test(arguments: Engine.allCases)
    func whatIsPublishedIsEncodedByAJobAndFoundByEveryNode(on engine: Engine) async throws {
        try await StoresFixture.open(on: engine) { house in
            let encoder = LetterEncoder()
            let (here, there) = (SolutionVectors(encoder: encoder), SolutionVectors(encoder: encoder))
            let first = try await house.publish(content("Zebra zoo zone"))
            #expect(try await nearness(house, here, to: "zzz")["Zebra zoo zone"] == .some(nil))
            try await work(house, encoder)
            let before = try #require(try await nearness(house, here, to: "zzz")["Zebra zoo zone"] ?? nil)
            _ = try await house.publish(content("Quick quiet queen"))
            try await work(house, encoder)
            let found = try await nearness(house, here, to: "zzz")
            #expect(found == (try await nearness(house, there, to: "zzz")))
            #expect(found.count == 2 && found.values.allSatisfy { $0 != nil })
            #expect(found["Zebra zoo zone"] == before)

            // Not public any more: gone from the vectors too.
            try await house.write { connection, act in
                try connection.execute("UPDATE solution SET state = 'unpublished' WHERE id = \(first)")
                try SolutionListing.refresh(connection, first)
                try act.audit(connection, "solution.hide", "solution", first.description, before: String?.none, after: String?.none)
            }
            #expect(try await nearness(house, here, to: "zzz").keys.sorted() == ["Quick quiet queen"])
            #expect(try await house.read { try SolutionVectorStore.count($0, "letters/1") } == 1)
            #expect(try await house.read { try here.snapshot($0).slots.count } == 1)
            let actions = try await house.actions("solution-vectors", "letters/1")
            #expect(actions == ["encode", "encode"])
        }
    }

    @Test(arguments: Engine.allCases)
    func aSecondRunHasNothingToDo(on engine: Engine) async throws {
        try await StoresFixture.open(on: engine) { house in
            try await house.write { try SampleFiles.load($0, $1) }
            let encoder = LetterEncoder()
            let count = try await house.read { connection in
                try connection.value("SELECT COUNT(*) FROM solution_listing", as: Int.self) ?? 0
            }
            let first = try await all(house, encoder)
            #expect(first.total == count && first.encoded > 15 && first.unchanged == 0)
            #expect(try await all(house, encoder) == EncodeSolutions.Outcome())
            try await work(house, encoder)  // What the import has put into the queue.
            #expect(encoder.texts.count == first.encoded)
            #expect(try await house.read { try EncodeSolutions.count($0, encoder: encoder) } == first.encoded)

            // Another encoder begins anew, and the first one's are then not compared.
            let other = LetterEncoder("others")
            #expect(try await all(house, other).encoded == first.encoded)
            #expect(try await nearness(house, SolutionVectors(encoder: encoder), to: "a").values.allSatisfy { $0 == nil })
            #expect(try await nearness(house, SolutionVectors(encoder: other), to: "a").values.contains { $0 != nil })

            let vectors = SolutionVectors(encoder: other)
            #expect(try await nearness(house, vectors, to: "a").values.contains { $0 != nil })
            try await EncodeSolutions.forget(house.test.services, .test)
            #expect(try await nearness(house, vectors, to: "a").values.allSatisfy { $0 == nil })
            #expect(try await all(house, other).encoded == first.encoded)
        }
    }

    @Test(arguments: Engine.allCases)
    func onlyAChangedTextIsEncodedAgain(on engine: Engine) async throws {
        try await StoresFixture.open(on: engine) { house in
            let encoder = LetterEncoder()
            let id = try await house.publish(content("Land records"))
            try await work(house, encoder)
            #expect(encoder.texts.count == 1)
            try await house.write(as: house.owner) { try MoveSolution.run($0, $1, solution: id, .confirm) }
            let confirmed = try await all(house, encoder)
            #expect(confirmed.total == 1 && confirmed.unchanged == 1)
            #expect(try await all(house, encoder).total == 0)
            try await house.write { connection, act in
                let revised = content("Water records")
                try connection.execute(
                    "UPDATE solution_revision SET content = \(try ContentCoding.encode(revised)) WHERE solution_id = \(id)")
                try connection.execute("UPDATE solution SET updated_at = \(act.now) WHERE id = \(id)")
                try SolutionListing.refresh(connection, id)
                try act.audit(connection, "solution.change", "solution", id.description, before: String?.none, after: String?.none)
            }
            try await work(house, encoder)
            #expect(encoder.texts.count == 2 && encoder.texts[1].hasPrefix("Water records"))
        }
    }

    @Test func aBrokenEncoderLosesNothing() async throws {
        try await StoresFixture.open(on: .sqlite) { house in
            let encoder = LetterEncoder()
            encoder.breakDown(true)
            _ = try await house.publish(content("Land records"))
            try await work(house, encoder)
            #expect(encoder.texts.isEmpty)
            encoder.breakDown(false)
            try await work(house, encoder)  // The job comes back by itself.
            #expect(encoder.texts.count == 1)
            try await work(house, nil)
            #expect(try await house.read { try Jobs.deadLetters($0, limit: 10) }.isEmpty)
        }
    }

    @Test func vectorsOfAnotherLengthAreNotCompared() async throws {
        try await StoresFixture.open(on: .sqlite) { house in
            let encoder = LetterEncoder()
            _ = try await house.publish(content("Land records"))
            try await work(house, encoder)
            let vectors = SolutionVectors(encoder: encoder)
            let error = await #expect(throws: EncoderError.self) {
                try await house.read { connection in
                    _ = try vectors.similarities(connection, to: [1, 0], in: try CatalogueIndex().snapshot(connection))
                }
            }
            #expect(error?.description.contains("sangam vectors --anew") == true)
        }
    }

    @Test func theTextIsInALanguageThatTheEncoderReads() {
        let english = LetterEncoder()
        let any = LetterEncoder(languages: nil)
        var one = content("Land records") {
            $0.summary = "Short."
            $0.problem = "Lost in floods."
            $0.operation = "Scanned."
            $0.themes = [.socialProtection, .health]
        }
        #expect(VectorText.of(one, for: english) == "Land records. social protection, health\nShort.\nLost in floods.")
        one.summary = ""
        one.problem = ""
        one.innovation = ""
        #expect(VectorText.of(one, for: english) == "Land records. social protection, health\nScanned.")
        one.language = "bn"
        one.title = "জমি"
        #expect(VectorText.of(one, for: english) == nil)
        #expect(VectorText.of(one, for: any)?.hasPrefix("জমি") == true)
        one.translations = ["en": .init(title: "Land", summary: "Records."), "ar": .init(title: "أرض")]
        #expect(VectorText.of(one, for: english) == "Land. social protection, health\nRecords.")
        #expect(VectorText.of(one, for: any)?.hasPrefix("Land.") == true)
        #expect(VectorText.of(SolutionContent(), for: any) == nil)
        #expect(VectorText.hash("") != VectorText.hash("a") && VectorText.hash("a").count == 64)
    }
}
