import Foundation
import Testing

@testable import Language

/// The model that `script/setup --test` fetches, and what another program computed with it.
enum Reference {
    struct Sentence: Decodable {
        let text: String
        let pieces: [Int32]
    }

    static let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../..").standardizedFileURL
    static let model = root.appending(path: "data/models/all-minilm-l6-v2")
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Reference")

    /// sentence-transformers 5.7 with transformers 4.57 and torch 2.15 on the processor, one text at a time.
    static func sentences() throws -> [Sentence] {
        try JSONDecoder().decode([Sentence].self, from: Data(contentsOf: folder.appending(path: "sentences.json")))
    }

    static func vectors() throws -> [[Float]] {
        let text = try Data(contentsOf: folder.appending(path: "vectors.base64"))
        let bytes = try #require(Data(base64Encoded: text, options: .ignoreUnknownCharacters))
        let numbers = stride(from: 0, to: bytes.count, by: 4).map { start in
            Float(bitPattern: bytes[start..<start + 4].reversed().reduce(UInt32(0)) { $0 << 8 | UInt32($1) })
        }
        return stride(from: 0, to: numbers.count, by: 384).map { Array(numbers[$0..<$0 + 384]) }
    }

    static func encoder() throws -> SentenceEncoder {
        try #require(
            FileManager.default.fileExists(atPath: model.path(percentEncoded: false)),
            "There is no sentence model in data/models. Fetch it with “script/setup --models”.")
        return try SentenceEncoder(folder: model)
    }
}

func cosine(_ one: [Float], _ other: [Float]) -> Float { zip(one, other).reduce(0) { $0 + $1.0 * $1.1 } }

struct SentenceModelTests {
    @Test func aHundredSentencesAreCutIntoTheSamePieces() throws {
        let encoder = try Reference.encoder()
        let sentences = try Reference.sentences()
        #expect(sentences.count == 100)
        for sentence in sentences {
            let pieces = try encoder.pieces(of: sentence.text)
            #expect(pieces == sentence.pieces, "\(sentence.text.prefix(80))")
        }
    }

    @Test func aHundredSentencesHaveTheVectorsOfTheReference() async throws {
        let encoder = try Reference.encoder()
        let vectors = try await encoder.encode(Reference.sentences().map(\.text))
        let expected = try Reference.vectors()
        #expect(vectors.count == expected.count)
        for (index, (vector, reference)) in zip(vectors, expected).enumerated() {
            #expect(cosine(vector, reference) >= 0.9999, "sentence \(index)")
            #expect(abs(cosine(vector, vector) - 1) < 1e-5)
        }
    }

    /// What the whole thing is for.
    @Test func aNeedIsNearToWhatAnswersItThoughTheyShareNoWord() async throws {
        let encoder = try Reference.encoder()
        let vectors = try await encoder.encode([
            "Parents walk for hours to get a birth certificate for their baby.",
            "Civil registration of newborns by community nurses",
            "A payroll package for accountants.",
        ])
        #expect(cosine(vectors[0], vectors[1]) > cosine(vectors[0], vectors[2]) + 0.1)
        #expect(encoder.name == "all-minilm-l6-v2" && encoder.dimension == 384)
        #expect(encoder.reads("en-GB") && !encoder.reads("bn"))
    }

    /// Company in a batch changes nothing but the last digits.
    @Test func aTextAloneHasTheVectorThatItHasAmongOthers() async throws {
        let encoder = try Reference.encoder()
        let texts = try Reference.sentences().map(\.text).shuffled().prefix(12)
        let together = try await encoder.encode(Array(texts))
        for (text, vector) in zip(texts, together) {
            let alone = try await encoder.encode([text])
            #expect(cosine(alone[0], vector) > 0.99999)
        }
    }

    @Test func noTextsHaveNoVectorsAndTooManyAreRefused() async throws {
        let encoder = try Reference.encoder()
        #expect(try await encoder.encode([]).isEmpty)
        let error = await #expect(throws: EncoderError.self) {
            try await encoder.encode([String](repeating: "", count: SentenceEncoder.mostTexts + 1))
        }
        #expect(error?.kind == .input)
    }

    @Test func batchesHoldEachTextOnceAndAreNoLargerThanAllowed() {
        var generator = Generator(7)
        for _ in 0..<300 {
            let lengths = (0..<Int.random(in: 0...60, using: &generator)).map { _ in Int.random(in: 2...600, using: &generator) }
            let batches = SentenceEncoder.batches(lengths)
            #expect(batches.flatMap { $0 }.sorted() == Array(lengths.indices))
            for batch in batches {
                #expect(batch.count == 1 || batch.reduce(0) { $0 + lengths[$1] } <= 512)
                #expect(batch.map { lengths[$0] } == batch.map { lengths[$0] }.sorted())
            }
        }
    }
}
