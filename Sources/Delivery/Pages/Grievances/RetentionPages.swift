import HTML
import Platform
import SQL
import Web

/// What was kept long enough: what is announced, and what could be emptied now. For service managers, and for administrators to look at.
enum RetentionPages {
    static let path = "/work/retention"
    static let access = AccessRule.roles(.serviceManager, .administrator)

    static let routes: [Route] = [
        .get(path, access) { try await page($0) },
        .post(path, .roles(.serviceManager), body: .form(), handler: run),
    ]

    static let navigation = [NavigationItem(key: "nav.retention", path: path, access: access, area: .administration)]

    private static func page(_ call: Call, status: Status = .ok, errors: FieldErrors? = nil) async throws -> Reply {
        let (now, words, principal) = (call.now, call.words, call.principal)
        // An administrator reads all figures; the cases themselves are their office's business.
        let (seen, own) = (NoticePages.organisations(principal), managed(principal))
        let (report, announced, references) = try await call.services.database.read { connection in
            (
                try Retention.report(connection, at: now, organisations: seen), try RetentionNotice.lines(connection, organisations: seen),
                try RetentionNotice.references(connection, for: principal, organisations: own)
            )
        }
        let mayRun = own.isEmpty ? 0 : report.lines.filter { own.contains($0.organisation) }.reduce(0) { $0 + $1.due }
        func category(_ key: String?) -> HTML { "\(key ?? words("retention.any"))" }
        func outcome(_ outcome: CaseOutcome?) -> HTML { "\(outcome.map { words("case.outcome.\($0.rawValue)") } ?? words("retention.none"))" }
        let coming: [HTML.Column<RetentionNotice.Line>] = [
            .heading(words("desk.column.service")) { "\($0.service)" },
            .text(words("complain.category")) { category($0.category) }, .text(words("retention.outcome")) { outcome($0.outcome) },
            .text(words("retention.from")) { "\(words.date($0.actAt))" }, .number(words("backlog.cases")) { "\(words.number($0.cases))" },
        ]
        let columns: [HTML.Column<Retention.Line>] = [
            .heading(words("desk.column.service")) { "\($0.service)" },
            .text(words("complain.category")) { category($0.category) }, .text(words("retention.outcome")) { outcome($0.outcome) },
            .number(words("retention.days")) { "\(words.number($0.days))" }, .number(words("retention.due")) { "\(words.number($0.due))" },
            .number(words("retention.held")) { "\(words.number($0.held))" },
        ]
        let controls = call.controls(errors: errors)
        return call.page(
            title: words("retention.title"), status: status, area: .delivery, isWide: true, isPrivate: true,
            body: """
                \(HTML.pageHeading(words("retention.title"), lead: "\(words("retention.lead"))"))\
                \(controls.errorSummary(words("apply.errors")))\
                <section><h2>\(words("retention.announced"))</h2><p>\(words("retention.announced.lead"))</p>\
                \(HTML.table(
                    caption: words("retention.announced"), isCaptionHidden: true, rows: announced, columns: coming,
                    empty: "<p>\(words("retention.announced.empty"))</p>"))\
                \(if: !references.isEmpty, HTML.details(words("retention.first", count: references.count), """
                    <ul class="link-list">\(references.map { reference in
                        "<li><a href=\"\(url: "/work/cases/\(reference)")\"><bdi dir=\"ltr\">\(reference)</bdi></a></li>" as HTML
                    })</ul>
                    """))</section>\
                <section><h2>\(words("retention.now"))</h2>\
                \(HTML.table(
                    caption: words("retention.now"), isCaptionHidden: true, rows: report.lines, columns: columns,
                    empty: "<p>\(words("retention.empty"))</p>"))\
                \(if: mayRun > 0, HTML.form(action: path, """
                    \(HTML.hidden("count", value: String(mayRun)))\
                    \(HTML.buttons([HTML.button(words("retention.run", count: mayRun), kind: .warning)]))
                    """))</section>
                """
        ).cached(.never)
    }

    private static func managed(_ principal: Principal) -> Set<ID<Organisation>> {
        Set(principal.memberships.filter { $0.role == .serviceManager }.map(\.organisation))
    }

    @Sendable private static func run(_ call: Call) async throws -> Reply {
        let form = try await call.form()
        let count = form["count"].flatMap { Int($0) } ?? -1
        do {
            let done = try await Retention.run(
                call.services.database, Act(call.principal, at: call.now), expected: count, organisations: managed(call.principal))
            return .redirect(to: path, flash: Flash("retention.done", ["count": call.words.number(done)]))
        } catch Refusal.invalid(let issues) {
            return try await page(call, status: .unprocessable, errors: FieldErrors(issues.map { FieldError($0.field, $0.key, $0.facts) }))
        }
    }
}
