import HTML
import Platform
import SQL
import Web

/// What people said of matches, by component: a page for the secretariat, and the same as a file.
enum FeedbackPages {
    static let path = "/work/matching/feedback"

    static let routes: [Route] = [
        .get(path, .roles(.secretariat), handler: page),
        .get(path + ".csv", .roles(.secretariat), handler: file),
    ]

    private static func read(_ call: Call) async throws -> (FeedbackReport, [Int]) {
        let asked = call.query["weights"].flatMap { Int($0) }
        return try await call.services.database.read { connection in
            let versions = try WeightsStore.list(connection).map(\.weights.version)
            let version = asked.flatMap { versions.contains($0) ? $0 : nil } ?? versions.first ?? 1
            return (
                FeedbackReport(
                    weights: version, rows: try FeedbackStore.list(connection, weights: version, limit: FeedbackReport.most)),
                versions
            )
        }
    }

    @Sendable private static func page(_ call: Call) async throws -> Reply {
        let (report, versions) = try await read(call)
        return call.page(
            title: call.words("matching.feedback.report"), area: .exchange, isWide: true, isPrivate: true,
            body: html(report, versions: versions, call.words))
    }

    @Sendable private static func file(_ call: Call) async throws -> Reply {
        let (report, _) = try await read(call)
        return Reply.bytes(report.csv(call.words), type: "text/csv; charset=utf-8").download("match-feedback-\(report.weights).csv")
    }

    private static let shown = 50

    private static func html(_ report: FeedbackReport, versions: [Int], _ words: Words) -> HTML {
        func mean(_ value: Double?) -> HTML { value.map { "\(words.number($0 * 100, fractionDigits: 0))" } ?? "\(words("matching.feedback.unknown"))" }
        let tabs = HTML.tabs(
            label: words("matching.weights.versions"),
            versions.prefix(8).map { version in
                HTML.NavigationLink(
                    words("matching.weights.version", ["version": words.number(version)]),
                    url: Link.to(path, [("weights", String(version))]), isCurrent: version == report.weights)
            })
        let heading = HTML.pageHeading(words("matching.feedback.report"), lead: "\(words("matching.feedback.report-lead"))")
        guard !report.rows.isEmpty else {
            return "\(heading)\(tabs)\(HTML.emptyState(words("matching.feedback.none"), "\(words("matching.feedback.none-hint"))"))"
        }
        return """
            \(heading)\(tabs)
            <p>\(words("matching.feedback.count", count: report.rows.count, [
                "useful": words.number(report.useful), "not": words.number(report.notUseful),
            ]))</p>
            \(HTML.table(
                caption: words("matching.feedback.by-component"), rows: report.lines,
                columns: [
                    .heading(words("matching.weights.component")) { "\(words.label($0.component))" },
                    .number(words("matching.feedback.useful-mean")) { mean($0.usefulMean) },
                    .number(words("matching.feedback.not-mean")) { mean($0.notUsefulMean) },
                    .number(words("matching.feedback.difference")) { mean($0.difference) },
                    .number(words("matching.feedback.known")) { "\(words.number($0.useful + $0.notUseful))" },
                ], isDense: true))
            <p class="note">\(words("matching.feedback.means")) \
            <a href="\(url: Link.to(path + ".csv", [("weights", String(report.weights))]))" download>\(words("report.csv"))</a></p>
            \(HTML.table(
                caption: words("matching.feedback.latest"), rows: Array(report.rows.prefix(shown)),
                columns: [
                    .heading(words("matching.feedback.need")) { "<a href=\"/needs/\($0.needSlug)/matches\" dir=\"auto\">\($0.needTitle)</a>" },
                    .text(words("matching.feedback.solution")) { "<a href=\"/solutions/\($0.solutionSlug)\">\($0.solutionSlug)</a>" },
                    .text(words("matching.feedback.said")) { row in
                        """
                        \(HTML.tag(
                            words(row.feedback.isUseful ? "matching.feedback.yes" : "matching.feedback.no"),
                            tone: row.feedback.isUseful ? .good : .caution)) \(isolated: row.feedback.reason)
                        """
                    },
                    .text(words("matching.weights.when")) { words.time(of: $0.feedback.at) },
                ], isDense: true))
            """
    }
}

extension FeedbackReport {
    /// One row for each piece of feedback, with the value of each component. Who said it is not in it.
    func csv(_ words: Words) -> [UInt8] {
        var writer = CSVWriter()
        writer.row(
            ["need", "solution", "useful", "reason", "weights_version", "vectors", "position", "score"]
                + MatchComponent.allCases.map(\.rawValue) + ["date"])
        for row in rows {
            let one = row.feedback
            writer.row(
                [
                    row.needSlug, row.solutionSlug, one.isUseful ? "yes" : "no", one.reason, String(one.weights),
                    one.hasMeaning ? "yes" : "no", one.position == 0 ? "" : String(one.position), String(one.score),
                ] + MatchComponent.allCases.map { one.components[$0].map { String($0) } ?? "" } + [words.isoDate(one.at)])
        }
        return writer.take()
    }
}
