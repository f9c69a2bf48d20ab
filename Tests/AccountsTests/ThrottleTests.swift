import Platform
import TestSupport
import Testing

@testable import Accounts

@Suite struct ThrottleTests {
    let start = Timestamp(milliseconds: 1_800_000_000_000)

    @Test(arguments: [Throttle.strangers, .knownDevice, .address, .mails])
    func takesTheWholeAllowanceAtOnceAndNotOneMore(_ throttle: Throttle) {
        var debt: Timestamp?
        for _ in 0..<throttle.allowance {
            #expect(throttle.wait(debt, at: start) == nil)
            debt = throttle.charged(debt, at: start)
        }
        #expect(throttle.wait(debt, at: start) == throttle.interval)
        #expect(throttle.wait(debt, at: start.adding(throttle.interval)) == nil)
    }

    /// However attempts are spread, never more than the allowance plus one for each interval get through.
    @Test func boundsAnyPatternOfAttempts() {
        var random = SeededGenerator(seed: 11)
        for _ in 0..<300 {
            let throttle = Throttle(
                allowance: Int.random(in: 1...8, using: &random),
                interval: .seconds(Int.random(in: 1...600, using: &random)))
            var now = start
            var debt: Timestamp?
            var taken = 0
            for _ in 0..<200 {
                now = now.adding(.milliseconds(Int64.random(in: 0...400_000, using: &random)))
                guard throttle.wait(debt, at: now) == nil else { continue }
                debt = throttle.charged(debt, at: now)
                taken += 1
            }
            #expect(taken <= throttle.allowance + Int(now.since(start) / throttle.interval) + 1)
        }
    }

    @Test func opensByItself() {
        let throttle = Throttle.strangers
        let debt = (0..<1000).reduce(into: Timestamp?.none) { debt, _ in debt = throttle.charged(debt, at: start) }
        // A thousand charges cannot happen (they are refused), but even then the wait is what the debt says, and it ends.
        let wait = throttle.wait(debt, at: start)
        #expect(wait == throttle.interval * 996)
        #expect(throttle.wait(debt, at: start.adding(throttle.interval * 996)) == nil)
    }

    @Test func aRightAttemptIsNotCounted() {
        let throttle = Throttle.strangers
        let once = throttle.charged(nil, at: start)
        let twice = throttle.charged(once, at: start)
        #expect(throttle.refunded(twice) == once)
        #expect(throttle.wait(throttle.refunded(once), at: start) == nil)
    }
}
