import Foundation
import Platform
import Web

/// Which requests are asked for. Pure: reads the parameters and says what is wrong with them.
struct Open311Query: Sendable, Equatable {
    /// When given, nothing else counts.
    var ids: [String] = []
    var services: [String] = []
    var from: Timestamp
    var to: Timestamp
    var statuses: Set<Status> = []
    var page = 1
    var pageSize = most

    enum Status: String, Sendable, CaseIterable { case open, closed }

    static let most = 1_000
    static let span = Duration.days(90)
    private static let longestList = 200

    init(_ query: Fields, now: Timestamp, _ words: Words) throws {
        func list(_ name: String) throws -> [String] {
            // With commas, or the same name again.
            let items = query.all(name).joined(separator: ",").split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }.filter { !$0.isEmpty }
            guard items.count <= Self.longestList else {
                throw Open311Error(400, "\(name): \(words("error.more-than", ["limit": String(Self.longestList)]))")
            }
            return items
        }
        func moment(_ name: String) throws -> Timestamp? {
            guard let text = query[name] else { return nil }
            // A plus that was not encoded came as a space.
            guard let moment = RFC3339.parse(text.replacing(" ", with: "+")) else {
                throw Open311Error(400, "\(name): \(words("open311.error.moment"))")
            }
            return moment
        }
        func number(_ name: String, most: Int, usual: Int) throws -> Int {
            guard let text = query[name] else { return usual }
            guard let number = Int(text), (1...most).contains(number) else {
                throw Open311Error(400, "\(name): \(words("error.figure-range", ["least": "1", "most": String(most)]))")
            }
            return number
        }
        (from, to) = (now, now)
        ids = try list("service_request_id")
        guard ids.isEmpty else { return }
        services = try list("service_code")
        let (start, end) = (try moment("start_date"), try moment("end_date"))
        if let start, let end {
            if end < start { throw Open311Error(400, words("open311.error.order")) }
            if end.since(start) > Self.span { throw Open311Error(400, words("open311.error.span")) }
        }
        to = end ?? start.map { min($0.adding(Self.span), now) } ?? now
        from = start ?? to.adding(.zero - Self.span)
        for text in try list("status") {
            guard let status = Status(rawValue: text.lowercased()) else { throw Open311Error(400, words("open311.error.status")) }
            statuses.insert(status)
        }
        page = try number("page", most: 100, usual: 1)
        pageSize = try number("page_size", most: Self.most, usual: Self.most)
    }
}
