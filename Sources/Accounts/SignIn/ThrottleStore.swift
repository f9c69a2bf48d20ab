import Platform
import SQL

/// How much debt each subject of a throttle has. Subjects are digests: no address is stored.
enum ThrottleStore {
    struct Charge: Sendable, Equatable {
        let subject: String
        let throttle: Throttle
    }

    /// Charges all subjects, or none if one of them has to wait; then how long.
    ///
    /// An attempt is charged before its password is checked, so that many at once cannot slip through.
    static func charge(_ connection: any Connection, _ charges: [Charge], at now: Timestamp) throws -> Duration? {
        let debts = try debts(connection, charges.map(\.subject))
        let wait = charges.compactMap { $0.throttle.wait(debts[$0.subject], at: now) }.max()
        if let wait { return wait }
        for charge in charges {
            let debt = charge.throttle.charged(debts[charge.subject], at: now)
            try connection.execute(
                """
                INSERT INTO throttle (subject, debt_until) VALUES (\(charge.subject), \(debt))
                ON CONFLICT (subject) DO UPDATE SET debt_until = excluded.debt_until
                """)
        }
        return nil
    }

    /// Takes the charges back after the attempt turned out to be right.
    static func refund(_ connection: any Connection, _ charges: [Charge]) throws {
        let debts = try debts(connection, charges.map(\.subject))
        for charge in charges {
            guard let debt = debts[charge.subject] else { continue }
            try connection.execute(
                "UPDATE throttle SET debt_until = \(charge.throttle.refunded(debt)) WHERE subject = \(charge.subject)")
        }
    }

    static func clear(_ connection: any Connection, subject: String) throws {
        try connection.execute("DELETE FROM throttle WHERE subject = \(subject)")
    }

    /// A debt that has melted says nothing.
    static func deleteOld(_ connection: any Connection, at now: Timestamp) throws {
        try connection.execute("DELETE FROM throttle WHERE debt_until < \(now)")
    }

    private static func debts(_ connection: any Connection, _ subjects: [String]) throws -> [String: Timestamp] {
        var debts: [String: Timestamp] = [:]
        for row in try connection.query("SELECT subject, debt_until FROM throttle WHERE subject IN \(in: subjects)") {
            debts[try row["subject"]] = try row["debt_until"]
        }
        return debts
    }
}
