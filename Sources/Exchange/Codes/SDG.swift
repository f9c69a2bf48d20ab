/// The Sustainable Development Goals and their targets, by code.
///
/// Source: UN General Assembly resolution 70/1 (2015), which lists 17 goals and 169 targets.
public enum SDG {
    /// For each goal, how many numbered targets it has and how many lettered ones (means of implementation).
    private static let targets: [(numbered: Int, lettered: Int)] = [
        (5, 2), (5, 3), (9, 4), (7, 3), (6, 3), (6, 2), (3, 2), (10, 2), (5, 3), (7, 3), (7, 3), (8, 3),
        (3, 2), (7, 3), (9, 3), (10, 2), (19, 0),
    ]

    public static let goals = 1...17

    /// Every code, goals and targets, in order: "1", "1.1", … "1.a", … "17.19".
    public static let codes: [String] = goals.flatMap { goal -> [String] in
        let (numbered, lettered) = targets[goal - 1]
        return ["\(goal)"] + (1...numbered).map { "\(goal).\($0)" }
            + "abcd".prefix(lettered).map { "\(goal).\($0)" }
    }

    private static let known = Set(codes)

    /// True for the code of a goal ("16") or of a target ("16.6", "17.a" is none).
    public static func isCode(_ code: String) -> Bool { known.contains(code) }

    /// The goal that a code belongs to: 16 for "16.6".
    public static func goal(of code: String) -> Int? {
        guard isCode(code) else { return nil }
        return Int(code.prefix { $0 != "." })
    }
}

extension SDG {
    private static let positions = Dictionary(uniqueKeysWithValues: codes.enumerated().map { ($1, $0) })

    /// The place of a code in the official order; unknown codes come last.
    static func order(_ code: String) -> Int { positions[code] ?? codes.count }
}
