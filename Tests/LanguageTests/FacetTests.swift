import Language
import Testing

@Suite struct FacetTests {
    private static let facets = ["theme", "country", "stage"]

    /// Counts and filters against a loop over the same documents, with updates and removals.
    @Test(arguments: 0..<100)
    func countsLikeALoop(seed: Int) {
        var generator = Generator(UInt64(seed))
        var model: [UInt32: [[String]]] = [:]
        var index = FacetIndex(facets: Self.facets, documents: [])
        for _ in 0..<4 {
            var changed: [(slot: UInt32, values: [[String]])] = []
            for slot in Set((0..<30).map { _ in UInt32.random(in: 0..<150, using: &generator) }) {
                let values = (0..<3).map { _ in
                    (0..<Int.random(in: 0...3, using: &generator)).map { _ in "v\(Int.random(in: 0..<5, using: &generator))" }
                }
                changed.append((slot: slot, values: values))
            }
            let removed = (0..<5).map { _ in UInt32.random(in: 0..<150, using: &generator) }
            index = index.updated(changed: changed, removed: removed)
            for document in changed { model[document.slot] = document.values }
            for slot in removed { model[slot] = nil }

            let matches = Bitmap(model.keys.filter { _ in Bool.random(using: &generator) })
            var chosen: [String: Set<String>] = [:]
            for facet in Self.facets where Bool.random(using: &generator) {
                chosen[facet] = Set((0..<Int.random(in: 0...2, using: &generator)).map { _ in "v\(Int.random(in: 0..<6, using: &generator))" })
            }
            func passes(_ slot: UInt32, except: Int?) -> Bool {
                Self.facets.indices.allSatisfy { facet in
                    guard facet != except, let wanted = chosen[Self.facets[facet]], !wanted.isEmpty else { return true }
                    return model[slot]?[facet].contains(where: wanted.contains) == true
                }
            }
            let answer = index.answer(for: matches, chosen: chosen)
            #expect(Set(answer.matches) == Set(matches.filter { passes($0, except: nil) }))
            for (facet, name) in Self.facets.enumerated() {
                for value in (0..<6).map({ "v\($0)" }) {
                    let expected = matches.filter { passes($0, except: facet) && model[$0]?[facet].contains(value) == true }.count
                    let found = answer.counts[name]?.first { $0.value == value }?.count ?? 0
                    #expect(found == expected)
                }
            }
        }
    }

    @Test func anUnknownFilterFindsNothing() {
        let only = Bitmap([0])
        let index = FacetIndex(facets: ["theme"], documents: [(slot: UInt32(0), values: [["health"]])])
        #expect(index.answer(for: only, chosen: ["theme": ["nonsense"]]).matches.isEmpty)
        #expect(index.answer(for: only, chosen: ["nonsense": ["health"]]).matches.isEmpty)
        #expect(index.answer(for: only, chosen: ["theme": []]).matches == only)
    }

    @Test(arguments: 0..<100)
    func pagesTogetherAreTheSortedWhole(seed: Int) {
        var generator = Generator(UInt64(seed))
        var (column, tie) = (SortColumn(), SortColumn())
        let slots = Set((0..<80).map { _ in UInt32.random(in: 0..<500, using: &generator) })
        for slot in slots {
            if Int.random(in: 0..<10, using: &generator) > 0 {
                column.set(SortKey.descending(Double.random(in: -2...2, using: &generator).rounded()), at: slot)
            }
            tie.set(UInt64(slot), at: slot)
        }
        let limit = Int.random(in: 1...30, using: &generator)
        var found: [UInt32] = []
        var cursor: PageCursor?
        repeat {
            let page = Paging.page(of: Bitmap(slots), by: column, tie: tie, after: cursor, limit: limit)
            #expect(page.slots.count == limit || page.next == nil)
            found += page.slots
            cursor = page.next.flatMap { PageCursor($0.description) }
        } while cursor != nil
        #expect(found == slots.sorted { (column.key(at: $0), $0) < (column.key(at: $1), $1) })
    }

    @Test func sortKeysKeepTheOrder() {
        let numbers: [Double] = [-.infinity, -3.5, -0.1, 0, 0.1, 2, .infinity, .nan]
        let keys = numbers.map { SortKey.ascending($0) }
        #expect(keys == keys.sorted())
        #expect(SortKey.ascending(-0.0) == SortKey.ascending(0.0))
        let falling = numbers.dropLast().reversed().map { SortKey.descending($0) } + [SortKey.descending(.nan)]
        #expect(falling == falling.sorted())
        let integers: [Int64] = [.min, -1, 0, 1, .max]
        #expect(integers.map { SortKey.ascending($0) } == integers.map { SortKey.ascending($0) }.sorted())
        #expect(integers.map { SortKey.descending($0) } == integers.map { SortKey.descending($0) }.sorted(by: >))
    }

    @Test(arguments: ["", "1", "1-", "-1", "1-2-3", "+1-2", "zzzzzzzzzzzzzzzz-1", "1-é"])
    func refusesForgedCursors(_ text: String) { #expect(PageCursor(text) == nil) }

    @Test func slotsAreReusedAfterRelease() {
        var slots = Slots<String>()
        #expect(slots.slot(for: "a") == 0)
        #expect(slots.slot(for: "b") == 1)
        #expect(slots.slot(for: "a") == 0)
        #expect(slots.release("a") == 0)
        #expect(slots.release("a") == nil)
        #expect(slots[0] == nil)
        #expect(slots.slot(for: "c") == 0)
        #expect(slots[0] == "c")
        #expect(slots.existing("b") == 1)
        #expect(slots.count == 2)
        #expect(slots[99] == nil)
    }

    @Test func bitmapsCombineLikeSets() {
        var generator = Generator(5)
        for _ in 0..<200 {
            let (a, b) = ((0..<40).map { _ in UInt32.random(in: 0..<400, using: &generator) }, (0..<20).map { _ in UInt32.random(in: 0..<300, using: &generator) })
            let (x, y) = (Bitmap(a), Bitmap(b))
            var (union, both, rest) = (x, x, x)
            union.formUnion(y)
            both.formIntersection(y)
            rest.subtract(y)
            #expect(Array(union) == Set(a).union(b).sorted())
            #expect(Array(both) == Set(a).intersection(b).sorted())
            #expect(rest == Bitmap(Set(a).subtracting(b)))
            #expect(x.intersectionCount(y) == both.count)
            #expect(both.isEmpty == Set(a).isDisjoint(with: b))
        }
    }
}
