import HTML
import Platform
import SQL
import Web
import enum Web.Session

/// Where a person is signed in, and ending it.
enum SessionPages {
    static let routes: [Route] = [
        .get("/account/sessions", .signedIn) { call in try await page(call) },
        .post("/account/sessions/end-others", .signedIn) { call in
            let (person, session) = (try call.ownID(), call.session?.id)
            try await call.services.database.write { connection in
                _ = try Sessions.revokeAll(connection, of: person, except: session)
            }
            return .redirect(to: "/account/sessions", flash: Flash("accounts.sessions.others-ended"))
        },
        .post("/account/sessions/{id}/end", .signedIn) { call in
            let (person, id) = (try call.ownID(), try call.parameters.id("id", of: Session.self))
            let isDone = try await call.services.database.write { try Sessions.revoke($0, id, of: person) }
            guard isDone else { throw Problem.notFound }
            return .redirect(to: "/account/sessions", flash: Flash("accounts.sessions.ended"))
        },
    ]

    private static func page(_ call: Call) async throws -> Reply {
        let words = call.words
        let (person, now) = (try call.ownID(), call.now)
        let sessions = try await call.services.database.read { try Sessions.list($0, person: person, at: now) }
        let own = call.session?.id
        let columns: [HTML.Column<SessionInfo>] = [
            .heading(words("accounts.sessions.device")) { session in
                let name = session.device.isEmpty ? words("accounts.sessions.unknown") : session.device
                return "\(name) \(if: session.id == own, HTML.tag(words("accounts.sessions.this"), tone: .good))"
            },
            .text(words("accounts.sessions.started")) { "\(words.dateTime($0.startedAt))" },
            .text(words("accounts.sessions.seen")) { "\(words.dateTime($0.lastSeenAt))" },
            .action(words("accounts.action")) { session in
                "\(if: session.id != own, HTML.actionButton(words("accounts.sessions.end"), action: "/account/sessions/\(session.id)/end", about: session.device))"
            },
        ]
        let body: HTML = """
            \(HTML.pageHeading(words("accounts.sessions.title"), lead: "\(words("accounts.sessions.lead"))"))
            \(HTML.table(
                caption: words("accounts.sessions.title"), isCaptionHidden: true, rows: sessions, columns: columns))
            \(if: sessions.count > 1, HTML.actionButton(
                words("accounts.sessions.end-others"), action: "/account/sessions/end-others", kind: .warning))
            <p><a href="/account">\(words("accounts.back-to-account"))</a></p>
            """
        return call.page(title: words("accounts.sessions.title"), isPrivate: true, body: body)
    }
}
