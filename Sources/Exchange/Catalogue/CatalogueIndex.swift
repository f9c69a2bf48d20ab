import Language
import Platform
import SQL
import Synchronization

/// The public catalogue in memory: words, facets and orders, the same on both engines.
///
/// A snapshot is a value: a search keeps the one that it began with. It is brought up to date inside the read that uses it,
/// by the audit's sequence number, so that a node sees what another node has published at its next request.
final class CatalogueIndex: Sendable {
    private let current = Mutex<Snapshot?>(nil)

    /// The snapshot as of this transaction.
    func snapshot(_ connection: any Connection) throws -> Snapshot {
        let head = try Audit.head(connection)
        let known = current.withLock { $0 }
        if let known, known.sequence >= head { return known }
        let fresh = try known?.updated(connection, to: head) ?? Snapshot.read(connection, at: head)
        current.withLock { held in
            if (held?.sequence ?? -1) < fresh.sequence { held = fresh }
        }
        return fresh
    }

    struct Snapshot: Sendable {
        let sequence: Int64
        let index: SearchIndex
        let facets: FacetIndex
        let slots: Slots<ID<Solution>>
        /// Each order's key, and the tie-breaker that is the same on all nodes.
        let orders: [SolutionOrder: SortColumn]
        let ties: SortColumn
        let match: MatchColumns
        let count: Int

        /// The whole catalogue.
        static func read(_ connection: any Connection, at head: Int64) throws -> Snapshot {
            let snapshot = try Snapshot(connection, at: head)
            // Arrays that grow with the catalogue leave as much behind as they hold.
            Memory.giveBack()
            return snapshot
        }

        private init(_ connection: any Connection, at head: Int64) throws {
            var words = SearchIndex.Builder(parameters: .init(weights: SearchText.weights))
            var facets = FacetIndex(facets: SolutionFacet.allCases.map(\.rawValue), documents: [])
            var slots = Slots<ID<Solution>>()
            var orders = Dictionary(uniqueKeysWithValues: SolutionOrder.stored.map { ($0, SortColumn()) })
            var ties = SortColumn()
            var match = MatchColumns()
            // Row by row: all rows together take several times the memory of what is made of them.
            try connection.forEach(
                "SELECT \(Entry.columns) FROM \(Entry.tables) ORDER BY solution_listing.solution_id"
            ) { row in
                let entry = try Entry(row, connection)
                let slot = slots.slot(for: entry.id)
                words.add(slot: slot, tokens: entry.tokens)
                facets.add(entry.facets, at: slot)
                entry.place(at: slot, &orders, &ties)
                if let facts = try entry.match ?? MatchFactsStore.read(connection, entry.id) { match.set(facts, at: slot) }
                return true
            }
            index = words.finish()
            self.facets = facets
            self.slots = slots
            self.orders = orders
            self.ties = ties
            self.match = match
            sequence = head
            count = slots.count
        }

        private init(
            sequence: Int64, index: SearchIndex, facets: FacetIndex, slots: Slots<ID<Solution>>,
            orders: [SolutionOrder: SortColumn], ties: SortColumn, match: MatchColumns
        ) {
            self.sequence = sequence
            self.index = index
            self.facets = facets
            self.slots = slots
            self.orders = orders
            self.ties = ties
            self.match = match
            count = slots.count
        }

        /// This snapshot with the solutions that were written since.
        func updated(_ connection: any Connection, to head: Int64) throws -> Snapshot {
            let ids = try Audit.changes(connection, since: sequence, kind: "solution").compactMap { ID<Solution>($0) }
            // Past a share of the catalogue a fresh build costs less than many changes.
            if ids.count > max(1_000, count / 4) { return try Snapshot.read(connection, at: head) }
            var changed: [(slot: UInt32, entry: Entry)] = []
            var slots = slots
            var orders = orders
            var ties = ties
            var match = match
            var missing = Set(ids)
            if !ids.isEmpty {
                try connection.forEach(
                    "SELECT \(Entry.columns) FROM \(Entry.tables) WHERE solution_listing.solution_id IN \(in: ids)"
                ) { row in
                    let entry = try Entry(row, connection)
                    missing.remove(entry.id)
                    let slot = slots.slot(for: entry.id)
                    entry.place(at: slot, &orders, &ties)
                    changed.append((slot, entry))
                    return true
                }
            }
            for (slot, entry) in changed {
                if let facts = try entry.match ?? MatchFactsStore.read(connection, entry.id) { match.set(facts, at: slot) }
            }
            let removed = missing.compactMap { slots.release($0) }
            return Snapshot(
                sequence: head,
                index: index.updated(
                    changed: changed.map { (slot: $0.slot, tokens: $0.entry.tokens) }, removed: removed),
                facets: facets.updated(
                    changed: changed.map { (slot: $0.slot, values: $0.entry.facets) }, removed: removed),
                slots: slots, orders: orders, ties: ties, match: match)
        }
    }

