import Platform
import TestSupport
import Testing

@testable import Exchange

/// The two lives as tables of data, walked by the thousand.
struct PartnershipLifeTests {
    /// Only what the design allows: each stage to the next, back one, and out; the way back from stalled.
    @Test func theTableHoldsTheDesignAndNothingElse() {
        let way = PartnershipStage.pipeline
        for from in PartnershipStage.allCases {
            for to in PartnershipStage.allCases {
                let rows = PartnershipLife.table.filter { $0.from == from && $0.to == to }
                #expect(rows.count <= 1, "\(from) to \(to)")
                guard let row = rows.first else { continue }
                #expect(from != .declined && from != .ended && from != to)
                if row.kind == .forward {
                    #expect(way.firstIndex(of: to) == (way.firstIndex(of: from) ?? -9) + 1)
                    #expect(row.gate != nil && !row.needsReason)
                } else {
                    #expect(row.gate == nil && row.needsReason)
                }
            }
        }
        #expect(Set(Gate.all.map(\.opens)) == Set(way.dropFirst()))
        #expect(Set(Gate.all.map(\.evidence)) == Set(EvidenceKind.allCases))
    }

    @Test(arguments: 0..<40)
    func generatedWalksStayConsistent(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        for _ in 0..<50 {
            var now = Timestamp(milliseconds: 1_000_000)
            var state = PartnershipState(.interest)
            var steps = [PartnershipStep(number: 1, from: nil, to: .interest, note: "", byName: "", at: now)]
            for _ in 0..<Int.random(in: 0..<20, using: &random) {
                let wanted = try #require(PartnershipStage.allCases.randomElement(using: &random))
                now = now.adding(.seconds(Int.random(in: 0..<1_000_000, using: &random)))
                let way = PartnershipLife.transition(from: state, to: wanted)
                let step = PartnershipStep(
                    number: steps.count + 1, from: state.stage, to: wanted, note: "", byName: "", at: now)
                guard let way else {
                    // A step that is not in the table makes a history that cannot have happened.
                    #expect(HistoryCheck.state(after: steps + [step]) == nil)
                    continue
                }
                let before = state
                state = PartnershipLife.next(state, way)
                #expect((state.stage == .stalled) == (state.resume != nil))
                if before.stage == .stalled, state.stage.position != nil { #expect(state.stage == before.resume) }
                steps.append(step)
            }
            #expect(HistoryCheck.state(after: steps) == state)
            let end = now.adding(.days(3))
            let times = StageTimes(steps, now: end)
            let sum = PartnershipStage.allCases.reduce(Duration.zero) { $0 + times.total(in: $1) }
            #expect(sum == end.since(steps[0].at) && times.stays.count == steps.count)
            #expect(times.stays.last?.stage == state.stage && times.daysInStage >= 3)
        }
    }

    @Test(arguments: 0..<40)
    func introductionsNeedBothSides(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        for _ in 0..<100 {
            var state = IntroductionState.proposed
            var accepted: Set<IntroductionActor> = []
            for _ in 0..<8 {
                let step = try #require(IntroductionStep.allCases.randomElement(using: &random))
                let actor = try #require(IntroductionActor.allCases.randomElement(using: &random))
                guard let way = IntroductionLife.transition(step, from: state, by: [actor]) else { continue }
                #expect(state.isOpen, "nothing leads out of an end")
                #expect(step != .accept || actor == .asking || actor == .giving)
                #expect(step != .expire || actor == .program)
                #expect(way.needsReason == (step == .decline || step == .withdraw))
                state = way.to
                if step == .accept { accepted.insert(actor) }
                if state == .accepted { #expect(accepted == [.asking, .giving]) }
                if state.isOpen { #expect(state.waitsFor.count == 2 - accepted.count) }
            }
        }
    }

    @Test func gatesSayWhatIsMissing() throws {
        let today = "2026-11-20"
        let agreed = try #require(Gate.before(.agreed))
        let statement = EvidenceStatement(text: "We agreed.", date: "2026-11-01", link: "https://example.org/a")
        #expect(agreed.missing(known: [], statement: statement, today: today).map(\.key) == ["error.gate.signed-agreement"])
        let signed = EvidenceFact(kind: .signedAgreement, text: "MoU")
        #expect(agreed.missing(known: [signed], statement: .init(), today: today).isEmpty)
        let pilot = try #require(Gate.before(.piloting))
        #expect(
            pilot.missing(known: [], statement: .init(), today: today).map(\.key)
                == ["error.gate.live-service", "error.gate.date", "error.gate.proof"])
        #expect(pilot.missing(known: [], statement: statement, today: today).isEmpty)
        #expect(
            pilot.missing(
                known: [], statement: .init(text: "x", date: "2027", link: "nothing"), today: today
            ).map(\.key) == ["error.gate.future", "error.link"])
        #expect(Gate.before(.interest) == nil && Gate.before(.stalled) == nil)
    }

    @Test func reportCountsEachOnce() {
        func entry(_ furthest: PartnershipStage, _ stage: PartnershipStage, _ giving: [String], _ asking: [String]) -> PartnershipReport.Entry {
            .init(stage: stage, furthest: furthest, stays: [], giving: giving, asking: asking)
        }
        let report = PartnershipReport([
            entry(.agreed, .agreed, ["BD"], ["FJ"]), entry(.agreed, .ended, [], []), entry(.interest, .interest, ["BD"], ["FJ", "BT"]),
        ])
        #expect(report.lines.map(\.reached) == [3, 2, 2, 2, 0, 0, 0, 0])
        #expect(report.lines.map(\.now) == [1, 0, 0, 1, 0, 0, 0, 0])
        #expect(report.lines[1].conversion == 2.0 / 3 && report.lines[5].conversion == nil)
        #expect(report.cells[.init(giving: "BD", asking: "FJ")] == 2 && report.cells[.init(giving: nil, asking: nil)] == 1)
        #expect(report.givers == ["BD", nil] && report.askers == ["BT", "FJ", nil])
        #expect(PartnershipReport.median([3, 1, 2, 10]) == 2.5 && PartnershipReport.median([]) == nil)
        #expect(PartnershipReport([]).lines.allSatisfy { $0.reached == 0 && $0.conversion == nil })
    }

    @Test(arguments: 0..<20)
    func daysGoRound(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        for _ in 0..<500 {
            let day = Timestamp(milliseconds: Int64.random(in: -30_000...60_000, using: &random) * 86_400_000)
            let text = Day.text(day.adding(.hours(Int.random(in: 0..<24, using: &random))))
            #expect(PartialDate.isValid(text) && Day.start(text) == day, "\(text)")
        }
        #expect(Day.text(FixedClock.start) == "2026-11-20" && Day.start("2026-02-30") == nil)
        #expect(Day.isOver("2018-01", on: "2018-02-01") && !Day.isOver("2018-01", on: "2018-01-31") && !Day.isOver("", on: "2018"))
    }
}
