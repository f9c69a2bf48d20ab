import Platform
import Web

/// How a refusal of this room's actions is told to the outside: one place for pages and the API.
extension Refusal {
    /// Throws what Web renders: a problem, or field errors that a form shows again.
    func thrown() -> any Error {
        switch self {
        case .notFound: Problem.notFound
        case .denied(let decision): Problem.forbidden(decision)
        case .invalid(let issues): FieldErrors(issues.map { FieldError($0.field, $0.key, $0.facts) })
        case .changedMeanwhile(let name, _):
            Problem(
                status: .conflict, code: "changed-meanwhile", titleKey: "problem.changed-meanwhile.title",
                detailKey: name.isEmpty ? "problem.changed-meanwhile.detail" : "problem.changed-by",
                facts: ["name": name])
        }
    }
}

extension ImportRefused {
    /// The faults of a file as field errors: "row 3, theme".
    func fieldErrors() -> FieldErrors {
        FieldErrors(problems.map { FieldError($0.field.isEmpty ? $0.record : "\($0.record), \($0.field)", $0.key, $0.facts) })
    }
}

/// Runs an action of this room; its refusals become what Web renders.
func answering<Value>(_ body: () async throws -> Value) async throws -> Value {
    do {
        return try await body()
    } catch let refusal as Refusal {
        throw refusal.thrown()
    } catch let refused as ImportRefused {
        throw refused.fieldErrors()
    } catch let error as CSVError {
        throw Problem.badRequest(error.key, error.facts)
    }
}
