import CZlib
import Foundation
import TestSupport

/// Unpacks with zlib's own reader, which shares nothing with our packer.
func gunzip(_ bytes: [UInt8]) throws -> [UInt8] {
    let file = FileManager.default.temporaryDirectory.appending(path: "sangam-\(UUID().uuidString).gz")
    try Data(bytes).write(to: file)
    defer { unlink(file.path) }
    guard let handle = gzopen(file.path, "rb") else { throw CocoaError(.fileReadUnknown) }
    defer { gzclose(handle) }
    var unpacked: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: 65_536)
    while true {
        let count = gzread(handle, &piece, 65_536)
        guard count >= 0 else { throw CocoaError(.fileReadCorruptFile) }
        if count == 0 { return unpacked }
        unpacked += piece[..<Int(count)]
    }
}
