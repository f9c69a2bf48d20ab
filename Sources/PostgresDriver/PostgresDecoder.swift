import CPostgres
import SQL

/// The object ids of PostgreSQL's own types (its catalogue `pg_type`; they never change).
enum PostgresType {
    static let bool: Oid = 16
    static let bytea: Oid = 17
    static let name: Oid = 19
    static let int8: Oid = 20
    static let int2: Oid = 21
    static let int4: Oid = 23
    static let text: Oid = 25
    static let oid: Oid = 26
    static let json: Oid = 114
    static let float4: Oid = 700
    static let float8: Oid = 701
    static let bpchar: Oid = 1042
    static let varchar: Oid = 1043
    static let numeric: Oid = 1700

    /// Those that `PostgresDecoder` reads in the server's binary form, which spares writing and reading digits.
    static func isReadInBinary(_ type: Oid) -> Bool {
        switch type {
        case bool, bytea, name, int8, int2, int4, text, oid, json, float4, float8, bpchar, varchar: true
        default: false
        }
    }
}

/// How the cells of one column become values.
enum PostgresDecoder {
    case bigEndianInteger, bigEndianDouble, bigEndianFloat, bytes
    case integer, double, numeric, bool, hex
    case text

    init(type: Oid, binary: Bool) {
        self =
            switch (type, binary) {
            case (PostgresType.int2, true), (PostgresType.int4, true), (PostgresType.int8, true),
                (PostgresType.oid, true), (PostgresType.bool, true):
                .bigEndianInteger
            case (PostgresType.float8, true): .bigEndianDouble
            case (PostgresType.float4, true): .bigEndianFloat
            case (PostgresType.bytea, true): .bytes
            case (PostgresType.int2, false), (PostgresType.int4, false), (PostgresType.int8, false),
                (PostgresType.oid, false):
                .integer
            case (PostgresType.float4, false), (PostgresType.float8, false): .double
            case (PostgresType.numeric, false): .numeric
            case (PostgresType.bool, false): .bool
            case (PostgresType.bytea, false): .hex
            default: .text
            }
    }

    func decode(_ bytes: UnsafeRawBufferPointer) -> SQLValue {
        switch self {
        case .bigEndianInteger:
            // Two, four or eight bytes, the sign in the first; the one byte of a truth value is never negative.
            var number: Int64 = bytes.first.map { $0 >= 128 && bytes.count > 1 } == true ? -1 : 0
            for byte in bytes { number = number << 8 | Int64(byte) }
            return .integer(number)
        case .bigEndianDouble:
            return .real(Double(bitPattern: UInt64(bigEndian: bytes.loadUnaligned(as: UInt64.self))))
        case .bigEndianFloat:
            return .real(Double(Float(bitPattern: UInt32(bigEndian: bytes.loadUnaligned(as: UInt32.self)))))
        case .bytes: return .blob([UInt8](bytes))
        case .bool: return .integer(bytes.first == UInt8(ascii: "t") ? 1 : 0)
        case .hex: return Self.blob(hex: bytes)
        case .text: return .text(String(decoding: bytes, as: UTF8.self))
        case .integer, .double, .numeric:
            let text = String(decoding: bytes, as: UTF8.self)
            // A sum of BIGINT is numeric: whole unless it is written with a point (or is too large for 64 bits, or no number).
            if self != .double, let number = Int64(text) { return .integer(number) }
            if let number = Double(text) { return .real(number) }
            return .text(text)
        }
    }

    /// `\x0aff…`, as `bytea_output = hex` writes it.
    private static func blob(hex: UnsafeRawBufferPointer) -> SQLValue {
        func digit(_ byte: UInt8) -> UInt8 { byte <= UInt8(ascii: "9") ? byte & 15 : (byte & 15) + 9 }
        let count = max(0, hex.count / 2 - 1)
        return .blob(
            [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
                for index in 0..<count {
                    buffer[index] = digit(hex[2 + 2 * index]) << 4 | digit(hex[3 + 2 * index])
                }
                filled = count
            })
    }
}
