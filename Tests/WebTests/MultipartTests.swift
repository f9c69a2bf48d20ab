import TestSupport
import Testing

@testable import Web

@Suite struct MultipartParserTests {
    struct Part: Equatable {
        var name: String
        var fileName: String?
        var bytes: [UInt8]
    }

    /// Takes a body apart in pieces of the given sizes.
    static func parse(_ body: [UInt8], boundary: String, sizes: () -> Int) throws -> [Part] {
        var parser = try MultipartParser(boundary: boundary)
        var parts: [Part] = []
        var rest = body[...]
        while true {
            switch try parser.next() {
            case .part(let header): parts.append(Part(name: header.name, fileName: header.fileName, bytes: []))
            case .bytes(let bytes): parts[parts.count - 1].bytes += bytes
            case .partEnd: break
            case .needsMore:
                if rest.isEmpty {
                    try parser.finish()
                    return parts
                }
                let piece = rest.prefix(max(sizes(), 1))
                parser.feed(piece)
                rest = rest.dropFirst(piece.count)
            case .end: return parts
            }
        }
    }

    static func write(_ parts: [Part], boundary: String) -> [UInt8] {
        var body: [UInt8] = []
        for part in parts {
            body += "--\(boundary)\r\nContent-Disposition: form-data; name=\"\(part.name)\"".utf8
            if let fileName = part.fileName { body += "; filename=\"\(fileName)\"\r\nContent-Type: text/plain".utf8 }
            body += "\r\n\r\n".utf8
            body += part.bytes
            body += "\r\n".utf8
        }
        return body + Array("--\(boundary)--\r\n".utf8)
    }

    @Test(arguments: 0..<300)
    func readsWhatWasWrittenHoweverItIsCut(seed: Int) throws {
        var random = SeededGenerator(seed: UInt64(seed))
        let boundary = "b\(seed)x"
        // Bytes that look like a boundary are the hard case.
        let hard = [Array("\r\n--\(boundary.dropLast())".utf8), [13], [10], [45, 45], Array("\r\n--".utf8)]
        let parts = (0..<Int.random(in: 1...6, using: &random)).map { number in
            let bytes = (0..<Int.random(in: 0...40, using: &random)).flatMap { _ -> [UInt8] in
                // No `x` (120): the boundary ends in it, and whoever writes a body picks one that does not occur inside.
                let other = UInt8.random(in: 0...255, using: &random)
                return Bool.random(using: &random) ? hard.randomElement(using: &random) ?? [] : [other == 120 ? 0 : other]
            }
            return Part(name: "field\(number)", fileName: Bool.random(using: &random) ? "file \(number).txt" : nil, bytes: bytes)
        }
        let read = try Self.parse(Self.write(parts, boundary: boundary), boundary: boundary) {
            Int.random(in: 1...50, using: &random)
        }
        #expect(read == parts)
    }

    @Test(arguments: 0..<100)
    func aBodyThatWasCutOffIsNeverTakenForWhole(seed: Int) throws {
        var random = SeededGenerator(seed: UInt64(seed))
        let body = Self.write([Part(name: "a", fileName: "x", bytes: Array("hello".utf8))], boundary: "cut")
        // The last four bytes are the closing dashes and line end; without the line end it is still whole.
        let cut = Array(body.prefix(Int.random(in: 0..<(body.count - 4), using: &random)))
        #expect(throws: MultipartParser.Fault.self) { try Self.parse(cut, boundary: "cut") { 7 } }
    }

    @Test func boundsPartsAndHeaders() throws {
        let many = Self.write((0..<201).map { Part(name: "n\($0)", bytes: []) }, boundary: "m")
        #expect(throws: MultipartParser.Fault.tooManyParts) { try Self.parse(many, boundary: "m") { 1000 } }
        let long = Array("--m\r\nContent-Disposition: form-data; name=\"\(String(repeating: "x", count: 9000))".utf8)
        #expect(throws: MultipartParser.Fault.headerTooLong) { try Self.parse(long, boundary: "m") { 1000 } }
        #expect(throws: MultipartParser.Fault.badBoundary) { try MultipartParser(boundary: "") }
        #expect(throws: MultipartParser.Fault.badHeader) {
            try Self.parse(Array("--m\r\nX: y\r\n\r\nz\r\n--m--".utf8), boundary: "m") { 1000 }
        }
    }

    @Test(arguments: [
        (#"form-data; name="a"; filename="b.txt""#, "a", "b.txt"),
        (#"form-data; name="a"; filename="C:\Users\x\b.txt""#, "a", "b.txt"),
        (#"form-data; name="a"; filename="../../etc/passwd""#, "a", "passwd"),
        (#"form-data; filename="say %22hi%22.txt"; name="a""#, "a", #"say "hi".txt"#),
        (#"form-data; name="a;b"; filename="বাংলা.pdf""#, "a;b", "বাংলা.pdf"),
        (#"form-data; name=a; filename="""#, "a", ""),
    ])
    func readsNames(disposition: String, name: String, fileName: String) throws {
        let header = try #require(MultipartHeader(lines: Array("Content-Disposition: \(disposition)".utf8)))
        #expect(header.name == name)
        #expect(header.fileName == fileName)
    }
}
