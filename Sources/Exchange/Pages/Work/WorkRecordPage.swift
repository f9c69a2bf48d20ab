import HTML
import Platform
import Web

/// The working record of a solution: where it stands, what can be done next and by whom, what changed, what belongs to it.
struct WorkRecordPage {
    let record: WorkRecord
    let principal: Principal
    let words: Words
    let controls: Controls
    let errors: FieldErrors?

    var solution: Solution { record.solution }
    var path: String { "/work/solutions/\(solution.slug)" }
    var title: String { record.content.title }
    var mayEdit: Bool { SolutionRules.mayEdit(principal, solution.ownership).allowed }
    var isReviewing: Bool {
        guard let open = record.open else { return false }
        return RevisionStep.allCases.contains { SolutionRules.may(principal, $0, in: open.state, solution.ownership).allowed }
            && !SolutionRules.isOwner(principal, of: solution.ownership)
    }

    var html: HTML {
        """
        \(HTML.breadcrumbs(label: words("work.way"), [.init(words("work.title"), url: "/work")], current: title))\
        \(HTML.pageHeading(title, above: above, actions: actions))\
        \(errorSummary)\
        \(progress)\
        \(missing)\
        \(nextSteps)\
        \(if: record.comparison != nil || (record.open != nil && record.current != nil), difference)\
        \(if: isReviewing, reading)\
        \(claims)\(attachments)\(adoptions)\(history)
        """
    }

    private var above: String {
        let country = solution.country.map { words.country($0) }
        return [record.organisation?.name, country].compactMap { $0 }.joined(separator: ", ")
    }

    private var actions: [HTML] {
        var actions: [HTML] = []
        if mayEdit, record.open.map({ $0.state == .draft }) ?? true {
            let key = record.open == nil ? "work.action.revise" : "work.action.continue"
            actions.append(HTML.buttonLink(words(key), url: "\(path)/edit", kind: .secondary))
        }
        if solution.state.isPublic {
            actions.append(HTML.buttonLink(words("work.action.public-page"), url: "/solutions/\(solution.slug)", kind: .secondary))
        }
        return actions
    }

    /// What went wrong, with links to where it can be mended: on this page or in the form.
    private var errorSummary: HTML {
        guard let errors, !errors.isEmpty else { return "" }
        let items = errors.errors.map { error -> HTML in
            let message = words(error.key, error.facts)
            if error.field.hasPrefix("note-") || error.field.hasPrefix("adoption.") || error.field.hasPrefix("attachment.") {
                return "<li><a href=\"#\(controls.id(error.field))\">\(message)</a></li>"
            }
            let name = DifferencePart.name(of: error.field, words)
            return "<li><a href=\"\(url: EditPage.path(solution.slug, field: error.field))\">\(name): \(message)</a></li>"
        }
        return """
            <div class="error-summary" role="alert" tabindex="-1" data-focus><h2>\(words("work.refused"))</h2><ul>\(items)</ul></div>

            """
    }

    // MARK: Where it stands

    /// The way of a revision, in words, with the place where this one is.
    private var progress: HTML {
        let way: [RevisionState] = [.draft, .submitted, .checked, .validated, .published]
        let here = record.open?.state ?? (record.current == nil ? .draft : .published)
        let place = way.firstIndex(of: here) ?? 0
        let items = way.enumerated().map { index, state -> HTML in
            let key = index < place ? "work.way.done" : index == place ? "work.way.here" : "work.way.ahead"
            return """
                <li\(attribute: "aria-current", index == place ? "step" : nil)>\(words("revision-state.\(state.rawValue)"))\
                \(HTML.visuallyHidden(" (" + words(key) + ")"))</li>
                """
        }
        let state = solution.state
        return """
            <section><h2>\(words("work.where"))</h2><ol class="way">\(items)</ol>\
            <p>\(words("revision-state.\(here.rawValue).means"))</p>\
            \(if: record.open != nil && state.isPublic, "<p>\(words("work.public-meanwhile"))</p>")\
            \(if: state == .due, HTML.notice("\(words("work.is-due"))", tone: .caution))\
            \(with: solution.archiveReason, { HTML.notice("\(words("work.is-archived")) \(isolated: $0)", tone: .caution) })\
            \(with: sentBack, { HTML.notice("\(isolated: $0.note)", title: words("work.sent-back", ["name": $0.byName]), tone: .caution) })\
            </section>

            """
    }

    /// The note with which a draft came back, until it is submitted again.
    private var sentBack: SolutionReview? {
        guard let open = record.open, open.state == .draft, let last = record.reviews.first,
            last.step == RevisionStep.sendBack.rawValue
        else { return nil }
        return last
    }

    private var missing: HTML {
        guard !record.missing.isEmpty else { return "" }
        return """
            <section><h2>\(words("work.missing", count: record.missing.count))</h2>\
            \(HTML.linkList(record.missing.map { issue in
                HTML.TextLink(
                    DifferencePart.name(of: issue.field, words), url: EditPage.path(solution.slug, field: issue.field))
            }))</section>

            """
    }

    // MARK: Next steps

    private var nextSteps: HTML {
        var steps: [(name: String, needsNote: Bool, decision: Decision)] = []
        if let open = record.open {
            for step in RevisionStep.allCases where step.from.contains(open.state) {
                steps.append((step.rawValue, step.needsNote, SolutionRules.may(principal, step, in: open.state, solution.ownership)))
            }
        }
        for step in SolutionStep.allCases where step.from.contains(solution.state) {
            steps.append((step.rawValue, step.needsNote, SolutionRules.may(principal, step, in: solution.state, solution.ownership)))
        }
        guard !steps.isEmpty else { return "" }
        return """
            <section><h2>\(words("work.next"))</h2>\
            \(HTML.summaryList(steps.map { step in
                HTML.Fact(
                    words("work.step.\(step.name)"),
                    step.decision.allowed ? form(step.name, needsNote: step.needsNote) : "\(words(step.decision.reason))")
            }))</section>

            """
    }

    private func form(_ step: String, needsNote: Bool) -> HTML {
        let means: HTML = "<p class=\"note\">\(words("work.step.\(step).means"))</p>"
        let button = words("work.step.\(step)")
        guard needsNote else {
            return "\(means)\(HTML.actionButton(button, action: "\(path)/steps/\(step)", kind: .primary))"
        }
        return """
            \(means)\(HTML.form(action: "\(path)/steps/\(step)", """
                \(controls.textArea(
                    "note-\(step)", label: words("work.step.\(step).note"), rows: 3,
                    maxLength: Completeness.textLimit))\
                \(HTML.button(button, kind: step == "archive" ? .warning : .secondary))
                """))
            """
    }

    // MARK: What changed

    private var difference: HTML {
        let heading = record.comparison.map {
            words("review.compare-title", ["old": words.number($0.old), "new": words.number($0.new)])
        }
        return """
            <section><h2>\(heading ?? words("review.changed-since-published"))</h2>\
            \(with: record.changes, { DifferencePart.html($0, words) })\
            \(if: record.changes == nil, "<p>\(words("review.no-such-revision"))</p>")</section>

            """
    }

    /// The whole content in the order of the form, for who reviews it.
    private var reading: HTML {
        let fields = ContentDifference.between(SolutionContent(), record.content)
        return """
            <section><h2>\(words("review.content"))</h2><div class="prose">\(fields.map { field -> HTML in
                let text = DifferencePart.plain(field, words)
                return "<h3>\(DifferencePart.name(of: field.field, words))</h3>\(HTML.paragraphs(text))"
            })</div></section>

            """
    }
}
