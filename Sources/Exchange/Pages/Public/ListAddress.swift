import HTML

/// A list's address whose filters take one value each: `/needs?country=FJ&urgency=high`.
struct ListAddress: Sendable, Equatable {
    let path: String
    /// In the order in which they stand in the address.
    let names: [String]
    private(set) var values: [String: String] = [:]
    /// The last record of the page before.
    private(set) var cursor: String?

    /// Takes over what is `known`; other values are left out, so that an old or mistyped link still opens a list.
    init(path: String, names: [String], query: [String: [String]] = [:], isKnown: (String, String) -> Bool) {
        self.path = path
        self.names = names
        for name in names {
            if let value = query[name]?.first, isKnown(name, value) { values[name] = value }
        }
        cursor = query["cursor"]?.first
    }

    subscript(name: String) -> String? { values[name] }

    var isFiltered: Bool { !values.isEmpty }

    /// The same list with this value, or without it when it is chosen already; from its top.
    func toggling(_ name: String, _ value: String) -> ListAddress {
        var other = self
        other.values[name] = values[name] == value ? nil : value
        other.cursor = nil
        return other
    }

    func withoutFilters() -> ListAddress {
        var other = self
        other.values = [:]
        other.cursor = nil
        return other
    }

    func at(_ cursor: String?) -> ListAddress {
        var other = self
        other.cursor = cursor
        return other
    }

    var url: String {
        var list = names.compactMap { name in values[name].map { (name, $0) } }
        if let cursor { list.append(("cursor", cursor)) }
        return Link.to(path, list)
    }
}
