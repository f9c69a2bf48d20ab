import HTML
import Platform
import SQL
import Web

/// One partnership: for its parties all of it, for everybody what they published.
struct PartnershipPage: Sendable {
    let one: Partnership
    let isWhole: Bool
    let mayWrite: Bool
    let audiences: [Audience]
    let times: StageTimes
    let history: [PartnershipStep]
    let evidence: [EvidenceFact]
    let actions: [PartnershipAction]
    let notes: [PartnershipNote]
    let documents: [PartnershipDocument]
    let solution: SolutionLink?
    let need: Need?
    let today: String
    let now: Timestamp

    static func read(
        _ connection: any Connection, _ slug: String, for principal: Principal, now: Timestamp
    ) throws -> PartnershipPage {
        let one = try PartnershipAccess.toRead(connection, principal, slug: slug)
        let isWhole = PartnershipRules.mayReadAll(principal, one.parties).allowed
        let history = try PartnershipHistory.steps(connection, of: one.id)
        let audiences = isWhole ? PartnershipRules.audiences(principal, one.parties) : []
        let need = try one.content.need.flatMap { try NeedStore.find(connection, id: $0) }
        return PartnershipPage(
            one: one, isWhole: isWhole, mayWrite: PartnershipRules.mayWrite(principal, one.parties).allowed,
            audiences: audiences, times: StageTimes(history, now: now), history: history,
            evidence: isWhole ? try GateEvidence.statements(connection, of: one.id) : [],
            actions: isWhole ? try PartnershipActionStore.list(connection, of: one.id) : [],
            notes: isWhole ? try PartnershipPapers.notes(connection, of: one.id, for: audiences) : [],
            documents: isWhole ? try PartnershipPapers.documents(connection, of: one.id, for: audiences) : [],
            solution: try one.content.solution.flatMap { try SolutionStore.link(connection, to: $0) },
            // A need that only matched partners read is for the parties of this partnership, too.
            need: need.flatMap { isWhole || NeedRules.mayRead(principal, $0).allowed ? $0 : nil },
            today: Day.text(now), now: now)
    }

    var path: String { "/partnerships/\(one.slug)" }

    func html(_ call: Call, values: [String: [String]], errors: FieldErrors?) -> HTML {
        let words = call.words
        let controls = call.controls(values: values, errors: errors)
        return """
            \(HTML.breadcrumbs(label: words("work.way"), [.init(words("partnerships.title"), url: "/partnerships")]))\
            \(HTML.pageHeading(one.content.title, actions: headActions(words)))\
            \(controls.errorSummary(words("edit.errors")))\
            \(HTML.reading(
                article: isWhole ? whole(controls, words) : publicPart(words), facts: HTML.summaryList(facts(words)),
                factsLabel: words("partnership.facts")))
            """
    }

    private func headActions(_ words: Words) -> [HTML] {
        guard mayWrite else {
            return isWhole
                ? [HTML.buttonLink(words("partnership-records.title"), url: PartnershipRecords.path(one.slug), kind: .secondary)] : []
        }
        let ways = PartnershipLife.ways(from: one.state)
        return [
            ways.first.map { HTML.buttonLink(words("partnership.go-on", ["stage": words.label($0.to)]), url: "\(path)/move?to=\($0.to.rawValue)") },
            HTML.buttonLink(words("partnership-records.title"), url: PartnershipRecords.path(one.slug), kind: .secondary),
            HTML.buttonLink(words("partnership.edit"), url: "\(path)/edit", kind: .secondary),
        ].compactMap(\.self)
    }

