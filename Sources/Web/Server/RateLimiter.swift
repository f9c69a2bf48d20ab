import Synchronization

/// Token buckets in memory: so many calls at once, then as many again spread over the period.
///
/// A bucket is one number, the moment at which it will be full again, so that an idle bucket can be forgotten. The memory is
/// bounded: when too many callers are known, those whose bucket is full go first, and then the fullest ones.
final class RateLimiter: Sendable {
    private struct Key: Hashable {
        let bucket: String
        let caller: String
    }

    private let mostCallers: Int
    /// For each caller, when the bucket will be full, in nanoseconds of the monotonic clock.
    private let fullAt = Mutex<[Key: UInt64]>([:])

    init(mostCallers: Int = 50_000) {
        self.mostCallers = mostCallers
    }

    /// Takes one; nil when there was one to take, else the whole seconds to wait.
    func take(_ limit: RateLimit, caller: String, at now: UInt64) -> Int? {
        let period = UInt64(limit.per.components.seconds) * 1_000_000_000
            + UInt64(limit.per.components.attoseconds / 1_000_000_000)
        let cost = period / UInt64(max(limit.limit, 1))
        let key = Key(bucket: limit.bucket, caller: caller)
        return fullAt.withLock { fullAt in
            let full = max(fullAt[key] ?? now, now) + cost
            if full > now + period {
                let wait = full - now - period
                return Int((wait + 999_999_999) / 1_000_000_000)
            }
            if fullAt.count >= mostCallers, fullAt[key] == nil { Self.makeRoom(&fullAt, at: now) }
            fullAt[key] = full
            return nil
        }
    }

    /// Forgets the callers whose buckets are full again.
    func sweep(at now: UInt64) {
        fullAt.withLock { fullAt in fullAt = fullAt.filter { $0.value > now } }
    }

    var callers: Int { fullAt.withLock(\.count) }

    private static func makeRoom(_ fullAt: inout [Key: UInt64], at now: UInt64) {
        let kept = fullAt.filter { $0.value > now }
        // All still in use: those who used least lose their count, which lets them call once too often.
        let emptiest = kept.count * 10 > fullAt.count * 9 ? kept.values.sorted()[kept.count / 4] : 0
        fullAt = kept.filter { $0.value > emptiest }
    }
}
