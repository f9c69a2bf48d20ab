public import Platform

/// Why an action of this room did not happen. Nothing was written.
public enum Refusal: Error, Sendable, Equatable {
    case notFound
    case denied(Decision)
    /// Each fault with its field; what was typed stays with the caller.
    case invalid([ContentIssue])
    /// Somebody else changed the record since it was opened.
    case changedMeanwhile(by: String, at: Timestamp)
}

extension Decision {
    /// Throws the refusal that this decision stands for, if it is one.
    func orRefuse() throws {
        if !allowed { throw Refusal.denied(self) }
    }
}
