import HTML
import Platform
import SQL

/// The partnerships of the reader, a column for each stage. Cards are moved by a list and a button; the script adds dragging.
struct PartnershipBoard: Sendable {
    /// Cards of a column; the rest is in the list.
    static let size = 30
    static let stages = PartnershipStage.pipeline + [.stalled]

    let columns: [PartnershipStage: [Partnership]]
    let counts: [PartnershipStage: Int]
    let next: [ID<Partnership>: PartnershipAction]
    let principal: Principal
    let today: String
    let now: Timestamp

    static func read(_ connection: any Connection, for principal: Principal, now: Timestamp) throws -> PartnershipBoard {
        var filter = PartnershipStore.Filter()
        filter.isOwn = true
        let counts = try PartnershipStore.counts(connection, for: principal, filter)
        var columns: [PartnershipStage: [Partnership]] = [:]
        for stage in stages where counts[stage] != nil {
            filter.stages = [stage]
            columns[stage] = try PartnershipStore.list(connection, for: principal, filter, limit: size)
        }
        return PartnershipBoard(
            columns: columns, counts: counts,
            next: try PartnershipActionStore.next(connection, of: columns.values.flatMap { $0 }.map(\.id)),
            principal: principal, today: Day.text(now), now: now)
    }

    func html(_ words: Words) -> HTML {
        """
        \(HTML.pageHeading(words("partnerships.board"), lead: "\(words("partnerships.board.lead"))"))\
        \(PartnershipViews.tabs(.board, principal, words))\
        <div class="board" role="region" aria-label="\(words("partnerships.board"))" tabindex="0">\
        \(Self.stages.map { column($0, words) })</div>
        <p>\(PartnershipStage.allCases.filter(\.isEnd).map { stage -> HTML in
            "<a href=\"\(url: "/partnerships?stage=\(stage.rawValue)")\">\(words.label(stage)): \(words.number(counts[stage] ?? 0))</a>"
        }.joined(separator: " · "))</p>
        """
    }

    private func column(_ stage: PartnershipStage, _ words: Words) -> HTML {
        let cards = columns[stage] ?? []
        let count = counts[stage] ?? 0
        return """
            <section class="board-column" data-stage="\(stage.rawValue)"><h2>\(words.label(stage)) \
            <span class="count">\(words.number(count))</span></h2>
            \(cards.map { card($0, words) })\
            \(if: count > cards.count, "<p><a href=\"\(url: "/partnerships?stage=\(stage.rawValue)")\">\(words("work.more"))</a></p>")</section>

            """
    }

    private func card(_ one: Partnership, _ words: Words) -> HTML {
        let days = StageTimes.days(now.since(one.stageSince))
        let isSlow = one.stage.isSlow(days: days)
        return """
            <article class="board-card" data-card><h3><a href="\(url: "/partnerships/\(one.slug)")"><bdi>\(one.content.title)</bdi></a></h3>
            <p class="note">\(words("partnerships.days-here", count: days))\
            \(if: isSlow, " \(HTML.tag(words("partnerships.slow"), tone: .caution))")</p>
            \(with: next[one.id], { "<p>\(PartnershipViews.action($0, today: today, words))</p>" })\
            \(if: PartnershipRules.mayWrite(principal, one.parties).allowed, mover(one, words))</article>

            """
    }

    private func mover(_ one: Partnership, _ words: Words) -> HTML {
        let id = "move-\(one.slug)"
        return HTML.form(action: "/partnerships/\(one.slug)/move", """
            \(HTML.hidden("version", value: String(one.version)))\(HTML.hidden("from", value: "board"))\
            <label class="visually-hidden" for="\(id)">\(words("partnerships.move-to", ["title": one.content.title]))</label>\
            <div class="search-row"><select id="\(id)" name="to">\(PartnershipLife.ways(from: one.state).map {
                "<option value=\"\($0.to.rawValue)\">\(words.label($0.to))</option>"
            })</select>\(HTML.button(words("partnerships.move"), kind: .secondary, about: one.content.title))</div>
            """)
    }
}
