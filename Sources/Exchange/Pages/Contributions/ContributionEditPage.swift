import HTML
import Platform
import SQL
import Web

/// The form of a contribution, new or there already.
struct ContributionEditPage {
    /// What can be chosen, read together with the record.
    struct Choices: Sendable {
        let organisations: HTML
        let partnerships: [HTML.Option]
        let agreements: [HTML.Option]
        let activities: [HTML.Option]

        static func read(_ connection: any Connection, _ words: Words, for principal: Principal) throws -> Choices {
            Choices(
                organisations: try OrganisationName.suggestions(connection, words),
                partnerships: try PartnershipLink.choices(connection, for: principal).map { .init($0.slug, $0.title) },
                agreements: try AgreementOptions.read(connection, words, for: principal),
                activities: try ActivityStore.list(connection, for: principal, limit: 500).map {
                    .init($0.slug, "\($0.content.title) (\($0.content.from))")
                })
        }
    }

    let slug: String?
    let values: [String: [String]]
    let version: Int
    let choices: Choices
    var conflict: ConflictNotice?

    /// The commitment that is fulfilled, if the form was opened at one.
    private var promise: String? { values["fulfils"]?.first.flatMap { $0.isEmpty ? nil : $0 } }

    func title(_ words: Words) -> String {
        words(slug != nil ? "contribution.edit" : promise != nil ? "contribution.deliver" : "contribution.new")
    }

    func html(_ call: Call, errors: FieldErrors?) -> HTML {
        let words = call.words
        let fulfils: HTML = """
            \(with: promise, {
                "<p>\(words("contribution.fulfils")) <a href=\"\(url: ContributionPages.path($0))\"><bdi>\($0)</bdi></a></p>\n"
            })
            """
        return RecordForm(
            record: "contribution", records: "contributions", listTitle: words("contributions.title"), title: title(words),
            lead: words("contribution.edit.lead"), slug: slug, values: values, version: version, conflict: conflict
        ).html(call, errors: errors, above: fulfils) { fields in
            """
            \(with: promise, { HTML.hidden("fulfils", value: $0) })\
            \(main(fields))\(links(fields))\(HTML.button(words("edit.save")))
            """
        }
    }

    private func main(_ fields: RecordFields) -> HTML {
        let words = fields.words
        return """
            \(fields.radios("stage", Contribution.Stage.allCases.map {
                .init($0.rawValue, words("contribution.stage.\($0.rawValue)"), hint: words("contribution.stage.\($0.rawValue).hint"))
            }))\
            \(fields.radios("kind", Contribution.Kind.allCases.map {
                .init($0.rawValue, words("contribution.kind.\($0.rawValue)"), hint: words("contribution.kind.\($0.rawValue).hint"))
            }))\
            \(fields.line("what", needed: true, limit: Completeness.summaryLimit))\
            \(fields.line("amount", kind: .decimal, width: .short))\
            \(fields.select("currency", QuantityUnit.currencies.map { .init($0, $0) }))\
            \(fields.day("day", needed: true))\
            \(choices.organisations)\(fields.organisation("giver", needed: true))\
            \(fields.organisation("receiver"))\(fields.organisation("payer"))
            """
    }

    private func links(_ fields: RecordFields) -> HTML {
        """
        \(if: !choices.partnerships.isEmpty, fields.select("partnership", choices.partnerships))\
        \(if: !choices.agreements.isEmpty, fields.select("agreement", choices.agreements))\
        \(if: !choices.activities.isEmpty, fields.select("activity", choices.activities))\
        \(fields.area("note", rows: 3))
        """
    }
}
