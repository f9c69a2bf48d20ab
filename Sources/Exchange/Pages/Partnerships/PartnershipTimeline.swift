import HTML
import Platform
import SQL
import Web

/// The reader's partnerships over time: a row for each, with its stages as a strip on one scale and in words.
struct PartnershipTimeline: Sendable {
    static let path = "/partnerships/timeline"
    static let size = 30

    let address: ListAddress
    let partnerships: [Partnership]
    let times: [ID<Partnership>: StageTimes]
    let total: Int
    let nextPage: ListAddress?
    let countries: [String]
    let scale: TimeScale

    static func read(
        _ connection: any Connection, _ address: ListAddress, for principal: Principal, now: Timestamp
    ) throws -> PartnershipTimeline {
        var filter = PartnershipListPage.filter({ address[$0] }, today: Day.text(now))
        // The way is for those who walk it; the public reads the stage alone.
        filter.isOwn = true
        let found = try PartnershipStore.list(
            connection, for: principal, filter, after: address.cursor.flatMap { ID($0) }, limit: size + 1)
        let shown = Array(found.prefix(size))
        let times = try PartnershipHistory.steps(connection, of: shown.map(\.id)).mapValues { StageTimes($0, now: now) }
        return PartnershipTimeline(
            address: address, partnerships: shown, times: times,
            total: try PartnershipStore.counts(connection, for: principal, filter).values.reduce(0, +),
            nextPage: found.count > size ? shown.last.map { address.at($0.id.description) } : nil,
            countries: try PartnershipStore.countries(connection, for: principal),
            scale: TimeScale(from: times.values.compactMap { $0.stays.first?.from }.min(), to: now))
    }

    func html(_ call: Call) -> HTML {
        let words = call.words
        return """
            \(HTML.pageHeading(words("partnerships.timeline"), lead: "\(words("partnerships.timeline.lead"))"))\
            \(PartnershipViews.tabs(.timeline, call.principal, words))\
            \(PartnershipViews.filters(call, address, countries: countries))\
            <p class="result-count" role="status">\(words("partnerships.count", count: total))</p>
            \(if: !partnerships.isEmpty, legend(words))\(table(words))\
            \(if: !partnerships.isEmpty, HTML.details(words("report.show-figures"), stays(words)))\
            \(HTML.pagination(
                label: words("solutions.pages"),
                previous: address.cursor == nil ? nil : HTML.TextLink(words("solutions.first"), url: address.at(nil).url),
                next: nextPage.map { HTML.TextLink(words("solutions.next"), url: $0.url) }))
            """
    }

    private func legend(_ words: Words) -> HTML {
        """
        <ol class="way">\(PartnershipStage.pipeline.map { "<li>\(words.label($0))</li>" as HTML })</ol>
        <p class="note">\(words("partnerships.timeline.legend"))</p>
        """
    }

    private func table(_ words: Words) -> HTML {
        let grid = scale.marks.map { SpanStrip.Tick(place: $0.place, text: words.date($0.date)) }
        return HTML.table(
            caption: words("partnerships.timeline"), isCaptionHidden: true, rows: partnerships,
            columns: [
                .heading(words("partnerships.one")) { link($0) },
                .init(words("partnership.timeline"), scale: SpanStrip.scale(grid, direction: words.side)) { one in
                    """
                    \(SpanStrip(spans(one, words), grid: grid, direction: words.side).html)\
                    <span class="note">\(with: of(one).first, { "\(words.time(of: $0.from)) · " })\
                    \(of(one).map { said($0, one, words) }.joined(separator: " · "))</span>
                    """
                },
                .text(words("partnerships.stage")) { one in
                    """
                    \(HTML.tag(words.label(one.stage), tone: one.stage.tone))\
                    \(if: isSlow(one), " \(HTML.tag(words("partnerships.slow"), tone: .caution))")
                    """
                },
                .number(words("partnerships.days")) { "\(words.number(times[$0.id]?.daysInStage ?? 0))" },
            ], isDense: true,
            empty: address.isFiltered
                ? HTML.emptyState(words("partnerships.none"), "\(words("partnerships.none-hint"))")
                : HTML.emptyState(words("partnerships.none-yet"), "\(words("partnerships.none-yet-hint"))"))
    }

    private func link(_ one: Partnership) -> HTML {
        "<a href=\"\(url: "/partnerships/\(one.slug)")\"><bdi>\(one.content.title)</bdi></a>"
    }

    private func of(_ one: Partnership) -> [StageTimes.Stay] { times[one.id]?.stays ?? [] }

    private func isSlow(_ one: Partnership) -> Bool {
        one.stage.isSlow(days: times[one.id]?.daysInStage ?? 0)
    }

    private func days(_ stay: StageTimes.Stay, _ one: Partnership) -> Int {
        times[one.id].map { StageTimes.days($0.length(stay)) } ?? 0
    }

    /// In words; what was declined or has ended does not last.
    private func said(_ stay: StageTimes.Stay, _ one: Partnership, _ words: Words) -> HTML {
        let stage = words.label(stay.stage)
        return stay.stage.isEnd
            ? "\(stage)" : "\(words("partnerships.timeline.stay", count: days(stay, one), ["stage": stage]))"
    }

    private func spans(_ one: Partnership, _ words: Words) -> [SpanStrip.Span] {
        of(one).filter { !$0.stage.isEnd }.map { stay in
            let count = PartnershipStage.pipeline.count
            return SpanStrip.Span(
                from: scale.place(stay.from), to: scale.place(stay.to ?? scale.end),
                mark: stay.stage.position.map { words.number($0 + 1) } ?? "",
                name: words("partnerships.timeline.stay", count: days(stay, one), ["stage": words.label(stay.stage)]),
                depth: stay.stage.position.map { Double($0) / Double(count - 1) })
        }
    }

    private func stays(_ words: Words) -> HTML {
        HTML.table(
            caption: words("partnership.timeline"), isCaptionHidden: true,
            rows: partnerships.flatMap { one in of(one).map { (one, $0) } },
            columns: [
                .heading(words("partnerships.one")) { link($0.0) },
                .text(words("partnerships.stage")) { "\(words.label($0.1.stage))" },
                .text(words("partnerships.timeline.from")) { words.time(of: $0.1.from) },
                .text(words("partnerships.timeline.until")) { one, stay in
                    stay.to.map(words.time) ?? "\(stay.stage.isEnd ? "–" : words("partnerships.timeline.today"))"
                },
                .number(words("partnerships.timeline.days")) { one, stay in
                    "\(stay.stage.isEnd ? "–" : words.number(days(stay, one)))"
                },
            ], isDense: true)
    }
}
