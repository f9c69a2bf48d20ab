import Platform
import SQL

/// What a new case stands on: a service as it is now, one of its offices, its calendar.
public struct CaseGrounds: Sendable {
    public let service: Service
    /// nil: there is none with the key that was asked for.
    let office: Office?
    let calendarVersion: Int
    /// nil: the service names a calendar that is not there.
    let calendar: WorkingCalendar?

    /// Reads them by the end of the service's address. Nothing of it changes often, so it is done before the transaction.
    ///
    /// - Parameter office: the key of the office; the service's first when nil.
    static func read(_ connection: any Connection, slug: String, office: String?) throws -> CaseGrounds {
        guard let service = try ServiceStore.find(connection, slug: slug) else {
            throw Refusal.invalid([FieldIssue("service", "error.service", ["value": String(slug.prefix(200))])])
        }
        return try read(connection, service, office: office)
    }

    static func read(_ connection: any Connection, _ service: Service, office wanted: String?) throws -> CaseGrounds {
        let definition = service.definition
        let key = wanted ?? definition.offices.first ?? ""
        let office = definition.offices.contains(key) ? try OfficeStore.find(connection, key: key) : nil
        let version = try CalendarStore.currentVersion(connection, key: definition.calendar) ?? 0
        let calendar = try CalendarStore.ready(connection, key: definition.calendar, version: version)
        return CaseGrounds(service: service, office: office, calendarVersion: version, calendar: calendar)
    }

    /// Are they still what a case would begin with?
    var isCurrent: Question<Bool> {
        Question("""
            SELECT 1 FROM service s, calendar k WHERE s.id = \(service.id) AND s.state = 'open' AND s.current_version = \(service.version)
                AND k.key = \(service.definition.calendar) AND k.current_version = \(calendarVersion)
            """) { !$0.isEmpty }
    }
}
