import Foundation
import Platform
import Synchronization

/// One line for each request, without anything about the person: no address, no query, no path but the route's pattern.
///
///     time=2026-11-20T23:41:03Z method=GET route=/solutions/{slug} status=200 ms=1.204 bytes=5321 id=4f1c…
///
/// Lines are gathered and written together, at most a second late, because a write for each request costs more
/// than the line. What is gathered is written before the program ends.
public final class AccessLog: Sendable {
    private struct State {
        var lines: [UInt8] = []
        var second: Int64 = -1
        var time: [UInt8] = []
    }

    private let state = Mutex(State())
    private let write: (@Sendable ([UInt8]) -> Void)?

    /// - Parameter write: gets whole lines; nil keeps no log.
    public init(write: (@Sendable ([UInt8]) -> Void)?) {
        self.write = write
    }

    /// To the program's standard output.
    public static let standardOutput = AccessLog { lines in
        lines.withUnsafeBytes { bytes in
            var done = 0
            while done < bytes.count {
                let written = Foundation.write(1, bytes.baseAddress?.advanced(by: done), bytes.count - done)
                // Nobody reads the log any more (a closed pipe): serving goes on without it.
                guard written > 0 else { return }
                done += written
            }
        }
    }

    public static let none = AccessLog(write: nil)

    func record(
        at now: Timestamp, method: String, route: String, status: Int, nanoseconds: UInt64, bytes: Int,
        requestID: String
    ) {
        guard write != nil else { return }
        let full = state.withLock { state -> [UInt8]? in
            let second = now.milliseconds / 1000
            if second != state.second {
                state.second = second
                state.time = Array("time=\(CivilTime(now).iso) method=".utf8)
            }
            state.lines.append(contentsOf: state.time)
            state.lines.append(contentsOf: method.utf8)
            state.lines.append(contentsOf: " route=".utf8)
            state.lines.append(contentsOf: route.utf8)
            state.lines.append(contentsOf: " status=".utf8)
            Self.append(UInt64(status), to: &state.lines)
            state.lines.append(contentsOf: " ms=".utf8)
            let microseconds = nanoseconds / 1000
            Self.append(microseconds / 1000, to: &state.lines)
            state.lines.append(UInt8(ascii: "."))
            Self.append(microseconds % 1000, digits: 3, to: &state.lines)
            state.lines.append(contentsOf: " bytes=".utf8)
            Self.append(UInt64(bytes), to: &state.lines)
            state.lines.append(contentsOf: " id=".utf8)
            state.lines.append(contentsOf: requestID.utf8)
            state.lines.append(10)
            return state.lines.count > 64 * 1024 ? Self.taken(&state) : nil
        }
        if let full { write?(full) }
    }

    /// Writes what was gathered.
    func flush() {
        guard let write else { return }
        let lines = state.withLock { Self.taken(&$0) }
        if !lines.isEmpty { write(lines) }
    }

    private static func taken(_ state: inout State) -> [UInt8] {
        defer { state.lines = [] }
        return state.lines
    }

    private static func append(_ number: UInt64, digits: Int = 1, to bytes: inout [UInt8]) {
        let at = bytes.count
        var rest = number
        while rest > 0 || bytes.count - at < digits {
            bytes.append(UInt8(48 + rest % 10))
            rest /= 10
        }
        bytes[at...].reverse()
    }
}
