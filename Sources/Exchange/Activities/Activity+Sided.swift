import Platform
import SQL

extension ActivityContent: SidedContent {
    var sides: [Contribution.Side] { organisations }
}

extension Activity: SidedRecord {
    static let name = "activity"
    static let plural = "activities"
    static let begun = "planned"

    static func listing(today: String) -> RecordListing {
        let parties = RecordListing.Source(
            from: "activity_organisation y JOIN organisation o ON o.id = y.organisation_id", on: "y.activity_id = r.id")
        return RecordListing(
            table: "activity", day: "r.from_date", key: "r.id",
            facets: [
                .init(name: "state", value: "r.state"), .init(name: "kind", value: "r.kind"),
                .init(name: "year", value: "substr(r.from_date, 1, 4)"),
                .init(name: "country", value: "o.country", source: parties),
                .init(name: "organisation", value: "o.key", source: parties, label: "o.name"),
            ])
    }

    static func readable(by principal: Principal) -> SQL { ActivityStore.readable(by: principal) }

    static func read(_ connection: any Connection, _ condition: SQL, limit: Int) throws -> [Activity] {
        try ActivityStore.activities(connection, condition, limit: limit)
    }

    var place: RecordListing.Place { .init(content.from, id.description) }

    static func find(_ connection: any Connection, slug: String) throws -> Activity? {
        try ActivityStore.find(connection, slug: slug)
    }

    static func insert(_ connection: any Connection, _ one: Activity) throws { try ActivityStore.insert(connection, one) }

    static func update(_ connection: any Connection, _ one: Activity) throws { try ActivityStore.update(connection, one) }

    static func save(
        _ connection: any Connection, _ act: Act, slug: String?, version: Int, content: ActivityContent, newSlug: String?
    ) throws -> Activity {
        try SaveActivity.run(connection, act, slug: slug, version: version, content: content, newSlug: newSlug)
    }

    struct Audited: Encodable {
        let kind, state, reason, title, from, to, place, outcome: String
        let women, men, notStated: Int?
        let organisations: [String]
    }

    var audited: Audited {
        Audited(
            kind: content.kind.rawValue, state: content.state.rawValue, reason: content.reason, title: content.title,
            from: content.from, to: content.to, place: content.place, outcome: content.outcome, women: content.women,
            men: content.men, notStated: content.notStated, organisations: content.organisations.map(\.key))
    }
}
