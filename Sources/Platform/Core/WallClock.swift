import Dispatch
import Foundation

/// Tells the time. Injected everywhere, so that a test decides what time it is.
public protocol WallClock: Sendable {
    var now: Timestamp { get }
    /// Nanoseconds since some moment, which setting the clock does not change: for what is counted over a time, such as calls.
    var uptime: UInt64 { get }
}

/// The machine's clock.
public struct SystemClock: WallClock {
    public init() {}

    public var now: Timestamp {
        Timestamp(milliseconds: Int64((Date().timeIntervalSince1970 * 1000).rounded(.down)))
    }

    public var uptime: UInt64 { DispatchTime.now().uptimeNanoseconds }
}
