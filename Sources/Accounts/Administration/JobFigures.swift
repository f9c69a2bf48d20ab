import SQL

/// What the queue holds, for the administrator's page.
enum JobFigures {
    /// How many jobs wait or run; the dead letters are not among them.
    static func waiting(_ connection: any Connection) throws -> Int {
        try connection.value("SELECT COUNT(*) FROM job WHERE state = 'live'") ?? 0
    }
}
