import Foundation
public import Testing

/// Has openapi-spec-validator (a Python package, not ours) look at an OpenAPI document.
public func expectValidOpenAPI(_ document: [UInt8], sourceLocation: SourceLocation = #_sourceLocation) throws {
    let file = FileManager.default.temporaryDirectory.appending(path: "sangam-\(UUID().uuidString).json")
    try Data(document).write(to: file)
    defer { unlink(file.path) }
    let check = """
        import json, sys
        try:
            from openapi_spec_validator import validate
        except ImportError:
            sys.exit("The Python package openapi-spec-validator is missing; script/test installs it.")
        validate(json.load(open(sys.argv[1])))
        """
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["python3", "-c", check, file.path]
    let output = Pipe()
    process.standardError = output
    process.standardOutput = output
    try process.run()
    let said = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    #expect(process.terminationStatus == 0, "\(said.suffix(2000))", sourceLocation: sourceLocation)
}
