import Language
import Platform
import SQL

/// What a form says about an office.
struct OfficeInput: Sendable {
    var name: LocalText
    var parent: String?
    var country: String?
    var subdivision: String?
    var territory: [String]
    var officers: [String]
}

/// Adds an office or changes one.
enum SaveOffice {
    struct Audited: Encodable {
        let office: Office.Audited
        let officers: [String]
    }

    static let mostParts = 100

    /// - Parameters:
    ///   - old: the office as it is; nil for a new one.
    ///   - version: that the form was filled with.
    static func run(
        _ connection: any Connection, _ act: Act, organisation: ID<Organisation>, old: Office?, version: Int?, _ input: OfficeInput
    ) throws -> Office {
        try ServiceRules.edit(act.principal, organisation).orRefuse()
        if let old, let version, old.version != version { throw Refusal.changedMeanwhile }
        var issues: [FieldIssue] = []
        if input.name.isEmpty { issues.append(FieldIssue("name", "error.empty")) }
        for (language, text) in input.name.texts.sorted(by: { $0.key < $1.key }) {
            issues += PlainText.issues(text, "name.\(language)", most: ServiceDefinition.nameLimit)
            if LanguageTag(language)?.description != language { issues.append(FieldIssue("name", "error.language-tag", ["value": language])) }
        }
        if let country = input.country, Countries.shared.country(country)?.code != country {
            issues.append(FieldIssue("country", "error.country-code", ["value": String(country.prefix(20))]))
        }
        for (field, codes) in [("subdivision", input.subdivision.map { [$0] } ?? []), ("territory", input.territory)] {
            for code in codes where !Territory.isCode(code, in: input.country) {
                issues.append(FieldIssue(field, "error.subdivision-code", ["value": String(code.prefix(20))]))
            }
        }
        if input.territory.count > mostParts { issues.append(FieldIssue("territory", "error.more-than", ["limit": String(mostParts)])) }
        let parent = try input.parent.flatMap { try OfficeStore.find(connection, key: $0) }
        if input.parent != nil, try parent.map({ try !isAbove($0, old, connection) }) ?? true { issues.append(FieldIssue("parent", "error.office-circle")) }
        let people = try OfficerStore.officers(connection, of: organisation).map(\.id)
        let officers = Set(input.officers.compactMap { ID<Person>($0) })
        if officers.count != input.officers.count || !officers.isSubset(of: people) { issues.append(FieldIssue("officers", "error.officer")) }
        guard issues.isEmpty else { throw Refusal.invalid(issues) }
        return try write(connection, act, organisation, old, input, parent, officers)
    }

    private static func write(
        _ connection: any Connection, _ act: Act, _ organisation: ID<Organisation>, _ old: Office?, _ input: OfficeInput, _ parent: Office?,
        _ officers: Set<ID<Person>>
    ) throws -> Office {
        let title = input.name["en"]
        let key = try old?.key ?? Slug.unique(title, fallback: "office") { try OfficeStore.find(connection, key: $0) != nil }
        let office = Office(
            id: old?.id ?? act.newID(), key: key, name: input.name, parent: parent?.id, organisation: organisation, country: input.country,
            subdivision: input.subdivision, territory: input.territory, version: old?.version ?? 1)
        let before = try old.map { Audited(office: $0.audited, officers: try OfficerStore.seated(connection, in: $0.id).map(\.description).sorted()) }
        if old == nil { try OfficeStore.insert(connection, office, at: act.now) } else { try OfficeStore.update(connection, office) }
        try OfficerStore.set(connection, officers, in: office.id)
        try act.audit(
            connection, old == nil ? "office.created" : "office.changed", "office", office.id.description, before: before,
            after: Audited(office: office.audited, officers: officers.map(\.description).sorted()))
        return office
    }

    /// May this office stand above the other? Not itself, nor one of those below it; nor deeper than a tree may be.
    private static func isAbove(_ parent: Office, _ office: Office?, _ connection: any Connection) throws -> Bool {
        let path = try OfficeStore.path(connection, parent)
        return path.count < OfficeStore.mostLevels && !path.contains { $0.id == office?.id }
    }
}
