import HTML
import Platform
import SQL
import Web

/// The audit: who changed what and when, by record, and whether the chain is whole.
enum AuditPages {
    static let routes: [Route] = [
        .get("/administration/audit", PeoplePages.administrators) { call in try await page(call, verdict: nil) },
        .post("/administration/audit/verify", PeoplePages.administrators) { call in
            try await page(call, verdict: try await call.services.database.read { try Audit.verify($0) })
        },
    ]

    private static func page(_ call: Call, verdict: AuditVerdict?) async throws -> Reply {
        let words = call.words
        let request = try call.pageRequest(default: 50, most: 100)
        let before = try request.cursor.map { try Cursor.decode($0, count: 1) }.flatMap { Int64($0[0]) }
        let (kind, record) = (call.query["kind"], call.query["record"])
        let entries = try await call.services.database.read {
            try Audit.entries($0, kind: kind, record: record, before: before, limit: request.limit + 1)
        }
        let shown = Array(entries.prefix(request.limit))
        let next: HTML.TextLink? =
            entries.count > shown.count
            ? shown.last.map { last in
                let query = [("kind", kind ?? ""), ("record", record ?? ""), ("cursor", Cursor.encode([String(last.sequence)]))]
                return HTML.TextLink(
                    words("accounts.next"), url: Link.to("/administration/audit", query.filter { !$0.1.isEmpty }))
            } : nil
        let controls = call.controls(values: ["kind": kind.map { [$0] } ?? [], "record": record.map { [$0] } ?? []])
        let body: HTML = """
            \(HTML.pageHeading(
                words("accounts.audit.title"), lead: "\(words("accounts.audit.lead"))",
                actions: [
                    HTML.actionButton(words("accounts.audit.verify"), action: "/administration/audit/verify")
                ]))
            \(with: verdict, { Self.verdict($0, words) })
            \(HTML.queryForm(action: "/administration/audit", label: words("accounts.audit.filter"), """
                \(controls.text("kind", label: words("accounts.audit.kind"), isRequired: false, width: .half))
                \(controls.text("record", label: words("accounts.audit.record"), isRequired: false, width: .half))
                \(HTML.buttons([HTML.button(words("accounts.audit.filter"), kind: .secondary)]))
                """))
            \(HTML.table(
                caption: words("accounts.audit.title"), isCaptionHidden: true, rows: shown, columns: columns(words),
                isDense: true, empty: HTML.emptyState(words("accounts.audit.none"))))
            \(if: next != nil, HTML.pagination(label: words("accounts.pages"), previous: nil, next: next))
            """
        return call.page(title: words("accounts.audit.title"), isWide: true, isPrivate: true, body: body)
    }

    private static func verdict(_ verdict: AuditVerdict, _ words: Words) -> HTML {
        guard let fault = verdict.fault else {
            return HTML.notice(
                "\(words("accounts.audit.sound", count: Int(verdict.checked)))", tone: .good, isNew: true)
        }
        let facts = ["sequence": words.number(Int(fault.sequence)), "record": "\(fault.recordKind ?? "") \(fault.recordID ?? "")"]
        return HTML.notice("\(words("accounts.audit.fault." + fault.kind.rawValue.replacing(" ", with: "-"), facts))", tone: .bad, isNew: true)
    }

    private static func columns(_ words: Words) -> [HTML.Column<AuditEntry>] {
        [
            .number(words("accounts.audit.sequence")) { "\(words.number(Int($0.sequence)))" },
            .text(words("accounts.audit.at")) { "\(words.dateTime($0.at))" },
            .text(words("accounts.audit.actor")) { "\(isolated: $0.actor)" },
            .text(words("accounts.audit.action")) { "\($0.action)" },
            .text(words("accounts.audit.record")) { entry in
                let url = Link.to("/administration/audit", [("kind", entry.recordKind), ("record", entry.recordID)])
                return "<a href=\"\(url: url)\">\(entry.recordKind) \(isolated: entry.recordID)</a>"
            },
            .text(words("accounts.audit.change")) { entry in
                HTML.details(words("accounts.audit.show"), """
                    \(with: entry.before, { "<p>\(words("accounts.audit.before"))</p><pre dir=\"auto\">\($0.canonical)</pre>" })
                    \(with: entry.after, { "<p>\(words("accounts.audit.after"))</p><pre dir=\"auto\">\($0.canonical)</pre>" })
                    """)
            },
        ]
    }
}
