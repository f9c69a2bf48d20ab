import Foundation
import Platform

/// The JSON in which content is kept in the database: keys sorted, so that equal content is equal text.
enum ContentCoding {
    static func encode(_ value: some Encodable) throws -> String {
        try JSONText(encoding: value).text
    }

    static func decode<Value: Decodable>(_ type: Value.Type = Value.self, from text: String) throws -> Value {
        try JSONDecoder().decode(Value.self, from: Data(text.utf8))
    }
}

extension KeyedDecodingContainer {
    /// Nothing for a key that is absent or null.
    func text(_ key: Key) throws -> String { try decodeIfPresent(String.self, forKey: key) ?? "" }

    func list<Element: Decodable>(_ key: Key) throws -> [Element] { try decodeIfPresent([Element].self, forKey: key) ?? [] }
}
