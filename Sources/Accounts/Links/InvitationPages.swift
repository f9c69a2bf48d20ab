import HTML
import Platform
import SQL
import Web

/// Accepting an invitation: check the name, choose a language and a password.
enum InvitationPages {
    static func routes(_ hasher: PasswordHasher) -> [Route] {
        let limit = RateLimit(bucket: "invitation", limit: 30, per: .minutes(10), key: .address)
        return [
            .get("/invitation/{secret}", .everyone) { call in
                guard let person = try await owner(call) else { return LinkGonePage.reply(call) }
                return page(call, person, values: ["name": [person.name], "language": [person.language]])
            },
            .post("/invitation/{secret}", .everyone, body: .form(), rate: limit) { call in
                try await accept(call, hasher)
            },
        ]
    }

    private static func owner(_ call: Call) async throws -> Person? {
        let secret = try call.parameters["secret"]
        let now = call.now
        return try await call.services.database.read { connection in
            guard let id = try OneTimeLink.owner(connection, .invitation, secret: secret, at: now),
                let person = try PeopleStore.person(connection, id), person.state == .invited
            else { return nil }
            return person
        }
    }

    private static func accept(_ call: Call, _ hasher: PasswordHasher) async throws -> Reply {
        guard let invited = try await owner(call) else { return LinkGonePage.reply(call) }
        let form = try await call.form()
        var person = invited
        let errors = PersonFields.read(form, into: &person, languages: call.services.catalogue.languages)
        let password = form.raw("password") ?? ""
        let all = errors + [NewPassword.error(password, for: person)].compactMap(\.self)
        guard all.isEmpty else { return page(call, invited, values: form.values, errors: FieldErrors(all)) }

        person.state = .active
        let accepted = person
        let hash = try await hasher.hash(password)
        let secret = try call.parameters["secret"]
        let origin = call.origin
        let now = call.now
        let answer = try await call.services.database.write { connection -> SignIn.Answer in
            guard try OneTimeLink.use(connection, .invitation, secret: secret, at: now) == accepted.id else {
                return .refused
            }
            try PeopleStore.update(connection, accepted, by: accepted.acting, at: now)
            try PasswordStore.set(connection, of: accepted.id, to: hash, by: accepted.acting, at: now)
            return try SignIn.complete(connection, accepted.id, origin: origin, at: now)
        }
        guard case .signedIn(let session, let deviceSecret) = answer else { return LinkGonePage.reply(call) }
        return Reply.redirect(to: "/account", flash: Flash("accounts.invitation.done", ["name": accepted.name]))
            .signedIn(session, deviceSecret: deviceSecret, call: call)
    }

    private static func page(
        _ call: Call, _ person: Person, values: [String: [String]], errors: FieldErrors? = nil
    ) -> Reply {
        let words = call.words
        let controls = call.controls(values: values.filter { $0.key != "password" }, errors: errors)
        let body: HTML = """
            \(controls.errorSummary(words("accounts.errors")))
            \(HTML.pageHeading(words("accounts.invitation.title"), lead: "\(isolated: person.email)"))
            \(HTML.form(action: call.path, """
                \(PersonFields.controls(controls, call))
                \(controls.password(
                    "password", label: words("accounts.password.new"), hint: words("accounts.password.hint"),
                    isNew: true))
                \(HTML.buttons([HTML.button(words("accounts.invitation.button"))]))
                """))
            """
        return call.page(
            title: words("accounts.invitation.title"), status: errors == nil ? .ok : .unprocessable, isPrivate: true,
            body: body)
    }
}
