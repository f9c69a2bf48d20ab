import HTML
import Platform
import SQL

/// One activity: when and where, who takes part, what is planned, and what came of it.
struct ActivityPage {
    struct Record: Sendable {
        let one: Activity
        let partnership: PartnershipLink.Choice?
        let contributions: [Contribution]

        static func read(_ connection: any Connection, _ slug: String, for principal: Principal) throws -> Record {
            let one = try Activity.find(connection, slug: slug, readableBy: principal)
            return Record(
                one: one, partnership: try one.content.partnership.flatMap { try PartnershipLink.find(connection, id: $0) },
                contributions: try ContributionStore.list(connection, for: principal, .init(activity: one.id), limit: 200))
        }
    }

    let record: Record
    let words: Words
    let principal: Principal
    let controls: Controls

    private var one: Activity { record.one }
    private var content: ActivityContent { record.one.content }
    private var mayWrite: Bool { RecordSides.mayWrite(principal, content.organisations).allowed }

    var html: HTML {
        """
        \(HTML.breadcrumbs(label: words("work.way"), [.init(words("activities.title"), url: "/activities")], current: one.slug))\
        \(HTML.pageHeading(content.title, above: words("activity.kind.\(content.kind.rawValue)"), actions: actions))\
        \(controls.errorSummary(words("edit.errors")))\
        \(HTML.summaryList(facts))\
        \(if: !content.programme.isEmpty, "<section><h2>\(words("field.activity.programme"))</h2>\(HTML.paragraphs(content.programme))</section>\n")\
        \(outcome)\(contributions)
        """
    }

    private var actions: [HTML] {
        guard mayWrite else { return [] }
        return [
            HTML.buttonLink(words("agreement.edit"), url: "/work/activities/\(one.slug)/edit", kind: .secondary),
            HTML.buttonLink(
                words("contribution.new"), url: Link.to("/work/contributions/new", [("activity", one.slug)]), kind: .secondary),
        ]
    }

    private var facts: [HTML.Fact] {
        var facts: [HTML.Fact] = [
            .init(words("field.activity.state"), """
                \(content.tag(words))\(if: !content.reason.isEmpty, " \(isolated: content.reason)")
                """),
            .init(words("activity.when"), """
                \(content.when(words)) <a href="\(url: ActivityPages.path(one.slug) + "/calendar")">\(words("activity.calendar"))</a>
                """),
        ]
        if !content.place.isEmpty { facts.append(.init(words("field.activity.place"), "\(isolated: content.place)")) }
        if !content.link.isEmpty {
            facts.append(.init(words("field.activity.link"), "<a href=\"\(url: content.link)\" rel=\"nofollow\"><bdi>\(content.link)</bdi></a>"))
        }
        facts.append(.init(words("field.activity.organisations"), """
            <ul class="names">\(content.organisations.map { "<li><bdi>\($0.name)</bdi></li>" as HTML })</ul>
            """))
        if let total = content.participants {
            let parts = [("women", content.women), ("men", content.men), ("notStated", content.notStated)].compactMap { name, count in
                count.map { "\(words("field.activity.\(name)")): \(words.number($0))" }
            }
            facts.append(.init(words("activity.participants"), "\(words.number(total)) <span class=\"note\">\(words.list(parts))</span>"))
        }
        if let partnership = record.partnership {
            facts.append(.init(
                words("field.activity.partnership"),
                "<a href=\"\(url: PartnershipLink.path(partnership.slug))\"><bdi>\(partnership.title)</bdi></a>"))
        }
        if let agreement = content.agreement {
            facts.append(.init(
                words("field.activity.agreement"), "<a href=\"\(url: AgreementPages.path(agreement))\"><bdi>\(agreement)</bdi></a>"))
        }
        return facts
    }

    private var outcome: HTML {
        guard content.state == .held else { return "" }
        return """
            <section><h2>\(words("field.activity.outcome"))</h2>\
            \(if: content.outcome.isEmpty, "<p>\(words("activity.no-outcome"))</p>")\(HTML.paragraphs(content.outcome))\
            \(with: one.document, {
                "<p><a href=\"\(url: ActivityPages.path(one.slug) + "/report")\">\(words("activity.report-open", ["name": $0.name]))</a></p>\n"
            })\
            \(if: mayWrite, HTML.form(action: "/work/activities/\(one.slug)/report", upload: true, """
                \(controls.file("file", label: words("activity.report"), hint: words("activity.report.hint")))\
                \(HTML.button(words("agreement.copy.attach"), kind: .secondary))
                """))</section>

            """
    }

    private var contributions: HTML {
        guard !record.contributions.isEmpty else { return "" }
        return """
            <section><h2>\(words("contributions.title"))</h2>\
            \(HTML.table(
                caption: words("contributions.title"), isCaptionHidden: true, rows: record.contributions,
                columns: [
                    .heading(words("field.contribution.what")) { one in
                        "<a href=\"\(url: ContributionPages.path(one.slug))\" dir=\"auto\">\(one.content.what)</a>"
                    },
                    .text(words("field.contribution.stage")) { $0.content.tag(words) },
                    .text(words("field.contribution.giver")) { "<bdi>\($0.content.giver?.name)</bdi>" },
                    .number(words("field.contribution.amount")) { $0.content.amount(words) },
                ], isDense: true))</section>

            """
    }
}
