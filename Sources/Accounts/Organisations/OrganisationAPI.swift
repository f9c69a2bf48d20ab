import Platform
import SQL
import Web

/// Organisations for programs: JSON page by page, one by key, and CSV with the same facts.
enum OrganisationAPI {
    /// Who may change organisations, at a page or by a token.
    static let editors = AccessRule.roles(.administrator, .secretariat)
    static let csvLimit = 8 * 1024 * 1024

    static let routes: [Route] = [
        .get("/api/v1/organisations", .everyone, operation: listOperation) { call in try await list(call) },
        .post("/api/v1/organisations", editors, body: .json(), operation: createOperation) { call in
            let draft = try await call.json(OrganisationDraft.self).tidied
            let (principal, now) = (call.principal, call.now)
            let view = try await call.services.database.write { connection in
                View(try OrganisationChanges.create(connection, draft, by: principal, at: now), draft)
            }
            return try Reply.json(view, status: .created)
                .with("Location", "/api/v1/organisations/\(view.key)").etag(view.version)
        },
        .get("/api/v1/organisations/{key}", .everyone, operation: getOperation) { call in
            let key = try call.parameters["key"]
            let view = try await call.services.database.read { try find($0, key: key) }
            return try Reply.json(view).etag(view.version)
        },
        .put("/api/v1/organisations/{key}", editors, body: .json(), operation: updateOperation) { call in
            let draft = try await call.json(OrganisationDraft.self).tidied
            let key = try call.parameters["key"]
            let view = try await call.services.database.write { connection in
                // In the transaction that changes it, so that nobody can come between.
                try call.requireMatch(etag: try find(connection, key: key).version)
                let changed = try OrganisationChanges.update(
                    connection, key: key, draft, by: call.principal, at: call.now)
                return View(changed, draft)
            }
            return try Reply.json(view).etag(view.version)
        },
        .get("/api/v1/organisations.csv", .everyone, operation: exportOperation) { call in
            let bytes = try await call.services.database.read { try OrganisationCSV.write($0) }
            return Reply.bytes(bytes, type: "text/csv; charset=utf-8").download("organisations.csv")
        },
        .post("/api/v1/organisations.csv", editors, body: .csv(limit: csvLimit), operation: importOperation) { call in
            let bytes = try await call.bytes()
            let (principal, now) = (call.principal, call.now)
            do {
                let rows = try OrganisationCSV.read(bytes)
                let outcome = try await call.services.database.write {
                    try OrganisationCSV.store($0, rows, by: principal, at: now)
                }
                return try Reply.json(outcome)
            } catch let error as CSVError {
                throw Problem.badRequest(error.key, error.facts)
            } catch let faults as OrganisationCSV.Faults {
                throw FieldErrors(
                    faults.faults.prefix(100).map { fault in
                        FieldError("line \(fault.line), \(fault.error.field)", fault.error.key, fault.error.facts)
                    })
            }
        },
    ]

    /// An organisation as programs see it.
    struct View: Sendable, Encodable {
        let id: String
        let key: String
        let name: String
        let kind: String
        let countryCode: String?
        let parentKey: String?

        init(_ organisation: Organisation, _ draft: OrganisationDraft) {
            id = organisation.id.description
            key = organisation.key
            name = organisation.name
            kind = organisation.kind.rawValue
            countryCode = organisation.country
            parentKey = draft.parentKey
        }

        /// Changes whenever anything that is shown does.
        var version: String {
            String(
                Secrets.digest([id, key, name, kind, countryCode ?? "", parentKey ?? ""].joined(separator: "\n"))
                    .prefix(22))
        }
    }

    private static func find(_ connection: any Connection, key: String) throws -> View {
        guard let organisation = try PeopleStore.organisation(connection, key: key) else { throw Problem.notFound }
        return View(organisation, try OrganisationChanges.draft(connection, of: organisation))
    }

    private static func list(_ call: Call) async throws -> Reply {
        let request = try call.pageRequest(default: 20, most: 100)
        let cursor = try request.cursor.map { try Cursor.decode($0, count: 2) }.flatMap(PeopleStore.Cursor.init(fields:))
        let (search, country) = (call.query["q"], call.query["country"])
        let (items, next) = try await call.services.database.read { connection in
            let page = try NameList.organisations(
                connection, search: search, country: country, after: cursor, limit: request.limit)
            let parents = try PeopleStore.organisations(connection, ids: Set(page.items.compactMap(\.parent)))
            let keys = Dictionary(uniqueKeysWithValues: parents.map { ($0.id, $0.key) })
            let views = page.items.map { organisation in
                View(organisation, OrganisationDraft(organisation, parentKey: organisation.parent.flatMap { keys[$0] }))
            }
            return (views, page.next)
        }
        return try call.list(items: items, next: next.map { Cursor.encode($0.fields) })
    }
}

extension OrganisationDraft {
    init(_ organisation: Organisation, parentKey: String?) {
        self.init(
            key: organisation.key, name: organisation.name, kind: organisation.kind.rawValue,
            countryCode: organisation.country, parentKey: parentKey)
    }

    /// As a form gives it: no white space around, and nothing for what is empty.
    var tidied: OrganisationDraft {
        let fields = Fields([
            ("key", key), ("name", name), ("kind", kind), ("countryCode", countryCode ?? ""),
            ("parentKey", parentKey ?? ""),
        ])
        return OrganisationDraft(fields)
    }

    init(_ form: Form) {
        self.init(
            key: form["key"] ?? "", name: form["name"] ?? "", kind: form["kind"] ?? "",
            countryCode: form["countryCode"], parentKey: form["parentKey"])
    }
}
