/// One step of an entry in a list of preferences. Pure. Equals that are not moved stay equals.
enum RoundListMove: String, Sendable, CaseIterable {
    /// Above those before it; out of a tie it comes to stand just above its equals.
    case up
    /// Below those after it; out of a tie it comes to stand just below its equals. The last stays where it is.
    case down
    /// Equal with those before it.
    case level

    /// - Returns: the list after the step; the same list when there is nowhere to go. Who is not listed yet comes to its end.
    func callAsFunction(_ key: String, in list: [[String]]) -> [[String]] {
        guard let place = list.firstIndex(where: { $0.contains(key) }) else { return list + [[key]] }
        var groups = list
        groups[place].removeAll { $0 == key }
        let isAlone = groups[place].isEmpty
        switch self {
        case .up:
            if isAlone {
                groups.remove(at: place)
                groups.insert([key], at: max(place - 1, 0))
            } else {
                groups.insert([key], at: place)
            }
        case .down:
            if isAlone {
                groups.remove(at: place)
                groups.insert([key], at: min(place + 1, groups.count))
            } else {
                groups.insert([key], at: place + 1)
            }
        case .level:
            guard place > 0 else { return list }
            groups[place - 1].append(key)
            if isAlone { groups.remove(at: place) }
        }
        return groups
    }
}
