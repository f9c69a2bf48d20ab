import HTML

/// A QR code (ISO/IEC 18004) as an SVG picture: bytes, error correction M, versions 1 to 10. No program for it is among Debian's
/// packages with a Swift or C interface that we already use, and this much of the standard is small.
struct QRCode {
    /// Rows of modules; true is dark.
    let modules: [[Bool]]

    struct TooLong: Error {}

    /// For each version at level M: codewords for error correction in a block, and blocks of the two sizes (count, data codewords).
    private static let blocks: [(correction: Int, groups: [(count: Int, data: Int)])] = [
        (10, [(1, 16)]), (16, [(1, 28)]), (26, [(1, 44)]), (18, [(2, 32)]), (24, [(2, 43)]), (16, [(4, 27)]), (18, [(4, 31)]),
        (22, [(2, 38), (2, 39)]), (22, [(3, 36), (2, 37)]), (26, [(4, 43), (1, 44)]),
    ]

    private static let alignment: [[Int]] = [
        [], [6, 18], [6, 22], [6, 26], [6, 30], [6, 34], [6, 22, 38], [6, 24, 42], [6, 26, 46], [6, 28, 50],
    ]

    init(_ text: String) throws {
        let bytes = Array(text.utf8)
        let fitting = (1...10).first { version in
            let capacity = Self.blocks[version - 1].groups.reduce(0) { $0 + $1.count * $1.data }
            return bytes.count + (version < 10 ? 2 : 3) <= capacity
        }
        guard let version = fitting else { throw TooLong() }
        var grid = QRGrid(version: version, alignment: Self.alignment[version - 1])
        grid.place(Self.codewords(bytes, version: version))
        modules = grid.masked()
    }

    // MARK: Data

    private static func codewords(_ bytes: [UInt8], version: Int) -> [UInt8] {
        let (correction, groups) = blocks[version - 1]
        let capacity = groups.reduce(0) { $0 + $1.count * $1.data }
        var bits: [Bool] = []
        func append(_ value: Int, _ count: Int) {
            for bit in stride(from: count - 1, through: 0, by: -1) { bits.append(value >> bit & 1 == 1) }
        }
        append(0b0100, 4)
        append(bytes.count, version < 10 ? 8 : 16)
        for byte in bytes { append(Int(byte), 8) }
        append(0, min(4, capacity * 8 - bits.count))
        while !bits.count.isMultiple(of: 8) { bits.append(false) }
        var data = stride(from: 0, to: bits.count, by: 8).map { start in
            bits[start..<(start + 8)].reduce(UInt8(0)) { $0 << 1 | ($1 ? 1 : 0) }
        }
        var pad: UInt8 = 0xEC
        while data.count < capacity {
            data.append(pad)
            pad = pad == 0xEC ? 0x11 : 0xEC
        }
        // Blocks are written column by column: first the data of all, then the correction of all.
        var parts: [[UInt8]] = []
        var start = 0
        for group in groups {
            for _ in 0..<group.count {
                parts.append(Array(data[start..<(start + group.data)]))
                start += group.data
            }
        }
        let checks = parts.map { remainder($0, count: correction) }
        var all: [UInt8] = []
        for column in 0..<(parts.map(\.count).max() ?? 0) { for part in parts where column < part.count { all.append(part[column]) } }
        for column in 0..<correction { for check in checks { all.append(check[column]) } }
        return all
    }

    /// Reed–Solomon over GF(256) with the polynomial 0x11D.
    private static func remainder(_ data: [UInt8], count: Int) -> [UInt8] {
        var generator: [UInt8] = [1]
        var root: UInt8 = 1
        for _ in 0..<count {
            var next = generator + [0]
            for (index, value) in generator.enumerated() { next[index + 1] ^= multiply(value, root) }
            generator = next
            root = multiply(root, 2)
        }
        var rest = [UInt8](repeating: 0, count: count)
        for byte in data {
            let factor = byte ^ rest[0]
            rest.removeFirst()
            rest.append(0)
            for index in 0..<count { rest[index] ^= multiply(generator[index + 1], factor) }
        }
        return rest
    }

    private static func multiply(_ left: UInt8, _ right: UInt8) -> UInt8 {
        var product = 0
        var (a, b) = (Int(left), Int(right))
        while b > 0 {
            if b & 1 == 1 { product ^= a }
            a <<= 1
            if a & 0x100 != 0 { a ^= 0x11D }
            b >>= 1
        }
        return UInt8(product)
    }

    // MARK: Picture

    /// One path, with the quiet zone of four modules that readers need.
    func svg(title: String) -> HTML {
        let size = modules.count + 8
        var path = ""
        for (row, line) in modules.enumerated() {
            var column = 0
            while column < line.count {
                guard line[column] else {
                    column += 1
                    continue
                }
                let start = column
                while column < line.count, line[column] { column += 1 }
                path += "M\(start + 4) \(row + 4)h\(column - start)v1h-\(column - start)z"
            }
        }
        return """
            <svg class="qr" role="img" viewBox="0 0 \(size) \(size)" width="\(size * 4)" height="\(size * 4)" \
            xmlns="http://www.w3.org/2000/svg"><title>\(title)</title>\
            <rect width="\(size)" height="\(size)" fill="#fff"/><path d="\(path)" fill="#000"/></svg>
            """
    }
}
