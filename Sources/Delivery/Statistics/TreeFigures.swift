import Platform

/// Figures of an office with those below it, as everybody may read them.
///
/// The parts are published, too: the office alone, and each office below with its own. A sum is withheld where it would give a withheld
/// part away by subtraction. Pure.
struct TreeFigures {
    let cells: [Int?]
    let total: Int?
    private let actual: [Int]

    /// - Parameter own: the figures of each office alone; all rows are of one length, which `width` tells.
    init(_ tree: OfficeTree, _ office: Office, own: [ID<Office>: [Int]], width: Int, depth: Int = 0) {
        let mine = own[office.id] ?? [Int](repeating: 0, count: width)
        let alone = SmallGroups.suppress(mine)
        let below = depth < OfficeStore.mostLevels
            ? tree.below(office.id).map { TreeFigures(tree, $0, own: own, width: width, depth: depth + 1) } : []
        guard !below.isEmpty else {
            (cells, total, actual) = (alone.cells, alone.total, mine)
            return
        }
        let parts = [TreeFigures(cells: alone.cells, total: alone.total, actual: mine)] + below
        let sums = (0..<width).map { cell in parts.reduce(0) { $0 + $1.actual[cell] } }
        var hidden = Set((0..<width).filter { cell in
            Self.tells(parts.filter { $0.cells[cell] == nil }.map { $0.actual[cell] })
        })
        let totalTells = Self.tells(parts.filter { $0.total == nil }.map { $0.actual.reduce(0, +) })
        // Else the total would follow from its cells.
        if totalTells, hidden.isEmpty, let least = sums.indices.filter({ sums[$0] > 0 }).min(by: { sums[$0] < sums[$1] }) {
            hidden.insert(least)
        }
        let shown = SmallGroups.suppress(sums, hidden: hidden)
        (cells, total, actual) = (shown.cells, totalTells ? nil : shown.total, sums)
    }

    private init(cells: [Int?], total: Int?, actual: [Int]) { (self.cells, self.total, self.actual) = (cells, total, actual) }

    /// Would the sum give a withheld part away? One alone would follow from it, and few people hide nobody.
    private static func tells(_ withheld: [Int]) -> Bool {
        !withheld.isEmpty && (withheld.count == 1 || withheld.reduce(0, +) < SmallGroups.least)
    }
}
