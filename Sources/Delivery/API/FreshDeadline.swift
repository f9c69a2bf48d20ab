import Platform
import Synchronization

/// The deadline of a case that has just begun, as JSON. All cases of a service that begin on one day have the same, day by day, so it is
/// written once.
enum FreshDeadline {
    private struct Key: Hashable {
        /// The calendar is kept with the text, so that its identity is not given to another.
        let calendar: ObjectIdentifier
        let service: ID<Service>
        let version: Int
        let limit: Int
        let unit: DeadlineRule.Unit
        let received: Int
        let today: Int
        let language: String
    }

    private static let known = Mutex<[Key: (calendar: WorkingCalendar, text: String)]>([:])
    private static let most = 200

    static func text(_ record: Case, _ words: Words, at now: Timestamp) throws -> String {
        let (rule, calendar) = (record.definition.deadline, record.calendar)
        let key = Key(
            calendar: ObjectIdentifier(calendar), service: record.service, version: record.serviceVersion, limit: rule.limit,
            unit: rule.unit, received: calendar.day(of: CaseClock.events(record.events).first?.at ?? now).number, today: calendar.day(of: now).number,
            language: words.language)
        if let found = known.withLock({ $0[key] }) { return found.text }
        let text = try JSONText(encoding: DeadlineDocument(try record.deadline(at: now), words)).text
        known.withLock { known in
            if known.count >= most { known.removeAll() }
            known[key] = (calendar, text)
        }
        return text
    }
}
