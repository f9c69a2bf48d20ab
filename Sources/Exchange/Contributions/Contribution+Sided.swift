import Platform
import SQL

extension ContributionContent: SidedContent {}

extension Contribution: SidedRecord {
    static let name = "contribution"
    static let plural = "contributions"
    static let begun = "noted"

    static func listing(today: String) -> RecordListing {
        RecordListing(
            table: "contribution", day: "r.day", key: "r.id",
            facets: [
                .init(name: "stage", value: "r.stage"), .init(name: "kind", value: "r.kind"),
                .init(
                    name: "country",
                    value: "COALESCE((SELECT g.country FROM organisation g WHERE g.id = r.giver_id), 'none')"),
                .init(name: "unit", value: "COALESCE(r.unit, 'none')"),
                .init(name: "year", value: "substr(r.day, 1, 4)"),
                .init(
                    name: "organisation", value: "o.key",
                    source: .init(from: "organisation o", on: "o.id IN (r.giver_id, r.receiver_id, r.payer_id)"),
                    label: "o.name"),
            ])
    }

    static func readable(by principal: Principal) -> SQL { ContributionStore.readable(by: principal) }

    static func read(_ connection: any Connection, _ condition: SQL, limit: Int) throws -> [Contribution] {
        try ContributionStore.contributions(connection, condition, limit: limit)
    }

    var place: RecordListing.Place { .init(content.day, id.description) }

    static func find(_ connection: any Connection, slug: String) throws -> Contribution? {
        try ContributionStore.find(connection, slug: slug)
    }

    static func insert(_ connection: any Connection, _ one: Contribution) throws {
        try ContributionStore.insert(connection, one)
    }

    static func update(_ connection: any Connection, _ one: Contribution) throws {
        try ContributionStore.update(connection, one)
    }

    static func save(
        _ connection: any Connection, _ act: Act, slug: String?, version: Int, content: ContributionContent, newSlug: String?
    ) throws -> Contribution {
        try SaveContribution.run(connection, act, slug: slug, version: version, content: content, newSlug: newSlug)
    }

    struct Audited: Encodable {
        let stage, kind, giver, amount, unit, what, day: String
        let receiver, payer, agreement: String?
    }

    var audited: Audited {
        Audited(
            stage: content.stage.rawValue, kind: content.kind.rawValue, giver: content.giver?.key ?? "",
            amount: content.quantity?.text ?? "", unit: content.quantity?.unit.code ?? "", what: content.what,
            day: content.day, receiver: content.receiver?.key, payer: content.payer?.key, agreement: content.agreement)
    }
}
