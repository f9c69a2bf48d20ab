import Foundation
import Platform

@testable import Delivery

/// The same rules once more, written another way: it walks day by day, asks Foundation what day it is, and looks at every
/// wait for every day. Slow and simple, to hold the quick one against.
struct DeadlineReference {
    let rule: DeadlineRule
    let definition: CalendarDefinition
    let events: [DeadlineEvent]
    let moment: Timestamp
    private let calendar: Foundation.Calendar

    init(rule: DeadlineRule, definition: CalendarDefinition, events: [DeadlineEvent], at moment: Timestamp) {
        self.rule = rule
        self.definition = definition
        self.events = events
        self.moment = moment
        var calendar = Foundation.Calendar(identifier: .gregorian)
        calendar.timeZone = TimeZone(identifier: definition.timeZone) ?? .gmt
        self.calendar = calendar
    }

    struct Answer: Equatable {
        var due: String?
        var state: Deadline.State
        var remaining: Int
        var counted: [String]
    }

    private struct Interval {
        let party: DeadlineRule.Party
        let from: String
        let to: String?
    }

    private func date(_ moment: Timestamp) -> Date { Date(timeIntervalSince1970: Double(moment.milliseconds) / 1000) }

    private func name(_ moment: Timestamp) -> String {
        let parts = calendar.dateComponents([.year, .month, .day], from: date(moment))
        return String(format: "%04d-%02d-%02d", parts.year ?? 0, parts.month ?? 0, parts.day ?? 0)
    }

    private static let utc: Foundation.Calendar = {
        var calendar = Foundation.Calendar(identifier: .gregorian)
        calendar.timeZone = .gmt
        return calendar
    }()

    private func moved(_ day: String, _ unit: Foundation.Calendar.Component, _ count: Int) -> String {
        let numbers = day.split(separator: "-").compactMap { Int($0) }
        let start = Self.utc.date(from: DateComponents(year: numbers[0], month: numbers[1], day: numbers[2])) ?? .now
        let there = Self.utc.date(byAdding: unit, value: count, to: start) ?? .now
        let parts = Self.utc.dateComponents([.year, .month, .day], from: there)
        return String(format: "%04d-%02d-%02d", parts.year ?? 0, parts.month ?? 0, parts.day ?? 0)
    }

    private func isWorking(_ day: String) -> Bool {
        if definition.holidays.contains(where: { $0.date.description == day }) { return false }
        let numbers = day.split(separator: "-").compactMap { Int($0) }
        let date = Self.utc.date(from: DateComponents(year: numbers[0], month: numbers[1], day: numbers[2])) ?? .now
        let names: [Weekday] = [.sunday, .monday, .tuesday, .wednesday, .thursday, .friday, .saturday]
        return !definition.weekend.contains(names[Self.utc.component(.weekday, from: date) - 1])
    }

    func answer() -> Answer {
        let known = events.filter { $0.at <= moment }.sorted { $0.at < $1.at }
        let received = known.first { $0.kind == .received }?.at ?? moment
        let done = known.first { $0.kind == .done }?.at
        var waits: [Interval] = []
        for party in DeadlineRule.Party.allCases where (rule.waiting[party] ?? .run) != .run {
            var open: Timestamp?
            func close(_ end: Timestamp) {
                guard let start = open else { return }
                let last = end > start ? Timestamp(milliseconds: end.milliseconds - 1) : start
                waits.append(Interval(party: party, from: name(start), to: name(last)))
                open = nil
            }
            for event in known where done == nil || event.at <= (done ?? event.at) {
                switch event.kind {
                case .waiting(party): open = open ?? event.at
                case .resumed(nil), .resumed(party), .done: close(event.at)
                default: break
                }
                if event.kind == .done { break }
            }
            if let start = open { waits.append(Interval(party: party, from: name(start), to: nil)) }
        }
        return walk(name(received), waits, today: name(done ?? moment), isDone: done != nil)
    }

    private func walk(_ receipt: String, _ waits: [Interval], today: String, isDone: Bool) -> Answer {
        func waiting(_ day: String, _ mode: DeadlineRule.Waiting) -> Interval? {
            waits.first { rule.waiting[$0.party] == mode && $0.from <= day && day <= ($0.to ?? "9999-12-31") }
        }
        var start = receipt
        var counted: [String] = []
        var full = rule.limit
        func fill(from day: String) {
            start = day
            counted = []
            guard rule.unit == .months else { return }
            let target = moved(day, .month, rule.limit)
            full = 0
            var walker = day
            while walker < target {
                walker = moved(walker, .day, 1)
                full += 1
            }
        }
        fill(from: receipt)
        // A wait that restarts, on the day of receipt or later, sets the count to nothing on each of its days.
        var day = receipt
        for _ in 0..<4000 {
            let restarts = waits.filter { rule.waiting[$0.party] == .restart }
            if waiting(day, .restart) != nil {
                if restarts.contains(where: { $0.from <= day && $0.to == nil }) {
                    return Answer(due: nil, state: .paused, remaining: full, counted: [])
                }
                fill(from: day)
            } else if waits.contains(where: { rule.waiting[$0.party] == .pause && $0.from <= day && $0.to == nil }) {
                // It waits without an end; a later wait may still start the count anew.
                if restarts.contains(where: { $0.to == nil }) { return Answer(due: nil, state: .paused, remaining: full, counted: []) }
                if let last = restarts.compactMap(\.to).max(), last > day { fill(from: last) }
                return Answer(due: nil, state: .paused, remaining: max(0, full - counted.count), counted: counted)
            } else if day > start, waiting(day, .pause) == nil {
                if counted.count < full, rule.unit != .workingDays || isWorking(day) { counted.append(day) }
                if counted.count == full, isWorking(day) { return close(day, counted, today, isDone) }
            }
            day = moved(day, .day, 1)
        }
        return Answer(due: "never", state: .running, remaining: -1, counted: counted)
    }

    private func close(_ due: String, _ counted: [String], _ today: String, _ isDone: Bool) -> Answer {
        if today > due { return Answer(due: due, state: .passed, remaining: 0, counted: counted) }
        var left = 0
        var day = today
        while day < due {
            day = moved(day, .day, 1)
            if rule.unit != .workingDays || isWorking(day) { left += 1 }
        }
        return Answer(due: due, state: isDone ? .met : .running, remaining: left, counted: counted)
    }
}
