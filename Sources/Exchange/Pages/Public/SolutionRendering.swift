import HTML
public import Platform
import SQL

/// How long the page of a solution takes to render, for `script/bench`: from what was read to the finished markup of the page,
/// without the frame that all pages share.
public enum SolutionRendering {
    /// The page's size, and the time that each of `times` renderings took; nil when there is no such public solution.
    public static func measure(
        _ services: Services, slug: String, times: Int
    ) async throws -> (bytes: Int, durations: [Duration])? {
        let record = try await services.database.read { try SolutionRecord.read($0, slug: slug, for: .anonymous) }
        guard let record else { return nil }
        let (words, now, clock) = (services.catalogue.words("en"), services.now, ContinuousClock())
        var bytes = 0
        var durations: [Duration] = []
        for _ in 0..<times {
            durations.append(
                clock.measure {
                    let page = SolutionPage(record, words: words, wanted: nil, now: now, workLink: nil)
                    bytes = page.html.utf8.count
                })
        }
        return (bytes, durations)
    }
}
