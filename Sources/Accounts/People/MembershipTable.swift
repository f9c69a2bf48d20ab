import HTML
import Platform

/// Somebody's roles and where they hold them, as a table.
enum MembershipTable {
    static func html(
        _ memberships: [Membership], _ organisations: [Organisation], words: Words,
        action: HTML.Column<Membership>? = nil
    ) -> HTML {
        let names = Dictionary(organisations.map { ($0.id, $0.name) }, uniquingKeysWith: { first, _ in first })
        let columns: [HTML.Column<Membership>?] = [
            .heading(words("accounts.role")) { "\(words("accounts.role." + $0.role.rawValue))" },
            .text(words("accounts.organisation")) { "\(isolated: names[$0.organisation] ?? "")" },
            action,
        ]
        return HTML.table(
            caption: words("accounts.roles.title"), isCaptionHidden: true, rows: memberships,
            columns: columns.compactMap(\.self), empty: HTML.emptyState(words("accounts.roles.none")))
    }
}
