/// A statement or a piece of one. What is interpolated becomes a bound parameter; other `SQL` nests.
///
///     let byCountry: SQL = "country = \(country)"
///     let statement: SQL = "SELECT id FROM solution WHERE \(byCountry) AND stage IN \(in: stages)"
///
/// A `String` never becomes SQL text: that is what makes injection impossible. The same literal serves both engines.
public struct SQL: Sendable, Hashable, ExpressibleByStringInterpolation {
    enum Part: Sendable, Hashable {
        case text(String)
        case value(SQLValue)
    }

    var parts: [Part]

    public init(stringLiteral value: StaticString) {
        parts = [.text(value.description)]
    }

    public init(stringInterpolation: Interpolation) {
        parts = stringInterpolation.parts
    }

    init(parts: [Part]) {
        self.parts = parts
    }

    /// The text of a file of ours (a migration): it cannot hold parameters and must never come from a person.
    public init(trusted text: String) {
        parts = [.text(text)]
    }

    public struct Interpolation: StringInterpolationProtocol {
        var parts: [Part] = []

        public init(literalCapacity: Int, interpolationCount: Int) {
            parts.reserveCapacity(2 * interpolationCount + 1)
        }

        public mutating func appendLiteral(_ literal: StaticString) {
            if literal.utf8CodeUnitCount > 0 { parts.append(.text(literal.description)) }
        }

        /// Binds a value.
        public mutating func appendInterpolation(_ value: some SQLBindable) {
            parts.append(.value(value.sqlValue))
        }

        /// Binds a value, or NULL for nil. (Without this one, the compiler warns of an optional that becomes text.)
        public mutating func appendInterpolation<Value: SQLBindable>(_ value: Value?) {
            parts.append(.value(value.sqlValue))
        }

        /// Nests another piece of SQL.
        public mutating func appendInterpolation(_ fragment: SQL) {
            parts.append(contentsOf: fragment.parts)
        }

        /// Writes a number into the text: `LIMIT \(fixed: 41)`. Every number makes a statement of its own, so not for what people choose.
        ///
        /// PostgreSQL takes a bound limit for a tenth of all rows: on a large table it then makes a new plan at every call.
        public mutating func appendInterpolation(fixed number: Int) { parts.append(.text(String(number))) }

        /// Binds a list in parentheses: `id IN \(in: ids)`. An empty list matches nothing.
        ///
        /// To leave a list out write `(id IN \(in: ids)) IS NOT TRUE`: `id NOT IN \(in: ids)` would match nothing, too, when
        /// the list is empty.
        public mutating func appendInterpolation(in values: some Sequence<some SQLBindable>) {
            var first = true
            parts.append(.text("("))
            for value in values {
                if !first { parts.append(.text(", ")) }
                parts.append(.value(value.sqlValue))
                first = false
            }
            // NULL has any type on both engines and equals nothing; a sub-query would have the type text on PostgreSQL.
            parts.append(.text(first ? "NULL)" : ")"))
        }
    }

    /// The text for one engine and the values to bind, in order.
    public func rendered(for engine: Engine) -> (text: String, values: [SQLValue]) {
        var text = ""
        var values: [SQLValue] = []
        for part in parts {
            switch part {
            case .text(let piece): text += piece
            case .value(let value):
                values.append(value)
                switch engine {
                case .sqlite: text += "?"
                case .postgres: text += "$\(values.count)"
                }
            }
        }
        return (text, values)
    }

    /// How many values are bound.
    var valueCount: Int {
        parts.count { if case .value = $0 { true } else { false } }
    }

    /// Two pieces, one after the other.
    public static func + (left: SQL, right: SQL) -> SQL {
        SQL(parts: left.parts + right.parts)
    }

    public static func += (left: inout SQL, right: SQL) {
        left.parts.append(contentsOf: right.parts)
    }
}

extension Sequence<SQL> {
    /// The pieces with a separator between them: `conditions.joined(" AND ")`.
    public func joined(_ separator: SQL) -> SQL {
        var result = SQL(parts: [])
        var first = true
        for piece in self {
            if !first { result += separator }
            result += piece
            first = false
        }
        return result
    }
}

/// The two engines that the program runs on.
public enum Engine: String, Sendable, CaseIterable {
    case sqlite, postgres
}
