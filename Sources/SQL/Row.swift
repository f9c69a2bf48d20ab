/// One row of an answer. A cell is read by its column's name, as the type that the context asks for.
///
///     let title: String = try row["title"]
///     let launched: Int? = try row["launched_year"]
///
/// Throws `RowError` when there is no such column or the cell holds another type.
public struct Row: Sendable {
    public let columns: Columns
    public let values: [SQLValue]

    public init(columns: Columns, values: [SQLValue]) {
        self.columns = columns
        self.values = values
    }

    public subscript<Value: SQLDecodable>(_ column: String) -> Value {
        get throws {
            guard let index = columns.index(of: column) else {
                throw RowError.noColumn(column, has: columns.names)
            }
            guard let value = Value(sqlValue: values[index]) else {
                throw RowError.wrongType(
                    column: column, wanted: String(describing: Value.self),
                    found: values[index].typeName)
            }
            return value
        }
    }

    public subscript<Value: SQLDecodable>(_ index: Int) -> Value {
        get throws {
            guard values.indices.contains(index) else {
                throw RowError.noColumn("#\(index)", has: columns.names)
            }
            guard let value = Value(sqlValue: values[index]) else {
                throw RowError.wrongType(
                    column: columns.names[index], wanted: String(describing: Value.self),
                    found: values[index].typeName)
            }
            return value
        }
    }

    /// The names of an answer's columns, shared by its rows.
    public final class Columns: Sendable {
        public let names: [String]
        private let positions: [String: Int]

        public init(_ names: [String]) {
            self.names = names
            positions = Dictionary(
                names.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
        }

        public func index(of name: String) -> Int? { positions[name] }
    }
}

/// A cell that could not be read: a fault of ours, never of the person at the screen.
public enum RowError: Error, CustomStringConvertible, Equatable {
    case noColumn(String, has: [String])
    case wrongType(column: String, wanted: String, found: String)

    public var description: String {
        switch self {
        case .noColumn(let column, let has):
            "The answer has no column “\(column)”; it has \(has.joined(separator: ", "))."
        case .wrongType(let column, let wanted, let found):
            "Column “\(column)” holds \(found), which cannot be read as \(wanted)."
        }
    }
}
