import Foundation
import Platform
public import SQL

/// A service's file as a table for translators and offices: one text or figure a row, `place,language,value`.
///
///     services.0.definition.form.2.label,bn,আপনার জন্ম কবে?
///
/// What it says is exactly what the JSON says: written and read again it is the same file.
enum ServiceCSV {
    static let columns = ["place", "language", "kind", "value"]

    static func write(_ file: ServiceFile) throws -> String {
        var writer = CSVWriter()
        writer.row(columns)
        func add(_ value: JSONValue, _ place: JSONPlace) {
            switch value {
            case .object(let members):
                if members.isEmpty { writer.row([place.description, "", "empty-object", ""]) }
                for (name, member) in members.sorted(by: { $0.key < $1.key }) {
                    // A text in a language stands in the language's column.
                    if let text = member.text, isLanguage(name), !place.steps.isEmpty {
                        writer.row([place.description, name, "text", text])
                    } else {
                        add(member, place.appending(name))
                    }
                }
            case .array(let items):
                if items.isEmpty { writer.row([place.description, "", "empty-list", ""]) }
                for (index, item) in items.enumerated() { add(item, place.appending(index)) }
            case .string(let text): writer.row([place.description, "", "text", text])
            case .integer(let number): writer.row([place.description, "", "figure", String(number)])
            case .number(let number): writer.row([place.description, "", "figure", String(number)])
            case .bool(let flag): writer.row([place.description, "", "flag", flag ? "yes" : "no"])
            case .null: break
            }
        }
        add(try JSONValue(parsing: try Coding.encode(file)), JSONPlace())
        return String(decoding: writer.take(), as: UTF8.self)
    }

    /// Two or three letters, perhaps with more after a hyphen: `bn`, `zh-Hant`. No member of the document has such a name.
    private static func isLanguage(_ name: String) -> Bool {
        let first = name.prefix { $0 != "-" }
        return (2...3).contains(first.utf8.count) && first.utf8.allSatisfy { (97...122).contains($0) } && name != "key" && name != "at"
    }

    /// The JSON text that the table stands for.
    static func json(_ csv: String) throws -> String {
        var tree = Node()
        var problems: [ServiceImportProblem] = []
        try CSV.read(Array(csv.utf8), columns: CSVColumns(required: columns)) { row in
            var steps = JSONPlace(row["place"]).steps
            if !row["language"].isEmpty { steps.append(row["language"]) }
            let value: JSONValue? =
                switch row["kind"] {
                case "text": .string(row["value"])
                case "figure": Int64(row["value"]).map { .integer($0) } ?? Double(row["value"]).map { .number($0) }
                case "flag": ["yes": true, "no": false][row["value"]].map { .bool($0) }
                case "empty-object": .object([:])
                case "empty-list": .array([])
                default: nil
                }
            guard let value, !steps.isEmpty, steps.count <= 20, steps[0] != "" else {
                problems.append(ServiceImportProblem("\(row.line)", "value", "services.import.csv-value", ["kind": row["kind"], "value": String(row["value"].prefix(60))]))
                return
            }
            tree.set(value, steps[...])
        }
        guard problems.isEmpty else { throw ServiceImportRefused(problems) }
        return tree.value.canonical
    }

    /// A document while its rows come in: a member whose names are all numbers is a list, in the order of the numbers.
    private struct Node {
        var leaf: JSONValue?
        var children: [String: Node] = [:]

        mutating func set(_ value: JSONValue, _ steps: ArraySlice<String>) {
            guard let step = steps.first else {
                leaf = value
                return
            }
            children[step, default: Node()].set(value, steps.dropFirst())
        }

        var value: JSONValue {
            if children.isEmpty { return leaf ?? .null }
            let numbers = children.keys.compactMap { Int($0) }
            guard numbers.count == children.count else { return .object(children.mapValues(\.value)) }
            return .array(numbers.sorted().compactMap { children[String($0)]?.value })
        }
    }
}

/// Takes over services from the table that the editor exports.
public enum ImportServiceCSV {
    public static func run(_ connection: any Connection, _ act: Act, csv: String) throws -> ServiceImportOutcome {
        try ImportServiceFile.run(connection, act, json: try ServiceCSV.json(csv), keepsWhatIsThere: false)
    }
}
