import Crypto
import Foundation
import NIOCore

/// The style sheet, scripts and pictures, at addresses that hold a hash of their content: browsers keep them for ever, and a
/// changed file has a new address. They are read and packed once, at start.
struct Assets: Sendable {
    struct Asset: Sendable {
        let type: String
        let bytes: ByteBuffer
        /// Nil where packing does not make it smaller.
        let packed: ByteBuffer?
        let etag: String
    }

    /// By hashed name: `sangam.1f2e3d4c5b.css`.
    private let assets: [String: Asset]
    /// By plain name: its path.
    private let paths: [String: String]

    init(folder: URL) throws {
        var assets: [String: Asset] = [:]
        var paths: [String: String] = [:]
        for file in try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil) {
            guard let type = Self.types[file.pathExtension] else { continue }
            let data = try Data(contentsOf: file)
            let hash = SHA256.hash(data: data).prefix(5).map { byte in
                (byte < 16 ? "0" : "") + String(byte, radix: 16)
            }.joined()
            let stem = file.deletingPathExtension().lastPathComponent
            let name = "\(stem).\(hash).\(file.pathExtension)"
            let bytes = ByteBuffer(bytes: data)
            let packed = type.isText ? try Gzip.files.pack(bytes) : nil
            assets[name] = Asset(
                type: type.name, bytes: bytes,
                packed: packed.flatMap { $0.readableBytes < bytes.readableBytes ? $0 : nil }, etag: hash)
            paths[file.lastPathComponent] = "/static/\(name)"
        }
        self.assets = assets
        self.paths = paths
    }

    /// The address of a file; a name that does not exist leads to a 404, and a test walks all pages for such links.
    func path(_ name: String) -> String { paths[name] ?? "/static/\(name)" }

    func has(_ name: String) -> Bool { paths[name] != nil }

    subscript(_ hashedName: String) -> Asset? { assets[hashedName] }

    private static let types: [String: (name: String, isText: Bool)] = [
        "css": ("text/css; charset=utf-8", true), "js": ("text/javascript; charset=utf-8", true),
        "svg": ("image/svg+xml", true), "png": ("image/png", false), "webp": ("image/webp", false),
        "ico": ("image/x-icon", false), "woff2": ("font/woff2", false), "txt": ("text/plain; charset=utf-8", true),
    ]
}
