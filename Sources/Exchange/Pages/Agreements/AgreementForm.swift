import HTML
import Platform
import SQL
import Web

/// Between an agreement's content and the fields of its form, both ways.
enum AgreementForm {
    static let groups: [String: [String]] = [
        "parties": ["organisation", "signatory", "office"], "sources": ["title", "publisher", "date", "url"],
    ]

    /// What the form says; organisations, partnership and event are looked up.
    static func apply(
        _ rows: FormRows, to old: AgreementContent, _ connection: any Connection
    ) throws -> (content: AgreementContent, issues: [ContentIssue]) {
        var content = old
        var form = FormReader(rows)
        var issues: [ContentIssue] = []
        content.kind = form.choice("kind") ?? old.kind
        content.subject = form.text("subject")
        content.from = form.date("from") ?? ""
        content.to = form.date("to") ?? ""
        content.remindDays = rows.has("remindDays") ? form.wholeNumber("remindDays") ?? 0 : old.remindDays
        content.language = form.text("language").isEmpty ? old.language : form.text("language")
        content.text = form.text("text")
        content.event = rows["event"]
        content.parties = []
        for index in 0..<rows.count("parties") {
            let field = "parties.\(index).organisation"
            guard let name = rows[field] else {
                issues.append(ContentIssue(field, "error.required"))
                continue
            }
            guard let one = try OrganisationName.find(connection, name, field: field, &issues) else { continue }
            content.parties.append(
                .init(
                    organisation: one.id, key: one.key, name: one.name, country: one.country,
                    signatory: form.text("parties.\(index).signatory"), office: form.text("parties.\(index).office")))
        }
        let slug = form.text("partnership")
        content.partnership = slug.isEmpty ? nil : try PartnershipLink.find(connection, slug: slug)?.id
        if !slug.isEmpty, content.partnership == nil {
            issues.append(ContentIssue("partnership", "agreement.error.partnership"))
        }
        content.sources = (0..<rows.count("sources")).map { index in
            .init(
                title: form.text("sources.\(index).title"), publisher: rows["sources.\(index).publisher"],
                date: form.date("sources.\(index).date"), url: rows["sources.\(index).url"])
        }
        return (content, form.issues + issues)
    }

    static func values(_ connection: any Connection, _ content: AgreementContent) throws -> [String: [String]] {
        var values: [String: String] = [
            "kind": content.kind.rawValue, "subject": content.subject, "from": content.from, "to": content.to,
            "remindDays": String(content.remindDays), "language": content.language, "text": content.text,
            "event": content.event ?? "",
            "partnership": try content.partnership.flatMap { try PartnershipLink.find(connection, id: $0)?.slug } ?? "",
        ]
        for (index, party) in content.parties.enumerated() {
            values["parties.\(index).organisation"] = try OrganisationName.text(connection, name: party.name, key: party.key)
            values["parties.\(index).signatory"] = party.signatory
            values["parties.\(index).office"] = party.office
        }
        for (index, source) in content.sources.enumerated() {
            values["sources.\(index).title"] = source.title
            values["sources.\(index).publisher"] = source.publisher
            values["sources.\(index).date"] = source.date
            values["sources.\(index).url"] = source.url
        }
        return values.mapValues { [$0] }
    }

    static func counts(_ content: AgreementContent) -> [String: Int] {
        ["parties": content.parties.count, "sources": content.sources.count]
    }

    /// What differs between the saved agreement and the one that was typed, in the order of the form.
    static func difference(_ saved: AgreementContent, _ typed: AgreementContent) -> [FieldChange] {
        func lines(_ content: AgreementContent) -> [(String, String)] {
            [
                ("kind", content.kind.rawValue), ("subject", content.subject),
                ("parties", content.parties.map {
                    [$0.name, $0.signatory, $0.office].filter { !$0.isEmpty }.joined(separator: " · ")
                }.joined(separator: "\n")),
                ("from", content.from), ("to", content.to), ("remindDays", String(content.remindDays)),
                ("language", content.language), ("text", content.text), ("event", content.event ?? ""),
                ("partnership", content.partnership?.description ?? ""),
                ("sources", content.sources.map { [$0.title, $0.url ?? ""].joined(separator: " · ") }.joined(separator: "\n")),
            ]
        }
        return ContentDifference.between(lines(saved), lines(typed), of: "agreement")
    }
}

/// The form of an agreement, new or there already.
struct AgreementEditPage {
    /// What can be chosen, read together with the record.
    struct Choices: Sendable {
        let organisations: HTML
        let events: [HTML.Option]
        let partnerships: [HTML.Option]

        static func read(_ connection: any Connection, _ words: Words, for principal: Principal) throws -> Choices {
            Choices(
                organisations: try OrganisationName.suggestions(connection, words),
                events: try EventStore.list(connection).map { .init($0.key, $0.name) },
                partnerships: try PartnershipLink.choices(connection, for: principal).map { .init($0.slug, $0.title) })
        }
    }

    /// nil for a new one.
    let slug: String?
    let values: [String: [String]]
    let counts: [String: Int]
    let version: Int
    let wasSigned: Bool
    let choices: Choices
    var conflict: ConflictNotice?

    func title(_ words: Words) -> String { words(slug == nil ? "agreement.new" : "agreement.edit") }

    func html(_ call: Call, errors: FieldErrors?) -> HTML {
        let words = call.words
        return RecordForm(
            record: "agreement", records: "agreements", listTitle: words("nav.agreements"), title: title(words),
            lead: words("agreement.edit.lead"), slug: slug, values: values, version: version, conflict: conflict
        ).html(call, errors: errors, above: wasSigned ? HTML.notice("\(words("agreement.edit.signed"))") : "") { fields in
            """
            \(choices.organisations)\(facts(fields))\(text(fields))\(fields.sources(count: counts["sources"] ?? 0))\
            \(HTML.buttons([HTML.button(words(slug == nil ? "agreement.draft" : "edit.save"))]))
            """
        }
    }

    private func facts(_ fields: RecordFields) -> HTML {
        let words = fields.words
        return """
            \(fields.radios("kind", Agreement.Kind.allCases.map { .init($0.rawValue, words("agreement-kind.\($0.rawValue)")) }))\
            \(fields.line("subject", needed: true, limit: Completeness.summaryLimit))\
            \(fields.rows("parties", count: counts["parties"] ?? 0) { row in
                """
                \(fields.organisation("\(row).organisation", as: "party", needed: true))\
                \(fields.line("\(row).signatory", as: "signatory"))\(fields.line("\(row).office", as: "office"))
                """
            })\
            \(fields.day("from"))\(fields.day("to"))\
            \(fields.line("remindDays", kind: .wholeNumber, width: .short))\
            \(if: !choices.partnerships.isEmpty, fields.select("partnership", choices.partnerships))\
            \(if: !choices.events.isEmpty, fields.select("event", choices.events))
            """
    }

    private func text(_ fields: RecordFields) -> HTML {
        let common = FormFields(words: fields.words, controls: fields.controls, record: "agreement", needed: [])
        return """
            \(fields.select("language", needed: true, common.languages(besides: [values["language"]?.first])))\
            \(fields.area("text", rows: 16, limit: AgreementContent.textLimit))
            """
    }
}
