import HTML
import Platform
import SQL

/// One commitment or delivery, with what it belongs to; a commitment also with what came of it so far.
struct ContributionPage {
    struct Record: Sendable {
        let one: Contribution
        let deliveries: [Contribution]
        let promise: Contribution?
        let partnership: PartnershipLink.Choice?
        let activity: Activity?

        static func read(_ connection: any Connection, _ slug: String, for principal: Principal) throws -> Record {
            let one = try Contribution.find(connection, slug: slug, readableBy: principal)
            return Record(
                one: one,
                deliveries: try ContributionStore.list(connection, for: principal, .init(fulfils: one.id), limit: 500),
                promise: try one.content.fulfils.flatMap { try ContributionStore.find(connection, id: $0) },
                partnership: try one.content.partnership.flatMap { try PartnershipLink.find(connection, id: $0) },
                activity: try one.content.activity.flatMap { try ActivityStore.find(connection, id: $0) })
        }
    }

    let record: Record
    let words: Words
    let principal: Principal

    private var one: Contribution { record.one }
    private var content: ContributionContent { record.one.content }

    var html: HTML {
        """
        \(HTML.breadcrumbs(label: words("work.way"), [.init(words("contributions.title"), url: "/contributions")], current: one.slug))\
        \(HTML.pageHeading(content.what, above: words("contribution.kind.\(content.kind.rawValue)"), actions: actions))\
        \(HTML.summaryList(facts))\
        \(if: content.stage == .committed, deliveries)\
        \(if: !content.note.isEmpty, "<section><h2>\(words("field.contribution.note"))</h2>\(HTML.paragraphs(content.note))</section>\n")
        """
    }

    private var actions: [HTML] {
        guard RecordSides.mayWrite(principal, content.sides).allowed else { return [] }
        var actions: [HTML] = []
        if content.stage == .committed {
            actions.append(HTML.buttonLink(words("contribution.deliver"), url: ContributionPages.deliver(one)))
        }
        actions.append(
            HTML.buttonLink(words("agreement.edit"), url: "/work/contributions/\(one.slug)/edit", kind: .secondary))
        return actions
    }

    private var facts: [HTML.Fact] {
        let dayKey = content.stage == .delivered ? "contribution.day.delivered" : "contribution.day.committed"
        var facts: [HTML.Fact] = [
            .init(words("field.contribution.stage"), content.tag(words)),
            .init(words("field.contribution.amount"), content.amount(words)),
            .init(words(dayKey), words.time(of: content.day)),
        ]
        for (field, side) in [("giver", content.giver), ("receiver", content.receiver), ("payer", content.payer)] {
            guard let side else { continue }
            let country = side.country.map { ", " + words.country($0) } ?? ""
            facts.append(.init(words("field.contribution.\(field)"), "<bdi>\(side.name)</bdi>\(country)"))
        }
        func link(_ key: String, _ url: String, _ text: String) {
            facts.append(.init(words(key), "<a href=\"\(url: url)\"><bdi>\(text)</bdi></a>"))
        }
        if let promise = record.promise {
            link("contribution.fulfils", ContributionPages.path(promise.slug), promise.content.what)
        }
        if let partnership = record.partnership {
            link("field.contribution.partnership", PartnershipLink.path(partnership.slug), partnership.title)
        }
        if let agreement = content.agreement {
            link("field.contribution.agreement", AgreementPages.path(agreement), agreement)
        }
        if let activity = record.activity {
            link("field.contribution.activity", ActivityPages.path(activity.slug), activity.content.title)
        }
        return facts
    }

    /// What came of a promise so far, in its own unit.
    private var deliveries: HTML {
        let delivered = record.deliveries.filter { $0.content.stage == .delivered }
        let sum = delivered.reduce(Int64(0)) { $0 + ($1.content.quantity?.minor ?? 0) }
        return """
            <section><h2>\(words("contribution.deliveries"))</h2>\
            \(with: content.quantity, { promised in
                """
                <p>\(words("contribution.so-far", [
                    "delivered": words.quantity(sum, promised.unit), "planned": words.quantity(promised),
                ]))</p>
                """
            })\
            \(HTML.table(
                caption: words("contribution.deliveries"), isCaptionHidden: true, rows: delivered,
                columns: [
                    .heading(words("field.contribution.what")) { one in
                        "<a href=\"\(url: ContributionPages.path(one.slug))\" dir=\"auto\">\(one.content.what)</a>"
                    },
                    .text(words("contribution.day.delivered")) { words.time(of: $0.content.day) },
                    .number(words("field.contribution.amount")) { $0.content.amount(words) },
                ], isDense: true, empty: "<p>\(words("contribution.no-deliveries"))</p>\n"))</section>

            """
    }
}

extension ContributionContent {
    func tag(_ words: Words) -> HTML {
        let tone: HTML.Tone = stage == .delivered ? .good : stage == .committed ? .exchange : .neutral
        return HTML.tag(words("contribution.stage.\(stage.rawValue)"), tone: tone)
    }

    func amount(_ words: Words) -> HTML {
        guard let quantity else { return "<span class=\"note\">\(words("contribution.not-valued"))</span>" }
        return "\(isolated: words.quantity(quantity))"
    }
}
