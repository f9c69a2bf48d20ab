import HTML
import Platform

extension SolutionPage {
    var html: HTML {
        """
        \(HTML.breadcrumbs(
            label: words("solution.way"), [HTML.TextLink(words("solutions.title"), url: "/solutions")]))
        <div class="page-heading"><h1\(attribute: "lang", words.lang(of: reading.title.language)) dir="auto">\
        \(reading.title.text)</h1>\
        <p class="marks">\(marks)</p></div>
        \(notices)
        \(HTML.reading(article: article, facts: side, factsLabel: words("solution.facts")))
        """
    }

    private var marks: HTML {
        var tags: [HTML] = []
        if let organisation = record.organisation {
            tags.append("<span dir=\"auto\">\(organisation.name)</span>")
        }
        if let country = solution.country { tags.append("<span>\(words.country(country))</span>") }
        if let stage = content.stage { tags.append(HTML.tag(words.label(stage), tone: .exchange)) }
        tags.append(HTML.tag(words.label(evidence), tone: evidence.tone))
        return tags.joined(separator: " ")
    }

    var evidence: EvidenceLevel {
        .of(content, evidencedTargets: record.claims.count { $0.state == .evidenced })
    }

    /// What a reader must know before the first sentence.
    private var notices: HTML {
        var all: HTML = ""
        if !solution.state.isPublic {
            all += HTML.notice(
                "\(words("solution.unpublished"))", title: words("solution.unpublished-title"), tone: .caution)
        }
        if content.failedPractice {
            all += HTML.notice(
                "\(words("solution.failed-notice"))", title: words("solution.failed-practice"), tone: .caution)
        }
        switch solution.state {
        case .archived:
            all += HTML.notice(
                """
                \(words("solution.archived"))\
                \(with: solution.archiveReason, { " <span dir=\"auto\">\($0)</span>" })
                """, title: words("solution-state.archived"), tone: .caution)
        case .due:
            all += HTML.notice("\(words("solution.due"))", title: words("solution-state.due"), tone: .caution)
        case .published, .unpublished: break
        }
        if reading.title.language != words.language {
            all += HTML.notice("\(words("solution.not-translated", ["language": words.languageName(reading.title.language)]))")
        }
        return all
    }

    private var article: HTML {
        var html: HTML = ""
        if !reading.summary.text.isEmpty {
            html += """
                <p class="lead" dir="auto"\(attribute: "lang", words.lang(of: reading.summary.language))>\
                \(reading.summary.text)</p>

                """
        }
        html += section("problem", reading.problem)
        html += section("innovation", reading.innovation)
        html += section("operation", reading.operation)
        html += section("users", reading.users)
        html += evidenceSection
        html += failuresSection
        html += transferSections
        html += lineageSection
        html += claimsSection
        html += listSections
        return html
    }

    /// A heading and what the owner wrote below it; nothing where nothing was written.
    func section(_ key: String, _ text: SolutionContent.Reading.Text) -> HTML {
        text.text.isEmpty
            ? "" : section(key, HTML.paragraphs(text.text, language: words.lang(of: text.language)))
    }

    func section(_ key: String, _ body: HTML) -> HTML {
        body.isEmpty ? "" : "<section><h2 id=\"\(key)\">\(words("solution.\(key)"))</h2>\n\(body)</section>\n"
    }

    /// The owner's own words, in the original's language.
    func written(_ text: String) -> HTML {
        HTML.paragraphs(text, language: words.lang(of: content.language))
    }

    func inline(_ text: String) -> HTML {
        "<span dir=\"auto\"\(attribute: "lang", words.lang(of: content.language))>\(linked(text))</span>"
    }

    /// What did not work stands out: it is what others learn most from.
    private var failuresSection: HTML {
        guard !content.failures.isEmpty else { return "" }
        return """
            <section class="card"><h2 id="failures">\(words("solution.failures"))</h2>
            <p class="note">\(words("solution.failures-hint"))</p>
            \(written(content.failures))</section>

            """
    }
}
