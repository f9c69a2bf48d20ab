import HTML
import Platform
import SQL
import Web

/// Reading contributions: the list, a record, the ledger.
enum ContributionPages {
    static let routes: [Route] = [
        .get("/contributions", .signedIn, handler: list),
        .get("/contributions/ledger", .signedIn, handler: ledger),
        .get("/contributions/{slug}", .signedIn, handler: page),
    ]

    static let navigation: [NavigationItem] = [
        NavigationItem(key: "nav.contributions", path: "/contributions", access: AgreementWork.writers, area: .workArea)
    ]

    static func mayWrite(_ principal: Principal) -> Bool { principal.has(.focalPoint) || principal.has(.secretariat) }

    static func path(_ slug: String) -> String { "/contributions/\(Link.segment(slug))" }

    /// Where the delivery of a promise is noted.
    static func deliver(_ one: Contribution) -> String { Link.to("/work/contributions/new", [("fulfils", one.slug)]) }

    @Sendable private static func list(_ call: Call) async throws -> Reply {
        let (principal, today) = (call.principal, CivilDay.of(call.now))
        let address = ContributionListPage.address(call.query.values)
        let found = try await call.services.database.read {
            try RecordPage<Contribution>.read($0, address, for: principal, today: today)
        }
        let page = ContributionListPage(found, words: call.words, for: principal)
        return call.page(
            title: call.words("contributions.title"), area: .exchange, isWide: true, isPrivate: true, body: page.html)
    }

    @Sendable private static func ledger(_ call: Call) async throws -> Reply {
        let principal = call.principal
        let cells = try await call.services.database.read { try ContributionStore.ledger($0, for: principal) }
        let page = LedgerPage(LedgerPage.address(call.query.values), cells, words: call.words, for: principal)
        return call.page(
            title: call.words("ledger.title"), area: .exchange, isWide: true, isPrivate: true, body: page.html)
    }

    @Sendable private static func page(_ call: Call) async throws -> Reply {
        let (principal, slug) = (call.principal, try call.parameters["slug"])
        let record = try await answering {
            try await call.services.database.read { try ContributionPage.Record.read($0, slug, for: principal) }
        }
        let page = ContributionPage(record: record, words: call.words, principal: principal)
        return call.page(title: record.one.content.what, area: .exchange, isPrivate: true, body: page.html)
    }
}
