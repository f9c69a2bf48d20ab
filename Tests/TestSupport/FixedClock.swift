public import Platform
import Synchronization

/// A clock that stands still until the test moves it.
public final class FixedClock: WallClock {
    /// 20 November 2026, 12:00 UTC: a Friday.
    public static let start = Timestamp(milliseconds: 1_795_176_000_000)

    private let moment: Mutex<Timestamp>
    /// Only goes forward, also when the test sets the clock back.
    private let steady = Mutex<UInt64>(1_000_000_000)

    public init(_ now: Timestamp = FixedClock.start) { moment = Mutex(now) }

    public var now: Timestamp { moment.withLock { $0 } }
    public var uptime: UInt64 { steady.withLock { $0 } }

    public func advance(by duration: Duration) {
        moment.withLock { $0 = $0.adding(duration) }
        let (seconds, attoseconds) = duration.components
        guard seconds > 0 || attoseconds > 0 else { return }
        steady.withLock { $0 += UInt64(seconds) * 1_000_000_000 + UInt64(attoseconds / 1_000_000_000) }
    }
}
