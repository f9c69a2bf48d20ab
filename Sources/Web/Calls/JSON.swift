import Foundation
public import Platform

/// How the API writes and reads JSON: camelCase keys, sorted; times as `JSONTime`.
public enum JSON {
    public static func encode(_ value: some Encodable) throws -> [UInt8] {
        try JSONText.bytes(encoding: value)
    }

    /// Reads a value; the problem names where in the document the fault is.
    public static func decode<Value: Decodable>(_ type: Value.Type, from bytes: [UInt8]) throws -> Value {
        do {
            return try JSONDecoder().decode(type, from: Data(bytes))
        } catch let error as DecodingError {
            throw problem(error)
        }
    }

    private static func problem(_ error: DecodingError) -> Problem {
        switch error {
        case .keyNotFound(let key, let context):
            .invalidJSON(at: pointer(context.codingPath + [key]), "missing")
        case .valueNotFound(_, let context): .invalidJSON(at: pointer(context.codingPath), "missing")
        case .typeMismatch(let type, let context):
            .invalidJSON(at: pointer(context.codingPath), "not \(name(of: type))")
        case .dataCorrupted(let context):
            .invalidJSON(
                at: pointer(context.codingPath), context.underlyingError == nil ? "not an allowed value" : "not JSON")
        @unknown default: .invalidJSON(at: "", "not JSON")
        }
    }

    /// A JSON pointer (RFC 6901).
    private static func pointer(_ path: [any CodingKey]) -> String {
        path.map { key in
            "/" + (key.intValue.map(String.init)
                ?? key.stringValue.replacingOccurrences(of: "~", with: "~0")
                .replacingOccurrences(of: "/", with: "~1"))
        }.joined()
    }

    private static func name(of type: any Any.Type) -> String {
        switch type {
        case is String.Type: "a string"
        case is Int.Type, is Int64.Type: "a whole number"
        case is Double.Type: "a number"
        case is Bool.Type: "true or false"
        default: "the right type"
        }
    }
}

/// A time in the API: ISO 8601 in UTC, to the second (`2026-11-20T23:41:03Z`).
public struct JSONTime: Codable, Sendable, Hashable {
    public let timestamp: Timestamp

    public init(_ timestamp: Timestamp) { self.timestamp = timestamp }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let date = try? Date(text, strategy: .iso8601) else {  // the reason is always the same: it is not a time
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "not a time: \(text)")
        }
        timestamp = Timestamp(milliseconds: Int64((date.timeIntervalSince1970 * 1000).rounded()))
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(CivilTime(timestamp).iso)
    }
}
