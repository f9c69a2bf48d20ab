import CPostgres
import SQL

/// A statement that the server has prepared, with what it told about it.
final class PostgresStatement {
    let name: String
    let text: String
    let parameterTypes: [Oid]
    /// All columns can be read in binary form.
    let binary: Bool
    /// Known from its first answer; a statement whose columns change is prepared anew.
    private var layout: PostgresResult.Layout?
    /// It has worked, so an error about its plan means that the schema changed since.
    var hasWorked = false

    init(name: String, text: String, described result: PostgresResult) {
        self.name = name
        self.text = text
        parameterTypes = (0..<PQnparams(result.pointer)).map { PQparamtype(result.pointer, $0) }
        binary = (0..<PQnfields(result.pointer)).allSatisfy {
            PostgresType.isReadInBinary(PQftype(result.pointer, $0))
        }
    }

    func rows(of result: PostgresResult) -> [Row] {
        let layout = self.layout ?? result.layout
        self.layout = layout
        return result.rows(layout)
    }
}

/// The prepared statements of one connection, bounded. One text has a variant for each combination of types that was bound to it.
struct PostgresStatements {
    private var cache = StatementCache<[PostgresStatement]>(capacity: 256)
    private var lastNumber = 0
    /// Names that the server may forget; the session tells it when no transaction is open.
    private var evicted: [String] = []

    private static let variantLimit = 8

    mutating func find(_ text: String, _ values: PostgresParameters) -> PostgresStatement? {
        cache.find(text)?.first { values.fit($0.parameterTypes) }
    }

    mutating func newName() -> String {
        lastNumber += 1
        return "s\(lastNumber)"
    }

    mutating func insert(_ statement: PostgresStatement, for text: String) {
        var variants = cache.find(text) ?? []
        if variants.count >= Self.variantLimit {
            evicted += variants.map(\.name)
            variants = []
        }
        evicted += (cache.insert(variants + [statement], for: text) ?? []).map(\.name)
    }

    mutating func forget(_ text: String) {
        evicted += (cache.remove(text) ?? []).map(\.name)
    }

    mutating func takeEvicted() -> [String] {
        defer { evicted = [] }
        return evicted
    }
}
