import Platform

/// How many failures in a row are let through, and how fast they are forgiven. Pure.
///
/// Each failure adds `interval` to a debt that melts with time; while the debt stands at `allowance` intervals or more, no
/// attempt is taken. After a burst one attempt per interval is possible, so a lock always opens again by itself.
struct Throttle: Sendable, Equatable {
    let allowance: Int
    let interval: Duration

    /// All devices that never signed in as this person, together: 5 tries, then 240 a day.
    static let strangers = Throttle(allowance: 5, interval: .minutes(6))
    /// One device that signed in as this person before.
    static let knownDevice = Throttle(allowance: 5, interval: .minutes(3))
    /// One network address, whoever it tries; an office may share one.
    static let address = Throttle(allowance: 30, interval: .minutes(1))
    /// Mails that one address of a person can be sent: resets asked for by anybody.
    static let mails = Throttle(allowance: 3, interval: .minutes(20))

    /// When the debt will have melted, were it charged once more at `now`.
    func charged(_ debtUntil: Timestamp?, at now: Timestamp) -> Timestamp {
        max(debtUntil ?? now, now).adding(interval)
    }

    /// One failure less, after the attempt turned out to be right.
    func refunded(_ debtUntil: Timestamp) -> Timestamp {
        debtUntil.adding(.zero - interval)
    }

    /// How long until the next attempt is taken; nil if now.
    func wait(_ debtUntil: Timestamp?, at now: Timestamp) -> Duration? {
        guard let debtUntil else { return nil }
        let excess = debtUntil.since(now) - interval * (allowance - 1)
        return excess > .zero ? excess : nil
    }
}
