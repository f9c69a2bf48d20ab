import Foundation
import Platform
import SQL
import TestSupport
import Testing

@Suite struct FilesTests {
    struct Broken: Error {}

    /// Pieces of an upload; `breaksAfter` ends it with an error.
    struct Upload: AsyncSequence, Sendable {
        let bytes: [UInt8]
        var piece = 100_000
        var breaks = false

        struct Iterator: AsyncIteratorProtocol {
            var rest: ArraySlice<UInt8>
            let piece: Int
            let breaks: Bool

            mutating func next() async throws -> ArraySlice<UInt8>? {
                if rest.isEmpty {
                    if breaks { throw Broken() }
                    return nil
                }
                defer { rest = rest.dropFirst(piece) }
                return rest.prefix(piece)
            }
        }

        func makeAsyncIterator() -> Iterator { Iterator(rest: bytes[...], piece: piece, breaks: breaks) }
    }

    private static func pdf(_ count: Int, seed: UInt64 = 1) -> [UInt8] {
        var generator = SeededGenerator(seed: seed)
        return Array("%PDF-1.7\n".utf8) + (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) }
    }

    private static func store(
        _ upload: Upload, _ test: TestServices, name: String? = nil, allowed: Set<FileType> = FileType.documents,
        limit: Int = 2_000_000
    ) async throws -> StoredFile {
        try await Files.store(
            upload, name: name, in: test.database, allowed: allowed, limit: limit,
            temporaryFolder: test.services.dataFolder.appending(path: "uploads"), at: test.clock.now)
    }

    private static func counts(_ test: TestServices) async throws -> (files: Int, chunks: Int, temporary: Int) {
        let folder = test.services.dataFolder.appending(path: "uploads")
        let temporary = try FileManager.default.contentsOfDirectory(atPath: folder.path).count
        return try await test.database.read { connection in
            (
                try connection.value("SELECT COUNT(*) FROM file") ?? -1,
                try connection.value("SELECT COUNT(*) FROM file_chunk") ?? -1, temporary
            )
        }
    }

    @Test(arguments: Engine.allCases)
    func contentComesBackWholeAndInRanges(on engine: Engine) async throws {
        try await withServices(on: engine) { test in
            let bytes = Self.pdf(700_000)
            let file = try await Self.store(Upload(bytes: bytes), test)
            #expect(file.type == .pdf && file.size == Int64(bytes.count) && file.id.utf8.count == 64)
            #expect(try await Self.counts(test) == (1, 3, 0))
            let database = test.database
            #expect(try await database.read { try Files.find($0, file.id) } == file)
            #expect(try await database.read { try Files.find($0, "none") } == nil)
            let size = Int64(bytes.count)
            for range: Range<Int64>? in [nil, 0..<1, 262_143..<262_145, 262_144..<524_288, 5..<5, size - 1..<size, 100..<(size + 100)] {
                var read: [UInt8] = []
                let chunks = Files.chunks(file, in: database, range: range)
                for try await chunk in chunks { read += chunk }
                let expected = (range ?? 0..<size).clamped(to: 0..<size)
                #expect(read == Array(bytes[Int(expected.lowerBound)..<Int(expected.upperBound)]), "\(String(describing: range))")
                #expect(chunks.count == Int64(read.count))
            }
        }
    }

    @Test(arguments: Engine.allCases)
    func theSameContentIsKeptOnce(on engine: Engine) async throws {
        try await withServices(on: engine) { test in
            let bytes = Self.pdf(300_000)
            let first = try await Self.store(Upload(bytes: bytes, piece: 7_001), test)
            let second = try await Self.store(Upload(bytes: bytes, piece: 65_536), test)
            let other = try await Self.store(Upload(bytes: Self.pdf(300_000, seed: 2)), test)
            #expect(first == second && other != first)
            #expect(try await Self.counts(test) == (2, 4, 0))
        }
    }

    @Test(arguments: Engine.allCases)
    func whatIsRefusedLeavesNothing(on engine: Engine) async throws {
        try await withServices(on: engine) { test in
            await #expect(throws: FileRefused.tooLarge(limit: 2_000_000)) {
                try await Self.store(Upload(bytes: Self.pdf(2_000_000)), test)
            }
            await #expect(throws: FileRefused.empty) { try await Self.store(Upload(bytes: []), test) }
            await #expect(throws: Broken.self) { try await Self.store(Upload(bytes: Self.pdf(400_000), breaks: true), test) }
            await #expect(throws: FileRefused.wrongType(allowed: FileType.images)) {
                try await Self.store(Upload(bytes: Self.pdf(9)), test, allowed: FileType.images)
            }
            let counts = try await Self.counts(test)
            #expect(counts == (0, 0, 0))
        }
    }

    static let contents: [(name: String, bytes: [UInt8], type: FileType?)] = [
        ("a.png", [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0], .png), ("a.jpg", [0xFF, 0xD8, 0xFF, 0xE0], .jpeg),
        ("a.gif", Array("GIF89a...".utf8), .gif), ("a.webp", Array("RIFF\u{1}\u{1}\u{1}\u{1}WEBPVP8 ".utf8), .webp),
        ("a.txt", Array("plain বাংলা\n".utf8), .text), ("a.CSV", Array("a,b\n1,2\n".utf8), .csv),
        // The name is not believed.
        ("a.pdf", Array("not a pdf".utf8), .text), ("a.txt", Array("%PDF-1.4".utf8), .pdf),
        ("a.html", Array("<!DOCTYPE html><script>".utf8), nil), ("a.txt", Array("\u{FEFF}\n <svg onload=x>".utf8), nil),
        ("a.txt", [0x61, 0xFF], nil), ("a.txt", Array("cut ".utf8) + [0xE0, 0xA6], nil), ("a.txt", [0x61, 0x00], nil),
        ("a.exe", Array("MZ".utf8) + [0x90, 0x00], nil), ("a", [0x7F] + Array("ELF".utf8), nil),
        ("a.docx", [0x50, 0x4B, 3, 4] + Array("[Content_Types].xml word/document.xml".utf8), .docx),
        ("a.xlsx", [0x50, 0x4B, 3, 4] + [UInt8](repeating: 1, count: 300_000) + Array("xl/workbook.xml".utf8), .xlsx),
        ("a.odt", [0x50, 0x4B, 3, 4] + Array("mimetypeapplication/vnd.oasis.opendocument.text".utf8), .odt),
        ("a.docm", [0x50, 0x4B, 3, 4] + Array("word/document.xml word/vbaProject.bin".utf8), nil),
        ("a.zip", [0x50, 0x4B, 3, 4] + Array("other".utf8), .zip),
    ]

    @Test(arguments: contents.indices)
    func theTypeIsToldFromTheContent(_ index: Int) async throws {
        let sample = Self.contents[index]
        try await withServices(on: .sqlite) { test in
            let all = Set(FileType.allCases)
            let upload = Upload(bytes: sample.bytes, piece: 3 + index * 1000)
            if let type = sample.type {
                let file = try await Self.store(upload, test, name: sample.name, allowed: all)
                #expect(file.type == type)
            } else {
                await #expect(throws: FileRefused.wrongType(allowed: all)) {
                    try await Self.store(upload, test, name: sample.name, allowed: all)
                }
            }
        }
    }

    @Test(arguments: Engine.allCases)
    func onlyOldFilesThatNobodyRefersToAreSwept(on engine: Engine) async throws {
        try await withServices(on: engine) { test in
            try await test.database.write { try $0.script("CREATE TABLE paper (file TEXT NOT NULL REFERENCES file (id))") }
            // As the program does it: the schedule puts the job in, a runner does it.
            let runner = JobRunner(
                handlers: [FileSweep.handler], schedules: [FileSweep.schedule], services: test.services)
            #expect(try await runner.runDue() == 0)
            let kept = try await Self.store(Upload(bytes: Self.pdf(10, seed: 1)), test)
            _ = try await Self.store(Upload(bytes: Self.pdf(10, seed: 2)), test)
            let again = try await Self.store(Upload(bytes: Self.pdf(10, seed: 3)), test)
            test.clock.advance(by: .days(2))
            _ = try await Self.store(Upload(bytes: Self.pdf(10, seed: 3)), test)
            try await test.database.write { try $0.execute("INSERT INTO paper (file) VALUES (\(kept.id))") }
            #expect(try await runner.runDue() == 1)
            #expect(try await Self.counts(test) == (2, 2, 0))
            #expect(try await test.database.read { try Files.find($0, again.id) } == again)
        }
    }

    @Test func refusalsAreToldInWords() throws {
        let words = try Catalogue(folders: [Catalogue.platformFolder]).words("en")
        let refusal = FileRefused.tooLarge(limit: 10 * 1_048_576)
        #expect(words(refusal.key, refusal.facts(words)).contains("10 MB"))
        let type = FileRefused.wrongType(allowed: FileType.images)
        #expect(words(type.key, type.facts(words)).contains("PNG, JPEG, GIF, WEBP"))
    }
}
