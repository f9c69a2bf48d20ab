import HTML
import Platform

/// What another country needs to know before it takes the solution up, and who has done so.
extension SolutionPage {
    var transferSections: HTML {
        var html = conditions
        if !content.fixedParts.isEmpty { html += section("fixed", written(content.fixedParts)) }
        if !content.adaptableParts.isEmpty { html += section("adaptable", written(content.adaptableParts)) }
        html += offer
        return html
    }

    private var conditions: HTML {
        let groups = Necessity.allCases.compactMap { necessity -> HTML? in
            let list = content.conditions.filter { $0.necessity == necessity }
            guard !list.isEmpty else { return nil }
            return """
                <h3>\(words.label(necessity))</h3>
                \(HTML.summaryList(list.map { .init(words.label($0.kind), inline($0.text)) }))
                """
        }
        return section("conditions", groups.joined())
    }

    private var offer: HTML {
        guard let offer = content.offer else { return "" }
        var facts: [HTML.Fact] = []
        if !offer.gives.isEmpty {
            facts.append(.init(words("solution.offer-gives"), "\(words.list(offer.gives.map { words.label($0) }))"))
        }
        if let capacity = offer.capacityPerYear {
            facts.append(.init(words("solution.offer-capacity"), "\(words("solution.countries-a-year", count: capacity))"))
        }
        if !offer.languages.isEmpty {
            facts.append(
                .init(words("solution.offer-languages"), "\(words.list(offer.languages.map { words.languageName($0) }))"))
        }
        let regions = (offer.regions ?? []).compactMap(WorldRegion.init(rawValue:))
        if !regions.isEmpty {
            facts.append(.init(words("solution.offer-regions"), "\(words.list(regions.map { words.label($0) }))"))
        }
        if let barred = offer.barredCountries, !barred.isEmpty {
            facts.append(.init(words("solution.offer-barred"), "\(words.list(barred.map { words.country($0) }))"))
        }
        if let payer = filled(offer.whoPays) { facts.append(.init(words("solution.offer-payer"), inline(payer))) }
        let text: HTML = filled(offer.text).map { written($0) } ?? ""
        return section("offer", facts.isEmpty ? text : text + HTML.summaryList(facts))
    }

    // MARK: Lineage

    var lineageSection: HTML {
        guard hasLineage else { return "" }
        let current = HTML.TreeNode(
            "<strong dir=\"auto\">\(reading.title.text)</strong>\(with: solution.country, { " <span class=\"note\">\(words.country($0))</span>" })",
            children: record.derived.map { .init(link($0)) } + adoptionNodes, isCurrent: true)
        let roots = record.derivedFrom.map { [HTML.TreeNode(link($0), children: [current])] } ?? [current]
        return section("lineage", HTML.tree(label: words("solution.lineage"), roots))
    }

    /// Each adoption by itself; where there are many, the countries by status, so that the page stays readable.
    private var adoptionNodes: [HTML.TreeNode] {
        if record.adoptions.count <= 12 { return record.adoptions.map { .init(node($0)) } }
        return AdoptionStatus.allCases.compactMap { status in
            let countries = record.adoptions.filter { $0.status == status }.map { words.country($0.country) }
            guard !countries.isEmpty else { return nil }
            let named = Set(countries).sorted()
            return .init(
                """
                \(HTML.tag(words.label(status), tone: status.tone)) \
                \(words("solution.adopting-countries", count: named.count)): \(words.list(named))
                """)
        }
    }

    private func node(_ adoption: Adoption) -> HTML {
        """
        <strong>\(words.country(adoption.country))</strong> \
        \(HTML.tag(words.label(adoption.status), tone: adoption.status.tone))\
        \(with: filled(adoption.since), { " <span class=\"note\">\(words("solution.since")) \(words.time(of: $0))</span>" })\
        \(with: filled(adoption.organisation), { "<br><span dir=\"auto\">\($0)</span>" })\
        \(with: filled(adoption.note), { "<br>\(inline($0))" })\
        \(with: filled(adoption.source), { "<br><span class=\"note\">\(words("solution.source")): \(inline($0))</span>" })
        """
    }

    private func link(_ link: SolutionLink) -> HTML {
        let title = link.title(in: words.language)
        return """
            <a href="/solutions/\(link.slug)"\(attribute: "lang", words.lang(of: title.language))><bdi>\(title.text)</bdi></a>\
            \(with: link.country, { " <span class=\"note\">\(words.country($0))</span>" })
            """
    }
}

extension AdoptionStatus {
    var tone: HTML.Tone {
        switch self {
        case .live: .good
        case .pilot, .planned: .exchange
        case .interest, .ended: .neutral
        }
    }
}
