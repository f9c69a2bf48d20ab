import HTML
import Language
import Platform
import Web

/// What fits a need, and why: each match with its reasons, what is lacking, and what can be done next.
struct MatchPage {
    /// What came with a form that was refused.
    struct Typed: Sendable {
        let solution: String
        let values: [String: [String]]
    }

    let need: Need
    let results: MatchResults
    let words: Words
    /// Its owner and the secretariat propose introductions and say what is useful.
    let mayAct: Bool
    let said: [ID<Solution>: MatchFeedback]
    /// Those that the reader may know of.
    let introductions: [ID<Solution>: MatchIntroduction]
    /// Form controls with the values and errors given; the last is the beginning of their ids.
    let controls: ([String: [String]], FieldErrors?, String) -> Controls
    let typed: Typed?
    let errors: FieldErrors?

    var path: String { "/needs/\(need.slug)/matches" }
    var title: String { words("matching.title", ["need": need.content.title(in: words.language).text]) }

    var html: HTML {
        let heading = need.content.title(in: words.language)
        return """
            \(HTML.breadcrumbs(label: words("solution.way"), [
                .init(words("needs.title"), url: "/needs"), .init(heading.text, url: "/needs/\(need.slug)"),
            ]))\
            \(HTML.pageHeading(words("matching.heading"), lead: "<bdi\(attribute: "lang", words.lang(of: heading.language))>\(heading.text)</bdi>"))\
            \(if: typed != nil, problem)\
            <p>\(words("matching.how"))</p>
            <p class="note">\(words(results.hasMeaning ? "matching.method.hybrid" : "matching.method.words")) \
            <a href="/matching/weights">\(words("matching.weights.link", ["version": words.number(results.weights.version)]))</a></p>
            \(results.matches.isEmpty ? empty : "<ol class=\"result-list matches\">\(results.matches.enumerated().map { item($0.element, $0.offset + 1) })</ol>\n")\
            <p class="note">\(words("matching.compared", count: results.compared))\
            \(if: results.barred > 0, " \(words("matching.barred", count: results.barred))")</p>
            """
    }

    private var problem: HTML { controls([:], errors, "field").errorSummary(words("edit.errors")) }

    private var empty: HTML {
        HTML.emptyState(
            words("matching.none"), "\(words("matching.none-hint"))",
            action: HTML.buttonLink(words("need.find"), url: "/solutions", kind: .secondary))
    }

    private func item(_ match: Match, _ position: Int) -> HTML {
        let reading = match.content.reading(in: words.language)
        let place = match.solution.country.map { words.country($0) }
        return """
            <li id="\(match.solution.slug)"><h2><span class="count">\(words.number(position)).</span> \
            <a href="/solutions/\(match.solution.slug)"><bdi\(attribute: "lang", words.lang(of: reading.title.language))>\(reading.title.text)</bdi></a></h2>
            <p class="note">\(isolated: match.organisation)\(with: place, { " · \($0)" })</p>
            <p><strong>\(match.scoreText(words))</strong></p>
            \(if: match.isOwnCountry, HTML.notice("\(words("matching.own-country"))"))\
            <p dir="auto"\(attribute: "lang", words.lang(of: reading.summary.language))>\(reading.summary.text)</p>
            <h3>\(words("matching.reasons"))</h3>
            <ul>\(match.reasons.prefix(Self.reasonsInSight).map(reason))</ul>
            \(if: match.reasons.count > Self.reasonsInSight, HTML.details(
                words("matching.more-reasons"), "<ul>\(match.reasons.dropFirst(Self.reasonsInSight).map(reason))</ul>"))\
            <h3>\(words("matching.gaps"))</h3>
            \(gaps(match))
            \(with: introductions[match.solution.id], introduction)\
            \(if: mayAct, actions(match, position))</li>

            """
    }

    private static let reasonsInSight = 4

    private func reason(_ reason: MatchReason) -> HTML {
        """
        <li>\(reason.text(words)) <span class="count">\(words("matching.points", ["points": words.number(reason.points, fractionDigits: 1)])) \
        · \(words("matching.field", ["field": reason.fieldName(words)]))</span></li>
        """
    }

    private func gaps(_ match: Match) -> HTML {
        match.gaps.isEmpty ? "<p>\(words("matching.no-gaps"))</p>" : "<ul>\(match.gaps.map(gap))</ul>"
    }

    private func gap(_ gap: MatchGap) -> HTML {
        """
        <li>\(HTML.tag(words.label(gap.state), tone: gap.state.tone)) \(words.label(gap.kind)) \
        <span class="count">\(words.label(gap.necessity))</span><br>\
        <span dir="auto"\(attribute: "lang", words.lang(of: gap.language))>\(gap.wanted)</span></li>
        """
    }

    private func introduction(_ known: MatchIntroduction) -> HTML {
        """
        <p><a href="\(url: "/introductions/\(known.id)")">\(words("matching.introduction"))</a> \
        \(HTML.tag(words.label(known.state), tone: known.stands ? .exchange : .neutral))</p>

        """
    }

    private func actions(_ match: Match, _ position: Int) -> HTML {
        let known = said[match.solution.id]
        let isTyped = typed?.solution == match.solution.slug
        let values = isTyped
            ? typed?.values ?? [:]
            : ["useful": known.map { [$0.isUseful ? "yes" : "no"] } ?? [], "reason": known.map { [$0.reason] } ?? []]
        // Only the form that came back shows its errors; each has ids of its own.
        let controls = controls(values, isTyped ? errors : nil, isTyped ? "field" : "match-\(position)")
        let title = match.content.reading(in: words.language).title.text
        return """
            \(if: !match.isOwnCountry && introductions[match.solution.id]?.stands != true, HTML.buttons([
                HTML.buttonLink(
                    words(introductions[match.solution.id] == nil ? "matching.introduce" : "matching.introduce-again"),
                    url: Link.to(
                        "/introductions/new",
                        [
                            ("need", need.slug), ("solution", match.solution.slug), ("weights", String(results.weights.version)),
                        ])),
            ]))\
            \(with: known, { "<p class=\"note\">\(words($0.isUseful ? "matching.said-useful" : "matching.said-not-useful"))</p>\n" })\
            \(HTML.details(words("matching.feedback.title"), isOpen: isTyped, HTML.form(action: path, """
                \(HTML.hidden("solution", value: match.solution.slug))\(HTML.hidden("position", value: String(position)))\
                \(controls.radios(
                    "useful", legend: words("matching.feedback.useful", ["title": title]),
                    options: [.init("yes", words("matching.feedback.yes")), .init("no", words("matching.feedback.no"))]))\
                \(controls.textArea(
                    "reason", label: words("matching.feedback.reason"), hint: words("matching.feedback.reason-hint"), isRequired: false,
                    maxLength: MatchFeedback.reasonLimit))\
                \(HTML.button(words("matching.feedback.send"), kind: .secondary))
                """)))
            """
    }
}

extension ConditionState {
    /// The words say the state; the colour only repeats it.
    var tone: HTML.Tone {
        switch self {
        case .held: .good
        case .missing: .caution
        case .unknown: .neutral
        }
    }
}
