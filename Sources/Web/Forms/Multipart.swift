import NIOCore

/// The parts of a form with files, one after another, as they come from the line.
///
///     while let part = try await multipart.next() {
///         switch part {
///         case .field(let name, let value): …
///         case .file(let file): stored = try await Files.store(file.bytes, …)
///         }
///     }
///
/// A file is read where it stands: asking for the next part skips what was not read. Nothing of it is held in memory.
public final class Multipart: @unchecked Sendable {  // `BodySource` refuses a second reader at the same time
    public enum Part: Sendable {
        case field(String, String)
        case file(FilePart)
    }

    /// The fields met so far.
    public private(set) var form = Form()

    private let source: BodySource
    private var parser: MultipartParser
    private let fileLimit: Int
    private static let fieldLimit = 64 * 1024
    private var open: MultipartHeader?
    private var fileBytes = 0

    init(_ source: BodySource, boundary: String, fileLimit: Int) throws {
        self.source = source
        self.fileLimit = fileLimit
        parser = try Self.reporting { () throws(MultipartParser.Fault) in try MultipartParser(boundary: boundary) }
    }

    /// The next part, nil at the end. A file input that was left empty is passed over.
    public func next() async throws -> Part? {
        while open != nil { _ = try await nextBytes() }
        while true {
            switch try await event() {
            case .part(let header):
                open = header
                fileBytes = 0
                guard let fileName = header.fileName else { return try await field(header.name) }
                if fileName.isEmpty {
                    while let bytes = try await nextBytes() {
                        // No name, but bytes all the same: some programs send files so.
                        if !bytes.isEmpty { return .file(FilePart(header, self, first: bytes)) }
                    }
                    continue
                }
                return .file(FilePart(header, self, first: nil))
            case .end: return nil
            case .bytes, .partEnd, .needsMore: throw Problem.malformed
            }
        }
    }

    private func field(_ name: String) async throws -> Part {
        var value: [UInt8] = []
        while let bytes = try await nextBytes() {
            value.append(contentsOf: bytes)
            guard value.count <= Self.fieldLimit else { throw Problem.tooLarge(limit: Self.fieldLimit) }
        }
        guard !value.contains(0), let text = String(validating: value, as: UTF8.self) else { throw Problem.malformed }
        form.append(name, text)
        return .field(name, text)
    }

    /// More of the part that is open, nil at its end.
    fileprivate func nextBytes() async throws -> [UInt8]? {
        guard let header = open else { return nil }
        switch try await event() {
        case .bytes(let bytes):
            fileBytes += bytes.count
            if header.fileName != nil, fileBytes > fileLimit { throw Problem.tooLarge(limit: fileLimit) }
            return bytes
        case .partEnd:
            open = nil
            return nil
        case .part, .end, .needsMore: throw Problem.malformed
        }
    }

    private func event() async throws -> MultipartParser.Event {
        while true {
            let event = try Self.reporting { () throws(MultipartParser.Fault) in try parser.next() }
            guard event == .needsMore else { return event }
            guard let piece = try await source.next() else {
                try Self.reporting { () throws(MultipartParser.Fault) in try parser.finish() }
                return .end
            }
            parser.feed(piece.readableBytesView)
        }
    }

    private static func reporting<Value>(_ body: () throws(MultipartParser.Fault) -> Value) throws -> Value {
        do { return try body() } catch { throw Problem.malformed }
    }
}

/// A file in a form, as it comes. Name and type are what the sender says: look at the bytes before you trust them.
public struct FilePart: Sendable {
    /// The field's name.
    public let name: String
    /// Without folders; may be empty.
    public let fileName: String
    public let mediaType: String?
    public let bytes: FileBytes

    fileprivate init(_ header: MultipartHeader, _ multipart: Multipart, first: [UInt8]?) {
        name = header.name
        fileName = header.fileName ?? ""
        mediaType = header.mediaType
        bytes = FileBytes(multipart: multipart, first: first)
    }
}

/// A file's bytes in pieces, to be read once, before the next part is asked for.
public struct FileBytes: AsyncSequence, Sendable {
    fileprivate let multipart: Multipart
    fileprivate let first: [UInt8]?

    public struct Iterator: AsyncIteratorProtocol {
        fileprivate let multipart: Multipart
        fileprivate var first: [UInt8]?

        public mutating func next() async throws -> [UInt8]? {
            if let first {
                self.first = nil
                return first
            }
            return try await multipart.nextBytes()
        }
    }

    public func makeAsyncIterator() -> Iterator { Iterator(multipart: multipart, first: first) }
}
