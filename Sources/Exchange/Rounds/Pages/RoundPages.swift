import HTML
import Platform
import SQL
import Web

/// Match-making rounds for those who run them and those who take part.
enum RoundPages {
    static let members = AccessRule.roles(.secretariat, .focalPoint)
    private static let bodyLimit = 512 * 1024

    static let routes: [Route] = [
        .get("/work/rounds", .signedIn, handler: list),
        .get("/work/rounds/new", .roles(.secretariat), handler: RoundMaking.begin),
        .post("/work/rounds/new", .roles(.secretariat), body: .form(limit: bodyLimit), handler: RoundMaking.make),
        .get("/work/rounds/{slug}", .signedIn) { try await show($0) },
        .post("/work/rounds/{slug}/publish", .roles(.secretariat), body: .form(), handler: publish),
        .get("/work/rounds/{slug}/plan", .roles(.secretariat), handler: RoundPlanning.edit),
        .post("/work/rounds/{slug}/plan", .roles(.secretariat), body: .form(limit: bodyLimit), handler: RoundPlanning.save),
        .get("/work/rounds/{slug}/lists/{side}/{key}", members, handler: RoundListing.edit),
        .post("/work/rounds/{slug}/lists/{side}/{key}", members, body: .form(limit: bodyLimit), handler: RoundListing.save),
        .get("/work/rounds/{slug}/timetable", .signedIn, handler: RoundMeetings.page),
        .get("/work/rounds/{slug}/calendars/{organisation}", .signedIn, handler: RoundMeetings.calendar),
    ]

    static func path(_ slug: String) -> String { "/work/rounds/\(Link.segment(slug))" }

    /// The round with its members, for those who may read it; for others it does not exist.
    static func read(
        _ connection: any Connection, _ slug: String, for principal: Principal
    ) throws -> (round: Round, members: [RoundMember]) {
        guard let round = try RoundStore.find(connection, slug: slug) else { throw Refusal.notFound }
        let members = try RoundStore.members(connection, of: round.id)
        guard RoundAccess.mayRead(principal, round, members).allowed else { throw Refusal.notFound }
        return (round, members)
    }

    static func organisations(
        _ connection: any Connection, _ members: [RoundMember]
    ) throws -> [ID<Organisation>: Organisation] {
        let ids = Set(members.map(\.organisation)).sorted()
        return Dictionary(
            uniqueKeysWithValues: try PeopleStore.organisations(connection, ids: ids).map { ($0.id, $0) })
    }

    // MARK: The list

    @Sendable private static func list(_ call: Call) async throws -> Reply {
        let page = try call.pageRequest(default: 50)
        var after: ID<Round>?
        if let cursor = page.cursor {
            after = ID(try Cursor.decode(cursor, count: 1)[0])
            if after == nil { throw Problem.badRequest("problem.bad-cursor") }
        }
        let last = after
        let rounds = try await call.services.database.read {
            try RoundStore.list($0, for: call.principal, after: last, limit: page.limit + 1)
        }
        let words = call.words
        let shown = Array(rounds.prefix(page.limit))
        let mayManage = RoundAccess.mayManage(call.principal).allowed
        let next = rounds.count > page.limit ? shown.last.map { Cursor.encode([$0.id.description]) } : nil
        let body: HTML = """
            \(HTML.breadcrumbs(label: words("work.way"), [.init(words("work.title"), url: "/work")]))\
            \(HTML.pageHeading(
                words("round.list.title"), lead: "\(words("round.list.lead"))",
                actions: mayManage ? [HTML.buttonLink(words("round.new"), url: "/work/rounds/new")] : []))\
            \(HTML.table(
                caption: words("round.list.title"), isCaptionHidden: true, rows: shown,
                columns: [
                    .heading(words("round.name")) { "<a href=\"\(url: path($0.slug))\" dir=\"auto\">\($0.name)</a>" },
                    .text(words("round.date")) { $0.plan.date.isEmpty ? "\(words("round.no-date"))" : words.time(of: $0.plan.date) },
                    .text(words("round.state")) { "\(words("round.state.\($0.state.rawValue)"))" },
                ],
                empty: HTML.emptyState(words("round.list.empty"), "\(words("round.list.empty.hint"))")))\
            \(HTML.pagination(
                label: words("round.list.title"), previous: nil,
                next: next.map { .init(words("work.next-page"), url: Link.to("/work/rounds", [("cursor", $0)])) }))
            """
        return call.page(title: words("round.list.title"), area: .exchange, isPrivate: true, body: body)
    }

    // MARK: One round

    /// - Parameter filling: what was typed into the form that fills the lists.
    static func show(
        _ call: Call, filling: [String: [String]] = RoundFilling.values, errors: FieldErrors? = nil, status: Status = .ok
    ) async throws -> Reply {
        let slug = try call.parameters["slug"]
        let facts = try await answering {
            try await call.services.database.read { try RoundPage.Facts.read($0, slug, for: call.principal) }
        }
        let page = await RoundPage(facts, words: call.words)
        return call.page(
            title: facts.assembly.round.name, status: status, area: .exchange, isWide: true, isPrivate: true,
            body: page.html(call.controls(values: filling, errors: errors)))
    }

    @Sendable private static func publish(_ call: Call) async throws -> Reply {
        let slug = try call.parameters["slug"]
        let form = try await call.form()
        let act = Act(call.principal, at: call.now)
        guard let choice = form["method"].flatMap(RoundChoice.init(rawValue:)) else {
            return try await show(call, errors: FieldErrors([FieldError("method", "error.required")]), status: .unprocessable)
        }
        do {
            let done = try await call.services.database.write { connection in
                try PublishRound.run(
                    connection, act, slug: slug, version: form["version"].flatMap { Int($0) } ?? -1, method: choice.method,
                    proposing: choice.proposing)
            }
            return .redirect(
                to: path(slug),
                flash: Flash(
                    "round.flash.published",
                    ["count": call.words.number(done.introductions), "without": call.words.number(done.without)]))
        } catch Refusal.invalid(let issues) {
            let errors = FieldErrors(issues.map { FieldError("method", $0.key, $0.facts) })
            return try await show(call, errors: errors, status: .unprocessable)
        } catch let refusal as Refusal {
            throw refusal.thrown()
        }
    }
}

/// What a round is solved by, as one choice of a form.
enum RoundChoice: String, CaseIterable {
    case asking = "deferred-acceptance-asking"
    case offering = "deferred-acceptance-offering"
    case fit = "max-fit"

    var method: RoundMethod { self == .fit ? .maxFit : .deferredAcceptance }
    var proposing: RoundSide { self == .offering ? .acceptors : .proposers }

    /// Whether a published result came about so.
    func made(_ outcome: RoundOutcome) -> Bool {
        outcome.method == method && (method == .maxFit || (outcome.proposing ?? .proposers) == proposing)
    }
}
