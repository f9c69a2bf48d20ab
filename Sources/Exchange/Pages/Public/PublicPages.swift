import HTML
import Platform
import SQL
public import Web

/// The pages that everybody may open: each reads once, makes its model, and hands it to the layout.
public enum PublicPages {
    public static func routes(search: SolutionSearch) -> [Route] {
        [
            .get("/", .everyone) { try await home($0, search) },
            .get("/solutions", .everyone) { try await solutions($0, search) },
            .get("/solutions.atom", .everyone) { try await feed($0, search) },
            .get("/solutions/{slug}", .everyone) { try await solution($0) },
            .get("/solutions/{slug}/files/{id}", .everyone) { try await file($0) },
            .get("/needs", .everyone) { try await needs($0) },
            .get("/needs/{slug}", .everyone) { try await need($0) },
            .get("/opportunities", .everyone) { try await opportunities($0) },
            .get("/events/{event}", .everyone) { try await event($0) },
            .get("/reports", .everyone) { try await reports($0) },
            .get("/reports/opportunities/{event}", .everyone) { try await report($0) },
        ]
    }

    public static let navigation: [NavigationItem] = [
        NavigationItem(key: "nav.solutions", path: "/solutions", access: .everyone, area: .publicArea),
        NavigationItem(key: "nav.needs", path: "/needs", access: .everyone, area: .publicArea),
        NavigationItem(key: "nav.opportunities", path: "/opportunities", access: .everyone, area: .publicArea),
        NavigationItem(key: "nav.reports", path: "/reports", access: .everyone, area: .publicArea),
    ]

    private static func home(_ call: Call, _ search: SolutionSearch) async throws -> Reply {
        let (principal, language) = (call.principal, call.words.language)
        let record = try await call.services.database.read {
            try HomePage.Record.read($0, search: search, for: principal, language: language)
        }
        return call.page(
            title: call.words("home.title"), area: .exchange, description: call.words("home.lead"), canonical: "/",
            feeds: [feedLink(CatalogueAddress(), call)], isWide: true, body: HomePage(record, words: call.words).html)
    }

    private static func solutions(_ call: Call, _ search: SolutionSearch) async throws -> Reply {
        let address = CatalogueAddress(call.query.values)
        let query = address.query(language: call.words.language)
        let results = try await call.services.database.read { try search.run($0, query) }
        let page = SolutionListPage(
            address, results, words: call.words, stateNeed: WorkLinks.stateNeed(call.principal))
        return call.page(
            title: page.title, area: .exchange, description: call.words("solutions.lead"), canonical: address.url(),
            feeds: [feedLink(address, call)], isWide: true, body: page.html)
    }

    private static func feedLink(_ address: CatalogueAddress, _ call: Call) -> Document.Feed {
        .init(title: call.words("solutions.feed-title"), url: address.url("/solutions.atom"))
    }

    private static func feed(_ call: Call, _ search: SolutionSearch) async throws -> Reply {
        let address = CatalogueAddress(call.query.values).sorted(by: .updated)
        let query = address.query(language: call.words.language, limit: SolutionFeed.size)
        let results = try await call.services.database.read { try search.run($0, query) }
        let services = call.services
        let feed = SolutionFeed(
            address: address, listings: results.listings, words: call.words, absolute: { services.url($0) })
        return .bytes(feed.bytes, type: "application/atom+xml; charset=utf-8")
    }

    private static func solution(_ call: Call) async throws -> Reply {
        let (principal, slug) = (call.principal, try call.parameters["slug"])
        let record = try await call.services.database.read {
            try SolutionRecord.read($0, slug: slug, for: principal)
        }
        guard let record else { throw Problem.notFound }
        var page = SolutionPage(
            record, words: call.words, wanted: call.query["lang"], now: call.now,
            workLink: WorkLinks.solution(record.solution, for: principal))
        page.introductionLink = WorkLinks.introduction(to: record.solution, for: principal)
        return call.page(
            title: page.reading.title.text, area: .exchange, description: page.reading.summary.text,
            canonical: page.path, isWide: true, isPrivate: !record.solution.state.isPublic, body: page.html)
    }

