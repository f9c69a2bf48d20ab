import HTML
import Platform

/// What was promised and delivered, with what is still to come in the row.
struct ContributionListPage {
    let list: FacetedList<Contribution>
    let words: Words
    let principal: Principal

    static func address(_ query: [String: [String]]) -> ListAddress {
        ListAddress(
            path: "/contributions", names: ["stage", "kind", "country", "unit", "year", "organisation"], query: query
        ) { name, value in
            switch name {
            case "stage": Contribution.Stage(rawValue: value) != nil
            case "kind": Contribution.Kind(rawValue: value) != nil
            case "country": value == "none" || Countries.shared.country(value)?.code == value
            case "unit": value == "none" || QuantityUnit(value) != nil
            case "year": value.count == 4 && Int(value) != nil
            default: value.utf8.count <= 80
            }
        }
    }

    init(_ page: RecordPage<Contribution>, words: Words, for principal: Principal) {
        self.words = words
        self.principal = principal
        list = FacetedList(
            page, words: words, title: { words("contributions.facet.\($0)") },
            label: { name, value in
                switch name {
                case "stage": words("contribution.stage.\(value)")
                case "kind": words("contribution.kind.\(value)")
                case "country": value == "none" ? words("contribution.no-country") : words.country(value)
                case "unit": words.unit(value == "none" ? nil : QuantityUnit(value))
                case "year": words.date(value)
                default: nil
                }
            })
    }

    var html: HTML {
        """
        \(HTML.pageHeading(words("contributions.title"), lead: "\(words("contributions.lead"))", actions:
            (ContributionPages.mayWrite(principal) ? [HTML.buttonLink(words("contribution.new"), url: "/work/contributions/new")] : [])
                + [HTML.buttonLink(words("ledger.title"), url: "/contributions/ledger", kind: .secondary)]))
        \(list.html(
            counted: words("contributions.count", count: list.count), table: table,
            after: RecordImport.links("contributions", words, for: principal)))
        """
    }

    private var table: HTML {
        let columns: [HTML.Column<Contribution>] = [
            .heading(words("field.contribution.what")) { one in
                "<a href=\"\(url: ContributionPages.path(one.slug))\" dir=\"auto\">\(one.content.what)</a>"
            },
            .text(words("field.contribution.stage")) { $0.content.tag(words) },
            .text(words("field.contribution.kind")) { "\(words("contribution.kind.\($0.content.kind.rawValue)"))" },
            .number(words("field.contribution.amount")) { $0.content.amount(words) },
            .text(words("field.contribution.giver")) { "<bdi>\($0.content.giver?.name)</bdi>" },
            .text(words("field.contribution.receiver")) { "<bdi>\($0.content.receiver?.name)</bdi>" },
            .text(words("field.contribution.day")) { words.time(of: $0.content.day) },
            .action(words("agreement.next")) { one in
                guard one.content.stage == .committed, RecordSides.mayWrite(principal, one.content.sides).allowed else { return "" }
                return """
                    <a href="\(url: ContributionPages.deliver(one))">\(words("contribution.deliver"))\
                    \(HTML.visuallyHidden(" " + one.content.what))</a>
                    """
            },
        ]
        return HTML.table(
            caption: words("contributions.title"), isCaptionHidden: true, rows: list.shown, columns: columns, isDense: true,
            empty: list.empty(
                none: words("contributions.none"), noneYet: words("contributions.none-yet"),
                hint: words("contributions.none-yet-hint")))
    }
}

extension Words {
    /// "USD", "expert days", or that no value was put on it.
    func unit(_ unit: QuantityUnit?) -> String {
        unit.map { $0.isMoney ? $0.code : self("contribution.unit.day") } ?? self("contribution.not-valued")
    }
}
