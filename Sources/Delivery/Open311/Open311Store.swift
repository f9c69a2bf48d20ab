import Platform
import SQL

/// A case as everybody may read it.
struct Open311Case: Sendable {
    let reference: String
    let service: String
    let serviceName: LocalText
    let officeName: LocalText
    let phase: CasePhase
    let outcome: CaseOutcome?
    let turn: CaseTurn
    let channel: CaseChannel
    let due: Day?
    let zone: String
    let receivedAt: Timestamp
    let updatedAt: Timestamp
    /// When it came to its end; what happened after, such as a rating, does not count.
    let endedAt: Timestamp?
    /// What the citizen wrote, which is published only if they wrote it for this interface.
    let description: String?
    /// Two decimals fewer than a map needs to find a door.
    let point: (latitude: Double, longitude: Double)?
}

/// Reads what Open311 publishes: public cases of services that are marked for it. Sealed and restricted ones, complaints and appeals are in none of its answers.
enum Open311Store {
    /// Services that are open, marked and can be asked for without files.
    static func services(_ connection: any Connection, country: String?) throws -> [Service] {
        let own: SQL = if let country { "AND country = \(country)" } else { "" }
        let slugs: [String] = try connection.query("""
            SELECT slug FROM service WHERE open311 = 1 AND state = 'open' \(own) ORDER BY slug LIMIT 1000
            """).map { try $0["slug"] }
        return try slugs.compactMap { try ServiceStore.find(connection, slug: $0) }
            .filter { Open311Form($0.definition).canBeAsked && $0.definition.isOnOpen311 && $0.definition.grievance == nil }
    }

    static func service(_ connection: any Connection, _ slug: String, country: String?) throws -> Service? {
        guard let found = try ServiceStore.find(connection, slug: slug), found.state == .open, found.definition.isOnOpen311,
            Open311Form(found.definition).canBeAsked, found.definition.grievance == nil, country == nil || found.country == country
        else { return nil }
        return found
    }

    /// Is anything offered for this country?
    static func knows(_ connection: any Connection, country: String) throws -> Bool {
        try connection.first("SELECT 1 FROM service WHERE open311 = 1 AND country = \(country)") != nil
    }

    /// When a service here, or what it asks, changed last; nil when there is none.
    static func changed(_ connection: any Connection) throws -> Timestamp? {
        try connection.value("SELECT MAX(updated_at) FROM service WHERE open311 = 1")
    }

    /// The actions that a case ends by.
    private static let endings: [String] = CaseLife.table.filter { row in
        if case .phase(let phase) = row.to { !phase.isOpen } else { false }
    }.map(\.action.rawValue)

    static func list(_ connection: any Connection, _ query: Open311Query, country: String?) throws -> [Open311Case] {
        var conditions: [SQL] = [CaseRules.publicCondition(in: "c"), "c.kind = 'request'", "s.open311 = 1"]
        if let country { conditions.append("s.country = \(country)") }
        if query.ids.isEmpty {
            conditions.append("c.received_at >= \(query.from) AND c.received_at <= \(query.to)")
            if !query.services.isEmpty { conditions.append("s.slug IN \(in: query.services)") }
            let open: SQL = "('submitted', 'accepted', 'in-step', 'decided', 'delivered')"
            if query.statuses == [.open] { conditions.append("c.phase IN \(open)") }
            if query.statuses == [.closed] { conditions.append("c.phase NOT IN \(open)") }
        } else {
            conditions.append("c.reference IN \(in: query.ids.compactMap(CaseReference.read))")
        }
        // Pages are few (at most a hundred of them), so that skipping stays cheap.
        let skipped = (query.page - 1) * query.pageSize
        let rows = try connection.query("""
            SELECT c.reference, s.slug, c.phase, c.outcome, c.turn, c.channel, c.due, c.received_at, c.updated_at, c.answers, c.office_id,
                c.service_id, c.service_version, c.calendar_key, c.calendar_version,
                CASE WHEN c.phase IN ('closed', 'withdrawn', 'duplicate') THEN (SELECT MAX(e.at) FROM case_event e
                    WHERE e.case_id = c.id AND e.kind IN \(in: endings)) ELSE NULL END AS ended_at
            FROM case_record c JOIN service s ON s.id = c.service_id
            WHERE \(conditions.joined(" AND ")) ORDER BY c.received_at DESC, c.id DESC LIMIT \(query.pageSize) OFFSET \(skipped)
            """)
        var known = Known(connection)
        return try rows.map { try known.read($0) }
    }

    /// What many rows share is read once.
    private struct Known {
        let connection: any Connection
        var offices: [ID<Office>: LocalText] = [:]
        var definitions: [String: ServiceDefinition] = [:]
        var zones: [String: String] = [:]

        init(_ connection: any Connection) { self.connection = connection }

        mutating func read(_ row: Row) throws -> Open311Case {
            let (office, service): (ID<Office>, ID<Service>) = (try row["office_id"], try row["service_id"])
            let (version, key, calendar): (Int, String, Int) = (
                try row["service_version"], try row["calendar_key"], try row["calendar_version"]
            )
            if offices[office] == nil { offices[office] = try OfficeStore.find(connection, id: office)?.name ?? [:] }
            let named = "\(service) \(version)"
            if definitions[named] == nil {
                definitions[named] = try ServiceStore.definition(connection, service, version: version) ?? ServiceDefinition()
            }
            let dated = "\(key) \(calendar)"
            if zones[dated] == nil {
                zones[dated] = try CalendarStore.ready(connection, key: key, version: calendar)?.definition.timeZone ?? "UTC"
            }
            let definition = definitions[named] ?? ServiceDefinition()
            let answers: FormAnswers = try Coding.decode(from: try row["answers"])
            let form = Open311Form(definition)
            let channel: CaseChannel = try row["channel"]
            let due: Int = try row["due"]
            return Open311Case(
                reference: try row["reference"], service: try row["slug"], serviceName: definition.name,
                officeName: offices[office] ?? [:], phase: try row["phase"], outcome: try row["outcome"], turn: try row["turn"],
                channel: channel, due: due >= CaseStore.noDate ? nil : Day(number: due), zone: zones[dated] ?? "UTC",
                receivedAt: try row["received_at"], updatedAt: try row["updated_at"], endedAt: try row["ended_at"],
                description: channel == .open311 ? form.description.flatMap { answers[$0.key] } : nil,
                point: Open311Case.coarse(form.place?.key, answers))
        }
    }
}

extension Open311Case {
    /// To a hundredth of a degree, about a kilometre: enough for a map of a town, too little to find a home.
    static func coarse(_ key: String?, _ answers: FormAnswers) -> (latitude: Double, longitude: Double)? {
        guard let key, let latitude = answers["\(key).lat"].flatMap(Double.init),
            let longitude = answers["\(key).long"].flatMap(Double.init)
        else { return nil }
        return ((latitude * 100).rounded() / 100, (longitude * 100).rounded() / 100)
    }
}
