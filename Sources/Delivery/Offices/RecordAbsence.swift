import Platform
import SQL

/// Notes that somebody is away and who covers, and takes it back.
enum RecordAbsence {
    struct Audited: Encodable {
        let person: String
        let cover: String
        let first: Day
        let last: Day

        init(_ absence: Absence) {
            (person, cover) = (absence.person.description, absence.cover.description)
            (first, last) = (absence.first, absence.last)
        }
    }

    /// - Parameter today: an absence that is over already helps nobody.
    @discardableResult
    static func run(
        _ connection: any Connection, _ act: Act, organisation: ID<Organisation>, person: ID<Person>?, cover: ID<Person>?, first: Day?,
        last: Day?, today: Day
    ) throws -> Absence {
        try may(act, organisation, person).orRefuse()
        let officers = try OfficerStore.officers(connection, of: organisation).map(\.id)
        var issues: [FieldIssue] = []
        if person == nil || !officers.contains(where: { $0 == person }) { issues.append(FieldIssue("person", "error.officer")) }
        if cover == nil || !officers.contains(where: { $0 == cover }) { issues.append(FieldIssue("cover", "error.officer")) }
        if let person, person == cover { issues.append(FieldIssue("cover", "error.cover-self")) }
        if first == nil { issues.append(FieldIssue("first", "error.day-typed")) }
        if last == nil { issues.append(FieldIssue("last", "error.day-typed")) }
        if let first, let last, !Day.range.contains(first) || last < first || last.number - first.number >= Absence.mostDays || last < today {
            issues.append(FieldIssue("last", "error.absence-days", ["most": String(Absence.mostDays)]))
        }
        guard issues.isEmpty, let person, let cover, let first, let last else { throw Refusal.invalid(issues) }
        if try AbsenceStore.list(connection, of: [person], from: first).contains(where: { $0.first <= last }) {
            throw Refusal.invalid([FieldIssue("first", "error.absence-twice")])
        }
        let absence = Absence(id: act.newID(), person: person, cover: cover, first: first, last: last)
        try AbsenceStore.insert(connection, absence, at: act.now)
        try act.audit(connection, "absence.noted", "absence", absence.id.description, before: Audited?.none, after: Audited(absence))
        return absence
    }

    static func remove(_ connection: any Connection, _ act: Act, organisation: ID<Organisation>, _ id: ID<Absence>) throws {
        guard let absence = try AbsenceStore.find(connection, id) else { throw Refusal.notFound }
        try may(act, organisation, absence.person).orRefuse()
        guard try OfficerStore.officers(connection, of: organisation).contains(where: { $0.id == absence.person }) else {
            throw Refusal.notFound
        }
        try AbsenceStore.remove(connection, id)
        try act.audit(connection, "absence.removed", "absence", id.description, before: Audited(absence), after: Audited?.none)
    }

    /// The person themselves, or a service manager of their organisation.
    private static func may(_ act: Act, _ organisation: ID<Organisation>, _ person: ID<Person>?) -> Decision {
        if let person, act.principal.personID == person, act.principal.has(.officer, in: organisation) {
            return .allow("rule.service.manager")
        }
        return ServiceRules.edit(act.principal, organisation)
    }
}
