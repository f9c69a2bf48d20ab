import HTML
import Platform

/// The ledger: planned and delivered by country of the giver, kind and year. Each figure opens its records.
struct LedgerPage {
    let address: ListAddress
    let ledger: Ledger
    let cells: [LedgerCell]
    let words: Words
    /// Whether the reader can note what is missing here.
    let mayWrite: Bool

    static func address(_ query: [String: [String]]) -> ListAddress {
        ListAddress(path: "/contributions/ledger", names: ["country", "kind", "year"], query: query) { name, value in
            switch name {
            case "country": Countries.shared.country(value)?.code == value
            case "kind": Contribution.Kind(rawValue: value) != nil
            default: value.count == 4 && Int(value) != nil
            }
        }
    }

    init(_ address: ListAddress, _ cells: [LedgerCell], words: Words, for principal: Principal) {
        self.address = address
        mayWrite = ContributionPages.mayWrite(principal)
        self.cells = cells
        self.words = words
        ledger = Self.ledger(address, cells)
    }

    /// The same for the page and the API.
    static func ledger(_ address: ListAddress, _ cells: [LedgerCell]) -> Ledger {
        Ledger(
            cells, country: address["country"], kind: address["kind"].flatMap(Contribution.Kind.init(rawValue:)),
            year: address["year"])
    }

    var html: HTML {
        """
        \(HTML.breadcrumbs(label: words("work.way"), [.init(words("contributions.title"), url: "/contributions")]))\
        \(HTML.pageHeading(words("ledger.title"), lead: "\(words("ledger.lead"))"))
        \(if: !cells.isEmpty, filters)
        \(table(ledger.lines, words("ledger.title"), isTotal: false))
        \(if: !ledger.lines.isEmpty, """
            <section><h2>\(words("ledger.totals"))</h2><p class="note">\(words("ledger.totals-hint"))</p>\
            \(table(ledger.totals, words("ledger.totals"), isTotal: true))</section>\(files)
            """)
        """
    }

    private var chosen: [(String, String)] { address.names.compactMap { name in address[name].map { (name, $0) } } }

    private var files: HTML {
        let links = ["csv", "json", "text"].map { format -> HTML in
            "<a href=\"\(url: Link.to("/api/v1/reports/ledger", chosen + [("format", format)]))\">\(format.uppercased())</a>"
        }
        return "<p class=\"no-print\">\(words("ledger.files")) \(links.joined(separator: " · "))</p>"
    }

    private var filters: HTML {
        func group(_ name: String, _ values: [String], _ label: (String) -> String) -> HTML.FacetGroup {
            .init(words("contributions.facet.\(name)"), values.map { value in
                .init(label(value), count: "", url: address.toggling(name, value).url, isChosen: address[name] == value)
            })
        }
        let kinds = Contribution.Kind.allCases.filter { kind in cells.contains { $0.kind == kind } }.map(\.rawValue)
        return HTML.details(
            words("solutions.filters"), isOpen: address.isFiltered,
            HTML.facets(
                label: words("solutions.filters"),
                groups: [
                    group("country", Set(cells.compactMap(\.country)).sorted()) { words.country($0) },
                    group("kind", kinds) { words("contribution.kind.\($0)") },
                    group("year", Set(cells.map(\.year)).sorted(by: >)) { words.date($0) },
                ], removeLabel: words("solutions.remove"),
                clear: HTML.TextLink(words("solutions.clear"), url: address.withoutFilters().url)))
    }

    private func figure(_ line: Ledger.Line, _ stage: Contribution.Stage, isTotal: Bool) -> HTML {
        let (minor, records) = stage == .committed
            ? (line.planned, line.plannedRecords) : (line.delivered, line.deliveredRecords)
        guard records > 0 else { return "<span class=\"note\">\(words("ledger.nothing"))</span>" }
        let values = [("stage", stage.rawValue), ("kind", line.kind.rawValue), ("unit", line.unit?.code ?? "none")]
        let place = isTotal
            ? chosen.filter { $0.0 != "kind" } : [("country", line.country ?? "none"), ("year", line.year)]
        let text = line.unit.map { words.quantity(minor, $0) } ?? words("contribution.not-valued")
        return """
            <a href="\(url: Link.to("/contributions", values + place))">\(isolated: text)</a> \
            <span class="count">\(words("contributions.count", count: records))</span>
            """
    }

    private func table(_ lines: [Ledger.Line], _ caption: String, isTotal: Bool) -> HTML {
        var columns: [HTML.Column<Ledger.Line>] = [
            .heading(words("field.contribution.kind")) { "\(words("contribution.kind.\($0.kind.rawValue)"))" },
            .text(words("contributions.facet.unit")) { "\(words.unit($0.unit))" },
            .number(words("ledger.planned")) { figure($0, .committed, isTotal: isTotal) },
            .number(words("ledger.delivered")) { figure($0, .delivered, isTotal: isTotal) },
        ]
        if !isTotal {
            columns.insert(
                .text(words("contributions.facet.country")) { line in
                    "\(line.country.map { words.country($0) } ?? words("contribution.no-country"))"
                }, at: 0)
            columns.insert(.text(words("contributions.facet.year")) { "\(words.date($0.year))" }, at: 3)
        }
        return HTML.table(
            caption: caption, isCaptionHidden: true, rows: lines, columns: columns, isDense: true,
            empty: HTML.emptyState(
                words("ledger.none"), "\(words("contributions.none-yet-hint"))",
                action: mayWrite ? HTML.buttonLink(words("contribution.new"), url: "/work/contributions/new") : nil))
    }
}
