#if os(Linux)
import Foundation
import Glibc
import Testing

@testable import Language

struct MappedFileTests {
    /// How many of the pages that these bytes lie in are in this process's memory. The system keeps eight bytes for each page, of which
    /// the highest bit says it.
    private func resident(_ bytes: UnsafeRawBufferPointer) -> Int {
        let start = Int(bitPattern: bytes.baseAddress)
        let page = Int(getpagesize())
        var entries = [UInt64](repeating: 0, count: bytes.count / page)
        let table = open("/proc/self/pagemap", O_RDONLY)
        defer { close(table) }
        let read = pread(table, &entries, entries.count * 8, start / page * 8)
        #expect(read == entries.count * 8)
        return entries.count { $0 >> 63 == 1 }
    }

    @Test func whatIsReleasedLeavesTheMemoryAndIsReadAgain() throws {
        let page = Int(getpagesize())
        let size = 1_024 * page
        let file = FileManager.default.temporaryDirectory.appending(path: "sangam-\(UUID().uuidString).bytes")
        try Data((0..<size).map { UInt8(truncatingIfNeeded: $0 / 4_096 &* 7) }).write(to: file)
        defer { #expect(throws: Never.self) { try FileManager.default.removeItem(at: file) } }
        let mapped = try MappedFile(file)
        func sum() -> Int { stride(from: 0, to: size, by: 512).reduce(0) { $0 + Int(mapped.bytes[$1]) } }
        let all = sum()
        #expect(resident(mapped.bytes) == 1_024)
        mapped.release(256 * page..<768 * page)
        // The system may have mapped large pages, which it lets go as a whole.
        #expect(resident(mapped.bytes) <= 512)
        #expect(sum() == all)
        mapped.release(0..<size)
        #expect(resident(mapped.bytes) == 0)
        #expect(sum() == all)
    }
}
#endif
