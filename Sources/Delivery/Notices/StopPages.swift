import HTML
import Platform
import SQL
import Web

/// Where the link in a letter leads: no more letters to this address. And on the page of a case: no more news of this case.
enum StopPages {
    static let routes: [Route] = [
        .get("/notices/{secret}", .everyone, rate: CaseKey.rate, handler: ask),
        .post("/notices/{secret}", .everyone, body: .form(), rate: CaseKey.rate, handler: set),
        .post("/track/{reference}/news", .everyone, body: .form(), rate: CaseKey.pageRate, handler: news),
    ]

    /// A visit changes nothing: mail programs follow links by themselves.
    @Sendable private static func ask(_ call: Call) async throws -> Reply {
        let secret = try call.parameters["secret"]
        let isStopped = try await call.services.database.read { try NoticeStore.isStopped($0, hash: try address($0, secret)) }
        let words = call.words
        return call.page(
            title: words("stop.title"), area: .delivery, isPrivate: true,
            body: """
                \(HTML.pageHeading(words("stop.title"), lead: "\(words(isStopped ? "stop.is-stopped" : "stop.lead"))"))\
                \(HTML.form(action: Link.to("/notices/\(Link.segment(secret))"), """
                    \(HTML.hidden("do", value: isStopped ? "start" : "stop"))\
                    \(HTML.buttons([HTML.button(words(isStopped ? "stop.start" : "stop.stop"))]))
                    """))
                """
        ).cached(.never)
    }

    private static func address(_ connection: any Connection, _ secret: String) throws -> String {
        guard let id = try NoticeStore.record(connection, stop: secret), let record = try CaseStore.find(connection, id: id),
            let mail = try CaseContact.of(connection, record).mail
        else { throw Problem.notFound }
        return CaseContact.hash(mail)
    }

    @Sendable private static func set(_ call: Call) async throws -> Reply {
        let secret = try call.parameters["secret"]
        let (isStopped, act) = (try await call.form()["do"] != "start", Act(call.principal, at: call.now))
        try await call.services.database.write { connection in
            try NoticeStore.setStopped(connection, hash: try address(connection, secret), isStopped, by: act)
        }
        return .redirect(
            to: "/notices/\(Link.segment(secret))", flash: Flash(isStopped ? "stop.done" : "stop.started"))
    }

    // MARK: One case

    @Sendable private static func news(_ call: Call) async throws -> Reply {
        let reference = try call.parameters["reference"]
        guard let code = CaseKey.code(call, reference: reference) else { return .redirect(to: "/track") }
        let (isQuiet, act) = (try await call.form()["do"] != "start", Act(call.principal, at: call.now))
        let isOpen = try await call.services.database.write { connection -> Bool in
            guard let found = try CaseKey.open(connection, reference: reference, code: code) else { return false }
            // Whoever hides their name leaves none here either.
            let own = found.confidence.privacy.hidesIdentity ? Act(.anonymous, at: act.now) : act
            try NoticeStore.setQuiet(connection, found.id, isQuiet, by: own)
            return true
        }
        guard isOpen else { return CaseKey.take(.redirect(to: "/track"), call) }
        return .redirect(to: "/track/\(reference)", flash: Flash(isQuiet ? "stop.case-done" : "stop.case-started"))
    }

    /// The part of a case's page about news; empty when we could not reach the citizen anyway.
    static func section(_ record: Case, _ contact: CaseContact, isQuiet: Bool, _ words: Words) -> HTML {
        guard record.state.phase.isOpen, CaseNotices.isTold(record), !contact.isEmpty else { return "" }
        let way = words(contact.phone == nil ? "stop.by-mail" : contact.mail == nil ? "stop.by-text" : "stop.by-both")
        return HTML.details(
            words("stop.news"), """
                <p>\(isQuiet ? words("stop.case-quiet") : way)</p>\
                \(HTML.form(action: "/track/\(record.reference)/news", """
                    \(HTML.hidden("do", value: isQuiet ? "start" : "stop"))\
                    \(HTML.buttons([HTML.button(words(isQuiet ? "stop.case-start" : "stop.case-stop"), kind: .secondary)]))
                    """))
                """)
    }
}
