import Platform
import TestSupport
import Testing

@testable import Exchange

/// The rules against a second, plain reading of the same sentences, over thousands of generated cases.
struct RulesSolutionTests {
    /// Told from the memberships alone, one by one.
    private func ties(_ membership: Membership, _ owned: SolutionRules.Ownership) -> Bool {
        if membership.organisation == owned.organisation { return true }
        guard let country = membership.country, let owner = owned.country else { return false }
        return country == owner
    }

    @Test func ownersAreTheFocalPointsOfTheOrganisationOrTheCountry() {
        var made = RulesGenerated(seed: 1)
        for _ in 0..<5_000 {
            let (principal, owned) = (made.principal(), made.ownership())
            let focal = principal.memberships.filter { $0.role == .focalPoint }
            #expect(SolutionRules.isOwner(principal, of: owned) == focal.contains { ties($0, owned) })
            #expect(SolutionRules.hasTie(principal, to: owned) == principal.memberships.contains { ties($0, owned) })
        }
    }

    @Test func twoWithoutACountryAreNotTied() {
        let nobody = SolutionRules.Ownership(organisation: PublicFixture.id(1), country: nil, isPublic: false)
        let other = Principal(
            kind: .person(PublicFixture.id(90)), name: "Somebody",
            memberships: [Membership(organisation: PublicFixture.id(2), country: nil, role: .focalPoint)])
        #expect(!SolutionRules.hasTie(other, to: nobody))
        #expect(!SolutionRules.mayEdit(other, nobody).allowed)
    }

    @Test func aTieBarsFromValidatingAndMarking() {
        var made = RulesGenerated(seed: 2)
        var barred = 0
        for _ in 0..<5_000 {
            let (principal, owned) = (made.principal(), made.ownership())
            let isTied = principal.memberships.contains { ties($0, owned) }
            let validates = SolutionRules.may(principal, .validate, in: .checked, owned)
            #expect(validates.allowed == (principal.has(.reviewer) && !isTied))
            #expect(SolutionRules.may(principal, .sendBack, in: .checked, owned) == validates)
            #expect(SolutionRules.mayMarkEvidenced(principal, owned).allowed == (validates.allowed && owned.isPublic))
            if isTied, principal.has(.reviewer) {
                barred += 1
                #expect(validates.reason == "rule.tie")
            }
            let checks = SolutionRules.may(principal, .check, in: .submitted, owned)
            #expect(checks.allowed == (principal.has(.secretariat) && !SolutionRules.isOwner(principal, of: owned)))
            #expect(SolutionRules.may(principal, .sendBack, in: .submitted, owned) == checks)
        }
        #expect(barred > 100)
    }

    @Test func stepsAreTakenFromTheirStatesOnly() {
        var made = RulesGenerated(seed: 3)
        for _ in 0..<300 {
            let (principal, owned) = (made.principal(), made.ownership())
            for step in RevisionStep.allCases {
                for state in RevisionState.allCases where !step.from.contains(state) {
                    let decision = SolutionRules.may(principal, step, in: state, owned)
                    #expect(decision == .deny("rule.not-in-this-state"))
                }
            }
            for step in SolutionStep.allCases {
                for state in SolutionState.allCases where !step.from.contains(state) {
                    let decision = SolutionRules.may(principal, step, in: state, owned)
                    #expect(decision == .deny("rule.not-in-this-state"))
                }
            }
        }
    }

    @Test func visitorsOnlyRead() {
        var made = RulesGenerated(seed: 4)
        for _ in 0..<200 {
            let owned = made.ownership()
            #expect(SolutionRules.mayRead(.anonymous, owned).allowed == owned.isPublic)
            #expect(!SolutionRules.mayReadWork(.anonymous, owned).allowed)
            #expect(!SolutionRules.mayEdit(.anonymous, owned).allowed)
            for step in RevisionStep.allCases {
                for state in step.from { #expect(!SolutionRules.may(.anonymous, step, in: state, owned).allowed) }
            }
            for step in SolutionStep.allCases {
                for state in step.from { #expect(!SolutionRules.may(.anonymous, step, in: state, owned).allowed) }
            }
        }
    }

    /// Only who vouches for it can say that it is still true: not even the secretariat.
    @Test func onlyTheOwnerConfirms() {
        var made = RulesGenerated(seed: 5)
        for _ in 0..<2_000 {
            let (principal, owned) = (made.principal(), made.ownership())
            #expect(
                SolutionRules.may(principal, .confirm, in: .due, owned).allowed
                    == SolutionRules.isOwner(principal, of: owned))
        }
    }

    @Test func randomWalksKeepOneOpenRevision() {
        var generator = SeededGenerator(seed: 6)
        for _ in 0..<200 {
            var revisions: [RevisionState] = [.draft]
            var solution = SolutionState.unpublished
            for _ in 0..<60 {
                guard let open = revisions.firstIndex(where: \.isOpen) else {
                    if Bool.random(using: &generator) {
                        revisions.append(.draft)
                    } else if let step = SolutionStep.allCases.filter({ $0.from.contains(solution) }).randomElement(using: &generator) {
                        solution = step.to
                    }
                    continue
                }
                let steps = RevisionStep.allCases.filter { $0.from.contains(revisions[open]) }
                guard let step = steps.randomElement(using: &generator) else {
                    Issue.record("No step leads on from \(revisions[open])")
                    break
                }
                if step == .publish {
                    revisions = revisions.map { $0 == .published ? .superseded : $0 }
                    solution = .published
                }
                revisions[open] = step.to
                #expect(revisions.count { $0.isOpen } <= 1)
                #expect(revisions.count { $0 == .published } == (solution.isPublic ? 1 : 0))
            }
        }
        #expect(!RevisionStep.allCases.contains { $0.to == .superseded })
        #expect(!SolutionStep.allCases.contains { $0.to == .unpublished || $0.from.contains(.unpublished) })
    }
}
