/// Takes from a photo what tells who took it, where, when and with which phone, before it is kept. The picture itself stays as it is.
///
/// A PDF is passed on: what it holds cannot be told apart from its content.
enum PhotoTraces {
    /// nil for what begins like a photo and cannot be read as one.
    static func removed(from bytes: [UInt8]) -> [UInt8]? {
        if bytes.starts(with: [0xFF, 0xD8]) { return jpeg(bytes) }
        if bytes.starts(with: pngMark) { return png(bytes) }
        if bytes.starts(with: Array("RIFF".utf8)), bytes.count > 12, Array(bytes[8..<12]) == Array("WEBP".utf8) { return webp(bytes) }
        return bytes
    }

    private static func big(_ bytes: [UInt8], _ at: Int, _ count: Int) -> Int {
        bytes[at..<at + count].reduce(0) { $0 << 8 | Int($1) }
    }

    // MARK: JPEG

    /// Segments of programs and comments go, but for the colours (ICC, Adobe) and which side is up. It ends where the picture ends:
    /// some phones hang a film behind it.
    private static func jpeg(_ bytes: [UInt8]) -> [UInt8]? {
        var out: [UInt8] = [0xFF, 0xD8]
        if let side = orientation(bytes) { out += upright(side) }
        var at = 2
        while at + 1 < bytes.count {
            guard bytes[at] == 0xFF else { return nil }
            let marker = bytes[at + 1]
            if marker == 0xFF {
                at += 1
                continue
            }
            if marker == 0xD9 { return out + [0xFF, 0xD9] }
            guard at + 4 <= bytes.count, case let length = big(bytes, at + 2, 2), length >= 2, at + 2 + length <= bytes.count else { return nil }
            let isKept = !(0xE0...0xEF).contains(marker) && marker != 0xFE || [0xE0, 0xE2, 0xEE].contains(marker) && !isPreview(bytes, at)
            if isKept { out += bytes[at..<at + 2 + length] }
            at += 2 + length
            if marker == 0xDA {
                let start = at
                while at + 1 < bytes.count, bytes[at] != 0xFF || bytes[at + 1] == 0 || (0xD0...0xD7).contains(bytes[at + 1]) { at += 1 }
                out += bytes[start..<at]
            }
        }
        return nil
    }

    /// "MPF" in APP2 points to further pictures with traces of their own.
    private static func isPreview(_ bytes: [UInt8], _ at: Int) -> Bool {
        at + 8 <= bytes.count && bytes[at + 1] == 0xE2 && Array(bytes[at + 4..<at + 7]) == Array("MPF".utf8)
    }

    /// Which side is up, from the first directory of the photo's EXIF; nil when it does not say, or says 1 (as it is).
    private static func orientation(_ bytes: [UInt8]) -> UInt8? {
        let mark = Array("Exif".utf8) + [0, 0]
        var at = 2
        while at + 4 <= bytes.count, bytes[at] == 0xFF, bytes[at + 1] != 0xDA {
            let length = big(bytes, at + 2, 2)
            let end = min(at + 2 + length, bytes.count)
            if bytes[at + 1] == 0xE1, at + 10 <= end, Array(bytes[at + 4..<at + 10]) == mark { return direction(Array(bytes[at + 10..<end])) }
            at += 2 + max(length, 2)
        }
        return nil
    }

    private static func direction(_ tiff: [UInt8]) -> UInt8? {
        guard tiff.count >= 8 else { return nil }
        let isLittle = tiff[0] == UInt8(ascii: "I")
        func number(_ at: Int, _ count: Int) -> Int? {
            guard at >= 0, at + count <= tiff.count else { return nil }
            return (isLittle ? tiff[at..<at + count].reversed() : Array(tiff[at..<at + count])).reduce(0) { $0 << 8 | Int($1) }
        }
        guard let start = number(4, 4), let count = number(start, 2) else { return nil }
        for entry in 0..<min(count, 200) {
            let at = start + 2 + entry * 12
            if number(at, 2) == 0x0112, let value = number(at + 8, 2), (2...8).contains(value) { return UInt8(value) }
        }
        return nil
    }

    /// An EXIF that says nothing but which side is up.
    private static func upright(_ side: UInt8) -> [UInt8] {
        [0xFF, 0xE1, 0, 34] + Array("Exif".utf8) + [0, 0]
            + [0x4D, 0x4D, 0, 42, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, side, 0, 0, 0, 0, 0, 0]
    }

    // MARK: PNG and WebP

    private static let pngMark: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
    private static let pngTraces: Set<String> = ["eXIf", "tEXt", "zTXt", "iTXt", "tIME"]

    private static func png(_ bytes: [UInt8]) -> [UInt8]? {
        var out = pngMark
        var at = 8
        while at + 12 <= bytes.count {
            let length = big(bytes, at, 4)
            guard at + 12 + length <= bytes.count else { return nil }
            let kind = String(decoding: bytes[at + 4..<at + 8], as: UTF8.self)
            if !pngTraces.contains(kind) { out += bytes[at..<at + 12 + length] }
            if kind == "IEND" { return out }
            at += 12 + length
        }
        return nil
    }

    private static func webp(_ bytes: [UInt8]) -> [UInt8]? {
        var out = Array(bytes[..<12])
        var at = 12
        while at + 8 <= bytes.count {
            let length = bytes[at + 4..<at + 8].reversed().reduce(0) { $0 << 8 | Int($1) }
            let end = at + 8 + length + length % 2
            guard at + 8 + length <= bytes.count else { return nil }
            let kind = String(decoding: bytes[at..<at + 4], as: UTF8.self)
            if kind != "EXIF", kind != "XMP " {
                var chunk = Array(bytes[at..<min(end, bytes.count)])
                // The picture must not promise what was taken out.
                if kind == "VP8X", chunk.count > 8 { chunk[8] &= ~0x0C }
                out += chunk
            }
            at = end
        }
        let size = UInt32(out.count - 8)
        for place in 0..<4 { out[4 + place] = UInt8(truncatingIfNeeded: size >> UInt32(8 * place)) }
        return out
    }
}
