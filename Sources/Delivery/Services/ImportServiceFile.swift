import Platform
public import SQL

/// Takes over services with their calendar and offices from one JSON file, such as the sample's: all of it or nothing.
public enum ImportServiceFile {
    private struct Document: Decodable {
        struct CalendarEntry: Decodable {
            let key: String
            let name: LocalText
            let definition: CalendarDefinition
        }

        struct OfficeEntry: Decodable {
            let key: String
            let name: LocalText
            let organisation: String
            let country: String?
            let subdivision: String?
        }

        struct ServiceEntry: Decodable {
            let slug: String
            let organisation: String
            let country: String?
            let definition: ServiceDefinition
        }

        let calendar: CalendarEntry
        let offices: [OfficeEntry]
        let services: [ServiceEntry]
    }

    /// Every office that a definition sends a case to must be there.
    private static func unknownOffices(_ connection: any Connection, _ definition: ServiceDefinition, _ slug: String) throws -> [FieldIssue] {
        try GrievanceRouting.keys(definition).filter { try OfficeStore.find(connection, key: $0) == nil }
            .map { FieldIssue("\(slug).offices", "error.office-unknown", ["key": $0]) }
    }

    /// Calendars and offices that are there stay as they are; a service that is said otherwise gets a further version. Throws `FieldIssues` for definitions that cannot be used.
    public static func run(_ connection: any Connection, _ act: Act, json: String) throws {
        let document: Document = try Coding.decode(from: json)
        func organisation(_ key: String) throws -> ID<Organisation> {
            guard let found = try PeopleStore.organisation(connection, key: key) else {
                throw RecordMissing(kind: "organisation", id: key)
            }
            return found.id
        }
        let calendar = document.calendar
        if try CalendarStore.currentVersion(connection, key: calendar.key) == nil {
            _ = try WorkingCalendar(calendar.definition)
            try CalendarStore.save(
                connection, key: calendar.key, name: calendar.name, organisation: nil, calendar.definition, at: act.now,
                by: act.principal.name)
            try act.audit(connection, "calendar.created", "calendar", calendar.key, before: CalendarDefinition?.none, after: calendar.definition)
        }
        for entry in document.offices where try OfficeStore.find(connection, key: entry.key) == nil {
            let office = Office(
                id: act.newID(), key: entry.key, name: entry.name, organisation: try organisation(entry.organisation),
                country: entry.country, subdivision: entry.subdivision)
            try OfficeStore.insert(connection, office, at: act.now)
            try act.audit(connection, "office.created", "office", office.id.description, before: LocalText?.none, after: office.name)
        }
        for entry in document.services {
            let issues = entry.definition.issues().map { $0.within(entry.slug) } + (try unknownOffices(connection, entry.definition, entry.slug))
            guard issues.isEmpty else { throw FieldIssues(issues) }
            if let known = try ServiceStore.find(connection, slug: entry.slug) {
                guard known.definition != entry.definition else { continue }
                try ServiceStore.addVersion(connection, known, entry.definition, at: act.now, by: act.principal.name)
                try act.audit(
                    connection, "service.changed", "service", known.id.description, before: known.definition, after: entry.definition)
                continue
            }
            let service = Service(
                id: act.newID(), slug: entry.slug, organisation: try organisation(entry.organisation), country: entry.country,
                state: .open, version: 1, definition: entry.definition, updatedAt: act.now)
            try ServiceStore.insert(connection, service, by: act.principal.name)
            try act.audit(
                connection, "service.created", "service", service.id.description, before: ServiceDefinition?.none, after: service.definition)
        }
    }
}
