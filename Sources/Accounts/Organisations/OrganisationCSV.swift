import Platform
import SQL
import Web

/// Organisations in and out as CSV, the same columns both ways.
enum OrganisationCSV {
    static let header = ["key", "name", "kind", "country_code", "parent_key"]
    static let columns = CSVColumns(required: ["key", "name", "kind"], optional: ["country_code", "parent_key"])

    /// What an import did.
    struct Outcome: Sendable, Codable, Equatable {
        var created = 0
        var changed = 0
        var unchanged = 0
    }

    /// A row that cannot be imported.
    struct Fault: Sendable, Equatable {
        let line: Int
        let error: FieldError
    }

    /// Some rows were wrong, so none was written.
    struct Faults: Error, Sendable {
        let faults: [Fault]
    }

    /// All organisations, in the order of their keys, so that two exports of the same network are the same bytes.
    static func write(_ connection: any Connection) throws -> [UInt8] {
        let all = try all(connection)
        let keys = Dictionary(uniqueKeysWithValues: all.map { ($0.id, $0.key) })
        var writer = CSVWriter(lineEnding: .crlf)
        writer.row(header)
        for organisation in all.sorted(by: { $0.key < $1.key }) {
            writer.row([
                organisation.key, organisation.name, organisation.kind.rawValue, organisation.country ?? "",
                organisation.parent.flatMap { keys[$0] } ?? "",
            ])
        }
        return writer.take()
    }

    /// Reads a file into drafts; a broken file throws `CSVError`.
    static func read(_ bytes: [UInt8]) throws -> [(line: Int, draft: OrganisationDraft)] {
        var drafts: [(line: Int, draft: OrganisationDraft)] = []
        try CSV.read(bytes, columns: columns, limits: CSVLimits()) { row in
            func optional(_ column: String) -> String? {
                let text = row[column]
                return text.isEmpty ? nil : text
            }
            drafts.append(
                (
                    row.line,
                    OrganisationDraft(
                        key: row["key"], name: row["name"], kind: row["kind"],
                        countryCode: optional("country_code"), parentKey: optional("parent_key"))
                ))
        }
        return drafts
    }

    /// Creates and changes by key, all or nothing. A row may name a parent that comes later in the file.
    static func store(
        _ connection: any Connection, _ rows: [(line: Int, draft: OrganisationDraft)], by principal: Principal,
        at now: Timestamp
    ) throws -> Outcome {
        let existing = try all(connection)
        var byKey = Dictionary(uniqueKeysWithValues: existing.map { ($0.key, $0) })
        let ordered = try check(rows, existing: existing)
        var outcome = Outcome()
        for draft in ordered {
            let old = byKey[draft.key]
            guard let kind = Organisation.Kind(rawValue: draft.kind) else { continue }
            let organisation = Organisation(
                id: old?.id ?? ID(at: now), key: draft.key, name: draft.name, kind: kind, country: draft.countryCode,
                parent: draft.parentKey.flatMap { byKey[$0]?.id })
            byKey[draft.key] = organisation
            if old == nil {
                try PeopleStore.insert(connection, organisation, by: principal, at: now)
                outcome.created += 1
            } else if try PeopleStore.update(connection, organisation, by: principal, at: now) {
                outcome.changed += 1
            } else {
                outcome.unchanged += 1
            }
        }
        return outcome
    }

    /// The drafts with every parent before its children. Throws `Faults` naming each wrong row. Pure.
    static func check(
        _ rows: [(line: Int, draft: OrganisationDraft)], existing: [Organisation]
    ) throws -> [OrganisationDraft] {
        let keys = Dictionary(uniqueKeysWithValues: existing.map { ($0.id, $0.key) })
        var parents: [String: String?] = Dictionary(
            uniqueKeysWithValues: existing.map { ($0.key, $0.parent.flatMap { keys[$0] }) })
        var drafts: [String: OrganisationDraft] = [:]
        var faults: [Fault] = []
        for (line, draft) in rows {
            faults += draft.errors().map { Fault(line: line, error: $0) }
            if drafts.updateValue(draft, forKey: draft.key) != nil {
                faults.append(Fault(line: line, error: FieldError("key", "accounts.organisation.key-twice")))
            }
            parents[draft.key] = .some(draft.parentKey)
        }
        for (line, draft) in rows {
            guard let parent = draft.parentKey, parent != draft.key else { continue }
            if parents[parent] == nil {
                let error = FieldError("parentKey", "accounts.organisation.parent-unknown", ["key": parent])
                faults.append(Fault(line: line, error: error))
            } else {
                let decision = OrganisationDraft.mayStand(draft.key, under: parent) { parents[$0] ?? nil }
                if !decision.allowed {
                    faults.append(Fault(line: line, error: FieldError("parentKey", decision.reason)))
                }
            }
        }
        guard faults.isEmpty else { throw Faults(faults: faults.sorted { $0.line < $1.line }) }

        var ordered: [OrganisationDraft] = []
        var placed: Set<String> = []
        func place(_ draft: OrganisationDraft) {
            guard placed.insert(draft.key).inserted else { return }
            if let parent = draft.parentKey.flatMap({ drafts[$0] }) { place(parent) }
            ordered.append(draft)
        }
        for (_, draft) in rows { place(draft) }
        return ordered
    }

    private static func all(_ connection: any Connection) throws -> [Organisation] {
        var all: [Organisation] = []
        while true {
            let cursor = all.last.map { PeopleStore.Cursor(name: $0.name, id: $0.id.description) }
            let batch = try PeopleStore.organisations(connection, after: cursor, limit: 500)
            all += batch
            if batch.count < 500 { return all }
        }
    }
}
