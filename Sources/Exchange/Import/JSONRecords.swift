import Foundation
import Platform

/// Reads a JSON file that is a list of records, so that a fault names its record and field.
enum JSONRecords {
    static func read<Record: Decodable>(_ type: Record.Type, from text: String) throws -> [Record] {
        guard case .array(let items) = try JSONFile.value(text) else {
            throw ImportRefused([
                ImportProblem(record: "file", field: "", key: "import.wrong-type", facts: ["wanted": "list"])
            ])
        }
        var records: [Record] = []
        var problems: [ImportProblem] = []
        for (index, item) in items.enumerated() {
            let label = item["slug"]?.text ?? item["key"]?.text ?? "record \(index + 1)"
            do {
                records.append(try item.decoded(as: Record.self))
            } catch let error as DecodingError {
                problems.append(problem(label, error))
            }
        }
        guard problems.isEmpty else { throw ImportRefused(problems) }
        return records
    }

    static func problem(_ label: String, _ error: DecodingError) -> ImportProblem {
        func path(_ context: DecodingError.Context, _ key: (any CodingKey)? = nil) -> String {
            (context.codingPath + (key.map { [$0] } ?? [])).map { $0.intValue.map(String.init) ?? $0.stringValue }
                .joined(separator: ".")
        }
        switch error {
        case .keyNotFound(let key, let context):
            return ImportProblem(record: label, field: path(context, key), key: "error.required")
        case .typeMismatch(let type, let context), .valueNotFound(let type, let context):
            return ImportProblem(
                record: label, field: path(context), key: "import.wrong-type", facts: ["wanted": "\(type)"])
        case .dataCorrupted(let context):
            return ImportProblem(
                record: label, field: path(context), key: "import.wrong-value",
                facts: ["reason": context.debugDescription])
        @unknown default:
            return ImportProblem(record: label, field: "", key: "import.wrong-value", facts: ["reason": "\(error)"])
        }
    }
}
