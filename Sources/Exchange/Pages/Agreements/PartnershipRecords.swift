import HTML
import Platform
import SQL
import Web

/// What belongs to one partnership: its agreements, contributions and activities, each as a table with a way to add one.
struct PartnershipRecords: Sendable {
    static let routes: [Route] = [.get("/partnerships/{slug}/records", .signedIn, handler: page)]

    static func path(_ slug: String) -> String { PartnershipLink.path(slug) + "/records" }

    @Sendable private static func page(_ call: Call) async throws -> Reply {
        let (principal, slug) = (call.principal, try call.parameters["slug"])
        let found = try await call.services.database.read { connection -> (Partnership, PartnershipRecords)? in
            guard let one = try PartnershipStore.find(connection, slug: slug),
                PartnershipRules.mayReadAll(principal, one.parties).allowed
            else { return nil }
            return (one, try read(connection, one, for: principal))
        }
        guard let (one, records) = found else { throw Problem.notFound }
        let words = call.words
        let body: HTML = """
            \(HTML.breadcrumbs(label: words("work.way"), [.init(one.content.title, url: PartnershipLink.path(slug))]))\
            \(HTML.pageHeading(words("partnership-records.title"), above: one.content.title))\
            \(records.html(
                words, today: CivilDay.of(call.now), mayAdd: PartnershipRules.mayWrite(principal, one.parties).allowed))
            """
        return call.page(
            title: words("partnership-records.title"), area: .exchange, isWide: true, isPrivate: true, body: body)
    }

    let slug: String
    let agreements: [Agreement]
    let contributions: [Contribution]
    let activities: [Activity]

    private static let most = 100

    static func read(_ connection: any Connection, _ partnership: Partnership, for principal: Principal) throws -> PartnershipRecords {
        PartnershipRecords(
            slug: partnership.slug,
            agreements: try AgreementStore.list(connection, for: principal, .init(partnership: partnership.id), limit: most),
            contributions: try ContributionStore.list(connection, for: principal, .init(partnership: partnership.id), limit: most),
            activities: try ActivityStore.list(connection, for: principal, .init(partnership: partnership.id), limit: most))
    }

    /// - Parameter mayAdd: whether the reader works on the partnership.
    func html(_ words: Words, today: String, mayAdd: Bool) -> HTML {
        func section(_ title: String, _ add: String, _ path: String, _ table: HTML) -> HTML {
            """
            <section><h2>\(words(title))</h2>\(table)\
            \(if: mayAdd, HTML.buttonLink(words(add), url: Link.to(path, [("partnership", slug)]), kind: .secondary))</section>

            """
        }
        return section("agreements.title", "agreement.new", "/work/agreements/new", agreementTable(words, today))
            + section("contributions.title", "contribution.new", "/work/contributions/new", contributionTable(words))
            + section("activities.title", "activity.new", "/work/activities/new", activityTable(words))
    }

    private func agreementTable(_ words: Words, _ today: String) -> HTML {
        HTML.table(
            caption: words("agreements.title"), isCaptionHidden: true, rows: agreements,
            columns: [
                .heading(words("agreement.subject")) { one in
                    "<a href=\"\(url: AgreementPages.path(one.slug))\" dir=\"auto\">\(one.content.subject)</a>"
                },
                .text(words("agreement.standing")) { $0.tag(on: today, words) },
                .text(words("agreement.as-of")) { words.time(of: $0.asOf) },
            ], isDense: true, empty: "<p>\(words("agreements.none-yet"))</p>\n")
    }

    private func contributionTable(_ words: Words) -> HTML {
        HTML.table(
            caption: words("contributions.title"), isCaptionHidden: true, rows: contributions,
            columns: [
                .heading(words("field.contribution.what")) { one in
                    "<a href=\"\(url: ContributionPages.path(one.slug))\" dir=\"auto\">\(one.content.what)</a>"
                },
                .text(words("field.contribution.stage")) { $0.content.tag(words) },
                .text(words("field.contribution.giver")) { "<bdi>\($0.content.giver?.name)</bdi>" },
                .number(words("field.contribution.amount")) { $0.content.amount(words) },
            ], isDense: true, empty: "<p>\(words("contributions.none-yet"))</p>\n")
    }

    private func activityTable(_ words: Words) -> HTML {
        HTML.table(
            caption: words("activities.title"), isCaptionHidden: true, rows: activities,
            columns: [
                .heading(words("field.activity.title")) { one in
                    "<a href=\"\(url: ActivityPages.path(one.slug))\" dir=\"auto\">\(one.content.title)</a>"
                },
                .text(words("field.activity.state")) { $0.content.tag(words) },
                .text(words("activity.when")) { $0.content.when(words) },
            ], isDense: true, empty: "<p>\(words("activities.none-yet"))</p>\n")
    }
}
