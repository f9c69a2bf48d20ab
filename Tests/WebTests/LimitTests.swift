import NIOCore
import Synchronization
import TestSupport
import Testing

@testable import Web

@Suite struct RateLimiterTests {
    static let second: UInt64 = 1_000_000_000

    @Test func letsAsManyThroughAsItSaysAndThenThemOverTime() {
        let limiter = RateLimiter()
        let limit = RateLimit(bucket: "sign-in", limit: 5, per: .seconds(50))
        for _ in 0..<5 { #expect(limiter.take(limit, caller: "a", at: Self.second) == nil) }
        #expect(limiter.take(limit, caller: "a", at: Self.second) == 10)
        #expect(limiter.take(limit, caller: "b", at: Self.second) == nil)
        // A tenth of a minute gives one more, and only one.
        #expect(limiter.take(limit, caller: "a", at: 11 * Self.second) == nil)
        #expect(limiter.take(limit, caller: "a", at: 11 * Self.second) == 10)
        #expect(limiter.take(limit, caller: "a", at: 100 * Self.second) == nil)
    }

    /// However somebody spreads their calls, no window of the period lets more than twice the limit through, and in
    /// the long run no more than the rate.
    @Test(arguments: 0..<50)
    func neverLetsMoreThroughThanTheRate(seed: Int) {
        var random = SeededGenerator(seed: UInt64(seed))
        let limiter = RateLimiter()
        let limit = RateLimit(bucket: "x", limit: 10, per: .seconds(10))
        var now = Self.second
        var passed = 0
        for _ in 0..<500 {
            now += UInt64.random(in: 0...(Self.second / 2), using: &random)
            if limiter.take(limit, caller: "a", at: now) == nil { passed += 1 }
        }
        #expect(passed <= 10 + Int((now - Self.second) / Self.second) + 1)
    }

    @Test func keepsItsMemoryBounded() {
        let limiter = RateLimiter(mostCallers: 100)
        let limit = RateLimit(bucket: "x", limit: 2, per: .seconds(1000))
        for caller in 0..<10_000 { _ = limiter.take(limit, caller: "\(caller)", at: Self.second) }
        #expect(limiter.callers <= 100)
        limiter.sweep(at: 5000 * Self.second)
        #expect(limiter.callers == 0)
    }
}

@Suite struct BodyWatchTests {
    @Test func endsWhatComesTooSlowlyAndNothingElse() {
        let watch = BodyWatch()
        let closed = Mutex<[String]>([])
        let start = NIODeadline.uptimeNanoseconds(1_000_000_000)
        func begin(_ name: String) -> BodyWatch.Ticket {
            watch.begin(at: start) { closed.withLock { $0.append(name) } }
        }
        let (dribble, badLine, done) = (begin("dribble"), begin("bad line"), begin("done"))
        dribble.note(900)
        badLine.note(40_000)
        watch.end(done)
        watch.sweep(at: start + .seconds(19))
        #expect(closed.withLock(\.self) == [])
        watch.sweep(at: start + .seconds(30))
        watch.sweep(at: start + .seconds(31))
        #expect(closed.withLock(\.self) == ["dribble"])
        #expect(dribble.isTooSlow)
        #expect(!badLine.isTooSlow)
    }
}
