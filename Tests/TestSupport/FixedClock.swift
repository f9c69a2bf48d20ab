public import Platform
import Synchronization

/// A clock that stands still until the test moves it.
public final class FixedClock: WallClock {
    /// 20 November 2026, 12:00 UTC: a Friday.
    public static let start = Timestamp(milliseconds: 1_795_176_000_000)

    private let moment: Mutex<Timestamp>

    public init(_ now: Timestamp = FixedClock.start) { moment = Mutex(now) }

    public var now: Timestamp { moment.withLock { $0 } }

    public func advance(by duration: Duration) {
        moment.withLock { $0 = $0.adding(duration) }
    }
}
