/// How well a solution's results are shown, derived from its content and its reviews; nobody can set it by hand.
public enum EvidenceLevel: String, Sendable, CaseIterable, Codable {
    /// It says what it does, but gives no figure.
    case described
    /// It gives figures, at least one of them without a source or a date.
    case declared
    /// At least one figure has its value, its date and its source.
    case sourced
    /// A reviewer has seen the evidence of at least one SDG claim.
    case evidenced

    public static func of(_ content: SolutionContent, evidencedTargets: Int) -> EvidenceLevel {
        if evidencedTargets > 0 { return .evidenced }
        func filled(_ text: String?) -> Bool { !(text ?? "").isEmpty }
        let figures = content.indicators.filter { $0.value != nil }
        let comparison = content.tcv.flatMap { $0.after?.isEmpty == false ? $0 : nil }
        if figures.contains(where: { filled($0.date) && filled($0.source) }) || filled(comparison?.source) {
            return .sourced
        }
        return figures.isEmpty && comparison == nil ? .described : .declared
    }
}
