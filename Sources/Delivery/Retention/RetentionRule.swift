import Platform

/// How long a case is kept after its end, by its category and outcome; what is left out fits anything.
public struct RetentionRule: Sendable, Equatable, Codable {
    public var category: String?
    public var outcome: CaseOutcome?
    /// Calendar days after the end.
    public var days: Int

    public init(category: String? = nil, outcome: CaseOutcome? = nil, days: Int) {
        self.category = category
        self.outcome = outcome
        self.days = days
    }

    static let most = 36_500

    func issues() -> [FieldIssue] {
        (1...Self.most).contains(days) ? [] : [FieldIssue("days", "error.limit-range", ["value": String(days), "most": String(Self.most)])]
    }

    private func fits(_ category: String?, _ outcome: CaseOutcome?) -> Bool {
        (self.category == nil || self.category == category) && (self.outcome == nil || self.outcome == outcome)
    }

    private var weight: Int { (category == nil ? 0 : 2) + (outcome == nil ? 0 : 1) }

    /// The days that hold for a case: those of the rule that says most about it, the longest of equals; nil: it is kept.
    static func days(_ rules: [RetentionRule], category: String?, outcome: CaseOutcome?) -> Int? {
        rules.filter { $0.fits(category, outcome) }.max { ($0.weight, $0.days) < ($1.weight, $1.days) }?.days
    }
}
