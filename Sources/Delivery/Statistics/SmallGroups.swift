/// Figures of few people tell about one of them, so they are left out; and so are those that would give them away by subtraction.
enum SmallGroups {
    /// The least that is shown. Nought is shown, too: it is about nobody.
    static let least = 5

    /// The cells and their total as everybody may read them; nil: withheld.
    ///
    /// Where one cell alone is withheld, it would follow from the total: the smallest other one goes, too, and without one, the total.
    ///
    /// - Parameter hidden: cells that are withheld for another reason.
    static func suppress(_ cells: [Int], hidden withheld: Set<Int> = []) -> (cells: [Int?], total: Int?) {
        var shown: [Int?] = cells.enumerated().map { ($1 == 0 || $1 >= least) && !withheld.contains($0) ? $1 : nil }
        let total = cells.reduce(0, +)
        guard shown.contains(nil) else { return (shown, total) }
        let hidden = zip(cells, shown).reduce(0) { $0 + ($1.1 == nil ? $1.0 : 0) }
        if shown.count(where: { $0 == nil }) > 1, hidden >= least { return (shown, total >= least ? total : nil) }
        // One more cell, the smallest that is about anybody.
        let next = cells.indices.filter { (shown[$0] ?? 0) > 0 }.min { cells[$0] < cells[$1] }
        guard let next else { return (shown, nil) }
        shown[next] = nil
        return (shown, total >= least ? total : nil)
    }
}
