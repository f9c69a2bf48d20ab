/// The life of a case as a page of the documentation, written from the table so that the two cannot part.
public enum CaseLifeDocument {
    public static var text: String {
        """
        # The life of a case

        Written from `Sources/Delivery/Cases/CaseAction.swift`; a test compares them. What is not in the table cannot happen.

        ```mermaid
        stateDiagram-v2
        \(arrows.joined(separator: "\n"))
        ```

        | action | from | whose turn | becomes | turn then | who | must say | public | can be taken back |
        | --- | --- | --- | --- | --- | --- | --- | --- | --- |
        \(CaseLife.table.map(line).joined(separator: "\n"))

        Beside the table: `advance` needs a further step of the service; `deliver` needs an outcome that gives something, `close` after a
        decision one that gives nothing; `close` after a
        delivery waits for the citizen's word, or for the service's days to pass; `rate` and `reopen` happen once; `reopen` needs a dispute or a poor rating, within the service's days.

        `interim` is for grievances and appeals; where the scheme asks for it, `advance`, `ask` and `wait` are not possible after the limit
        before it. `appeal` needs an authority that is left, and the days for it; after everything was given it needs a dispute or a poor
        rating. `revise` comes from the decision of an appeal, in its transaction; that one cannot be taken back. `redact` is not possible
        under a legal hold. Whoever is named in a case, or worked on the one before, can do nothing with it.

        """
    }

    private static func sorted(_ phases: Set<CasePhase>) -> [CasePhase] { CasePhase.allCases.filter(phases.contains) }

    /// Only what changes the phase: the others would hide it.
    private static var arrows: [String] {
        CaseLife.table.flatMap { row -> [String] in
            switch row.to {
            case .same: []
            case .phase(let next): sorted(row.from).map { "    \(name($0)) --> \(name(next)): \(row.action.rawValue)" }
            case .nextStep: sorted(row.from).map { "    \(name($0)) --> \(name(.inStep)): \(row.action.rawValue)" }
            }
        }
    }

    private static func name(_ phase: CasePhase) -> String { phase.rawValue.replacing("-", with: "_") }

    private static func line(_ row: CaseTransition) -> String {
        let becomes =
            switch row.to {
            case .same: ""
            case .phase(let phase): phase.rawValue
            case .nextStep: "in-step (the next)"
            }
        let turn =
            switch row.turn {
            case .same: ""
            case .turn(let turn): turn.rawValue
            case .named: "as said"
            }
        let cells = [
            row.action.rawValue, sorted(row.from).map(\.rawValue).joined(separator: ", "),
            CaseTurn.allCases.filter(row.turns.contains).map(\.rawValue).joined(separator: ", "), becomes, turn,
            CaseActor.allCases.filter(row.actors.contains).map(\.rawValue).joined(separator: ", "),
            row.needs.map(\.rawValue).joined(separator: ", "), row.isPublic ? "yes" : "no", row.isUndoable ? "yes" : "",
        ]
        return "| " + cells.joined(separator: " | ") + " |"
    }
}
