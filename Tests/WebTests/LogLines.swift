import Synchronization

/// Gathers what the access log writes.
final class LogLines: Sendable {
    private let bytes = Mutex<[UInt8]>([])

    func add(_ lines: [UInt8]) { bytes.withLock { $0 += lines } }

    var text: String { bytes.withLock { String(decoding: $0, as: UTF8.self) } }
}
