import CPostgres
import SQL

/// Bound values in the server's binary form, one after the other in one buffer.
struct PostgresParameters {
    /// What each value is; 0 (left to the server) for NULL, which fits any type.
    private(set) var types: [Oid] = []
    private var bytes: [UInt8] = []
    private var spans: [Range<Int>?] = []

    init(_ values: [SQLValue], statement: String) throws {
        types.reserveCapacity(values.count)
        spans.reserveCapacity(values.count)
        for value in values {
            let start = bytes.count
            switch value {
            case .null:
                types.append(0)
                spans.append(nil)
                continue
            case .integer(let number):
                types.append(PostgresType.int8)
                append(UInt64(bitPattern: number))
            case .real(let number):
                types.append(PostgresType.float8)
                append(number.bitPattern)
            case .text(let text):
                types.append(PostgresType.text)
                bytes.append(contentsOf: text.utf8)
                if bytes[start...].contains(0) {
                    throw DatabaseError(.other, message: "A text holds the character U+0000.", statement: statement)
                }
            case .blob(let blob):
                types.append(PostgresType.bytea)
                bytes.append(contentsOf: blob)
            }
            spans.append(start..<bytes.count)
        }
        // The protocol counts parameters in 16 bits.
        if values.count > Int(UInt16.max) {
            throw DatabaseError(.other, message: "\(values.count) values in one statement; 65,535 is the most.", statement: statement)
        }
        // An empty value at the end still needs an address of its own.
        bytes.append(0)
    }

    private mutating func append(_ number: UInt64) {
        withUnsafeBytes(of: number.bigEndian) { bytes.append(contentsOf: $0) }
    }

    var count: Int { types.count }
    var hasNull: Bool { types.contains(0) }

    /// Whether a statement prepared for `prepared` takes these values: a NULL fits everything.
    func fit(_ prepared: [Oid]) -> Bool {
        types.count == prepared.count && zip(types, prepared).allSatisfy { $0 == 0 || $0 == $1 }
    }

    /// The three arrays that libpq wants: addresses, lengths, formats.
    func withPointers<Result>(
        _ body: ([UnsafePointer<CChar>?], [Int32], [Int32]) -> Result
    ) -> Result {
        bytes.withUnsafeBytes { buffer in
            let start = buffer.baseAddress!.assumingMemoryBound(to: CChar.self)
            return body(
                spans.map { $0.map { start + $0.lowerBound } },
                spans.map { Int32($0?.count ?? 0) },
                [Int32](repeating: 1, count: spans.count))
        }
    }
}