    /// A document of a solution. Its address stays the same while its bytes do, so browsers need not ask twice.
    private static func file(_ call: Call) async throws -> Reply {
        let (principal, slug) = (call.principal, try call.parameters["slug"])
        let id = try call.parameters.id("id", of: Attachment.self)
        let found = try await call.services.database.read { connection -> (Attachment, StoredFile)? in
            guard let solution = try SolutionStore.find(connection, slug: slug),
                SolutionRules.mayRead(principal, solution.ownership).allowed,
                let attachment = try AttachmentStore.find(connection, id: id), attachment.solution == solution.id,
                let stored = try Files.find(connection, attachment.file)
            else { return nil }
            return (attachment, stored)
        }
        guard let (attachment, stored) = found else { throw Problem.notFound }
        let database = call.services.database
        // Never shown inside this site: a document may carry script.
        return Reply.stream(
            type: stored.type.mediaType, length: Int(stored.size), Files.chunks(stored, in: database)
        )
        .download(attachment.name)
        .cached(.revalidate).etag(stored.id)
    }

    private static func needs(_ call: Call) async throws -> Reply {
        let principal = call.principal
        let readable = try await call.services.database.read { try NeedListPage.read($0, for: principal) }
        let page = NeedListPage(
            NeedListPage.address(call.query.values), readable, words: call.words,
            stateNeed: WorkLinks.stateNeed(principal))
        return call.page(
            title: call.words("needs.title"), area: .exchange, description: call.words("needs.lead"),
            canonical: page.address.url, isWide: true, body: page.html)
    }

    private static func need(_ call: Call) async throws -> Reply {
        let slug = try call.parameters["slug"]
        let found = try await call.services.database.read { connection -> (Need, Organisation?)? in
            guard let need = try NeedStore.find(connection, slug: slug) else { return nil }
            return (need, try PeopleStore.organisation(connection, need.organisation))
        }
        guard let (need, organisation) = found else { throw Problem.notFound }
        let decision = NeedRules.mayRead(call.principal, need)
        // A member who is not signed in yet is led to do so; nobody else learns that there is such a need.
        if !decision.allowed, need.state == .draft || need.content.visibility != .members { throw Problem.notFound }
        try call.require(decision)
        let page = NeedPage(
            need, organisation: organisation, words: call.words, wanted: call.query["lang"],
            workLink: WorkLinks.need(need, for: call.principal))
        return call.page(
            title: page.title.text, area: .exchange, canonical: page.path, isWide: true,
            isPrivate: need.content.visibility != .public || need.state == .draft, body: page.html)
    }

    private static func opportunities(_ call: Call) async throws -> Reply {
        let address = OpportunityListPage.address(call.query.values)
        let record = try await call.services.database.read { try OpportunityListPage.Record.read($0, address) }
        let page = OpportunityListPage(address, record, words: call.words, for: call.principal)
        return call.page(
            title: call.words("opportunities.title"), area: .exchange,
            description: call.words("opportunities.lead"), canonical: address.url, isWide: true, body: page.html)
    }

    private static func reports(_ call: Call) async throws -> Reply {
        let (events, tally) = try await call.services.database.read { connection in
            (try EventStore.list(connection), try OpportunityStore.tally(connection))
        }
        return call.page(
            title: call.words("report.list-title"), area: .exchange, canonical: "/reports",
            body: ReportListPage(events, tally, words: call.words).html)
    }

    private static func event(_ call: Call) async throws -> Reply {
        let key = try call.parameters["event"]
        let (words, today) = (call.words, CivilDay.of(call.now))
        guard let page = try await call.services.database.read({ try EventPage.read($0, key, words: words, today: today) }) else {
            throw Problem.notFound
        }
        return call.page(
            title: page.event.name, area: .exchange, canonical: EventPage.path(key), isWide: true, body: page.html)
    }

    private static func report(_ call: Call) async throws -> Reply {
        let key = try call.parameters["event"]
        let found = try await call.services.database.read { connection -> (Event, [OpportunityCount])? in
            guard let event = try EventStore.find(connection, key) else { return nil }
            return (event, try OpportunityStore.counts(connection, event: key))
        }
        guard let (event, counts) = found else { throw Problem.notFound }
        let page = OpportunityReportPage(
            event: event, report: OpportunityReport(event: key, counts: counts), words: call.words, now: call.now)
        return call.page(
            title: page.title, area: .exchange, canonical: OpportunityReportPage.path(key),
            isWide: page.report.themes.count > 5, body: page.html)
    }
}
