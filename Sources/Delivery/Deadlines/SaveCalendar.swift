import Platform
import SQL

/// Adds a calendar, or a further version of one. Open cases are counted anew by a job, for the store puts it in with the version.
enum SaveCalendar {
    /// - Parameter seen: the version that the form was filled with.
    @discardableResult
    static func run(
        _ connection: any Connection, _ act: Act, organisation: ID<Organisation>, key: String?, seen: Int?, name: LocalText,
        _ definition: CalendarDefinition
    ) throws -> String {
        let old = try key.flatMap { try CalendarStore.find(connection, key: $0) }
        if key != nil, old == nil { throw Refusal.notFound }
        try ServiceRules.edit(act.principal, old == nil ? organisation : old?.organisation).orRefuse()
        if let old, old.version != seen { throw Refusal.changedMeanwhile }
        var issues = definition.reachIssues()
        if name.isEmpty { issues.append(FieldIssue("name", "error.empty")) }
        for (language, text) in name.texts { issues += PlainText.issues(text, "name.\(language)", most: ServiceDefinition.nameLimit) }
        guard issues.isEmpty else { throw Refusal.invalid(issues) }
        if let old, old.definition == definition, old.name == name { return old.key }
        let own = try old?.key ?? Slug.unique(name["en"], fallback: "calendar") { try CalendarStore.currentVersion(connection, key: $0) != nil }
        try CalendarStore.save(
            connection, key: own, name: name, organisation: old?.organisation ?? organisation, definition, at: act.now,
            by: act.principal.name)
        try act.audit(
            connection, old == nil ? "calendar.created" : "calendar.changed", "calendar", own, before: old?.definition, after: definition)
        return own
    }
}
