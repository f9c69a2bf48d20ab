import Platform
public import SQL

/// All reading and writing of events and of who took part.
public enum EventStore {
    public static func find(_ connection: any Connection, _ key: String) throws -> Event? {
        try connection.first("SELECT * FROM event WHERE key = \(key)").map(event)
    }

    /// Latest first.
    public static func list(_ connection: any Connection) throws -> [Event] {
        try connection.query("SELECT * FROM event ORDER BY from_date DESC, key LIMIT 500").map(event)
    }

    /// Adds an event or brings it up to date; true when something changed.
    public static func put(_ connection: any Connection, _ event: Event) throws -> Bool {
        if try find(connection, event.key) == event { return false }
        try connection.execute("""
            INSERT INTO event (key, name, place, country, from_date, to_date, sources)
            VALUES (\(event.key), \(event.name), \(event.place), \(event.country), \(event.from), \(event.to),
                \(try ContentCoding.encode(event.sources)))
            ON CONFLICT (key) DO UPDATE SET name = excluded.name, place = excluded.place, country = excluded.country,
                from_date = excluded.from_date, to_date = excluded.to_date, sources = excluded.sources
            """)
        return true
    }

    private static func event(_ row: Row) throws -> Event {
        Event(
            key: try row["key"], name: try row["name"], place: try row["place"], country: try row["country"],
            from: try row["from_date"], to: try row["to_date"],
            sources: try ContentCoding.decode(from: try row["sources"]))
    }

    // MARK: Participants

    /// In the order of the event's paper.
    public static func participants(_ connection: any Connection, of event: String) throws -> [EventParticipant] {
        try connection.query("""
            SELECT organisation_id, name, kind, country FROM event_participant
            WHERE event = \(event) ORDER BY position, organisation_id LIMIT 1000
            """).map { row in
                EventParticipant(
                    organisation: try row["organisation_id"], name: try row["name"], kind: try row["kind"],
                    country: try row["country"])
            }
    }

    /// Adds a participant or brings the entry up to date; true when something changed.
    static func put(
        _ connection: any Connection, _ one: EventParticipant, in event: String, position: Int
    ) throws -> Bool {
        let known = try connection.first("""
            SELECT name, kind, country FROM event_participant
            WHERE event = \(event) AND organisation_id = \(one.organisation)
            """)
        if let known {
            let (name, kind, country): (String, EventParticipant.Kind, String?) = (
                try known["name"], try known["kind"], try known["country"]
            )
            if (name, kind, country) == (one.name, one.kind, one.country) { return false }
        }
        try connection.execute("""
            INSERT INTO event_participant (event, organisation_id, name, kind, country, position)
            VALUES (\(event), \(one.organisation), \(one.name), \(one.kind), \(one.country), \(position))
            ON CONFLICT (event, organisation_id) DO UPDATE SET name = excluded.name, kind = excluded.kind,
                country = excluded.country
            """)
        return true
    }
}
