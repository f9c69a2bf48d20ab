import HTML
import Platform
import SQL
import Web

/// A person's API tokens: list, make, revoke. The secret is on one page, once.
enum TokenPages {
    static let routes: [Route] = [
        .get("/account/tokens", .signedIn) { call in try await listPage(call) },
        .get("/account/tokens/new", .signedIn) { call in newPage(call, values: ["scope": ["read"], "days": ["90"]]) },
        .post("/account/tokens/new", .signedIn, body: .form()) { call in try await make(call) },
        .post("/account/tokens/{id}/revoke", .signedIn) { call in
            let (person, id) = (try call.ownID(), try call.parameters.id("id", of: APIToken.self))
            let (principal, now) = (call.principal, call.now)
            let isDone = try await call.services.database.write {
                try APITokenStore.revoke($0, id, of: person, by: principal, at: now)
            }
            guard isDone else { throw Problem.notFound }
            return .redirect(to: "/account/tokens", flash: Flash("accounts.tokens.revoked"))
        },
    ]

    static let lifetimes = [30, 90, 180, 365]
    static let longestName = 80

    private static func make(_ call: Call) async throws -> Reply {
        let form = try await call.form()
        let scopes = Set(form.all("scope").compactMap(Scope.init(rawValue:)))
        var errors: [FieldError] = []
        let name = form["name"] ?? ""
        if name.isEmpty { errors.append(FieldError("name", "accounts.tokens.name-missing")) }
        if name.count > longestName {
            errors.append(FieldError("name", "accounts.name.too-long", ["limit": String(longestName)]))
        }
        if scopes.isEmpty || !scopes.isSubset(of: allowedScopes(call.principal)) {
            errors.append(FieldError("scope", "accounts.tokens.scope-missing"))
        }
        let days = form["days"].flatMap { Int($0) }.flatMap { lifetimes.contains($0) ? $0 : nil }
        if days == nil { errors.append(FieldError("days", "accounts.tokens.days-missing")) }
        guard errors.isEmpty, let days else {
            return newPage(call, values: form.values, errors: FieldErrors(errors))
        }
        let (person, principal, now) = (try call.ownID(), call.principal, call.now)
        let made = try await call.services.database.write { connection in
            guard try APITokenStore.count(connection, of: person) < APITokenStore.keptPerPerson else {
                return (secret: String, record: APITokenRecord)?.none
            }
            return try APITokenStore.make(
                connection, for: person, name: name, scopes: scopes, expiresAt: now.adding(.days(days)), by: principal,
                at: now)
        }
        guard let made else {
            let error = FieldError(
                "name", "accounts.tokens.too-many", ["limit": call.words.number(APITokenStore.keptPerPerson)])
            return newPage(call, values: form.values, errors: FieldErrors([error]))
        }
        return shownPage(call, secret: made.secret)
    }

    /// Only an administrator can lend the powers of one.
    private static func allowedScopes(_ principal: Principal) -> Set<Scope> {
        principal.has(.administrator) ? Set(Scope.allCases) : [.read, .write]
    }

    private static func listPage(_ call: Call) async throws -> Reply {
        let words = call.words
        let (person, now) = (try call.ownID(), call.now)
        let tokens = try await call.services.database.read { try APITokenStore.list($0, of: person) }
        let columns = columns(words, now: now) + [
            .action(words("accounts.action")) { token in
                HTML.actionButton(
                    words("accounts.tokens.revoke"), action: "/account/tokens/\(token.id)/revoke", kind: .warning,
                    about: token.name)
            }
        ]
        let body: HTML = """
            \(HTML.pageHeading(
                words("accounts.tokens.title"), lead: "\(words("accounts.tokens.lead"))",
                actions: [HTML.buttonLink(words("accounts.tokens.new"), url: "/account/tokens/new")]))
            \(HTML.table(
                caption: words("accounts.tokens.title"), isCaptionHidden: true, rows: tokens, columns: columns,
                empty: HTML.emptyState(words("accounts.tokens.none"))))
            <p><a href="/account">\(words("accounts.back-to-account"))</a></p>
            """
        return call.page(title: words("accounts.tokens.title"), isPrivate: true, body: body)
    }

    /// The columns that the administrator's list shares.
    static func columns(_ words: Words, now: Timestamp) -> [HTML.Column<APITokenRecord>] {
        [
            .heading(words("accounts.tokens.name")) { "\(isolated: $0.name)" },
            .text(words("accounts.tokens.scopes")) { token in
                let scopes = Scope.allCases.filter(token.scopes.contains)
                return "\(words.list(scopes.map { words("accounts.scope." + $0.rawValue) }))"
            },
            .text(words("accounts.tokens.expires")) { token in
                "\(words.date(token.expiresAt)) \(if: !token.works(at: now), HTML.tag(words("accounts.tokens.expired"), tone: .bad))"
            },
            .text(words("accounts.tokens.used")) { token in
                "\(token.lastUsedAt.map { words.date($0) } ?? words("accounts.tokens.never-used"))"
            },
        ]
    }

    private static func newPage(
        _ call: Call, values: [String: [String]], errors: FieldErrors? = nil
    ) -> Reply {
        let words = call.words
        let controls = call.controls(values: values, errors: errors)
        let scopes = Scope.allCases.filter(allowedScopes(call.principal).contains).map {
            HTML.Option($0.rawValue, words("accounts.scope." + $0.rawValue), hint: words("accounts.scope-hint." + $0.rawValue))
        }
        let days = lifetimes.map { HTML.Option(String($0), words("accounts.tokens.days", count: $0)) }
        let body: HTML = """
            \(controls.errorSummary(words("accounts.errors")))
            \(HTML.pageHeading(words("accounts.tokens.new")))
            \(HTML.form(action: "/account/tokens/new", """
                \(controls.text(
                    "name", label: words("accounts.tokens.name"), hint: words("accounts.tokens.name-hint"),
                    maxLength: longestName))
                \(controls.checkboxes("scope", legend: words("accounts.tokens.scopes"), options: scopes))
                \(controls.radios("days", legend: words("accounts.tokens.lifetime"), options: days))
                \(HTML.buttons([HTML.button(words("accounts.tokens.make"))]))
                """))
            <p><a href="/account/tokens">\(words("accounts.back"))</a></p>
            """
        return call.page(
            title: words("accounts.tokens.new"), status: errors == nil ? .ok : .unprocessable, isPrivate: true,
            body: body)
    }

    private static func shownPage(_ call: Call, secret: String) -> Reply {
        let words = call.words
        let body: HTML = """
            \(HTML.pageHeading(words("accounts.tokens.made")))
            \(HTML.notice("\(words("accounts.tokens.once"))", tone: .caution))
            <p class="reference" dir="ltr"><code>\(secret)</code></p>
            <p>\(words("accounts.tokens.use"))</p>
            <p dir="ltr"><code>Authorization: Bearer …</code></p>
            \(HTML.buttons([HTML.buttonLink(words("accounts.tokens.kept"), url: "/account/tokens")]))
            """
        return call.page(title: words("accounts.tokens.made"), isPrivate: true, body: body).cached(.never)
    }
}
