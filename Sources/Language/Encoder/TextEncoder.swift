/// Turns texts into vectors, so that texts that mean the same lie near each other though they share no word.
///
///     let vectors = try await encoder.encode([need.title, solution.summary])
///     let nearness = zip(vectors[0], vectors[1]).reduce(0) { $0 + $1.0 * $1.1 }   // the cosine: both have length 1
///
/// There are two: `SentenceEncoder`, which computes here, and `EmbeddingsEndpoint`, which asks a server. Vectors of encoders with
/// different names cannot be compared.
public protocol TextEncoder: Sendable {
    /// Stored with each vector; another model has another name.
    var name: String { get }
    /// How many numbers a vector has; 0 as long as that is not known.
    var dimension: Int { get }
    /// The languages that it understands (BCP 47, without regions); nil: as many as can be. A text in another language has a vector
    /// too, but one that means little.
    var languages: Set<String>? { get }
    /// One vector of length 1 for each text, in the same order. An empty text gets one too.
    ///
    /// A text that is too long for the model is read from its beginning. Throws `EncoderError`.
    func encode(_ texts: [String]) async throws -> [[Float]]
}

extension TextEncoder {
    /// Whether it understands texts in this language.
    public func reads(_ language: String) -> Bool {
        guard let languages else { return true }
        return languages.contains(String(language.prefix { $0 != "-" }).lowercased())
    }
}

/// Why texts could not be encoded, in words for a log or a command's user.
public struct EncoderError: Error, CustomStringConvertible, Sendable, Equatable {
    public enum Kind: Sendable, Equatable {
        /// A file of the model is missing or is not what it should be.
        case model
        /// More texts wait than can be encoded in time.
        case busy
        /// A server did not answer as it should.
        case server
        /// A text or a setting cannot be used.
        case input
    }

    public let kind: Kind
    public let description: String

    public init(_ kind: Kind, _ description: String) {
        self.kind = kind
        self.description = description
    }
}
