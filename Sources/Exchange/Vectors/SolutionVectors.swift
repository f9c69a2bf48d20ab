public import Language
import Platform
import SQL
import Synchronization

/// The public solutions' vectors in memory, and how near each is to a text.
///
///     let vectors = SolutionVectors(encoder: encoder)
///     let query = try await vectors.encoder.encode([text])[0]              // outside any transaction
///     let found = try await database.read { connection in
///         try vectors.similarities(connection, to: query, in: try catalogue.snapshot(connection))
///     }
///
/// Fresh by the audit, as `CatalogueIndex` is: what another node has encoded is seen at the next request.
public final class SolutionVectors: Sendable {
    public let encoder: any TextEncoder
    private let label: String
    private let current = Mutex<Snapshot?>(nil)
    private let places = Mutex<Places?>(nil)

    public init(encoder: any TextEncoder) {
        self.encoder = encoder
        label = VectorText.label(of: encoder)
    }

    /// The snapshot as of this transaction.
    func snapshot(_ connection: any Connection) throws -> Snapshot {
        let head = try Audit.head(connection)
        let known = current.withLock { $0 }
        if let known, known.sequence >= head { return known }
        let fresh = try known?.updated(connection, label, to: head) ?? Snapshot.read(connection, label, at: head)
        current.withLock { held in
            if (held?.sequence ?? -1) < fresh.sequence { held = fresh }
        }
        return fresh
    }

    /// The cosine of each solution's text with the query, by the slots of the catalogue's snapshot; nil where there is no vector.
    ///
    /// - Parameter query: as `encoder` gives it. Of another length than the stored ones it throws `EncoderError`.
    func similarities(
        _ connection: any Connection, to query: [Float], in catalogue: CatalogueIndex.Snapshot
    ) throws -> [Float?] {
        let snapshot = try snapshot(connection)
        guard snapshot.slots.count > 0 else { return [] }
        let cosines = try snapshot.nearness(to: query)
        return places(of: snapshot, in: catalogue).map { row in
            guard row < cosines.count else { return nil }
            let cosine = cosines[Int(row)]
            return cosine.isNaN ? nil : cosine
        }
    }

    /// For each slot of the catalogue the row of its vector: found once, and used until one of both changes.
    private struct Places: Sendable {
        let catalogue: Int64
        let vectors: Int64
        let rows: [UInt32]
    }

    private func places(of snapshot: Snapshot, in catalogue: CatalogueIndex.Snapshot) -> [UInt32] {
        if let known = places.withLock({ $0 }), known.catalogue == catalogue.sequence, known.vectors == snapshot.sequence {
            return known.rows
        }
        let rows = (0..<catalogue.slots.end).map { slot in
            catalogue.slots[slot].flatMap { snapshot.slots.existing($0) } ?? .max
        }
        places.withLock { $0 = Places(catalogue: catalogue.sequence, vectors: snapshot.sequence, rows: rows) }
        return rows
    }

    struct Snapshot: Sendable {
        let sequence: Int64
        private(set) var slots = Slots<ID<Solution>>()
        private(set) var table: VectorTable?

        /// All vectors of an encoder.
        static func read(_ connection: any Connection, _ label: String, at head: Int64) throws -> Snapshot {
            let snapshot = try Snapshot(connection, label, at: head)
            Memory.giveBack()
            return snapshot
        }

        private init(_ connection: any Connection, _ label: String, at head: Int64) throws {
            sequence = head
            try SolutionVectorStore.forEach(connection, label, since: -1) { id, vector in
                if let vector { place(vector, id) }
            }
        }

        private init(_ older: Snapshot, at head: Int64) {
            sequence = head
            slots = older.slots
            table = older.table
        }

        /// How near each row's vector is, NaN where there is none.
        func nearness(to query: [Float]) throws -> [Float] {
            guard let table else { return [] }
            guard table.dimension == query.count else {
                throw EncoderError(
                    .input,
                    "The stored vectors have \(table.dimension) numbers, the encoder's have \(query.count): make them anew with “sangam vectors --anew”.")
            }
            return table.nearness(to: query)
        }

        /// This snapshot with what was encoded, and without what was taken back, since.
        func updated(_ connection: any Connection, _ label: String, to head: Int64) throws -> Snapshot {
            let ids = try Audit.changes(connection, since: sequence, kind: "solution").compactMap { ID<Solution>($0) }
            let anew = try !Audit.changes(connection, since: sequence, kind: EncodeSolutions.resetKind).isEmpty
            if anew || ids.count > max(1_000, slots.count / 4) { return try Snapshot.read(connection, label, at: head) }
            var fresh = Snapshot(self, at: head)
            let known = try SolutionVectorStore.known(connection, of: ids)
            for id in ids where !known.contains(id) { fresh.remove(id) }
            try SolutionVectorStore.forEach(connection, label, since: sequence) { id, vector in
                if let vector { fresh.place(vector, id) } else { fresh.remove(id) }
            }
            return fresh
        }

        /// Vectors of another length than the first are left out: they are of a model that had the same name.
        private mutating func place(_ vector: ShortVector, _ id: ID<Solution>) {
            var vectors = table ?? VectorTable(dimension: vector.numbers.count)
            table = nil  // So that only `vectors` holds the memory, and it is changed where it lies.
            if vectors.dimension == vector.numbers.count { vectors.set(vector, at: slots.slot(for: id)) }
            table = vectors
        }

        private mutating func remove(_ id: ID<Solution>) {
            if let slot = slots.release(id) { table?.remove(slot) }
        }
    }
}
