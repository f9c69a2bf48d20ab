import HTML
import Platform
import SQL
import Web

/// The administrator's own pages: what there is to look after, tokens, jobs.
enum AdministrationPages {
    private static let rule = PeoplePages.administrators

    static let routes: [Route] = [
        .get("/administration", OrganisationAPI.editors) { call in try await home(call) },
        .get("/administration/tokens", rule) { call in try await tokensPage(call) },
        .post("/administration/tokens/{id}/revoke", rule) { call in
            let id = try call.parameters.id("id", of: APIToken.self)
            let isDone = try await call.services.database.write {
                try APITokenStore.revoke($0, id, of: nil, by: call.principal, at: call.now)
            }
            guard isDone else { throw Problem.notFound }
            return .redirect(to: "/administration/tokens", flash: Flash("accounts.tokens.revoked"))
        },
        .get("/administration/jobs", rule) { call in try await jobsPage(call) },
        .post("/administration/jobs/{id}/retry", rule) { call in
            let id = try call.parameters.id("id", of: Job.self)
            let isDone = try await call.services.database.write {
                try Jobs.retry($0, id, by: call.principal, at: call.now)
            }
            guard isDone else { throw Problem.notFound }
            return .redirect(to: "/administration/jobs", flash: Flash("accounts.jobs.retried"))
        },
        .post("/administration/jobs/{id}/discard", rule) { call in
            let id = try call.parameters.id("id", of: Job.self)
            let isDone = try await call.services.database.write {
                try Jobs.discard($0, id, by: call.principal, at: call.now)
            }
            guard isDone else { throw Problem.notFound }
            return .redirect(to: "/administration/jobs", flash: Flash("accounts.jobs.discarded"))
        },
    ]

    private static func home(_ call: Call) async throws -> Reply {
        let words = call.words
        let isAdministrator = call.principal.has(.administrator)
        let person = try call.ownID()
        let hasSecondFactor = try await call.services.database.read { try SecondFactorStore.isOn($0, for: person) }
        var links = [HTML.TextLink(words("accounts.organisations.title"), url: "/administration/organisations")]
        if isAdministrator {
            links += [
                .init(words("accounts.people.title"), url: PeoplePages.list),
                .init(words("accounts.tokens.all"), url: "/administration/tokens"),
                .init(words("accounts.jobs.title"), url: "/administration/jobs"),
                .init(words("accounts.audit.title"), url: "/administration/audit"),
            ]
        }
        let urged = isAdministrator && !hasSecondFactor
        let body: HTML = """
            \(HTML.pageHeading(words("accounts.administration.title")))
            \(if: urged, HTML.notice("""
                <a href="/account/second-factor">\(words("accounts.second-factor.urge"))</a>
                """, tone: .caution))
            \(HTML.linkList(links))
            """
        return call.page(title: words("accounts.administration.title"), isPrivate: true, body: body)
    }

    private static func tokensPage(_ call: Call) async throws -> Reply {
        let words = call.words
        let request = try call.pageRequest(default: 50, most: 100)
        let before = try request.cursor.map { try Cursor.decode($0, count: 1) }.flatMap { ID<APIToken>($0[0]) }
        let (tokens, people) = try await call.services.database.read { connection in
            let tokens = try APITokenStore.all(connection, before: before, limit: request.limit + 1)
            return (tokens, try PeopleStore.people(connection, ids: Set(tokens.map(\.person))))
        }
        let shown = Array(tokens.prefix(request.limit))
        let names = Dictionary(uniqueKeysWithValues: people.map { ($0.id, $0.name) })
        let owner = HTML.Column<APITokenRecord>.text(words("accounts.tokens.owner")) { token in
            "<a href=\"\(url: "\(PeoplePages.list)/\(token.person)")\">\(isolated: names[token.person] ?? "")</a>"
        }
        let revoke = HTML.Column<APITokenRecord>.action(words("accounts.action")) { token in
            HTML.actionButton(
                words("accounts.tokens.revoke"), action: "/administration/tokens/\(token.id)/revoke", kind: .warning,
                about: token.name)
        }
        let next: HTML.TextLink? =
            tokens.count > shown.count
            ? shown.last.map { last in
                HTML.TextLink(
                    words("accounts.next"),
                    url: Link.to("/administration/tokens", [("cursor", Cursor.encode([last.id.description]))]))
            } : nil
        let body: HTML = """
            \(HTML.pageHeading(words("accounts.tokens.all")))
            \(HTML.table(
                caption: words("accounts.tokens.all"), isCaptionHidden: true, rows: shown,
                columns: TokenPages.columns(words, now: call.now) + [owner, revoke], isDense: true,
                empty: HTML.emptyState(words("accounts.tokens.none"))))
            \(if: next != nil, HTML.pagination(label: words("accounts.pages"), previous: nil, next: next))
            """
        return call.page(title: words("accounts.tokens.all"), isPrivate: true, body: body)
    }

    /// How many dead letters one page shows: the oldest, so that dealing with them brings the rest.
    private static let deadLettersShown = 50

    private static func jobsPage(_ call: Call) async throws -> Reply {
        let words = call.words
        let (waiting, dead) = try await call.services.database.read { connection in
            (try JobFigures.waiting(connection), try Jobs.deadLetters(connection, limit: deadLettersShown))
        }
        let columns: [HTML.Column<Jobs.DeadLetter>] = [
            .heading(words("accounts.jobs.kind")) { "\($0.kind)" },
            .text(words("accounts.jobs.died")) { "\(words.dateTime($0.died))" },
            .number(words("accounts.jobs.attempts")) { "\(words.number($0.attempts))" },
            .text(words("accounts.jobs.error")) { "\(isolated: $0.error)" },
            .action(words("accounts.action")) { letter in
                HTML.buttons([
                    HTML.actionButton(
                        words("accounts.jobs.retry"), action: "/administration/jobs/\(letter.id)/retry",
                        about: letter.kind),
                    HTML.actionButton(
                        words("accounts.jobs.discard"), action: "/administration/jobs/\(letter.id)/discard",
                        kind: .warning, about: letter.kind),
                ])
            },
        ]
        let body: HTML = """
            \(HTML.pageHeading(words("accounts.jobs.title")))
            <p>\(words("accounts.jobs.waiting", count: waiting))</p>
            <h2>\(words("accounts.jobs.dead"))</h2>
            \(HTML.table(
                caption: words("accounts.jobs.dead"), isCaptionHidden: true, rows: dead, columns: columns,
                isDense: true, empty: HTML.emptyState(words("accounts.jobs.none"))))
            """
        return call.page(title: words("accounts.jobs.title"), isPrivate: true, body: body)
    }
}
