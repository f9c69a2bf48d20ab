internal import AsyncHTTPClient
internal import Foundation
public import Language
internal import NIOCore
internal import NIOHTTP1
import Synchronization

/// Encodes by asking a server that speaks the `/v1/embeddings` convention: for a larger model, or one that knows many languages.
///
///     let encoder = try EmbeddingsEndpoint(url: "http://127.0.0.1:8081/v1/embeddings", model: "multilingual")
///
/// The texts leave this machine: the one that is asked must be trusted with needs that are not public. Redirects are not followed, so
/// that neither texts nor key go elsewhere.
public final class EmbeddingsEndpoint: TextEncoder {
    public let name: String
    /// What the first answer had; 0 before.
    public var dimension: Int { length.withLock { $0 } }
    public let languages: Set<String>? = nil

    private let url: String
    private let model: String
    private let key: String
    private let timeout: TimeAmount
    private let length = Mutex(0)

    /// Texts in one request: what common servers take.
    private static let textsInRequest = 32
    /// Letters of one text: more than models read, so the rest would only cost.
    private static let lettersInText = 20_000
    private static let longestAnswer = 16 << 20
    static let longestVector = 16_384

    // Never shut down: it lives as long as the program.
    private static let client: HTTPClient = {
        var configuration = HTTPClient.Configuration(redirectConfiguration: .disallow)
        configuration.timeout.connect = .seconds(10)
        configuration.decompression = .disabled
        return HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    }()

    /// - Parameters:
    ///   - url: the full address, with its path.
    ///   - key: sent as a bearer token; empty for none.
    public convenience init(url: String, model: String, key: String = "") throws {
        try self.init(url: url, model: model, key: key, timeout: .seconds(60))
    }

    init(url: String, model: String, key: String, timeout: TimeAmount) throws {
        guard let parts = URL(string: url), ["http", "https"].contains(parts.scheme ?? ""), parts.host() != nil,
            parts.user() == nil, parts.fragment() == nil
        else {
            throw EncoderError(.input, "“\(url)” is no address of a server. Give it like http://127.0.0.1:8081/v1/embeddings.")
        }
        guard !model.isEmpty, model.count <= 200 else {
            throw EncoderError(.input, "The name of the server's model is missing. Set SANGAM_EMBEDDINGS_MODEL.")
        }
        guard key.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            throw EncoderError(.input, "The key for the server holds signs that no key has. Check SANGAM_EMBEDDINGS_KEY.")
        }
        self.url = url
        self.model = model
        self.key = key
        self.timeout = timeout
        name = "\(model)@\(parts.host() ?? "")"
    }

    public func encode(_ texts: [String]) async throws -> [[Float]] {
        var vectors: [[Float]] = []
        vectors.reserveCapacity(texts.count)
        for start in stride(from: 0, to: texts.count, by: Self.textsInRequest) {
            vectors += try await ask(Array(texts[start..<min(start + Self.textsInRequest, texts.count)]))
        }
        return vectors
    }

    private struct Question: Encodable {
        let model: String
        let input: [String]
        let encoding_format = "float"
    }

    private struct Answer: Decodable {
        struct Item: Decodable {
            let index: Int
            let embedding: [Float]
        }
        let data: [Item]
    }

    private func ask(_ texts: [String]) async throws -> [[Float]] {
        var request = HTTPClientRequest(url: url)
        request.method = .POST
        request.headers.add(name: "content-type", value: "application/json")
        request.headers.add(name: "accept", value: "application/json")
        if !key.isEmpty { request.headers.add(name: "authorization", value: "Bearer \(key)") }
        // An empty text is refused by common servers.
        let input = texts.map { text in text.isEmpty ? " " : String(text.prefix(Self.lettersInText)) }
        request.body = .bytes(ByteBuffer(bytes: try JSONEncoder().encode(Question(model: model, input: input))))
        let body: ByteBuffer
        let status: UInt
        do {
            let response = try await Self.client.execute(request, timeout: timeout)
            status = response.status.code
            body = try await response.body.collect(upTo: Self.longestAnswer)
        } catch is CancellationError {
            throw CancellationError()
        } catch is NIOTooManyBytesError {
            throw failure("answered with more than \(Self.longestAnswer >> 20) MB")
        } catch let error as HTTPClientError where error == .deadlineExceeded || error == .readTimeout || error == .connectTimeout {
            throw failure("did not answer in time")
        } catch {
            throw failure("cannot be reached (\(error))")
        }
        guard status == 200 else {
            let words = String(decoding: body.readableBytesView.prefix(300), as: UTF8.self)
            throw failure("answered \(status): \(words)")
        }
        return try read(body, count: texts.count)
    }

    private func read(_ body: ByteBuffer, count: Int) throws -> [[Float]] {
        let answer: Answer
        do {
            answer = try JSONDecoder().decode(Answer.self, from: Data(body.readableBytesView))
        } catch {
            throw failure("gave an answer that cannot be read: \(error)")
        }
        guard answer.data.count == count, Set(answer.data.map(\.index)) == Set(0..<count) else {
            throw failure("gave \(answer.data.count) vectors for \(count) texts, or numbered them wrongly")
        }
        return try answer.data.sorted { $0.index < $1.index }.map { try checked($0.embedding) }
    }

    /// The vector at length 1.
    private func checked(_ vector: [Float]) throws -> [Float] {
        guard (1...Self.longestVector).contains(vector.count), vector.allSatisfy(\.isFinite) else {
            throw failure("gave a vector of \(vector.count) numbers that cannot be used")
        }
        let known = length.withLock { known in
            if known == 0 { known = vector.count }
            return known
        }
        guard known == vector.count else { throw failure("gave a vector of \(vector.count) numbers; those before had \(known)") }
        let size = vector.reduce(0) { $0 + $1 * $1 }.squareRoot()
        guard size.isFinite, size > 0 else { throw failure("gave a vector of zeros") }
        return vector.map { $0 / size }
    }

    /// The address is in the message, the key never.
    private func failure(_ what: String) -> EncoderError { EncoderError(.server, "The server for embeddings, \(url), \(what).") }
}
