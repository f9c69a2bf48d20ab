import Platform

/// A place in a JSON document: names of members and numbers of items, such as `form.2.label`.
struct JSONPlace: Hashable, CustomStringConvertible {
    var steps: [String]

    init(_ steps: [String] = []) { self.steps = steps }

    /// Reads `form.2.label`; an issue's `form[2].label` is the same place.
    init(_ text: String) {
        steps = text.replacing("[", with: ".").replacing("]", with: "").split(separator: ".").map(String.init)
    }

    var description: String { steps.joined(separator: ".") }
    var parent: JSONPlace { JSONPlace(Array(steps.dropLast())) }
    /// The number of the item, if the last step is one.
    var index: Int? { steps.last.flatMap { Int($0) } }

    func appending(_ step: String) -> JSONPlace { JSONPlace(steps + [step]) }
    func appending(_ index: Int) -> JSONPlace { appending(String(index)) }
}

extension JSONValue {
    subscript(place: JSONPlace) -> JSONValue? { value(place.steps[...]) }

    private func value(_ steps: ArraySlice<String>) -> JSONValue? {
        guard let step = steps.first else { return self }
        switch self {
        case .object(let members): return members[step]?.value(steps.dropFirst())
        case .array(let items):
            guard let index = Int(step), items.indices.contains(index) else { return nil }
            return items[index].value(steps.dropFirst())
        default: return nil
        }
    }

    var items: [JSONValue] { if case .array(let items) = self { items } else { [] } }

    /// Puts a value there, or takes away what is there. Objects on the way are made; items of lists must be there.
    mutating func set(_ value: JSONValue?, at place: JSONPlace) { set(value, place.steps[...]) }

    private mutating func set(_ value: JSONValue?, _ steps: ArraySlice<String>) {
        guard let step = steps.first else {
            self = value ?? .null
            return
        }
        if case .array(var items) = self {
            guard let index = Int(step), items.indices.contains(index) else { return }
            if steps.count == 1, value == nil { items.remove(at: index) } else { items[index].set(value, steps.dropFirst()) }
            self = .array(items)
            return
        }
        var members: [String: JSONValue] = if case .object(let members) = self { members } else { [:] }
        if steps.count == 1 {
            members[step] = value
        } else {
            var member = members[step] ?? .object([:])
            member.set(value, steps.dropFirst())
            members[step] = member
        }
        self = .object(members)
    }

    /// Exchanges an item of a list with its neighbour.
    mutating func move(_ place: JSONPlace, by distance: Int) {
        guard let index = place.index, let list = self[place.parent] else { return }
        var items = list.items
        let other = index + distance
        guard items.indices.contains(index), items.indices.contains(other) else { return }
        items.swapAt(index, other)
        set(.array(items), at: place.parent)
    }

    /// A short name for what it says now: two values with the same one are the same.
    var fingerprint: String {
        // FNV-1a: nothing hangs on it but the question whether somebody else changed this.
        let hash = canonical.utf8.reduce(UInt64(0xcbf2_9ce4_8422_2325)) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
        return String(hash, radix: 36)
    }
}
