import Foundation
import Platform
import SQL

/// Services with their calendars and offices as one JSON document: what the export writes and the import reads.
public struct ServiceFile: Codable, Equatable {
    public struct CalendarEntry: Codable, Equatable {
        var key: String
        var name: LocalText
        var definition: CalendarDefinition
        /// The key of the organisation whose calendar it is.
        var organisation: String?
    }

    public struct OfficeEntry: Codable, Equatable {
        var key: String
        var name: LocalText
        var organisation: String
        /// The key of the office above.
        var parent: String?
        var country: String?
        /// ISO 3166-2.
        var subdivision: String?
        var territory: [String]?
    }

    public struct ServiceEntry: Codable, Equatable {
        var slug: String
        var organisation: String
        var country: String?
        /// Left out: open.
        var state: Service.State?
        var definition: ServiceDefinition
    }

    var calendars: [CalendarEntry] = []
    var offices: [OfficeEntry] = []
    var services: [ServiceEntry] = []

    private enum CodingKeys: String, CodingKey { case calendar, calendars, offices, services }

    init() {}

    public init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        calendars = try fields.decodeIfPresent([CalendarEntry].self, forKey: .calendars) ?? []
        if let one = try fields.decodeIfPresent(CalendarEntry.self, forKey: .calendar) { calendars.append(one) }
        offices = try fields.decodeIfPresent([OfficeEntry].self, forKey: .offices) ?? []
        services = try fields.decodeIfPresent([ServiceEntry].self, forKey: .services) ?? []
    }

    public func encode(to encoder: any Encoder) throws {
        var fields = encoder.container(keyedBy: CodingKeys.self)
        try fields.encode(calendars, forKey: .calendars)
        try fields.encode(offices, forKey: .offices)
        try fields.encode(services, forKey: .services)
    }

    /// Reads a document; a fault in it names its place.
    static func read(_ json: String) throws -> ServiceFile {
        do {
            return try Coding.decode(from: json)
        } catch let error as DecodingError {
            throw ServiceImportRefused([ServiceImportProblem(place(error), "", "services.import.not-readable", ["reason": reason(error)])])
        }
    }

    private static func context(_ error: DecodingError) -> DecodingError.Context? {
        switch error {
        case .keyNotFound(_, let context), .typeMismatch(_, let context), .valueNotFound(_, let context), .dataCorrupted(let context): context
        @unknown default: nil
        }
    }

    static func place(_ error: DecodingError) -> String {
        var path = context(error)?.codingPath ?? []
        if case .keyNotFound(let key, _) = error { path.append(key) }
        let text = path.reduce(into: "") { text, key in
            text += key.intValue.map { "[\($0)]" } ?? (text.isEmpty ? key.stringValue : ".\(key.stringValue)")
        }
        return text.isEmpty ? "JSON" : text
    }

    private static func reason(_ error: DecodingError) -> String { context(error)?.debugDescription ?? "" }

    // MARK: Writing one

    /// A service with all that it stands on.
    static func export(_ connection: any Connection, _ service: Service) throws -> ServiceFile {
        var file = ServiceFile()
        func key(_ id: ID<Organisation>) throws -> String { try PeopleStore.organisation(connection, id)?.key ?? "" }
        if let calendar = try CalendarStore.find(connection, key: service.definition.calendar) {
            file.calendars = [
                CalendarEntry(
                    key: calendar.key, name: calendar.name, definition: calendar.definition,
                    organisation: try calendar.organisation.map(key))
            ]
        }
        var offices = try OfficeStore.list(connection, keys: service.definition.offices)
        if let appeal = service.definition.appeal?.office, !service.definition.offices.contains(appeal) {
            offices += try OfficeStore.list(connection, keys: [appeal])
        }
        // Those above come first, so that the file can be read from top to bottom.
        var all: [Office] = []
        for office in offices {
            for step in try OfficeStore.path(connection, office) where !all.contains(where: { $0.id == step.id }) { all.append(step) }
        }
        file.offices = try all.map { office in
            OfficeEntry(
                key: office.key, name: office.name, organisation: try key(office.organisation),
                parent: office.parent.flatMap { parent in all.first { $0.id == parent }?.key }, country: office.country,
                subdivision: office.subdivision, territory: office.territory.isEmpty ? nil : office.territory)
        }
        file.services = [
            ServiceEntry(
                slug: service.slug, organisation: try key(service.organisation), country: service.country, state: service.state,
                definition: service.definition)
        ]
        return file
    }

    /// For people to read and keep: indented, keys sorted.
    func text() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(self), as: UTF8.self) + "\n"
    }
}
