import HTML
import Platform

/// Goals, awards, sources and documents.
extension SolutionPage {
    var claimsSection: HTML {
        guard !record.claims.isEmpty else { return "" }
        let facts = record.claims.map { claim -> HTML.Fact in
            let lines = claim.evidence.split(whereSeparator: \.isNewline)
            return .init(
                words.goal(claim.target),
                """
                \(HTML.tag(words("solution.claim.\(claim.state.rawValue)"), tone: claim.state == .evidenced ? .good : .neutral))\
                \(lines.map { "<p>\(inline(String($0)))</p>" })
                """)
        }
        return section(
            "goals", "<p class=\"note\">\(words("solution.goals-hint"))</p>\n\(HTML.summaryList(facts))")
    }

    var listSections: HTML {
        var html = section("awards", list(content.awards.map { award in
            """
            \(inline(award.name))\(with: award.year, { " (\(words.time(of: String($0))))" })\
            \(with: filled(award.source), { " <span class=\"note\">\(words("solution.source")): \(inline($0))</span>" })
            """
        }))
        html += section("documents", list(record.files.map { file in
            let attachment = file.attachment
            return """
                <a href="\(url: "\(path)/files/\(attachment.id)")" download\
                \(attribute: "hreflang", filled(attachment.language))><bdi>\
                \(attachment.title.isEmpty ? attachment.name : attachment.title)</bdi></a> \
                <span class="note">\(isolated: attachment.name), \(size(file.size))</span>
                """
        }))
        html += section("sources", sources(content.sources, words))
        return html
    }

    private func list(_ items: [HTML]) -> HTML {
        items.isEmpty ? "" : "<ul>\(items.map { "<li>\($0)</li>" })</ul>\n"
    }

    private func size(_ bytes: Int64) -> String {
        bytes < 1_000_000
            ? words("solution.kilobytes", count: max(1, Int((bytes + 500) / 1000)))
            : words("solution.megabytes", ["size": words.number(Double(bytes) / 1_000_000, fractionDigits: 1)])
    }
}

/// Where facts come from, as a list; nothing where no source is named.
func sources(_ sources: [SolutionContent.Source], _ words: Words) -> HTML {
    guard !sources.isEmpty else { return "" }
    let items = sources.map { source -> HTML in
        let title: HTML =
            if let url = source.url, WebAddress.isValid(url) {
                "<a href=\"\(url: url)\" rel=\"nofollow\">\(source.title)</a>"
            } else {
                "\(source.title)"
            }
        return """
            <li><span dir="auto">\(title)\
            \(with: source.publisher.flatMap { $0.isEmpty ? nil : $0 }, { ", \($0)" })\
            \(with: source.date.flatMap { $0.isEmpty ? nil : $0 }, { ", \(words.time(of: $0))" })</span></li>
            """
    }
    return "<ul>\(items)</ul>\n"
}
