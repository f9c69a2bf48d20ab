public import Foundation
import Subprocess

/// Runs a script of Tests/Python, in which other people's programs check ours, and returns what it printed.
///
/// The tools are those of script/test-tools. A test that has none fails and says so; it is never skipped.
public func runPython(_ script: String, _ files: [Data]) async throws -> String {
    let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../..").standardizedFileURL
    let python = root.appending(path: ".build/test-tools/bin/python").path
    guard FileManager.default.isExecutableFile(atPath: python) else {
        throw TestSetUpError("The Python tools are missing. Run script/test-tools.")
    }
    let folder = try TestDatabase.newFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let paths = try files.enumerated().map { index, contents in
        let file = folder.appending(path: "\(index)")
        try contents.write(to: file)
        return file.path
    }
    // Not Foundation's `Process`: waiting for that holds one of the few threads on which all other tests run.
    let result = try await run(
        .name("env"), arguments: .init([python, root.appending(path: "Tests/Python/\(script)").path] + paths),
        output: .string(limit: 10_000_000), error: .string(limit: 100_000))
    guard result.terminationStatus.isSuccess else { throw TestSetUpError("\(script): \(result.standardError.suffix(2000))") }
    return result.standardOutput
}
