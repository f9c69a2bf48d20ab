import Platform
public import SQL

/// An agreement as a file holds it. What a file does not name stays as it is.
struct AgreementFileRecord: Sendable, Equatable, Decodable {
    /// Who signs for a party, by the organisation's key.
    struct Signatory: Sendable, Equatable, Codable {
        let party: String
        let name: String
        let office: String
    }

    var slug: String
    var kind: Agreement.Kind
    var subject: String
    /// Keys of organisations, in the paper's order.
    var parties: [String]
    var state: Agreement.State?
    var asOf: String?
    var signedOn: String?
    var signatories: [Signatory]?
    var from: String?
    var to: String?
    var remindDays: Int?
    var language: String?
    var text: String?
    /// An empty key takes the link away.
    var event: String?
    var partnership: String?
    var renews: String?
    var sources: [SolutionContent.Source]?
}

/// Takes agreements over from our own files, JSON or CSV; any fault refuses all of it. One that is signed comes with a source
/// in place of the signed copy, which a file cannot hold.
public enum ImportAgreements {
    public static func run(_ connection: any Connection, _ act: Act, json text: String) throws -> ImportOutcome {
        try run(connection, act, try JSONRecords.read(AgreementFileRecord.self, from: text))
    }

    public static func run(_ connection: any Connection, _ act: Act, csv bytes: [UInt8]) throws -> ImportOutcome {
        try run(connection, act, try AgreementCSV.read(bytes))
    }

    private static func run(_ connection: any Connection, _ act: Act, _ records: [AgreementFileRecord]) throws
        -> ImportOutcome
    {
        let organisations = try organisations(connection, records)
        var problems: [ImportProblem] = []
        var slugs: Set<String> = []
        var planned: [(old: Agreement?, new: Agreement, renews: String?)] = []
        for record in records {
            func problem(_ field: String, _ key: String, _ facts: [String: String] = [:]) {
                problems.append(ImportProblem(record: record.slug, field: field, key: key, facts: facts))
            }
            if Slug.make(record.slug) != record.slug || record.slug.isEmpty {
                problem("slug", "import.slug", ["value": record.slug, "suggestion": Slug.make(record.slug)])
            }
            if !slugs.insert(record.slug).inserted { problem("slug", "import.id-twice") }
            for key in record.parties where organisations[key] == nil {
                problem("parties", "import.organisation-unknown", ["value": key])
            }
            for one in record.signatories ?? [] where !record.parties.contains(one.party) {
                problem("signatories", "import.organisation-unknown", ["value": one.party])
            }
            if let renews = record.renews, !renews.isEmpty, !records.contains(where: { $0.slug == renews }),
                try !AgreementStore.slugExists(connection, renews)
            {
                problem("renews", "agreement.error.unknown", ["value": renews])
            }
            let old = try AgreementStore.find(connection, record.slug)
            let new = try agreement(connection, act, record, old, organisations, problem)
            for issue in new.content.issues() { problem(issue.field, issue.key, issue.facts) }
            for issue in try AgreementLinks.issues(connection, new.content, for: act.principal) {
                problem(issue.field, issue.key, issue.facts)
            }
            for (field, day) in [("asOf", new.asOf), ("signedOn", new.signedOn)]
            where !CivilDay.isValid(day) && (field == "asOf" || !day.isEmpty && day != new.asOf) {
                problem(field, "agreement.error.day", ["value": day])
            }
            if new.state.wasSigned, new.signedCopy == nil, new.content.sources.isEmpty {
                problem("sources", "agreement.error.source")
            }
            planned.append((old, new, record.renews.flatMap { $0.isEmpty ? nil : $0 } ?? old?.renews))
        }
        guard problems.isEmpty else { throw ImportRefused(problems) }
        var outcome = ImportOutcome()
        for (old, new, _) in planned { try write(connection, act, old, new, &outcome) }
        // Afterwards, for one may stand in the file before the one that it renews.
        for (old, new, renews) in planned where renews != old?.renews {
            try AgreementStore.set(connection, renews: renews, of: new.slug)
        }
        return outcome
    }

    private static func organisations(
        _ connection: any Connection, _ records: [AgreementFileRecord]
    ) throws -> [String: Organisation] {
        var found: [String: Organisation] = [:]
        for key in Set(records.flatMap(\.parties)) {
            found[key] = try PeopleStore.organisation(connection, key: key)
        }
        return found
    }

    /// What the record makes of the agreement that is known, or of a new one.
    private static func agreement(
        _ connection: any Connection, _ act: Act, _ record: AgreementFileRecord, _ old: Agreement?,
        _ organisations: [String: Organisation], _ problem: (String, String, [String: String]) -> Void
    ) throws -> Agreement {
        var content = old?.content ?? AgreementContent()
        content.kind = record.kind
        content.subject = record.subject
        content.parties = record.parties.compactMap { key in
            organisations[key].map { one in
                let known = old?.content.parties.first { $0.organisation == one.id }
                let signs = record.signatories.map { list in list.first { $0.party == key } }
                return .init(
                    organisation: one.id, key: one.key, name: one.name, country: one.country,
                    signatory: signs.map { $0?.name ?? "" } ?? known?.signatory ?? "",
                    office: signs.map { $0?.office ?? "" } ?? known?.office ?? "")
            }
        }
        content.from = record.from ?? content.from
        content.to = record.to ?? content.to
        content.remindDays = record.remindDays ?? content.remindDays
        content.language = record.language ?? content.language
        content.text = record.text ?? content.text
        content.sources = record.sources ?? content.sources
        if let event = record.event { content.event = event.isEmpty ? nil : event }
        if let slug = record.partnership {
            content.partnership = slug.isEmpty ? nil : try PartnershipLink.find(connection, slug: slug)?.id
            if content.partnership == nil, !slug.isEmpty { problem("partnership", "agreement.error.partnership", [:]) }
        }
        let state = record.state ?? old?.state ?? .drafted
        let asOf = record.asOf ?? old?.asOf ?? CivilDay.of(act.now)
        let signedOn = record.signedOn ?? old?.signedOn ?? ""
        return Agreement(
            slug: record.slug, state: state, asOf: asOf,
            signedOn: signedOn.isEmpty && state == .signed ? asOf : signedOn, content: content,
            signedCopy: old?.signedCopy, renews: old?.renews, textNumber: old?.textNumber ?? 0,
            version: old?.version ?? 1, updatedBy: act.name, createdAt: old?.createdAt ?? act.now, updatedAt: act.now)
    }

    private static func write(
        _ connection: any Connection, _ act: Act, _ old: Agreement?, _ new: Agreement, _ outcome: inout ImportOutcome
    ) throws {
        if let old {
            if (old.content, old.state) == (new.content, new.state), (old.asOf, old.signedOn) == (new.asOf, new.signedOn) {
                outcome.unchanged += 1
                return
            }
            try AgreementStore.update(connection, from: old, to: new)
            outcome.changed += 1
        } else {
            try AgreementStore.insert(connection, new)
            outcome.added += 1
        }
        try AgreementStore.add(connection, step: "import", note: "", to: new.slug, act)
        try act.audit(
            connection, "agreement.imported", "agreement", new.slug, before: old.map(AgreementAudited.init),
            after: AgreementAudited(new))
    }
}
