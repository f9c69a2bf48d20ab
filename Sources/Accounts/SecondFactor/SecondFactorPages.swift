import HTML
import Platform
import SQL
import Web

/// Turning the second factor on and off, and new recovery codes.
enum SecondFactorPages {
    static func routes(_ hasher: PasswordHasher) -> [Route] {
        [
            .get("/account/second-factor", .signedIn) { call in try await page(call) },
            .post("/account/second-factor/begin", .signedIn) { call in
                let person = try call.ownID()
                try await call.services.database.write {
                    try SecondFactorStore.begin($0, for: person, secret: TOTP.newSecret())
                }
                return .redirect(to: "/account/second-factor")
            },
            .post("/account/second-factor/confirm", .signedIn, body: .form()) { call in try await confirm(call) },
            .get("/account/second-factor/codes", .signedIn) { call in
                passwordPage(call, .codes)
            },
            .post("/account/second-factor/codes", .signedIn, body: .form()) { call in
                try await withPassword(call, .codes, hasher) { person, principal, now in
                    let codes = try await call.services.database.write {
                        try SecondFactorStore.renewRecoveryCodes($0, for: person, by: principal, at: now)
                    }
                    return codes.map { codesPage(call, $0) } ?? .redirect(to: "/account/second-factor")
                }
            },
            .get("/account/second-factor/off", .signedIn) { call in passwordPage(call, .off) },
            .post("/account/second-factor/off", .signedIn, body: .form()) { call in
                try await withPassword(call, .off, hasher) { person, principal, now in
                    try await call.services.database.write { connection in
                        _ = try SecondFactorStore.turnOff(connection, for: person, by: principal, at: now)
                    }
                    return .redirect(
                        to: "/account/second-factor", flash: Flash("accounts.second-factor.is-off", tone: .caution))
                }
            },
        ]
    }

    /// What the password is asked for.
    private enum Change: String {
        case codes, off

        var title: String {
            switch self {
            case .codes: "accounts.second-factor.codes"
            case .off: "accounts.second-factor.off"
            }
        }
        var lead: String {
            switch self {
            case .codes: "accounts.second-factor.codes-lead"
            case .off: "accounts.second-factor.off-lead"
            }
        }
        var action: String { "/account/second-factor/\(rawValue)" }
    }

    private static func confirm(_ call: Call) async throws -> Reply {
        let code = try await call.form()["code"] ?? ""
        let (person, principal, now) = (try call.ownID(), call.principal, call.now)
        let codes = try await call.services.database.write {
            try SecondFactorStore.confirm($0, for: person, code: code, by: principal, at: now)
        }
        guard let codes else {
            return try await page(call, error: FieldError("code", "accounts.second-factor.code-wrong"))
        }
        return codesPage(call, codes)
    }

    private static func withPassword(
        _ call: Call, _ change: Change, _ hasher: PasswordHasher,
        _ body: (ID<Person>, Principal, Timestamp) async throws -> Reply
    ) async throws -> Reply {
        let form = try await call.form()
        if let error = try await PasswordAgain.error(form.raw("password"), call, hasher) {
            return passwordPage(call, change, error: error)
        }
        return try await body(try call.ownID(), call.principal, call.now)
    }

    private static func page(_ call: Call, error: FieldError? = nil) async throws -> Reply {
        let words = call.words
        let person = try await call.ownPerson()
        let (isOn, waiting, left) = try await call.services.database.read { connection in
            (
                try SecondFactorStore.isOn(connection, for: person.id),
                try SecondFactorStore.waitingSecret(connection, for: person.id),
                try SecondFactorStore.recoveryCodesLeft(connection, for: person.id)
            )
        }
        let controls = call.controls(errors: error.map { FieldErrors([$0]) })
        let state: HTML
        if isOn {
            state = onPart(words, codesLeft: left)
        } else if let waiting {
            state = enrolPart(words, controls, secret: waiting, email: person.email)
        } else {
            state = offPart(words)
        }
        let body: HTML = """
            \(controls.errorSummary(words("accounts.errors")))
            \(HTML.pageHeading(words("accounts.second-factor.title"), lead: "\(words("accounts.second-factor.lead"))"))
            \(state)
            <p><a href="/account">\(words("accounts.back-to-account"))</a></p>
            """
        return call.page(
            title: words("accounts.second-factor.title"), status: error == nil ? .ok : .unprocessable,
            isPrivate: true, body: body)
    }

