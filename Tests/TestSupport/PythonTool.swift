public import Foundation

/// Runs a script of Tests/Python, in which other people's programs check ours, and returns what it printed.
///
/// The tools are those of script/test-tools. A test that has none fails and says so; it is never skipped.
public func runPython(_ script: String, _ arguments: [String]) throws -> String {
    let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../..").standardizedFileURL
    let python = root.appending(path: ".build/test-tools/bin/python")
    guard FileManager.default.isExecutableFile(atPath: python.path) else {
        throw TestSetUpError("The Python tools are missing. Run script/test-tools.")
    }
    let process = Process()
    process.executableURL = python
    process.arguments = [root.appending(path: "Tests/Python/\(script)").path] + arguments
    let output = Pipe()
    process.standardError = output
    process.standardOutput = output
    try process.run()
    let said = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    guard process.terminationStatus == 0 else { throw TestSetUpError("\(script): \(said.suffix(2000))") }
    return said
}

/// A file that is there while `body` runs.
public func withTemporaryFile<Value>(_ contents: Data, _ body: (String) throws -> Value) throws -> Value {
    let file = FileManager.default.temporaryDirectory.appending(path: "sangam-\(UUID().uuidString)")
    try contents.write(to: file)
    defer { unlink(file.path) }
    return try body(file.path)
}
