public import SQL

/// What a check of the whole chain found.
public struct AuditVerdict: Sendable, Equatable {
    /// How many entries were found sound before the first fault, or in all.
    public let checked: Int64
    /// The first fault; nil when the chain is sound.
    public let fault: AuditFault?

    public var isSound: Bool { fault == nil }
}

/// The first place where the chain does not hold.
public struct AuditFault: Sendable, Equatable, CustomStringConvertible {
    public enum Kind: String, Sendable, CaseIterable {
        /// Its content or its hash is not what was written.
        case changed
        /// It is not there, though entries after it are.
        case removed
        /// Another entry stands in its place.
        case reordered
        /// It was not written by the program.
        case added
        /// It and all entries after it are not there.
        case cutOff = "cut off"
    }

    public let kind: Kind
    /// The place in the chain.
    public let sequence: Int64
    /// What the entry at that place says it is about; nil when no entry is there.
    public let recordKind: String?
    public let recordID: String?
    public let at: Timestamp?

    public var description: String {
        var text = "Audit entry \(sequence) was \(kind.rawValue)"
        if let recordKind, let recordID { text += " (it says: \(recordKind) \(recordID)" }
        if let at { text += ", at \(ISOTime.dateTime(at)))" }
        return text + "."
    }
}

extension Audit {
    /// Reads the whole chain, entry by entry, and names the first that was changed, removed, reordered, added or cut off.
    ///
    /// Memory stays small however long the chain is. `progress` is called now and then with how many are done, of how many.
    public static func verify(
        _ connection: any Connection, progress: (_ done: Int64, _ total: Int64) -> Void = { _, _ in }
    ) throws -> AuditVerdict {
        let head = try connection.ask(chainHead)
        var done: Int64 = 0
        var hash = ""
        var hashBefore: String?
        var fault: AuditFault?
        try connection.forEach("SELECT \(columns) FROM audit_entry ORDER BY sequence") { row in
            let found = Found(sequence: try row["sequence"], hash: try row["hash"], line: try line(row))
            if found.sequence != done + 1 {
                // A number below 1 or a doubled one cannot come from the program either.
                fault = found.sequence > done + 1 ? .init(.removed, at: done + 1) : .init(.added, found)
                return false
            }
            if found.line.hash(after: hash) != found.hash {
                fault = try diagnose(connection, found, follows: hash, hashBefore: hashBefore, headSequence: head.sequence)
                return false
            }
            done += 1
            hashBefore = hash
            hash = found.hash
            if done.isMultiple(of: 1000) { progress(done, max(done, head.sequence)) }
            return true
        }
        if fault == nil {
            if done < head.sequence {
                fault = .init(.cutOff, at: done + 1)
            } else if done > head.sequence {
                fault = try find(connection, head.sequence + 1).map { .init(.added, $0) }
            } else if hash != head.hash {
                fault = try find(connection, done).map { .init(.changed, $0) } ?? .init(.changed, at: done)
            }
        }
        progress(done, max(done, head.sequence))
        return AuditVerdict(checked: done, fault: fault)
    }

    fileprivate struct Found {
        let sequence: Int64
        let hash: String
        let line: AuditLine
    }

    /// Tells what happened at the first entry that does not follow the entry before it.
    private static func diagnose(
        _ connection: any Connection, _ found: Found, follows hash: String, hashBefore: String?, headSequence: Int64
    ) throws -> AuditFault {
        // It follows the entry before the last one: then the last one was put between them, well sealed.
        if let hashBefore, found.line.hash(after: hashBefore) == found.hash,
            let forged = try find(connection, found.sequence - 1)
        {
            return AuditFault(.added, forged)
        }
        // The numbers may have been written anew to hide a gap or a guest; their count tells.
        let last: Int64 = try connection.value("SELECT MAX(sequence) FROM audit_entry") ?? 0
        if last < headSequence { return AuditFault(.removed, at: found.sequence) }
        if last > headSequence { return AuditFault(.added, found) }
        // The rightful entry may stand further on.
        var moved = false
        try connection.forEach(
            "SELECT \(columns) FROM audit_entry WHERE sequence > \(found.sequence) ORDER BY sequence"
        ) { row in
            moved = try line(row).hash(after: hash) == row["hash"]
            return !moved
        }
        return AuditFault(moved ? .reordered : .changed, found)
    }

    private static func find(_ connection: any Connection, _ sequence: Int64) throws -> Found? {
        try connection.first("SELECT \(columns) FROM audit_entry WHERE sequence = \(sequence)").map { row in
            Found(sequence: sequence, hash: try row["hash"], line: try line(row))
        }
    }
}

extension AuditFault {
    fileprivate init(_ kind: Kind, at sequence: Int64) {
        self.init(kind: kind, sequence: sequence, recordKind: nil, recordID: nil, at: nil)
    }

    fileprivate init(_ kind: Kind, _ found: Audit.Found) {
        self.init(
            kind: kind, sequence: found.sequence, recordKind: found.line.kind, recordID: found.line.record,
            at: found.line.at)
    }
}