    private static func offPart(_ words: Words) -> HTML {
        """
        <p>\(words("accounts.second-factor.is-off-now"))</p>
        \(HTML.actionButton(
            words("accounts.second-factor.begin"), action: "/account/second-factor/begin", kind: .primary))
        """
    }

    private static func enrolPart(_ words: Words, _ controls: Controls, secret: [UInt8], email: String) -> HTML {
        let link = TOTP.link(secret: secret, account: email, issuer: words("accounts.product"))
        // The link's scheme is not one that a typed address may have, so it is written here, where we made it ourselves.
        return """
            <ol class="prose">
            <li>\(words("accounts.second-factor.step-app"))</li>
            <li>\(words("accounts.second-factor.step-secret"))
            <p class="reference" dir="ltr">\(Base32.grouped(Base32.encode(secret)))</p>
            <p><a\(attribute: "href", link)>\(words("accounts.second-factor.open-app"))</a></p></li>
            <li>\(words("accounts.second-factor.step-code"))</li>
            </ol>
            \(HTML.form(action: "/account/second-factor/confirm", """
                \(controls.text(
                    "code", label: words("accounts.code"), kind: .code, autocomplete: "one-time-code", width: .half))
                \(HTML.buttons([HTML.button(words("accounts.second-factor.turn-on"))]))
                """))
            """
    }

    private static func onPart(_ words: Words, codesLeft: Int) -> HTML {
        """
        <p>\(HTML.tag(words("accounts.second-factor.on"), tone: .good))</p>
        <p>\(words("accounts.second-factor.codes-left", count: codesLeft))</p>
        \(HTML.buttons([
            HTML.buttonLink(words("accounts.second-factor.codes"), url: "/account/second-factor/codes", kind: .secondary),
            HTML.buttonLink(words("accounts.second-factor.off"), url: "/account/second-factor/off", kind: .warning),
        ]))
        """
    }

    private static func codesPage(_ call: Call, _ codes: [String]) -> Reply {
        let words = call.words
        let body: HTML = """
            \(HTML.pageHeading(words("accounts.recovery.title"), lead: "\(words("accounts.recovery.lead"))"))
            \(HTML.notice("\(words("accounts.recovery.once"))", tone: .caution))
            <ul class="prose" dir="ltr">\(codes.map { "<li class=\"reference\">\($0)</li>" as HTML })</ul>
            \(HTML.buttons([HTML.buttonLink(words("accounts.recovery.kept"), url: "/account/second-factor")]))
            """
        return call.page(title: words("accounts.recovery.title"), isPrivate: true, body: body).cached(.never)
    }

    private static func passwordPage(_ call: Call, _ change: Change, error: FieldError? = nil) -> Reply {
        let words = call.words
        let controls = call.controls(errors: error.map { FieldErrors([$0]) })
        let body: HTML = """
            \(controls.errorSummary(words("accounts.errors")))
            \(HTML.pageHeading(words(change.title), lead: "\(words(change.lead))"))
            \(HTML.form(action: change.action, """
                \(controls.password("password", label: words("accounts.password.current")))
                \(HTML.buttons([HTML.button(words(change.title), kind: change == .off ? .warning : .primary)]))
                """))
            <p><a href="/account/second-factor">\(words("accounts.back"))</a></p>
            """
        return call.page(
            title: words(change.title), status: error == nil ? .ok : .unprocessable, isPrivate: true, body: body)
    }
}
