/// Takes a `multipart/form-data` body apart (RFC 7578, RFC 2046) as it comes, holding no more than a piece at a time.
///
/// Feed it bytes, then ask for events until it answers `.needsMore`. Parts, header lines and their length are bounded.
struct MultipartParser {
    enum Event: Equatable {
        case part(MultipartHeader)
        case bytes([UInt8])
        case partEnd
        case needsMore
        case end
    }

    enum Fault: Error, Equatable {
        case badBoundary, tooManyParts, headerTooLong, badHeader, cutOff
    }

    struct Limits {
        var parts = 200
        var headerBytes = 4096
    }

    private enum Place { case preamble, afterBoundary, header, content, end }

    /// `CRLF--boundary`
    private let delimiter: [UInt8]
    private let limits: Limits
    private var buffer: [UInt8]
    private var start = 0
    private var place = Place.preamble
    private var parts = 0

    /// The boundary comes from the content type; see `MultipartHeader.boundary`.
    init(boundary: String, limits: Limits = Limits()) throws(Fault) {
        guard (1...70).contains(boundary.utf8.count) else { throw .badBoundary }
        delimiter = Array("\r\n--\(boundary)".utf8)
        self.limits = limits
        // So that a body which starts with the boundary at once looks like any other.
        buffer = [13, 10]
    }

    mutating func feed(_ bytes: some Collection<UInt8>) {
        if start > 0 {
            buffer.removeFirst(start)
            start = 0
        }
        buffer.append(contentsOf: bytes)
    }

    /// Call at the end of the body: a body without its closing boundary was cut off.
    func finish() throws(Fault) {
        guard place == .end else { throw .cutOff }
    }

    mutating func next() throws(Fault) -> Event {
        while true {
            switch place {
            case .preamble:
                guard let found = find(delimiter) else {
                    keepTail()
                    return .needsMore
                }
                start = found + delimiter.count
                place = .afterBoundary
            case .afterBoundary:
                guard try passBoundaryLine() else { return .needsMore }
            case .header:
                guard let lines = try headerLines() else { return .needsMore }
                guard let header = MultipartHeader(lines: lines) else { throw .badHeader }
                place = .content
                return .part(header)
            case .content:
                if let found = find(delimiter) {
                    if found > start {
                        defer { start = found }
                        return .bytes(Array(buffer[start..<found]))
                    }
                    start = found + delimiter.count
                    place = .afterBoundary
                    return .partEnd
                }
                let safe = buffer.count - (delimiter.count - 1)
                guard safe > start else { return .needsMore }
                defer { start = safe }
                return .bytes(Array(buffer[start..<safe]))
            case .end:
                start = buffer.count
                return .end
            }
        }
    }

    /// After a boundary: `--` ends the body, else white space and a line end begin a part.
    private mutating func passBoundaryLine() throws(Fault) -> Bool {
        let rest = buffer[start...]
        guard rest.count >= 2 else { return false }
        if rest.starts(with: [45, 45]) {
            place = .end
            return true
        }
        let padding = rest.prefix { $0 == 32 || $0 == 9 }.count
        guard padding <= 64 else { throw .badBoundary }
        guard rest.count >= padding + 2 else { return false }
        guard rest.dropFirst(padding).starts(with: [13, 10]) else { throw .badBoundary }
        parts += 1
        guard parts <= limits.parts else { throw .tooManyParts }
        // The line end stays: a part without any header line then ends its headers at once.
        start += padding
        place = .header
        return true
    }

    private mutating func headerLines() throws(Fault) -> ArraySlice<UInt8>? {
        guard let found = find([13, 10, 13, 10]) else {
            if buffer.count - start > limits.headerBytes { throw .headerTooLong }
            return nil
        }
        guard found - start <= limits.headerBytes else { throw .headerTooLong }
        defer { start = found + 4 }
        return found > start + 2 ? buffer[(start + 2)..<found] : []
    }

    /// Forgets all that cannot be the beginning of the delimiter.
    private mutating func keepTail() {
        start = max(start, buffer.count - (delimiter.count - 1))
    }

    private func find(_ wanted: [UInt8]) -> Int? {
        guard buffer.count - start >= wanted.count else { return nil }
        return buffer.withUnsafeBufferPointer { bytes in
            wanted.withUnsafeBufferPointer { wanted in
                let first = wanted[0]
                var at = start
                let last = bytes.count - wanted.count
                while at <= last {
                    if bytes[at] == first {
                        var length = 1
                        while length < wanted.count, bytes[at + length] == wanted[length] { length += 1 }
                        if length == wanted.count { return at }
                    }
                    at += 1
                }
                return nil
            }
        }
    }
}
