import Platform
public import SQL

/// The columns of actions as CSV.
enum ActionCSV {
    static let required = ["reference", "what"]
    static let optional = ["who", "due", "state", "outcome", "organisation", "event", "partnership"]
    static let columns = required + optional
}

/// Takes actions over from CSV, all or none. A reference that is known already is brought up to date.
public enum ImportActions {
    public static func run(_ connection: any Connection, _ act: Act, csv bytes: [UInt8]) throws -> ImportOutcome {
        var problems: [ImportProblem] = []
        var actions: [(new: PartnershipAction, old: PartnershipAction?)] = []
        var references: Set<String> = []
        let columns = CSVColumns(required: ActionCSV.required, optional: ActionCSV.optional)
        try CSV.read(bytes, columns: columns, limits: CSVLimits()) { row in
            var cells = CSVCells(row)
            var found: [ImportProblem] = []
            func problem(_ field: String, _ key: String, _ facts: [String: String] = [:]) {
                found.append(ImportProblem(record: "row \(row.number)", field: field, key: key, facts: facts))
            }
            let reference = cells.needed("reference")
            if !references.insert(reference).inserted { problem("reference", "import.id-twice") }
            if reference.count > 80 {
                problem("reference", "error.too-long", ["limit": "80", "length": String(reference.count)])
            }
            let old = try PartnershipActionStore.find(connection, reference: reference)
            var organisation: ID<Organisation>?
            if let key = cells.optional("organisation") {
                organisation = try PeopleStore.organisation(connection, key: key)?.id
                if organisation == nil { problem("organisation", "import.organisation-unknown", ["value": key]) }
            }
            if let event = cells.optional("event"), try EventStore.find(connection, event) == nil {
                problem("event", "import.event-unknown", ["value": event])
            }
            var partnership: ID<Partnership>?
            if let slug = cells.optional("partnership") {
                partnership = try PartnershipStore.find(connection, slug: slug)?.id
                if partnership == nil { problem("partnership", "import.record-unknown", ["value": slug]) }
            }
            let action = PartnershipAction(
                id: old?.id ?? act.newID(), reference: reference, partnership: partnership, organisation: organisation,
                event: cells.optional("event"), what: cells.needed("what"), who: cells.text("who"), due: cells.text("due"),
                state: cells.choice("state") ?? .open, outcome: cells.text("outcome"), version: old?.version ?? 1,
                createdAt: old?.createdAt ?? act.now, updatedAt: old?.updatedAt ?? act.now)
            found += cells.problems
            for issue in action.issues() where !found.contains(where: { $0.field == issue.field }) {
                problem(issue.field, issue.key, issue.facts)
            }
            problems += found
            if found.isEmpty { actions.append((action, old)) }
        }
        guard problems.isEmpty else { throw ImportRefused(problems) }
        var outcome = ImportOutcome()
        for (new, old) in actions {
            if new == old {
                outcome.unchanged += 1
                continue
            }
            if old == nil {
                try PartnershipActionStore.insert(connection, new)
                outcome.added += 1
            } else {
                var changed = new
                changed.updatedAt = act.now
                try PartnershipActionStore.update(connection, changed)
                outcome.changed += 1
            }
            try act.audit(
                connection, "partnership.action-imported", "partnership-action", new.id.description,
                before: old.map(AuditedAction.init), after: AuditedAction(new))
        }
        return outcome
    }
}
