import Foundation
import Testing

@testable import TestSupport

/// A server that a test leaves running must not hold what others wait for the end of.
@Suite struct ChildProcessTests {
    /// It once inherited the pipe of a Python tool that another test had just started, whose reader then waited for ever.
    @Test func aChildInheritsNoOpenPipe() throws {
        var ends: [Int32] = [0, 0]
        try #require(pipe(&ends) == 0)
        defer { for end in ends { close(end) } }
        let output = try TestDatabase.newFolder().appending(path: "said")
        defer { unlink(output.path) }
        try Data().write(to: output)
        let child = try ChildProcess.start(["ls", "-l", "/proc/self/fd"], input: nil, output: output.path)
        #expect(try ChildProcess.wait(for: child) == 0)
        let said = try String(contentsOf: output, encoding: .utf8)
        #expect(said.contains("/dev/null"))
        #expect(!said.contains("pipe:"), "\(said)")
    }
}
