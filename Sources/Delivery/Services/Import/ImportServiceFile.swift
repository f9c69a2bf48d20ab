import Platform
public import SQL

/// Takes over services with their calendars and offices from one JSON file, such as the sample's or our own export: all of it or
/// nothing.
public enum ImportServiceFile {
    /// - Parameter keepsWhatIsThere: a calendar, office or service that is there already stays as it is; else it is changed to what
    ///   the file says, a service and a calendar by a further version.
    /// - Throws: `FieldIssues` for definitions that cannot be used, `ServiceImportRefused` for what is no such file.
    @discardableResult
    public static func run(
        _ connection: any Connection, _ act: Act, json: String, keepsWhatIsThere: Bool = true
    ) throws -> ServiceImportOutcome {
        let file = try ServiceFile.read(json)
        let writer = Writer(connection: connection, act: act, keeps: keepsWhatIsThere)
        var outcome = ServiceImportOutcome()
        for entry in file.calendars { writer.count(try writer.calendar(entry), &outcome) }
        for entry in file.offices { writer.count(try writer.office(entry), &outcome) }
        for entry in file.services { writer.count(try writer.service(entry), &outcome) }
        return outcome
    }

    private enum Done { case added, changed, unchanged }

    private struct Writer {
        let connection: any Connection
        let act: Act
        let keeps: Bool

        func count(_ done: Done, _ outcome: inout ServiceImportOutcome) {
            switch done {
            case .added: outcome.added += 1
            case .changed: outcome.changed += 1
            case .unchanged: outcome.unchanged += 1
            }
        }

        func organisation(_ key: String) throws -> ID<Organisation> {
            guard let found = try PeopleStore.organisation(connection, key: key) else { throw RecordMissing(kind: "organisation", id: key) }
            return found.id
        }

        func calendar(_ entry: ServiceFile.CalendarEntry) throws -> Done {
            let issues = entry.definition.reachIssues().map { $0.within(entry.key) }
            guard issues.isEmpty else { throw FieldIssues(issues) }
            let old = try CalendarStore.find(connection, key: entry.key)
            if let old, keeps || (old.definition == entry.definition && old.name == entry.name) { return .unchanged }
            try CalendarStore.save(
                connection, key: entry.key, name: entry.name, organisation: try entry.organisation.map(organisation) ?? old?.organisation,
                entry.definition, at: act.now, by: act.principal.name)
            try act.audit(
                connection, old == nil ? "calendar.created" : "calendar.changed", "calendar", entry.key, before: old?.definition,
                after: entry.definition)
            return old == nil ? .added : .changed
        }

        func office(_ entry: ServiceFile.OfficeEntry) throws -> Done {
            let old = try OfficeStore.find(connection, key: entry.key)
            if keeps, old != nil { return .unchanged }
            let parent = try entry.parent.map { key in
                guard let found = try OfficeStore.find(connection, key: key) else { throw RecordMissing(kind: "office", id: key) }
                return found.id
            }
            let office = Office(
                id: old?.id ?? act.newID(), key: entry.key, name: entry.name, parent: parent,
                organisation: try organisation(entry.organisation), country: entry.country, subdivision: entry.subdivision,
                territory: entry.territory ?? [], version: old?.version ?? 1)
            if let old {
                guard old != office else { return .unchanged }
                try OfficeStore.update(connection, office)
            } else {
                try OfficeStore.insert(connection, office, at: act.now)
            }
            try act.audit(
                connection, old == nil ? "office.created" : "office.changed", "office", office.id.description, before: old?.audited,
                after: office.audited)
            return old == nil ? .added : .changed
        }

        /// Every office that a definition sends a case to must be there.
        func unknownOffices(_ definition: ServiceDefinition) throws -> [FieldIssue] {
            try GrievanceRouting.keys(definition).filter { try OfficeStore.find(connection, key: $0) == nil }
                .map { FieldIssue("offices", "error.office-unknown", ["key": $0]) }
        }

        func service(_ entry: ServiceFile.ServiceEntry) throws -> Done {
            let state = entry.state ?? .open
            let found = state == .draft ? entry.definition.listingIssues() : entry.definition.issues()
            let issues = (found + (try unknownOffices(entry.definition))).map { $0.within(entry.slug) }
            guard issues.isEmpty else { throw FieldIssues(issues) }
            guard let old = try ServiceStore.find(connection, slug: entry.slug) else {
                let service = Service(
                    id: act.newID(), slug: entry.slug, organisation: try organisation(entry.organisation), country: entry.country,
                    state: state, version: 1, definition: entry.definition, updatedAt: act.now)
                try ServiceStore.insert(connection, service, by: act.principal.name)
                try act.audit(
                    connection, "service.created", "service", service.id.description, before: ServiceDefinition?.none,
                    after: service.definition)
                return .added
            }
            guard !keeps, old.definition != entry.definition else { return .unchanged }
            try ServiceStore.addVersion(connection, old, entry.definition, at: act.now, by: act.principal.name)
            try act.audit(
                connection, "service.changed", "service", old.id.description, before: old.definition, after: entry.definition)
            return .changed
        }
    }
}
