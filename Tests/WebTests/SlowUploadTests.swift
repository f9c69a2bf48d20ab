import Hummingbird
import NIOCore
import Testing

@testable import Web

/// A form with a file over a slow line: in small pieces, with time passing between them but nobody waiting for it.
@Suite struct SlowUploadTests {
    /// Hands out `bytes` in pieces; before each, the line's time goes on and the watch looks at all bodies.
    struct Line: AsyncSequence, Sendable {
        let bytes: [UInt8]
        let piece: Int
        /// What passes between two pieces.
        let pause: TimeAmount
        let watch: BodyWatch

        struct AsyncIterator: AsyncIteratorProtocol {
            let line: Line
            var sent = 0
            var now = NIODeadline.now()

            mutating func next() async -> ByteBuffer? {
                guard sent < line.bytes.count else { return nil }
                now = now + line.pause
                line.watch.sweep(at: now)
                defer { sent += line.piece }
                return ByteBuffer(bytes: line.bytes[sent..<Swift.min(sent + line.piece, line.bytes.count)])
            }
        }

        func makeAsyncIterator() -> AsyncIterator { AsyncIterator(line: self) }
    }

    private static let parts: [MultipartParserTests.Part] = [
        .init(name: "title", fileName: nil, bytes: Array("The boat’s timetable".utf8)),
        .init(name: "document", fileName: "timetable.txt", bytes: (0..<40_000).map { UInt8(truncatingIfNeeded: $0 &* 7) }),
        .init(name: "note", fileName: nil, bytes: Array("last".utf8)),
    ]

    private static func read(_ watch: BodyWatch, piece: Int, pause: TimeAmount) async throws -> [String] {
        let bytes = MultipartParserTests.write(parts, boundary: "zz")
        let line = Line(bytes: bytes, piece: piece, pause: pause, watch: watch)
        let source = BodySource(
            RequestBody(asyncSequence: line), declared: bytes.count, limit: 1 << 20, watch: watch, close: {})
        let multipart = try Multipart(source, boundary: "zz", fileLimit: 64 * 1024)
        var seen: [String] = []
        while let part = try await multipart.next() {
            switch part {
            case .field(let name, let value): seen.append("\(name)=\(value)")
            case .file(let file):
                var content: [UInt8] = []
                for try await bytes in file.bytes { content += bytes }
                seen.append("\(file.name):\(file.fileName):\(content == parts[1].bytes)")
            }
        }
        return seen
    }

    @Test(arguments: [1, 7, 60, 1000])
    func aLineThatIsOnlyBadIsWaitedFor(piece: Int) async throws {
        // 1,200 bytes a second for more than half a minute.
        let pause = TimeAmount.microseconds(Int64(piece) * 1_000_000 / 1200)
        let seen = try await Self.read(BodyWatch(), piece: piece, pause: pause)
        #expect(seen == ["title=The boat’s timetable", "document:timetable.txt:true", "note=last"])
    }

    @Test(arguments: [1, 60])
    func oneThatOnlyHoldsTheConnectionIsEnded(piece: Int) async {
        let pause = TimeAmount.microseconds(Int64(piece) * 1_000_000 / 500)
        do {
            _ = try await Self.read(BodyWatch(), piece: piece, pause: pause)
            Issue.record("A body of 500 bytes a second was taken.")
        } catch let problem as Problem {
            #expect(problem.status == Problem.tooSlow.status)
        } catch {
            Issue.record(error)
        }
    }
}
