import Foundation
import Platform

/// Appeals: when one is possible, who may hear it, and what its definition is. Pure.
public enum AppealRules {
    public static let mostTiers = 5

    /// Who must not hear an appeal: everybody who acted for an office on one of the cases before it, or whom it was given to.
    static func workedOn(_ histories: [[CaseEvent]]) -> Set<CaseBar> {
        var bars: Set<CaseBar> = []
        for event in histories.joined() {
            if let person = event.facts.person { bars.insert(.person(person)) }
            if event.part != .citizen, let person = person(event.actor) { bars.insert(.person(person)) }
        }
        return bars
    }

    /// Whom the audit's name of an actor stands for: `person:…` or `token:… of person:…`.
    static func person(_ actor: String) -> ID<Person>? {
        actor.range(of: "person:", options: .backwards).flatMap { ID<Person>(String(actor[$0.upperBound...])) }
    }

    /// Why there is no appeal now; nil when there is one. The reason is a key of the catalogue.
    ///
    /// What gave everything that was asked for can be appealed against only after a dispute or a poor opinion.
    static func obstacle(_ record: Case, at now: Timestamp) -> String? {
        guard let tier = record.nextTier else { return "case.obstacle.no-appeal" }
        if let obstacle = record.state.obstacle(.appeal, by: .citizen) { return obstacle }
        guard let decided = record.state.decidedAt else { return "case.obstacle.not-now" }
        let isUnhappy = record.state.isDisputed || (record.state.rating ?? 5) <= 2
        if record.state.outcome == .granted || record.state.outcome == .resolved, !isUnhappy {
            return "case.obstacle.appeal-unhappy"
        }
        // The days begin anew with the delivery: nobody can dispute what they have not got.
        let begin = max(decided, record.state.deliveredAt ?? decided)
        return lastDay(tier, from: begin, calendar: record.calendar) >= record.calendar.day(of: now) ? nil : "case.obstacle.appeal-late"
    }

    /// The last day on which an appeal is in time; the day of the decision does not count.
    static func lastDay(_ tier: ServiceDefinition.Appeal, from moment: Timestamp, calendar: WorkingCalendar) -> Day {
        calendar.day(of: moment).adding(days: tier.within)
    }
}

extension ServiceDefinition {
    /// All authorities to appeal to, one after the other.
    public var appealTiers: [Appeal] { (appeal.map { [$0] } ?? []) + furtherAppeals }

    func appealIssues() -> [FieldIssue] {
        var found: [FieldIssue] = []
        if appeal == nil, !furtherAppeals.isEmpty { found.append(FieldIssue("appeal", "error.empty")) }
        if appealTiers.count > AppealRules.mostTiers {
            found.append(FieldIssue("furtherAppeals", "error.more-than", ["limit": String(AppealRules.mostTiers - 1)]))
        }
        for (index, tier) in appealTiers.enumerated() {
            let place = index == 0 ? "appeal" : "furtherAppeals[\(index - 1)]"
            if !(1...3650).contains(tier.within) {
                found.append(FieldIssue("\(place).within", "error.limit-range", ["value": String(tier.within), "most": "3650"]))
            }
            if tier.office.isEmpty { found.append(FieldIssue("\(place).office", "error.empty")) }
            found += tier.deadline.issues().map { $0.within("\(place).deadline") }
        }
        return found
    }

    /// As a case of some kind follows it: a category may have its own limit; an appeal has its authority's, no steps, and decides
    /// what becomes of the first decision.
    func followed(by kind: CaseKind, category: String?, tier: Int) -> ServiceDefinition {
        var own = self
        switch kind {
        case .request: break
        case .grievance: own.deadline = category.flatMap { grievance?.category($0)?.deadline } ?? deadline
        case .appeal:
            guard appealTiers.indices.contains(tier - 1) else { return own }
            own.deadline = appealTiers[tier - 1].deadline
            own.steps = []
            own.endings = [
                Ending(.stands, reasons: [.init(key: "stands", text: [:])]),
                Ending(.changed, reasons: endings.flatMap { ending in
                    ending.reasons.map { .init(key: RevisedDecision(ending.outcome, $0.key).key, text: $0.text) }
                }),
            ]
        }
        return own
    }
}

/// What a first decision becomes, as the reason of an appeal's outcome names it: `granted.in-need`.
struct RevisedDecision: Sendable, Equatable {
    let outcome: CaseOutcome
    let reason: String

    init(_ outcome: CaseOutcome, _ reason: String) {
        self.outcome = outcome
        self.reason = reason
    }

    init?(key: String) {
        guard let dot = key.firstIndex(of: "."), let outcome = CaseOutcome(rawValue: String(key[..<dot])) else { return nil }
        self.init(outcome, String(key[key.index(after: dot)...]))
    }

    var key: String { "\(outcome.rawValue).\(reason)" }
}
