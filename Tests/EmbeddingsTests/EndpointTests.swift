import Foundation
import Hummingbird
import Language
import Logging
import NIOCore
import Testing

@testable import Embeddings

struct EndpointTests {
    private struct Question: Decodable {
        let model: String
        let input: [String]
    }

    /// A server on loopback that answers every question with `answer`, for as long as `body` runs.
    private func withServer(
        status: HTTPResponse.Status = .ok, _ answer: @escaping @Sendable (Question, String?) async throws -> String,
        _ body: @Sendable @escaping (String) async throws -> Void
    ) async throws {
        let router = Router()
        router.post("/v1/embeddings") { request, context in
            let bytes = try await request.body.collect(upTo: 4 << 20)
            let question = try JSONDecoder().decode(Question.self, from: Data(bytes.readableBytesView))
            let text = try await answer(question, request.headers[.authorization])
            return Response(status: status, body: .init(byteBuffer: ByteBuffer(string: text)))
        }
        router.post("/moved") { _, _ in
            Response(status: .temporaryRedirect, headers: [.location: "/v1/embeddings"])
        }
        var logger = Logger(label: "test")
        logger.logLevel = .critical  // Ending with a question in flight is meant.
        let (ports, found) = AsyncStream.makeStream(of: Int.self)
        let server = Application(
            router: router, configuration: .init(address: .hostname("127.0.0.1", port: 0)),
            onServerRunning: { channel in found.yield(channel.localAddress?.port ?? 0) }, logger: logger)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await server.run() }
            var iterator = ports.makeAsyncIterator()
            let port = try #require(await iterator.next())
            try await body("http://127.0.0.1:\(port)")
            group.cancelAll()
        }
    }

    private static func answer(_ vectors: [[Float]]) -> String {
        let items = vectors.enumerated().reversed().map { #"{"object": "embedding", "index": \#($0), "embedding": \#($1)}"# }
        return #"{"object": "list", "data": [\#(items.joined(separator: ","))], "usage": {"total_tokens": 1}}"#
    }

    private func refusal(_ text: String, status: HTTPResponse.Status = .ok) async throws -> String {
        let caught = Caught()
        try await withServer(status: status, { _, _ in text }) { server in
            let encoder = try EmbeddingsEndpoint(url: server + "/v1/embeddings", model: "m", key: "secret")
            let error = await #expect(throws: EncoderError.self) { try await encoder.encode(["a", "b"]) }
            #expect(error?.kind == .server)
            await caught.set(error?.description ?? "")
        }
        return await caught.text
    }

    private actor Caught {
        var text = ""
        func set(_ text: String) { self.text = text }
    }

    @Test func vectorsComeInTheOrderOfTheTextsAndOfLengthOne() async throws {
        try await withServer({ question, key in
            #expect(key == "Bearer k-1" && question.model == "many" && question.input.count <= 32)
            return Self.answer(question.input.map { [Float($0.utf8.count), 0, 1] })
        }) { server in
            let encoder = try EmbeddingsEndpoint(url: server + "/v1/embeddings", model: "many", key: "k-1")
            #expect(encoder.name == "many@127.0.0.1" && encoder.dimension == 0 && encoder.reads("bn"))
            let texts = (0..<70).map { String(repeating: "x", count: $0) }
            let vectors = try await encoder.encode(texts)
            #expect(vectors.count == 70 && encoder.dimension == 3)
            for (text, vector) in zip(texts, vectors) {
                #expect(abs(vector.reduce(0) { $0 + $1 * $1 } - 1) < 1e-5)
                #expect(abs(vector[0] / vector[2] - Float(max(text.count, 1))) < 1e-3)
            }
            #expect(try await encoder.encode([]).isEmpty)
        }
    }

    @Test func aWrongAnswerIsToldAsWhatItIs() async throws {
        #expect(try await refusal("no such key", status: .unauthorized).contains("answered 401: no such key"))
        #expect(try await refusal("<html>").contains("cannot be read"))
        #expect(try await refusal(Self.answer([[1, 2]])).contains("1 vectors for 2 texts"))
        #expect(try await refusal(Self.answer([[1, 2], [1]])).contains("numbers; those before had"))
        #expect(try await refusal(Self.answer([[0, 0], [0, 0]])).contains("zeros"))
        #expect(try await refusal(Self.answer([[], []])).contains("cannot be used"))
        #expect(try await refusal(String(repeating: " ", count: 17 << 20)).contains("more than 16 MB"))
        let told = try await refusal(String(repeating: "long ", count: 1_000), status: .internalServerError)
        #expect(told.count < 500 && !told.contains("secret"))
    }

    @Test func aSlowAnAbsentAndAMovedServerAreTold() async throws {
        try await withServer({ _, _ in
            try await Task.sleep(for: .seconds(60))  // Ends with the server.
            return ""
        }) { server in
            let slow = try EmbeddingsEndpoint(url: server + "/v1/embeddings", model: "m", key: "", timeout: .milliseconds(300))
            let late = await #expect(throws: EncoderError.self) { try await slow.encode(["a"]) }
            #expect(late?.description.contains("did not answer in time") == true)
            let moved = try EmbeddingsEndpoint(url: server + "/moved", model: "m")
            let elsewhere = await #expect(throws: EncoderError.self) { try await moved.encode(["a"]) }
            #expect(elsewhere?.description.contains("answered 307") == true)
        }
        let nobody = try EmbeddingsEndpoint(url: "http://127.0.0.1:1/v1/embeddings", model: "m")
        let absent = await #expect(throws: EncoderError.self) { try await nobody.encode(["a"]) }
        #expect(absent?.description.contains("cannot be reached") == true)
    }

    @Test func aSettingThatCannotWorkIsRefusedAtOnce() {
        for url in ["", "localhost:8081", "ftp://127.0.0.1/x", "http://", "http://user:pass@127.0.0.1/v1"] {
            #expect(throws: EncoderError.self) { try EmbeddingsEndpoint(url: url, model: "m") }
        }
        #expect(throws: EncoderError.self) { try EmbeddingsEndpoint(url: "http://127.0.0.1/v1", model: "") }
        #expect(throws: EncoderError.self) { try EmbeddingsEndpoint(url: "http://127.0.0.1/v1", model: "m", key: "a\nb") }
    }
}
