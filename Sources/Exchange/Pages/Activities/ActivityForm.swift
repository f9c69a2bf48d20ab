import HTML
import Platform
import SQL
import Web

/// Between an activity's content and the fields of its form, both ways.
enum ActivityForm {
    static let groups: [String: [String]] = ["organisations": ["key"]]

    static func apply(
        _ rows: FormRows, to old: ActivityContent, _ connection: any Connection
    ) throws -> (content: ActivityContent, issues: [ContentIssue]) {
        var content = old
        var form = FormReader(rows)
        var issues: [ContentIssue] = []
        content.kind = form.choice("kind") ?? old.kind
        content.state = form.choice("state") ?? old.state
        for (field, path) in texts { content[keyPath: path] = form.text(field) }
        content.from = form.date("from") ?? ""
        content.to = form.date("to") ?? ""
        content.women = form.wholeNumber("women")
        content.men = form.wholeNumber("men")
        content.notStated = form.wholeNumber("notStated")
        content.organisations = []
        for index in 0..<rows.count("organisations") {
            let field = "organisations.\(index).key"
            if let one = try OrganisationName.find(connection, form.text(field), field: field, &issues) {
                content.organisations.append(Contribution.Side(one))
            }
        }
        content.partnership = try rows["partnership"].flatMap { try PartnershipLink.find(connection, slug: $0)?.id }
        if rows["partnership"] != nil, content.partnership == nil {
            issues.append(ContentIssue("partnership", "agreement.error.partnership"))
        }
        content.agreement = rows["agreement"]
        return (content, form.issues + issues)
    }

    private static var texts: [(String, WritableKeyPath<ActivityContent, String>)] {
        [
            ("reason", \.reason), ("title", \.title), ("place", \.place), ("link", \.link), ("programme", \.programme),
            ("outcome", \.outcome),
        ]
    }

    static func values(_ connection: any Connection, _ content: ActivityContent) throws -> [String: [String]] {
        var values: [String: String] = [
            "kind": content.kind.rawValue, "state": content.state.rawValue, "from": content.from, "to": content.to,
            "women": content.women.map(String.init) ?? "", "men": content.men.map(String.init) ?? "",
            "notStated": content.notStated.map(String.init) ?? "", "agreement": content.agreement ?? "",
            "partnership": try content.partnership.flatMap { try PartnershipLink.find(connection, id: $0)?.slug } ?? "",
        ]
        for (field, path) in texts { values[field] = content[keyPath: path] }
        for (index, one) in content.organisations.enumerated() { values["organisations.\(index).key"] = try OrganisationName.text(connection, name: one.name, key: one.key) }
        return values.mapValues { [$0] }
    }

    /// What differs between the saved record and the one that was typed, in the order of the form.
    static func difference(_ saved: ActivityContent, _ typed: ActivityContent) -> [FieldChange] {
        func lines(_ content: ActivityContent) -> [(String, String)] {
            [("kind", content.kind.rawValue), ("state", content.state.rawValue)]
                + texts.map { ($0.0, content[keyPath: $0.1]) }
                + [
                    ("from", content.from), ("to", content.to),
                    ("women", content.women.map(String.init) ?? ""), ("men", content.men.map(String.init) ?? ""),
                    ("notStated", content.notStated.map(String.init) ?? ""),
                    ("organisations", content.organisations.map(\.name).joined(separator: "\n")),
                    ("partnership", content.partnership?.description ?? ""), ("agreement", content.agreement ?? ""),
                ]
        }
        return ContentDifference.between(lines(saved), lines(typed), of: "activity")
    }
}

/// The form of an activity, new or there already.
struct ActivityEditPage {
    /// What can be chosen, read together with the record.
    struct Choices: Sendable {
        let organisations: HTML
        let partnerships: [HTML.Option]
        let agreements: [HTML.Option]

        static func read(_ connection: any Connection, _ words: Words, for principal: Principal) throws -> Choices {
            Choices(
                organisations: try OrganisationName.suggestions(connection, words),
                partnerships: try PartnershipLink.choices(connection, for: principal).map { .init($0.slug, $0.title) },
                agreements: try AgreementOptions.read(connection, words, for: principal))
        }
    }

    let slug: String?
    let values: [String: [String]]
    let organisationCount: Int
    let version: Int
    let choices: Choices
    var conflict: ConflictNotice?

    func title(_ words: Words) -> String { words(slug == nil ? "activity.new" : "activity.edit") }

    func html(_ call: Call, errors: FieldErrors?) -> HTML {
        let words = call.words
        return RecordForm(
            record: "activity", records: "activities", listTitle: words("activities.title"), title: title(words),
            lead: words("activity.edit.lead"), slug: slug, values: values, version: version, conflict: conflict
        ).html(call, errors: errors) { fields in
            "\(choices.organisations)\(plan(fields))\(result(fields))\(HTML.button(words("edit.save")))"
        }
    }

    private func plan(_ fields: RecordFields) -> HTML {
        let words = fields.words
        return """
            \(fields.radios("kind", Activity.Kind.allCases.map { .init($0.rawValue, words("activity.kind.\($0.rawValue)")) }))\
            \(fields.line("title", needed: true, limit: Completeness.titleLimit))\
            \(fields.day("from", needed: true))\(fields.day("to"))\
            \(fields.line("place", limit: Completeness.titleLimit))\(fields.line("link", kind: .address))\
            \(fields.area("programme"))\
            \(fields.rows("organisations", count: organisationCount) { row in
                fields.organisation("\(row).key", as: "organisation", needed: true)
            })\
            \(if: !choices.partnerships.isEmpty, fields.select("partnership", choices.partnerships))\
            \(if: !choices.agreements.isEmpty, fields.select("agreement", choices.agreements))
            """
    }

    private func result(_ fields: RecordFields) -> HTML {
        let words = fields.words
        return """
            \(fields.radios("state", Activity.State.allCases.map { .init($0.rawValue, words("activity.state.\($0.rawValue)")) }))\
            \(fields.line("reason"))\
            <fieldset class="card"><legend>\(words("activity.participants"))</legend>\
            <p class="hint">\(words("activity.participants.hint"))</p>\
            \(fields.line("women", kind: .wholeNumber, width: .short))\(fields.line("men", kind: .wholeNumber, width: .short))\
            \(fields.line("notStated", kind: .wholeNumber, width: .short))</fieldset>\
            \(fields.area("outcome"))
            """
    }
}
