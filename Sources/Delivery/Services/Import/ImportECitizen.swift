import Platform
public import SQL

/// Takes the services of Kenya's eCitizen catalogue over (`--from ecitizen`), with ministry, department and agency.
///
/// They are listed as information, with their source: nobody can apply here until their agency describes them and opens them. What
/// an agency has edited since is left as it is.
public enum ImportECitizen {
    static let source = "ecitizen"
    static let attribution =
        "Kenya eCitizen services dataset, an unofficial compilation by karaalv (github.com/karaalv/kenya-ecitizen-services-dataset), CC BY 4.0"

    /// Writes all of it in one transaction. With `strict`, any problem refuses all of it.
    public static func run(
        _ connection: any Connection, _ act: Act, _ files: ECitizenFiles, strict: Bool,
        progress: (_ done: Int, _ total: Int) -> Void = { _, _ in }
    ) throws -> ServiceImportOutcome {
        var outcome = ServiceImportOutcome()
        outcome.problems = files.problems
        var work: [(entry: ECitizenFiles.Entry, definition: ServiceDefinition)] = []
        for entry in files.services {
            let definition = definition(entry)
            let issues = definition.listingIssues()
            outcome.problems += issues.map { ServiceImportProblem("services.csv \(entry.id)", $0) }
            if issues.isEmpty { work.append((entry, definition)) }
        }
        if strict, !outcome.problems.isEmpty { throw ServiceImportRefused(outcome.problems) }
        let organisations = try organisations(connection, act, files, &outcome)
        var known = try known(connection)
        for (index, item) in work.enumerated() {
            guard let organisation = organisations[item.entry.agency] else { continue }
            try write(connection, act, item.entry, item.definition, organisation, &known, &outcome)
            progress(index + 1, work.count)
        }
        return outcome
    }

    private static func definition(_ entry: ECitizenFiles.Entry) -> ServiceDefinition {
        var definition = ServiceDefinition()
        definition.name = ["en": entry.name]
        definition.description = ["en": entry.description]
        if entry.description.isEmpty { definition.description = [:] }
        definition.website = entry.website
        definition.sources = ["\(attribution), record \(entry.id)"]
        return definition
    }

    // MARK: Organisations

    /// The organisation of each agency, made where it is not there yet.
    private static func organisations(
        _ connection: any Connection, _ act: Act, _ files: ECitizenFiles, _ outcome: inout ServiceImportOutcome
    ) throws -> [String: ID<Organisation>] {
        var made: [String: Organisation] = [:]
        for part in files.ministries + files.departments + files.agencies {
            let parent = made[part.parent]
            // A ministry is listed again as its own department and agency: that is one organisation.
            if let parent, parent.name.lowercased() == part.name.lowercased() {
                made[part.id] = parent
                continue
            }
            made[part.id] = try organisation(connection, act, part.name, parent: parent?.id, &outcome)
        }
        return Dictionary(uniqueKeysWithValues: files.agencies.compactMap { agency in made[agency.id].map { (agency.id, $0.id) } })
    }

    private static func organisation(
        _ connection: any Connection, _ act: Act, _ name: String, parent: ID<Organisation>?, _ outcome: inout ServiceImportOutcome
    ) throws -> Organisation {
        let base = "ke-" + Slug.make(name, limit: 50)
        var (key, number) = (base, 2)
        while let taken = try PeopleStore.organisation(connection, key: key) {
            if taken.name == name, taken.parent == parent { return taken }
            (key, number) = ("\(base)-\(number)", number + 1)
        }
        let organisation = Organisation(id: act.newID(), key: key, name: name, kind: .government, country: "KE", parent: parent)
        try PeopleStore.insert(connection, organisation, by: act.principal, at: act.now)
        outcome.organisations += 1
        return organisation
    }

    // MARK: Services

    private struct Known {
        var services: [String: (id: ID<Service>, definition: String, organisation: ID<Organisation>, savedBy: String, state: String)] = [:]
        var slugs: Set<String> = []
    }

    private static func known(_ connection: any Connection) throws -> Known {
        var known = Known()
        try connection.forEach("""
            SELECT c.record, s.id, s.organisation_id, s.state, v.definition, v.saved_by FROM service_source c
            JOIN service s ON s.id = c.service_id
            JOIN service_version v ON v.service_id = s.id AND v.number = s.current_version WHERE c.source = \(source)
            """
        ) { row in
            known.services[try row["record"]] = (
                try row["id"], try row["definition"], try row["organisation_id"], try row["saved_by"], try row["state"])
            return true
        }
        try connection.forEach("SELECT slug FROM service") { row in
            known.slugs.insert(try row["slug"])
            return true
        }
        return known
    }

    private static func write(
        _ connection: any Connection, _ act: Act, _ entry: ECitizenFiles.Entry, _ definition: ServiceDefinition,
        _ organisation: ID<Organisation>, _ known: inout Known, _ outcome: inout ServiceImportOutcome
    ) throws {
        if let old = known.services[entry.id] {
            // Equal text is the usual case; another version of the program may have written other keys.
            let isSame = try old.definition == Coding.encode(definition) || Coding.decode(from: old.definition) == definition
            // An agency's own words are worth more than the compilation's.
            guard !isSame, old.savedBy == act.principal.name, old.state == Service.State.draft.rawValue,
                let service = try ServiceStore.find(connection, id: old.id)
            else {
                outcome.unchanged += 1
                return
            }
            try ServiceStore.addVersion(connection, service, definition, at: act.now, by: act.principal.name)
            try act.audit(
                connection, "service.changed", "service", service.id.description, before: service.definition, after: definition)
            outcome.changed += 1
            return
        }
        let slug = Slug.unique("ke \(entry.name)", fallback: "ke-\(entry.id)") { known.slugs.contains($0) }
        known.slugs.insert(slug)
        let service = Service(
            id: act.newID(), slug: slug, organisation: organisation, country: "KE", state: .draft, version: 1, definition: definition,
            updatedAt: act.now, isListed: true)
        try ServiceStore.insert(connection, service, by: act.principal.name)
        try connection.send("INSERT INTO service_source (source, record, service_id) VALUES (\(source), \(entry.id), \(service.id))")
        try act.audit(
            connection, "service.created", "service", service.id.description, before: ServiceDefinition?.none, after: definition)
        outcome.added += 1
    }
}
