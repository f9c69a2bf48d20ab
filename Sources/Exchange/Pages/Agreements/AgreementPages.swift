import HTML
import Platform
import SQL
import Web

/// Reading agreements: the list, a record, the paper to print, the signed copy.
enum AgreementPages {
    static let routes: [Route] = [
        .get("/agreements", .everyone, handler: list),
        .get("/agreements/{slug}", .everyone) { try await page($0) },
        .get("/agreements/{slug}/print", .signedIn, handler: printed),
        .get("/agreements/{slug}/signed-copy", .signedIn, handler: signedCopy),
    ]

    static let navigation: [NavigationItem] = [
        NavigationItem(key: "nav.agreements", path: "/agreements", access: .everyone, area: .publicArea)
    ]

    static func path(_ slug: String) -> String { "/agreements/\(Link.segment(slug))" }

    @Sendable private static func list(_ call: Call) async throws -> Reply {
        let (principal, today) = (call.principal, CivilDay.of(call.now))
        let address = AgreementListPage.address(call.query.values)
        let found = try await call.services.database.read {
            try RecordPage<Agreement>.read($0, address, for: principal, today: today)
        }
        let page = AgreementListPage(found, words: call.words, for: principal, today: today)
        return call.page(
            title: call.words("agreements.title"), area: .exchange, description: call.words("agreements.lead"),
            canonical: page.list.address.url, isWide: true, body: page.html)
    }

    /// The record; after a refused step with what was typed and why it was refused.
    static func page(
        _ call: Call, values: [String: [String]] = [:], errors: FieldErrors? = nil, status: Status = .ok
    ) async throws -> Reply {
        let (principal, slug) = (call.principal, try call.parameters["slug"])
        let record = try await call.services.database.read { try AgreementRecord.read($0, slug, for: principal) }
        guard let record else { throw Problem.notFound }
        let page = AgreementPage(
            record: record, principal: principal, words: call.words,
            textWords: call.services.catalogue.words(record.agreement.content.language),
            controls: call.controls(values: values, errors: errors), today: CivilDay.of(call.now),
            compared: call.query["version"].flatMap { Int($0) })
        return call.page(
            title: page.title, status: status, area: .exchange, canonical: page.path, isWide: true,
            isPrivate: record.showsPaper || !record.agreement.state.wasSigned, body: page.html)
    }

    /// One that the reader may know of, but whose paper is not theirs, is refused; any other does not exist.
    private static func paper(_ call: Call) async throws -> Agreement {
        let slug = try call.parameters["slug"]
        guard let one = try await call.services.database.read({ try AgreementStore.find($0, slug) }) else {
            throw Problem.notFound
        }
        let decision = AgreementRules.mayReadPaper(call.principal, one.content.parties)
        if !decision.allowed, !one.state.wasSigned { throw Problem.notFound }
        try call.require(decision)
        return one
    }

    @Sendable private static func printed(_ call: Call) async throws -> Reply {
        let one = try await paper(call)
        let words = call.words
        let letter = AgreementLetter(
            agreement: one, words: call.services.catalogue.words(one.content.language), showsSignatories: true)
        let title = words.list(one.content.parties.map(\.name))
        let body: HTML = """
            \(HTML.breadcrumbs(label: words("work.way"), [
                .init(words("nav.agreements"), url: "/agreements"), .init(one.slug, url: path(one.slug)),
            ], current: words("agreement.print")))\
            <h1 class="visually-hidden paper-only">\(title)</h1>\
            \(if: one.state.isOpen, "<p class=\"note\">\(words("agreement.print.draft")) \(one.tag(on: CivilDay.of(call.now), words))</p>")\
            \(if: one.content.text.isEmpty, HTML.emptyState(words("agreement.no-text"), "\(words("agreement.no-text-hint"))"))\
            \(letter.html)<p class="note no-print">\(words("agreement.print.hint"))</p>
            """
        return call.page(title: title, area: .exchange, isPrivate: true, body: body)
    }

    @Sendable private static func signedCopy(_ call: Call) async throws -> Reply {
        let one = try await paper(call)
        guard let copy = one.signedCopy,
            let stored = try await call.services.database.read({ try Files.find($0, copy.file) })
        else { throw Problem.notFound }
        let database = call.services.database
        // Never shown inside this site: a document may carry script.
        return Reply.stream(
            type: stored.type.mediaType, length: Int(stored.size), Files.chunks(stored, in: database)
        )
        .download(copy.name).cached(.revalidate).etag(stored.id)
    }
}
