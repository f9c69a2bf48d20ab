public import Platform
public import SQL

/// Takes opportunities over from a CSV file: all of it, or nothing if a row is wrong.
///
///     reference,event,country_code,theme
///     dhaka-2017-01,dhaka-2017,UG,skills
///
/// `text`, `follow_up` and `follow_up_note` are optional columns. A reference that is known already is brought up to date.
public enum ImportOpportunities {
    public static let columns = CSVColumns(
        required: ["reference", "event", "country_code", "theme"],
        optional: ["text", "follow_up", "follow_up_note"])

    /// One row, read and checked.
    public struct Entry: Sendable, Equatable {
        public let reference: String
        public let event: String
        public let country: String
        public let theme: Theme
        public let text: String?
        public let followUp: Opportunity.FollowUp?
        public let followUpNote: String?
    }

    /// Reads a file. Throws `CSVError` for what is no CSV and `ImportRefused` naming each wrong row.
    public static func read(_ bytes: some Collection<UInt8>) throws -> [Entry] {
        var entries: [Entry] = []
        var problems: [ImportProblem] = []
        var wrong = 0
        var rows: [String: Int] = [:]
        try CSV.read(bytes, columns: columns, limits: CSVLimits()) { row in
            var found: [ImportProblem] = []
            let entry = self.entry(row, &found)
            if let first = rows[row["reference"]], !row["reference"].isEmpty {
                found.append(
                    problem(row, "reference", "import.reference-twice",
                        ["value": row["reference"], "row": String(first)]))
            }
            rows[row["reference"]] = rows[row["reference"]] ?? row.number
            if let entry, found.isEmpty { entries.append(entry) }
            wrong += found.count
            if problems.count < ImportRefused.shown { problems += found }
        }
        if wrong > 0 { throw ImportRefused(problems, count: wrong) }
        return entries
    }

    private static func problem(
        _ row: CSVRow, _ field: String, _ key: String, _ facts: [String: String] = [:]
    ) -> ImportProblem {
        ImportProblem(record: "row \(row.number)", field: field, key: key, facts: facts)
    }

    private static func entry(_ row: CSVRow, _ problems: inout [ImportProblem]) -> Entry? {
        func code(_ column: String, limit: Int) -> String {
            let text = row[column]
            if text.isEmpty {
                problems.append(problem(row, column, "error.required"))
            } else if text.count > limit {
                problems.append(
                    problem(row, column, "error.too-long", ["limit": String(limit), "length": String(text.count)]))
            }
            return text
        }
        let reference = code("reference", limit: 80)
        let event = code("event", limit: 80)
        if !event.isEmpty, Slug.make(event) != event {
            problems.append(problem(row, "event", "import.event-key", ["value": event, "suggestion": Slug.make(event)]))
        }
        let countryText = code("country_code", limit: 2)
        let country = Countries.shared.country(countryText)
        if country == nil, countryText.count <= 2, !countryText.isEmpty {
            problems.append(problem(row, "country_code", "error.country", ["value": countryText]))
        }
        let themeText = code("theme", limit: 60)
        let theme = Theme(rawValue: themeText)
        if theme == nil, !themeText.isEmpty {
            problems.append(
                problem(row, "theme", "error.theme",
                    ["value": themeText, "choices": Theme.allCases.map(\.rawValue).joined(separator: ", ")]))
        }
        for column in ["text", "follow_up_note"] where row[column].count > Completeness.textLimit {
            problems.append(
                problem(row, column, "error.too-long",
                    ["limit": String(Completeness.textLimit), "length": String(row[column].count)]))
        }
        var followUp: Opportunity.FollowUp?
        if !row["follow_up"].isEmpty {
            followUp = Opportunity.FollowUp(rawValue: row["follow_up"])
            if followUp == nil {
                problems.append(
                    problem(row, "follow_up", "error.choice",
                        [
                            "value": row["follow_up"],
                            "choices": Opportunity.FollowUp.allCases.map(\.rawValue).joined(separator: ", "),
                        ]))
            }
        }
        guard problems.isEmpty, let country, let theme else { return nil }
        return Entry(
            reference: reference, event: event, country: country.code, theme: theme,
            text: row.has("text") ? row["text"] : nil, followUp: followUp,
            followUpNote: row.has("follow_up_note") ? row["follow_up_note"] : nil)
    }

    /// Writes what was read. An event that is not known yet is begun with its key as its name.
    public static func write(
        _ connection: any Connection, _ act: Act, _ entries: [Entry], progress: (Int) -> Void = { _ in }
    ) throws -> ImportOutcome {
        var outcome = ImportOutcome()
        for key in Set(entries.map(\.event)).sorted() where try EventStore.find(connection, key) == nil {
            let event = Event(key: key, name: key)
            _ = try EventStore.put(connection, event)
            try act.audit(
                connection, "event.begun", "event", key, before: String?.none, after: ["key": key])
        }
        var position = 0
        var rest = entries[...]
        while !rest.isEmpty {
            let batch = rest.prefix(200)
            rest = rest.dropFirst(200)
            try write(connection, act, batch, from: position, &outcome)
            position += batch.count
            progress(position)
        }
        return outcome
    }

    private static func write(
        _ connection: any Connection, _ act: Act, _ batch: ArraySlice<Entry>, from position: Int,
        _ outcome: inout ImportOutcome
    ) throws {
        let known = Dictionary(
            uniqueKeysWithValues: try OpportunityStore.find(connection, references: batch.map(\.reference)).map {
                ($0.reference, $0)
            })
        var new: [Opportunity] = []
        for (offset, entry) in batch.enumerated() {
            let old = known[entry.reference]
            let one = Opportunity(
                id: old?.id ?? act.newID(), reference: entry.reference, event: entry.event,
                country: entry.country, theme: entry.theme, text: entry.text ?? old?.text ?? "",
                followUp: entry.followUp ?? old?.followUp ?? .noted,
                followUpNote: entry.followUpNote ?? old?.followUpNote ?? "",
                position: old.map { $0.event == entry.event ? $0.position : position + offset }
                    ?? position + offset,
                version: old?.version ?? 1, updatedAt: old?.updatedAt ?? act.now)
            if let old {
                if old == one {
                    outcome.unchanged += 1
                    continue
                }
                let changed = one.updated(at: act.now)
                try OpportunityStore.update(connection, changed)
                try act.audit(
                    connection, "opportunity.imported", "opportunity", one.id.description,
                    before: Audited(old), after: Audited(changed))
                outcome.changed += 1
            } else {
                new.append(one)
                try act.audit(
                    connection, "opportunity.imported", "opportunity", one.id.description,
                    before: Audited?.none, after: Audited(one))
                outcome.added += 1
            }
        }
        try OpportunityStore.insert(connection, new)
    }

    private struct Audited: Encodable {
        let reference, event, country, theme, text, followUp, followUpNote: String

        init(_ one: Opportunity) {
            reference = one.reference
            event = one.event
            country = one.country
            theme = one.theme.rawValue
            text = one.text
            followUp = one.followUp.rawValue
            followUpNote = one.followUpNote
        }
    }
}

extension Opportunity {
    fileprivate func updated(at now: Timestamp) -> Opportunity {
        Opportunity(
            id: id, reference: reference, event: event, country: country, theme: theme, text: text,
            followUp: followUp, followUpNote: followUpNote, position: position, version: version, updatedAt: now)
    }
}
