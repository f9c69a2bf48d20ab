public import Language
public import Platform
public import SQL

/// Gives public solutions the vectors that they lack.
///
/// Texts are read in one transaction, encoded outside of any, and the vectors written in another. What changed in between is seen by
/// its listing's time and encoded again. A run that is broken off has lost its last batch only.
public enum EncodeSolutions {
    /// What a run did, in solutions.
    public struct Outcome: Sendable, Equatable {
        public var encoded = 0
        /// Changed in something else than their text.
        public var unchanged = 0
        /// Without a text in a language that the encoder understands.
        public var unreadable = 0

        public init() {}
        public var total: Int { encoded + unchanged + unreadable }
    }

    static let kind = "solution-vectors"
    static let resetKind = "solution-vectors-reset"

    /// Encodes all that lack a vector; `report` is told how many of how many are done.
    public static func all(
        _ services: Services, _ principal: Principal, encoder: any TextEncoder, batch: Int = 64,
        until deadline: ContinuousClock.Instant? = nil, report: (_ done: Int, _ total: Int) -> Void = { _, _ in }
    ) async throws -> Outcome {
        let label = VectorText.label(of: encoder)
        let total = try await services.database.read { try SolutionVectorStore.countWanted($0, label) }
        var outcome = Outcome()
        var last: ID<Solution>?
        while deadline.map({ $0 > .now }) ?? true {
            let after = last
            let wanted = try await services.database.read {
                try SolutionVectorStore.wanted($0, label, after: after, limit: batch)
            }
            guard let end = wanted.last else { break }
            last = end.id
            try await encode(wanted, services, principal, encoder, &outcome)
            report(outcome.total, max(total, outcome.total))
        }
        return outcome
    }

    /// Encodes those of these that lack a vector.
    static func some(
        _ ids: [ID<Solution>], _ services: Services, _ principal: Principal, encoder: any TextEncoder
    ) async throws -> Outcome {
        let label = VectorText.label(of: encoder)
        let wanted = try await services.database.read { try SolutionVectorStore.wanted($0, label, of: ids) }
        var outcome = Outcome()
        for start in stride(from: 0, to: wanted.count, by: jobBatch) {
            let part = Array(wanted[start..<min(start + jobBatch, wanted.count)])
            try await encode(part, services, principal, encoder, &outcome)
        }
        return outcome
    }

    /// Forgets all vectors, so that the next run makes them anew.
    public static func forget(_ services: Services, _ principal: Principal) async throws {
        let now = services.now
        try await services.database.write { connection in
            try SolutionVectorStore.deleteAll(connection)
            try Audit.record(connection, by: principal, at: now, "delete", resetKind, "all", before: nil, after: nil)
        }
    }

    /// How many solutions have a vector of this encoder.
    public static func count(_ connection: any Connection, encoder: any TextEncoder) throws -> Int {
        try SolutionVectorStore.count(connection, VectorText.label(of: encoder))
    }

    /// So few at once that a job leaves the processor to others now and then.
    static let jobBatch = 8

    private static func encode(
        _ wanted: [SolutionVectorStore.Wanted], _ services: Services, _ principal: Principal, _ encoder: any TextEncoder,
        _ outcome: inout Outcome
    ) async throws {
        let label = VectorText.label(of: encoder)
        var same: [SolutionVectorStore.Wanted] = []
        var fresh: [SolutionVectorStore.Fresh] = []
        var texts: [(wanted: SolutionVectorStore.Wanted, text: String, hash: String)] = []
        for one in wanted {
            let text = VectorText.of(one.content, for: encoder)
            let hash = VectorText.hash(text ?? "")
            if one.knownHash == hash {
                same.append(one)
            } else if let text {
                texts.append((one, text, hash))
            } else {
                fresh.append(.init(wanted: one, hash: hash, numbers: nil))
            }
        }
        let vectors = try await encoder.encode(texts.map(\.text))
        for (one, vector) in zip(texts, vectors) {
            fresh.append(.init(wanted: one.wanted, hash: one.hash, numbers: ShortVector(vector).stored))
        }
        let (unchanged, written, now) = (same, fresh, services.now)
        try await services.database.write { connection in
            try SolutionVectorStore.confirm(connection, unchanged)
            let count = try SolutionVectorStore.write(connection, label, written)
            guard count > 0 else { return }
            try Audit.record(
                connection, by: principal, at: now, "encode", kind, label, before: nil,
                after: ["solutions": .string(String(count))])
        }
        outcome.encoded += texts.count
        outcome.unchanged += same.count
        outcome.unreadable += wanted.count - texts.count - same.count
    }
}
