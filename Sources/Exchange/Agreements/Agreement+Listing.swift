import Platform
import SQL

extension Agreement: ListedRecord {
    /// `standing(on:)` in SQL: the same table, so that the list and the page say the same.
    private static func standing(_ today: String) -> SQL {
        """
        CASE WHEN r.state <> 'signed' THEN r.state
            WHEN r.to_date <> '' AND r.to_date < \(today) THEN 'expired'
            WHEN (r.from_date = '' AND r.to_date = '') OR r.from_date > \(today) THEN 'signed'
            ELSE 'in-force' END
        """
    }

    static func listing(today: String) -> RecordListing {
        let parties = RecordListing.Source(
            from: "agreement_party y JOIN organisation o ON o.id = y.organisation_id", on: "y.agreement = r.slug")
        return RecordListing(
            table: "agreement", day: "r.as_of", key: "r.slug",
            facets: [
                .init(name: "standing", value: standing(today)), .init(name: "kind", value: "r.kind"),
                .init(name: "country", value: "o.country", source: parties),
                .init(name: "party", value: "o.key", source: parties, label: "o.name"),
                .init(name: "event", value: "r.event"),
            ])
    }

    static func readable(by principal: Principal) -> SQL { AgreementRules.readable(by: principal) }

    static func read(_ connection: any Connection, _ condition: SQL, limit: Int) throws -> [Agreement] {
        try AgreementStore.agreements(connection, condition, limit: limit)
    }

    var place: RecordListing.Place { .init(asOf, slug) }
}
