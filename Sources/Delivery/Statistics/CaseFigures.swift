import Platform
import SQL

/// What one case adds to the figures that are kept while cases move, so that nobody ever counts all cases.
struct CaseFigures: Equatable {
    /// The month in which its clock ended, as `year * 12 + month - 1`, and whether that was in time; nil while it runs.
    let end: CaseEnd?
    let rating: Int?

    struct CaseEnd: Equatable {
        let month: Int
        let isInTime: Bool
    }

    init(_ record: Case?) throws {
        rating = record?.state.rating
        guard let record, let done = CaseClock.events(record.events).first(where: { $0.kind == .done }) else {
            end = nil
            return
        }
        let standing = try record.standing(at: done.at)
        let day = record.calendar.day(of: done.at).description
        let parts = day.split(separator: "-").compactMap { Int($0) }
        end = parts.count == 3 ? CaseEnd(month: parts[0] * 12 + parts[1] - 1, isInTime: standing.state == .met) : nil
    }

    /// Brings the counters up to date with an event, in its transaction.
    static func note(_ connection: any Connection, before: Case?, after: Case) throws {
        guard let before, CaseRules.discloses(after.confidence, to: .namedFigures).contains(.existence) else { return }
        let (old, new) = (try CaseFigures(before), try CaseFigures(after))
        if old.end != new.end {
            if let end = old.end { try count(connection, before.office, end, by: -1) }
            if let end = new.end { try count(connection, after.office, end, by: 1) }
        }
        if old.rating != new.rating {
            if let rating = old.rating { try count(connection, before.service, rating: rating, by: -1) }
            if let rating = new.rating { try count(connection, after.service, rating: rating, by: 1) }
        }
    }

    private static func count(_ connection: any Connection, _ office: ID<Office>, _ end: CaseEnd, by change: Int) throws {
        let (inTime, late) = (end.isInTime ? change : 0, end.isInTime ? 0 : change)
        try connection.send("""
            INSERT INTO case_end_count (office_id, month, in_time, late) VALUES (\(office), \(end.month), \(inTime), \(late))
            ON CONFLICT (office_id, month) DO UPDATE SET in_time = case_end_count.in_time + \(inTime), late = case_end_count.late + \(late)
            """)
    }

    private static func count(_ connection: any Connection, _ service: ID<Service>, rating: Int, by change: Int) throws {
        try connection.send("""
            INSERT INTO case_rating_count (service_id, rating, cases) VALUES (\(service), \(rating), \(change))
            ON CONFLICT (service_id, rating) DO UPDATE SET cases = case_rating_count.cases + \(change)
            """)
    }
}