    private func facts(_ words: Words) -> [HTML.Fact] {
        var facts: [HTML.Fact] = [
            .init(
                words("partnerships.stage"),
                "\(HTML.tag(words.label(one.stage), tone: one.stage.tone))\(with: one.resume, { " \(words("partnership.stalled-from", ["stage": words.label($0)]))" })"),
            .init(words("partnerships.days"), "\(words("partnerships.days-here", count: times.daysInStage))"),
            .init(words("partnerships.parties"), PartnershipViews.parties(one, words)),
        ]
        if let solution {
            let title = solution.title(in: words.language)
            facts.append(
                .init(
                    words("introduction.solution"),
                    "<a href=\"\(url: "/solutions/\(solution.slug)")\"><bdi\(attribute: "lang", words.lang(of: title.language))>\(title.text)</bdi></a>"))
        }
        if let need {
            let title = need.content.title(in: words.language)
            facts.append(
                .init(
                    words("introduction.need"),
                    "<a href=\"\(url: "/needs/\(need.slug)")\"><bdi\(attribute: "lang", words.lang(of: title.language))>\(title.text)</bdi></a>"))
        }
        if isWhole, let introduction = one.introduction {
            facts.append(
                .init(words("partnership.introduction"), "<a href=\"\(url: "/introductions/\(introduction)")\">\(words("partnership.open"))</a>"))
        }
        if isWhole {
            facts.append(
                .init(words("partnership.public"), "\(words(one.content.isPublic ? "partnership.is-public" : "partnership.is-not-public"))"))
        }
        return facts
    }

    /// What the parties published: not the reasons, the evidence or the notes.
    private func publicPart(_ words: Words) -> HTML {
        """
        \(HTML.paragraphs(one.content.publicSummary))\(way(words))\
        \(if: !one.content.sources.isEmpty, "<h2>\(words("solution.sources"))</h2>\(sources(one.content.sources, words))")
        """
    }

    /// The stages on the way, where it stands now marked in words for a screen reader.
    private func way(_ words: Words) -> HTML {
        let current = one.resume ?? one.stage
        return """
            <ol class="way">\(PartnershipStage.pipeline.map { stage in
                "<li\(attribute: "aria-current", stage == current ? "step" : nil)>\(words.label(stage))</li>"
            })</ol>
            """
    }

    private func whole(_ controls: Controls, _ words: Words) -> HTML {
        """
        \(way(words))\(HTML.paragraphs(one.content.summary))\(actionPart(controls, words))\
        \(if: one.stage == .interest && mayWrite, introductionPart(controls, words))\(wayPart(words))\
        <h2>\(words("partnership.timeline"))</h2>\(timeline(words))\
        \(if: !evidence.isEmpty, "<h2>\(words("partnership.evidence"))</h2>\(evidenceList(words))")\
        <h2>\(words("partnership.documents"))</h2>\(documentPart(controls, words))\
        <h2>\(words("partnership.notes"))</h2>\(notePart(controls, words))\
        \(if: one.content.isPublic, "<h2>\(words("partnership.public"))</h2>\(HTML.paragraphs(one.content.publicSummary))")\
        \(if: !one.content.sources.isEmpty, "<h2>\(words("solution.sources"))</h2>\(sources(one.content.sources, words))")
        """
    }

    /// From an interest to an introduction: with which solution?
    private func introductionPart(_ controls: Controls, _ words: Words) -> HTML {
        """
        <h2>\(words("partnership.introduce"))</h2>
        \(HTML.queryForm(action: "/introductions/new", """
            \(HTML.hidden("partnership", value: one.slug))\(with: need, { HTML.hidden("need", value: $0.slug) })\
            \(controls.text(
                "solution", label: words("introduction.solution"), hint: words("partnership.introduce.hint")))\
            \(HTML.button(words("introduction.new"), kind: .secondary))
            """))
        """
    }

    /// The other ways than the next gate: back, stalled, out.
    private func wayPart(_ words: Words) -> HTML {
        let ways = PartnershipLife.ways(from: one.state).dropFirst()
        guard mayWrite, !ways.isEmpty else { return "" }
        return HTML.details(
            words("partnership.other-ways"),
            HTML.linkList(ways.map { way in
                .init(
                    words("partnership-way.\(way.kind.rawValue)", ["stage": words.label(way.to)]),
                    url: "\(path)/move?to=\(way.to.rawValue)")
            }))
    }
}
