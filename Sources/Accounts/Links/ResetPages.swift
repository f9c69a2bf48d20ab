import HTML
import Platform
import SQL
import Web

/// A forgotten password: ask for a mail, follow its link, choose a new one.
enum ResetPages {
    /// What the job needs to know. The request itself does the same for any address: whether somebody has it is looked up
    /// later, so neither the answer nor its time tells.
    struct Request: Codable, Sendable {
        let email: String
    }

    static let job = JobKind<Request>("accounts-reset")

    static let handler = JobHandler(job) { request, context in
        try await context.services.database.write { connection in
            let now = context.services.now
            guard let person = try PeopleStore.person(connection, email: request.email) else { return }
            // Who never accepted the invitation has no password to reset: the invitation comes again.
            guard let purpose = OneTimeLink.Purpose(for: person) else { return }
            try LinkMails.queue(connection, purpose, for: person, services: context.services, at: now)
        }
    }

    static func routes(_ hasher: PasswordHasher) -> [Route] {
        let limit = RateLimit(bucket: "reset", limit: 30, per: .minutes(10), key: .address)
        return [
            .get("/reset", .everyone) { call in askPage(call) },
            .post("/reset", .everyone, body: .form(), rate: limit) { call in try await ask(call) },
            .get("/reset/{secret}", .everyone) { call in
                guard let person = try await owner(call) else { return LinkGonePage.reply(call) }
                return choosePage(call, person)
            },
            .post("/reset/{secret}", .everyone, body: .form(), rate: limit) { call in
                try await choose(call, hasher)
            },
        ]
    }

    private static func ask(_ call: Call) async throws -> Reply {
        let form = try await call.form()
        guard let email = PeopleStore.validEmail(form["email"]) else {
            return askPage(call, form: form, error: FieldError("email", "accounts.email.wrong"))
        }
        let charge = ThrottleStore.Charge(subject: "mail:" + Secrets.digest(email), throttle: .mails)
        let now = call.now
        try await call.services.database.write { connection in
            // Too many mails to one address: the answer stays the same, but no further mail goes out.
            guard try ThrottleStore.charge(connection, [charge], at: now) == nil else { return }
            try job.enqueue(connection, Request(email: email), at: now)
        }
        let words = call.words
        let body: HTML = """
            \(HTML.pageHeading(words("accounts.reset.sent")))
            <p>\(words("accounts.reset.sent-help", ["email": email]))</p>
            """
        return call.page(title: words("accounts.reset.sent"), isPrivate: true, body: body)
    }

    private static func owner(_ call: Call) async throws -> Person? {
        let secret = try call.parameters["secret"]
        let now = call.now
        return try await call.services.database.read { connection in
            guard let id = try OneTimeLink.owner(connection, .reset, secret: secret, at: now),
                let person = try PeopleStore.person(connection, id), person.state == .active
            else { return nil }
            return person
        }
    }

    private static func choose(_ call: Call, _ hasher: PasswordHasher) async throws -> Reply {
        guard let person = try await owner(call) else { return LinkGonePage.reply(call) }
        let form = try await call.form()
        let password = form.raw("password") ?? ""
        if let error = NewPassword.error(password, for: person) { return choosePage(call, person, error: error) }
        let hash = try await hasher.hash(password)
        let secret = try call.parameters["secret"]
        let deviceSecret = DeviceCookie.secret(in: call) ?? Secrets.make()
        let now = call.now
        let isDone = try await call.services.database.write { connection in
            guard try OneTimeLink.use(connection, .reset, secret: secret, at: now) == person.id else { return false }
            try PasswordStore.set(connection, of: person.id, to: hash, by: person.acting, at: now)
            try Sessions.revokeAll(connection, of: person.id, except: nil)
            try KnownDeviceStore.forgetAll(connection, of: person.id)
            // Whoever reads the person's mail is no stranger: the way in that no attacker can block.
            try KnownDeviceStore.remember(
                connection, digest: Secrets.digest(deviceSecret), for: person.id, at: now)
            return true
        }
        guard isDone else { return LinkGonePage.reply(call) }
        return Reply.redirect(to: "/sign-in", flash: Flash("accounts.reset.done"))
            .with("Set-Cookie", DeviceCookie.header(deviceSecret, for: call))
    }

    private static func askPage(_ call: Call, form: Form? = nil, error: FieldError? = nil) -> Reply {
        let words = call.words
        let controls = call.controls(values: form?.values ?? [:], errors: error.map { FieldErrors([$0]) })
        let body: HTML = """
            \(controls.errorSummary(words("accounts.errors")))
            \(HTML.pageHeading(words("accounts.reset.title"), lead: "\(words("accounts.reset.lead"))"))
            \(HTML.form(action: "/reset", """
                \(controls.text("email", label: words("accounts.email"), kind: .email, autocomplete: "email"))
                \(HTML.buttons([HTML.button(words("accounts.reset.button"))]))
                """))
            """
        return call.page(
            title: words("accounts.reset.title"), status: error == nil ? .ok : .unprocessable, isPrivate: true,
            body: body)
    }

    private static func choosePage(_ call: Call, _ person: Person, error: FieldError? = nil) -> Reply {
        let words = call.words
        let controls = call.controls(errors: error.map { FieldErrors([$0]) })
        let body: HTML = """
            \(controls.errorSummary(words("accounts.errors")))
            \(HTML.pageHeading(words("accounts.reset.choose"), lead: "\(isolated: person.email)"))
            \(HTML.form(action: call.path, """
                \(controls.password(
                    "password", label: words("accounts.password.new"), hint: words("accounts.password.hint"),
                    isNew: true))
                \(HTML.buttons([HTML.button(words("accounts.password.save"))]))
                """))
            """
        return call.page(
            title: words("accounts.reset.choose"), status: error == nil ? .ok : .unprocessable, isPrivate: true,
            body: body)
    }
}
