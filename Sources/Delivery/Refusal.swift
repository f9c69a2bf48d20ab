public import Platform
import Web

/// Why an action of this room did not happen. Nothing was written.
public enum Refusal: Error, Sendable, Equatable {
    case notFound
    case denied(Decision)
    /// Each fault with its field; what was typed stays with the caller.
    case invalid([FieldIssue])
    /// Somebody else changed the record since it was opened.
    case changedMeanwhile

    /// What Web renders: a problem, or field errors that a form shows again.
    func thrown() -> any Error {
        switch self {
        case .notFound: Problem.notFound
        case .denied(let decision): Problem.forbidden(decision)
        case .invalid(let issues): FieldErrors(issues.map { FieldError($0.field, $0.key, $0.facts) })
        case .changedMeanwhile: Problem.conflict("problem.changed-meanwhile.detail")
        }
    }
}

extension Decision {
    /// Throws the refusal that this decision stands for, if it is one.
    func orRefuse() throws {
        if !allowed { throw Refusal.denied(self) }
    }
}

/// Runs an action of this room; its refusals become what Web renders.
func answering<Value>(_ body: () async throws -> Value) async throws -> Value {
    do {
        return try await body()
    } catch let refusal as Refusal {
        throw refusal.thrown()
    } catch let found as FieldIssues {
        throw Refusal.invalid(found.issues).thrown()
    }
}
