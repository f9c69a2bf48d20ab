import Foundation
public import Testing

/// Compares a whole answer with `Golden/NAME.txt` beside the calling test: status, the headers named, and the body.
///
/// With `SANGAM_RECORD=1` the file is written instead; read the difference before you commit it.
public func assertGolden(
    _ page: WebPage, _ name: String, headers: [String] = ["content-type"], file: StaticString = #filePath,
    sourceLocation: SourceLocation = #_sourceLocation
) throws {
    var text = "\(page.status)\n"
    for header in headers { text += "\(header): \(page.header(header) ?? "")\n" }
    // A file's name holds the hash of its bytes; a new colour in the stylesheet changes no page.
    let body = page.body.replacing(/(\/static\/[a-z]+)\.[0-9a-f]{10}\./) { "\($0.1).HASH." }
    try assertGolden(text + "\n" + body, name, file: file, sourceLocation: sourceLocation)
}

public func assertGolden(
    _ text: String, _ name: String, file: StaticString = #filePath, sourceLocation: SourceLocation = #_sourceLocation
) throws {
    let folder = URL(filePath: "\(file)").deletingLastPathComponent().appending(path: "Golden")
    let golden = folder.appending(path: "\(name).txt")
    if ProcessInfo.processInfo.environment["SANGAM_RECORD"] == "1" {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try Data(text.utf8).write(to: golden)
        return
    }
    guard FileManager.default.fileExists(atPath: golden.path) else {
        Issue.record("There is no \(golden.lastPathComponent) yet: run with SANGAM_RECORD=1.", sourceLocation: sourceLocation)
        return
    }
    let expected = String(decoding: try Data(contentsOf: golden), as: UTF8.self)
    guard text != expected else { return }
    let ours = text.split(separator: "\n", omittingEmptySubsequences: false)
    let theirs = expected.split(separator: "\n", omittingEmptySubsequences: false)
    let line = zip(ours, theirs).prefix { $0 == $1 }.count
    Issue.record(
        """
        The answer differs from \(golden.lastPathComponent) in line \(line + 1):
        expected: \(line < theirs.count ? theirs[line] : "(the end)")
        got:      \(line < ours.count ? ours[line] : "(the end)")
        """, sourceLocation: sourceLocation)
}
