import HTML
import Platform
import SQL

/// The agreements that the reader may know of, with what is to be done next by those who write them.
struct AgreementListPage: Sendable {
    static let size = 50
    /// How many are looked through at most; a network has some hundreds.
    static let most = 2_000

    let address: ListAddress
    let words: Words
    let principal: Principal
    let today: String
    let agreements: [Agreement]
    let count: Int
    let groups: [HTML.FacetGroup]
    let next: ListAddress?

    static func address(_ query: [String: [String]]) -> ListAddress {
        ListAddress(path: "/agreements", names: ["standing", "kind", "country", "party", "event"], query: query) { name, value in
            switch name {
            case "standing": AgreementStanding(rawValue: value) != nil
            case "kind": Agreement.Kind(rawValue: value) != nil
            case "country": Countries.shared.country(value)?.code == value
            default: value.utf8.count <= 80
            }
        }
    }

    init(_ address: ListAddress, _ readable: [Agreement], words: Words, for principal: Principal, today: String) {
        self.address = address
        self.words = words
        self.principal = principal
        self.today = today
        let found = readable.filter { one in address.names.allSatisfy { Self.matches(one, $0, address, today) } }
        count = found.count
        let last = address.cursor.flatMap { slug in found.firstIndex { $0.slug == slug } }
        let rest = last.map { found.dropFirst($0 + 1) } ?? found[...]
        agreements = Array(rest.prefix(Self.size))
        next = rest.count > Self.size ? agreements.last.map { address.at($0.slug) } : nil
        groups = address.names.compactMap { Self.group($0, readable, address, words, today) }
    }

    private static func values(_ one: Agreement, _ name: String, _ today: String) -> [String] {
        switch name {
        case "standing": [one.standing(on: today).rawValue]
        case "kind": [one.content.kind.rawValue]
        case "country": one.content.parties.compactMap(\.country)
        case "party": one.content.parties.map(\.key)
        default: one.content.event.map { [$0] } ?? []
        }
    }

    private static func matches(_ one: Agreement, _ name: String, _ address: ListAddress, _ today: String) -> Bool {
        address[name].map { values(one, name, today).contains($0) } ?? true
    }

    private static func group(
        _ name: String, _ readable: [Agreement], _ address: ListAddress, _ words: Words, _ today: String
    ) -> HTML.FacetGroup? {
        let others = address.names.filter { $0 != name }
        var counts: [String: Int] = [:]
        for one in readable where others.allSatisfy({ matches(one, $0, address, today) }) {
            for value in Set(values(one, name, today)) { counts[value, default: 0] += 1 }
        }
        if let chosen = address[name], counts[chosen] == nil { counts[chosen] = 0 }
        guard counts.count > 1 || address[name] != nil else { return nil }
        let names = Dictionary(
            readable.flatMap { $0.content.parties.map { ($0.key, $0.name) } }, uniquingKeysWith: { first, _ in first })
        return FilterGroup(
            title: words("agreements.facet.\(name)"), more: { words("solutions.facet-more", count: $0) },
            counts: counts, name: name, address: address, words: words
        ) { value in
            switch name {
            case "standing": words("agreement-standing.\(value)")
            case "kind": words("agreement-kind.\(value)")
            case "country": words.country(value)
            default: names[value] ?? value
            }
        }.html
    }

    // MARK: HTML

    var html: HTML {
        """
        \(HTML.pageHeading(words("agreements.title"), lead: "\(words("agreements.lead"))", actions: actions))
        \(HTML.besideResults(
            facetsLabel: words("solutions.filters"),
            facets: HTML.facets(
                label: words("solutions.filters"), groups: groups, removeLabel: words("solutions.remove"),
                clear: HTML.TextLink(words("solutions.clear"), url: address.withoutFilters().url)),
            results: results))
        """
    }

    private var mayDraft: Bool { principal.has(.focalPoint) || principal.has(.secretariat) }

