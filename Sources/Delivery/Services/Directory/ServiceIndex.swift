import Language
import Platform
import SQL
import Synchronization

/// What the directory can be narrowed by. The raw value is the name in the address.
public enum ServiceFacet: String, Sendable, CaseIterable {
    case event, audience = "for", country, ministry, agency, office, state
}

/// The public directory in memory: words, facets and order, the same on both engines.
///
/// A snapshot is a value: a search keeps the one that it began with. It is brought up to date inside the read that uses it, by
/// the audit's sequence number. **A change of a service that is not audited with the kind `service` is not seen by it.**
final class ServiceIndex: Sendable {
    private let current = Mutex<Snapshot?>(nil)

    func snapshot(_ connection: any Connection) throws -> Snapshot {
        let head = try Audit.head(connection)
        let known = current.withLock { $0 }
        if let known, known.sequence >= head { return known }
        let fresh = try known?.updated(connection, to: head) ?? Snapshot(connection, at: head)
        current.withLock { held in
            if (held?.sequence ?? -1) < fresh.sequence { held = fresh }
        }
        return fresh
    }

    struct Snapshot: Sendable {
        private(set) var sequence: Int64
        private(set) var index: SearchIndex
        private(set) var facets: FacetIndex
        private(set) var slots = Slots<ID<Service>>()
        private(set) var order = SortColumn()
        private(set) var ties = SortColumn()

        init(_ connection: any Connection, at head: Int64) throws {
            var placed: [(slot: UInt32, entry: Entry)] = []
            sequence = head
            for entry in try Entry.read(connection, "") where entry.isPublic {
                let slot = slots.slot(for: entry.id)
                entry.place(at: slot, &order, &ties)
                placed.append((slot, entry))
            }
            index = SearchIndex(
                placed.map { (slot: $0.slot, tokens: $0.entry.tokens) }, parameters: .init(weights: ServiceListing.weights))
            facets = FacetIndex(
                facets: ServiceFacet.allCases.map(\.rawValue), documents: placed.map { (slot: $0.slot, values: $0.entry.facets) })
        }

        /// This snapshot with the services that were written since.
        func updated(_ connection: any Connection, to head: Int64) throws -> Snapshot {
            let ids = try Audit.changes(connection, since: sequence, kind: "service").compactMap { ID<Service>($0) }
            // Past a share of the directory a fresh build costs less than many changes.
            if ids.count > max(500, slots.count / 4) { return try Snapshot(connection, at: head) }
            var next = self
            next.sequence = head
            guard !ids.isEmpty else { return next }
            var changed: [(slot: UInt32, entry: Entry)] = []
            var missing = Set(ids)
            for entry in try Entry.read(connection, "WHERE s.id IN \(in: ids)") where entry.isPublic {
                missing.remove(entry.id)
                let slot = next.slots.slot(for: entry.id)
                entry.place(at: slot, &next.order, &next.ties)
                changed.append((slot, entry))
            }
            let removed = missing.compactMap { next.slots.release($0) }
            next.index = index.updated(changed: changed.map { (slot: $0.slot, tokens: $0.entry.tokens) }, removed: removed)
            next.facets = facets.updated(changed: changed.map { (slot: $0.slot, values: $0.entry.facets) }, removed: removed)
            return next
        }
    }

    /// What the index keeps of one listing.
    private struct Entry {
        let id: ID<Service>
        let isPublic: Bool
        let tokens: DocumentTokens
        let facets: [[String]]
        let sortTitle: String

        static func read(_ connection: any Connection, _ condition: SQL) throws -> [Entry] {
            var stale: [ID<Service>] = []
            var entries = try connection.query("""
                SELECT s.id, s.state, s.listed, s.country, l.sort_title, l.organisation, l.ministry, l.offices, l.life_events,
                    l.audiences, l.terms
                FROM service s LEFT JOIN service_listing l ON l.service_id = s.id \(condition) ORDER BY s.id
                """
            ).compactMap { row -> Entry? in
                let entry = try Entry(row)
                if entry == nil { stale.append(try row["id"]) }
                return entry
            }
            // Written before there was a directory, or by another version of the rules.
            for service in try ServiceStore.list(connection, ids: stale) {
                entries.append(Entry(service, try ServiceListing(connection, service)))
            }
            return entries
        }

        private init?(_ row: Row) throws {
            let terms: [UInt8]? = try row["terms"]
            guard let terms else { return nil }
            do {
                tokens = try DocumentTokens(stored: terms)
            } catch DocumentTokensError.otherVersion {
                return nil
            }
            func list(_ column: String) throws -> [String] {
                let text: String = try row[column]
                return text.split(separator: " ").map(String.init)
            }
            id = try row["id"]
            let (state, listed): (String, Int) = (try row["state"], try row["listed"])
            isPublic = state == Service.State.open.rawValue || listed == 1
            sortTitle = try row["sort_title"]
            facets = Self.facets(
                events: try list("life_events"), audiences: try list("audiences"), country: try row["country"],
                ministry: try row["ministry"], agency: try row["organisation"], offices: try list("offices"), state: state)
        }

        private init(_ service: Service, _ listing: ServiceListing) {
            id = service.id
            isPublic = service.isPublic
            tokens = listing.tokens
            sortTitle = listing.sortTitle
            facets = Self.facets(
                events: listing.lifeEvents, audiences: listing.audiences, country: service.country, ministry: listing.ministry,
                agency: listing.organisation, offices: listing.offices, state: service.state.rawValue)
        }

        private static func facets(
            events: [String], audiences: [String], country: String?, ministry: String, agency: String, offices: [String], state: String
        ) -> [[String]] {
            ServiceFacet.allCases.map { facet in
                switch facet {
                case .event: events
                case .audience: audiences
                case .country: country.map { [$0] } ?? []
                case .ministry: [ministry]
                case .agency: [agency]
                case .office: offices
                case .state: [state]
                }
            }
        }

        func place(at slot: UInt32, _ order: inout SortColumn, _ ties: inout SortColumn) {
            let name = TitleKey(sortTitle)
            order.set(name.first, at: slot)
            ties.set(name.rest << 34 | id.tieBreaker & (1 << 34 - 1), at: slot)
        }
    }
}

/// The first eighteen letters of a folded name as two numbers: enough to put a list in order, the same on each node.
///
/// Many services begin with the same word ("Application for …"), so eight plain bytes would not do.
struct TitleKey {
    /// Twelve letters of five bits.
    let first: UInt64
    /// Six more.
    let rest: UInt64

    init(_ name: String) {
        let codes = name.unicodeScalars.prefix(18).map { scalar -> UInt64 in
            switch scalar {
            case "a"..."z": UInt64(scalar.value - 97) + 3
            case "0"..."9": 2
            default: scalar.isASCII ? 1 : 30
            }
        } + Array(repeating: 0, count: max(0, 18 - name.unicodeScalars.count))
        first = codes.prefix(12).reduce(0) { $0 << 5 | $1 }
        rest = codes.dropFirst(12).reduce(0) { $0 << 5 | $1 }
    }
}