    /// What the index keeps of one listing.
    private struct Entry {
        static let tables: SQL = """
            solution_listing LEFT JOIN solution_match ON solution_match.solution_id = solution_listing.solution_id
            """
        static let columns: SQL = """
            solution_listing.solution_id, facts, sort_title, countries, stage, evidence, state, themes, goals, languages, published_at,
            updated_at, terms
            """
        let id: ID<Solution>
        let tokens: DocumentTokens
        /// Nil when another version of the program wrote them.
        var match: MatchFacts?
        let facets: [[String]]
        let sortTitle: String
        let publishedAt: Timestamp
        let updatedAt: Timestamp

        init(_ row: Row, _ connection: any Connection) throws {
            let id: ID<Solution> = try row["solution_id"]
            self.id = id
            do {
                tokens = try DocumentTokens(stored: try row["terms"])
            } catch DocumentTokensError.otherVersion {
                // `ListingRenewal` has not come to it yet.
                tokens = try SolutionListing.tokens(connection, of: id) ?? DocumentTokens(fields: [])
            }
            let stored: String? = try row["facts"]
            match = stored.flatMap { MatchFacts(stored: $0) }
            sortTitle = try row["sort_title"]
            publishedAt = try row["published_at"]
            updatedAt = try row["updated_at"]
            let countries = SolutionListing.list(try row["countries"])
            let facts = countries.compactMap { Countries.shared.country($0) }
            let stage: String? = try row["stage"]
            let evidence: String = try row["evidence"]
            let state: String = try row["state"]
            let regions = Array(Set(facts.map(\.region)))
            let incomes = Array(Set(facts.compactMap { $0.incomeGroup(in: .max) }))
            let themes = SolutionListing.list(try row["themes"])
            let goals = SolutionListing.list(try row["goals"])
            let languages = SolutionListing.list(try row["languages"])
            facets = SolutionFacet.allCases.map { facet in
                switch facet {
                case .theme: themes
                case .goal: goals
                case .country: countries
                case .region: regions
                case .income: incomes
                case .stage: stage.map { [$0] } ?? []
                case .evidence: [evidence]
                case .language: languages
                case .state: [state]
                }
            }
        }

        func place(at slot: UInt32, _ orders: inout [SolutionOrder: SortColumn], _ ties: inout SortColumn) {
            orders[.newest]?.set(SortKey.descending(publishedAt.milliseconds), at: slot)
            orders[.updated]?.set(SortKey.descending(updatedAt.milliseconds), at: slot)
            orders[.title]?.set(titleKey, at: slot)
            ties.set(id.tieBreaker, at: slot)
        }

        /// The first eight bytes of the folded title: enough to put a list in order, the same on each node.
        private var titleKey: UInt64 {
            var key: UInt64 = 0
            var taken = 0
            for byte in sortTitle.utf8.prefix(8) {
                key = key << 8 | UInt64(byte)
                taken += 1
            }
            return key << UInt64(8 * (8 - taken))
        }
    }
}

/// What the public list can be narrowed by. The raw value is the name in the address.
public enum SolutionFacet: String, Sendable, CaseIterable {
    case theme, goal = "sdg", country, region, income, stage, evidence, language
    /// Not shown as a facet: archived solutions are left out unless asked for.
    case state
}

/// The orders of the public list.
public enum SolutionOrder: String, Sendable, CaseIterable {
    /// Best first, when something was searched for.
    case relevance
    case newest, updated, title

    static let stored: [SolutionOrder] = [.newest, .updated, .title]
}