    private var actions: [HTML] {
        guard mayDraft else { return [] }
        return [
            HTML.buttonLink(words("agreement.new"), url: "/work/agreements/new"),
            HTML.buttonLink(words("template.list-title"), url: "/work/agreement-templates", kind: .secondary),
        ]
    }

    private var results: HTML {
        """
        \(HTML.chosenFacets(label: words("solutions.chosen"), groups: groups, removeLabel: words("solutions.remove")))
        \(if: count > 0, "<p class=\"result-count\" role=\"status\">\(words("agreements.count", count: count))</p>\n")
        \(table)
        \(HTML.pagination(
            label: words("solutions.pages"),
            previous: address.cursor == nil ? nil : HTML.TextLink(words("solutions.first"), url: address.at(nil).url),
            next: next.map { HTML.TextLink(words("solutions.next"), url: $0.url) }))
        <p class="no-print"><a href="/api/v1/agreements.csv">\(words("agreements.csv"))</a></p>
        """
    }

    private var table: HTML {
        var columns: [HTML.Column<Agreement>] = [
            .heading(words("agreement.parties")) { one in
                """
                <a href="\(url: AgreementPages.path(one.slug))" dir="auto">\(words.list(one.content.parties.map(\.name)))</a>
                """
            },
            .text(words("agreement.kind")) { "\(words("agreement-kind.\($0.content.kind.rawValue)"))" },
            .text(words("agreement.standing")) { $0.tag(on: today, words) },
            .text(words("agreement.as-of")) { words.time(of: $0.asOf) },
            .text(words("agreement.until")) { one in
                one.content.to.isEmpty ? "<span class=\"note\">\(words("agreement.no-end"))</span>" : words.time(of: one.content.to)
            },
            .text(words("agreement.subject")) { "<span dir=\"auto\">\($0.content.subject)</span>" },
        ]
        if mayDraft { columns.append(.action(words("agreement.next")) { nextStep($0) }) }
        let empty = address.isFiltered || address.cursor != nil
            ? HTML.emptyState(
                words("agreements.none"), "\(words("agreements.none-hint"))",
                action: HTML.buttonLink(words("agreements.all"), url: address.withoutFilters().url, kind: .secondary))
            : HTML.emptyState(words("agreements.none-yet"), "\(words("agreements.none-yet-hint"))")
        return HTML.table(
            caption: words("agreements.title"), isCaptionHidden: true, rows: agreements, columns: columns, isDense: true,
            empty: empty)
    }

    /// The first step that the reader may take, as a link to where it is taken.
    private func nextStep(_ one: Agreement) -> HTML {
        let steps = AgreementLife.steps(from: one.state).filter {
            ![.sendBack, .withdraw, .end].contains($0.step) && AgreementRules.may(principal, $0.step, one).allowed
        }
        if let step = steps.first {
            return """
                <a href="\(url: AgreementPages.path(one.slug))#step-\(step.step.rawValue)">\(words("agreement.step.\(step.step.rawValue)"))\
                \(HTML.visuallyHidden(" " + one.slug))</a>
                """
        }
        guard one.standing(on: today) == .expired, AgreementRules.mayWrite(principal, one.content.parties).allowed else { return "" }
        return """
            <a href="\(url: AgreementPages.path(one.slug))#renew">\(words("agreement.renew"))\(HTML.visuallyHidden(" " + one.slug))</a>
            """
    }
}

extension Agreement {
    /// The standing in words, in the tone that it has.
    func tag(on day: String, _ words: Words) -> HTML {
        let standing = standing(on: day)
        let tone: HTML.Tone =
            switch standing {
            case .drafted, .input, .vetting, .diplomaticChannel: .exchange
            case .signed, .inForce, .renewed: .good
            case .expired: .caution
            case .ended, .withdrawn: .neutral
            }
        return HTML.tag(words("agreement-standing.\(standing.rawValue)"), tone: tone)
    }
}
