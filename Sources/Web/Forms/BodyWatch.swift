import NIOCore
import Synchronization

/// Ends bodies that come so slowly that they can only mean to hold the connection.
///
/// One sweep a second looks at all bodies on the way: cheaper than a timer for each. A bad line is no offence: a body
/// has 20 seconds free, and then must have kept 1,000 bytes a second on average.
final class BodyWatch: Sendable {
    static let grace = TimeAmount.seconds(20)
    static let bytesPerSecond: Int64 = 1000

    final class Ticket: Sendable {
        fileprivate let began: NIODeadline
        fileprivate let close: @Sendable () -> Void
        private let received = Atomic<Int>(0)
        private let tooSlow = Atomic<Bool>(false)

        fileprivate init(began: NIODeadline, close: @escaping @Sendable () -> Void) {
            self.began = began
            self.close = close
        }

        var isTooSlow: Bool { tooSlow.load(ordering: .relaxed) }

        func note(_ count: Int) { received.store(count, ordering: .relaxed) }

        fileprivate func check(at now: NIODeadline) {
            let time = now - began
            guard time > BodyWatch.grace, !isTooSlow,
                Int64(received.load(ordering: .relaxed)) < time.nanoseconds / 1_000_000_000 * BodyWatch.bytesPerSecond
            else { return }
            tooSlow.store(true, ordering: .relaxed)
            close()
        }
    }

    private let tickets = Mutex<[ObjectIdentifier: Ticket]>([:])

    /// - Parameter close: stops reading, so that whoever waits for the next piece goes on and finds `isTooSlow`.
    func begin(at now: NIODeadline = .now(), close: @escaping @Sendable () -> Void) -> Ticket {
        let ticket = Ticket(began: now, close: close)
        tickets.withLock { $0[ObjectIdentifier(ticket)] = ticket }
        return ticket
    }

    func end(_ ticket: Ticket) {
        tickets.withLock { _ = $0.removeValue(forKey: ObjectIdentifier(ticket)) }
    }

    func sweep(at now: NIODeadline = .now()) {
        for ticket in tickets.withLock({ Array($0.values) }) { ticket.check(at: now) }
    }
}
