import Foundation
import Platform

/// The JSON in which documents are kept in the database: keys sorted, so that equal content is equal text.
enum Coding {
    static func encode(_ value: some Encodable) throws -> String { try JSONText(encoding: value).text }

    static func decode<Value: Decodable>(_ type: Value.Type = Value.self, from text: String) throws -> Value {
        try JSONDecoder().decode(Value.self, from: Data(text.utf8))
    }
}
