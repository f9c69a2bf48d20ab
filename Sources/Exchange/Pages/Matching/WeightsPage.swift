import HTML
import Platform
import SQL
import Web

/// What each component counts, in plain words, for everybody; and the versions that there were.
struct WeightsPage: Sendable {
    let current: WeightsRecord
    let versions: [WeightsRecord]
    let mayChange: Bool
    let words: Words

    static let routes: [Route] = [.get("/matching/weights", .everyone, handler: page)]

    @Sendable private static func page(_ call: Call) async throws -> Reply {
        let (current, versions) = try await call.services.database.read { connection in
            (try WeightsStore.current(connection), try WeightsStore.list(connection))
        }
        let page = WeightsPage(
            current: current, versions: versions, mayChange: ChangeWeights.may(call.principal).allowed, words: call.words)
        return call.page(
            title: call.words("matching.weights.title"), area: .exchange, description: call.words("matching.weights.lead"),
            canonical: "/matching/weights", body: page.html)
    }

    var html: HTML {
        """
        \(HTML.breadcrumbs(label: words("solution.way"), [.init(words("needs.title"), url: "/needs")]))\
        \(HTML.pageHeading(
            words("matching.weights.title"), above: words("matching.weights.version", ["version": words.number(current.weights.version)]),
            lead: "\(words("matching.weights.lead"))",
            actions: mayChange ? [
                HTML.buttonLink(words("matching.weights.change"), url: "/work/matching/weights"),
                HTML.buttonLink(words("matching.concepts.title"), url: "/work/matching/concepts", kind: .secondary),
                HTML.buttonLink(words("matching.feedback.report"), url: "/work/matching/feedback", kind: .secondary),
            ] : []))\
        \(Self.table(.need, current.weights, words))\
        \(Self.table(.provider, current.weights, words))\
        <h2>\(words("matching.rules.title"))</h2>
        <ul><li>\(words("matching.rules.fused"))</li><li>\(words("matching.rules.unknown"))</li>\
        <li>\(words("matching.rules.filters"))</li><li>\(words("matching.rules.text", ["share": words.percent(current.weights.meaning)]))</li>\
        <li>\(words("matching.rules.spread", ["points": words.number(current.weights.spread * 100, fractionDigits: 0)]))</li>\
        <li>\(words("matching.rules.person"))</li></ul>
        \(history)
        """
    }

    static func table(_ side: MatchComponent.Side, _ weights: MatchWeights, _ words: Words) -> HTML {
        HTML.table(
            caption: words("matching.side.\(side.rawValue)"),
            rows: MatchComponent.allCases.filter { $0.side == side }.sorted {
                (weights.share($0), $1.place) > (weights.share($1), $0.place)
            },
            columns: [
                .heading(words("matching.weights.component")) { "\(words.label($0))" },
                .text(words("matching.weights.means")) { "\(words("matching.means.\($0.rawValue)"))" },
                .number(words("matching.weights.share")) { "\(words.percent(weights.share($0)))" },
            ])
    }

    private var history: HTML {
        """
        <h2>\(words("matching.weights.versions"))</h2>
        \(HTML.table(
            caption: words("matching.weights.versions"), isCaptionHidden: true, rows: versions,
            columns: [
                .heading(words("matching.weights.number")) { "\(words.number($0.weights.version))" },
                .text(words("matching.weights.when")) { record in record.at.map { words.time(of: $0) } ?? "\(words("matching.weights.own"))" },
                .text(words("matching.weights.why")) { "\(isolated: $0.reason)" },
            ], isDense: true))
        """
    }
}

extension Words {
    func label(_ component: MatchComponent) -> String { self("matching.component.\(component.rawValue)") }
}
