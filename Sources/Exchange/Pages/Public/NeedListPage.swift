import HTML
import Platform
import SQL

/// What countries are looking for, as far as the reader may know of it.
struct NeedListPage: Sendable {
    static let size = 20
    /// How many needs are looked through at most; a network states some hundreds.
    static let most = 2_000

    let address: ListAddress
    let words: Words
    let needs: [Need]
    let count: Int
    let groups: [HTML.FacetGroup]
    let next: ListAddress?
    let stateNeed: String?

    static func address(_ query: [String: [String]]) -> ListAddress {
        ListAddress(path: "/needs", names: ["country", "theme", "urgency", "state"], query: query) { name, value in
            switch name {
            case "country": Countries.shared.country(value)?.code == value
            case "theme": Theme(rawValue: value) != nil
            case "urgency": Urgency(rawValue: value) != nil
            default: Need.State(rawValue: value) != nil
            }
        }
    }

    /// Everything that the principal may read, newest first: the counts beside the list must agree with it.
    static func read(_ connection: any Connection, for principal: Principal) throws -> [Need] {
        var all: [Need] = []
        while all.count < most {
            let batch = try NeedStore.list(connection, for: principal, after: all.last?.id, limit: 200)
            all += batch
            if batch.count < 200 { break }
        }
        return all
    }

    init(_ address: ListAddress, _ readable: [Need], words: Words, stateNeed: String?) {
        self.address = address
        self.words = words
        self.stateNeed = stateNeed
        let found = readable.filter { need in address.names.allSatisfy { Self.matches(need, $0, address) } }
        count = found.count
        let after = address.cursor.flatMap { ID<Need>($0) }
        let rest = after.map { last in found.filter { $0.id < last } } ?? found
        needs = Array(rest.prefix(Self.size))
        next = rest.count > Self.size ? needs.last.map { address.at($0.id.description) } : nil
        groups = address.names.compactMap { Self.group($0, readable, address, words) }
    }

    private static func values(_ need: Need, _ name: String) -> [String] {
        switch name {
        case "country": need.country.map { [$0] } ?? []
        case "theme": need.content.themes.map(\.rawValue)
        case "urgency": need.content.urgency.map { [$0.rawValue] } ?? []
        default: [need.state.rawValue]
        }
    }

    private static func matches(_ need: Need, _ name: String, _ address: ListAddress) -> Bool {
        address[name].map { values(need, name).contains($0) } ?? true
    }

    private static func group(_ name: String, _ readable: [Need], _ address: ListAddress, _ words: Words)
        -> HTML.FacetGroup?
    {
        let others = address.names.filter { $0 != name }
        var counts: [String: Int] = [:]
        for need in readable where others.allSatisfy({ matches(need, $0, address) }) {
            for value in Set(values(need, name)) { counts[value, default: 0] += 1 }
        }
        if let chosen = address[name], counts[chosen] == nil { counts[chosen] = 0 }
        // One value that all share narrows nothing.
        guard counts.count > 1 || address[name] != nil else { return nil }
        return FilterGroup(
            title: words("needs.facet.\(name)"), more: { words("solutions.facet-more", count: $0) },
            counts: counts, name: name, address: address, words: words
        ) { value in
            switch name {
            case "country": words.country(value)
            case "theme": words("theme.\(value)")
            case "urgency": words("urgency.\(value)")
            default: words("need-state.\(value)")
            }
        }.html
    }
}

/// Counted values of one filter as links, most first.
struct FilterGroup {
    let title: String
    let more: (Int) -> String
    let counts: [String: Int]
    let name: String
    let address: ListAddress
    let words: Words
    let label: (String) -> String

    var html: HTML.FacetGroup {
        let sorted = counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
        return HTML.FacetGroup(
            title,
            sorted.map { value, count in
                HTML.FacetOption(
                    label(value), count: words.number(count), url: address.toggling(name, value).url,
                    isChosen: address[name] == value)
            }, more: more(max(sorted.count - HTML.FacetGroup.usual, 0)))
    }
}
