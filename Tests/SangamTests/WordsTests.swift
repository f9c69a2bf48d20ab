import Accounts
import Exchange
import Foundation
import Platform
import Testing
import Web

@testable import Delivery
@testable import Sangam

/// Every key that the program names exists, every key that exists is named, in all three languages.
struct WordsTests {
    private let catalogue: Catalogue
    private let english: Set<String>
    /// All sources, without the lines of docstrings.
    private let sources: String

    init() throws {
        let rooms = Program.rooms(hasher: try PasswordHasher.cheapForTests())
        catalogue = try Catalogue(folders: [Catalogue.platformFolder, WebRoom.languages] + rooms.compactMap(\.languages))
        english = catalogue.keys("en")
        let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../Sources").standardizedFileURL
        let files = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)?
            .compactMap { $0 as? URL }.filter { $0.pathExtension == "swift" } ?? []
        sources = try files.map { file in
            try String(contentsOf: file, encoding: .utf8).split(separator: "\n", omittingEmptySubsequences: false)
                .filter { !$0.drop { $0 == " " }.hasPrefix("///") }.joined(separator: "\n")
        }.joined(separator: "\n")
    }

    /// Keys that are put together from a code: each code has its text.
    private static var families: [(prefix: String, codes: [String], suffix: String)] {
        func raw<Code: RawRepresentable<String> & CaseIterable>(_ type: Code.Type) -> [String] { Code.allCases.map(\.rawValue) }
        let steps = raw(RevisionStep.self) + raw(SolutionStep.self)
        let countries = Countries.shared.all
        func deskActions(_ needs: ([CaseFact]) -> Bool) -> [String] {
            DeskPages.actions.filter { needs(CaseLife.transition($0)?.needs ?? []) }.map(\.rawValue)
        }
        return [
            ("theme.", raw(Theme.self), ""), ("stage.", raw(Stage.self), ""), ("level.", raw(GovernmentLevel.self), ""),
            ("channel.", raw(Channel.self), ""), ("condition.", raw(ConditionKind.self), ""),
            ("necessity.", raw(Necessity.self), ""), ("condition-state.", raw(ConditionState.self), ""),
            ("instrument.", raw(Instrument.self), ""), ("urgency.", raw(Urgency.self), ""),
            ("visibility.", raw(Visibility.self), ""), ("visibility.", raw(Visibility.self), ".hint"),
            ("adoption-status.", raw(AdoptionStatus.self), ""), ("evidence.", raw(EvidenceLevel.self), ""),
            ("evidence.", raw(EvidenceLevel.self), ".hint"), ("sdg.", SDG.goals.map(String.init), ""),
            ("solution-state.", raw(SolutionState.self), ""), ("need-state.", raw(Need.State.self), ""),
            ("edit.need.state.", raw(Need.State.self), ".hint"), ("revision-state.", raw(RevisionState.self), ""),
            ("revision-state.", (RevisionState.open + [.published]).map(\.rawValue), ".means"),
            ("follow-up.", raw(Opportunity.FollowUp.self), ""), ("agreement-kind.", raw(Agreement.Kind.self), ""),
            ("agreement-standing.", raw(AgreementStanding.self), ""), ("agreement.step.", raw(AgreementStep.self), ""),
            ("agreement.step.", raw(AgreementStep.self), ".means"), ("agreement.done.", raw(AgreementStep.self) + ["draft", "import", "renewed"], ""),
            ("agreement.flash.", raw(AgreementStep.self), ""), ("agreement.day.", ["sign", "end"], ""),
            ("agreement.note.", ["send-back", "withdraw", "end"], ""), ("agreements.facet.", ["standing", "kind", "country", "party", "event"], ""),
            ("contribution.stage.", raw(Contribution.Stage.self), ""), ("contribution.stage.", raw(Contribution.Stage.self), ".hint"),
            ("contribution.kind.", raw(Contribution.Kind.self), ""), ("contribution.kind.", raw(Contribution.Kind.self), ".hint"),
            ("activity.kind.", raw(Activity.Kind.self), ""), ("activity.state.", raw(Activity.State.self), ""),
            ("contributions.facet.", ["stage", "kind", "country", "unit", "year", "organisation"], ""),
            ("activities.facet.", ["state", "kind", "year", "country", "organisation"], ""),
            ("template.placeholder.", raw(AgreementText.Placeholder.self), ""),
            ("participant-kind.", raw(EventParticipant.Kind.self), ""),
            ("solutions.facet.", raw(SolutionFacet.self), ""), ("solutions.sort.", raw(SolutionOrder.self), ""),
            ("solution.claim.", ["claimed", "evidenced"], ""), ("review.flash.", ["claimed", "evidenced"], ""),
            ("work.step.", steps, ""), ("work.step.", steps, ".means"),
            ("work.step.", RevisionStep.allCases.filter(\.needsNote).map(\.rawValue), ".note"),
            ("work.step.", SolutionStep.allCases.filter(\.needsNote).map(\.rawValue), ".note"),
            ("work.done.", steps, ""), ("review.done.", steps, ""), ("csv.", raw(CSVError.Reason.self), ""),
            ("region.", Set(countries.map(\.region)).filter { !$0.isEmpty }.sorted(), ""),
            ("income.", Set(countries.flatMap { $0.incomeGroup.values }).sorted(), ""),
            ("matching.component.", raw(MatchComponent.self), ""), ("matching.means.", raw(MatchComponent.self), ""),
            ("matching.side.", raw(MatchComponent.Side.self), ""), ("matching.gap.", raw(ConditionState.self), ""),
            ("matching.group.", ["sids", "ldc", "lldc"], ""), ("matching.of.", MatchReason.renamedFields, ""),
            ("matching.concepts.", ["name", "signs", "answers"], "-in"), ("matching.concepts.", ["signs", "answers"], "-hint"),
            ("introduction-state.", raw(IntroductionState.self), ""), ("introduction.means.", raw(IntroductionState.self), ""),
            ("introduction.flash.", ["proposed", "asking-accepted", "giving-accepted", "accepted", "declined", "withdrawn"], ""),
            ("introduction.step.", ["accept", "decline", "withdraw"], ""),
            ("introduction.did.", ["propose"] + raw(IntroductionStep.self), ""),
            ("introduction-side.", raw(Introduction.Side.self), ""), ("introduction-origin.", Introduction.Origin.kinds, ""),
            ("mail.introduction.", ["proposed", "waiting", "accepted", "declined", "withdrawn", "expired", "reminder"], ".subject"),
            ("mail.introduction.", ["proposed", "waiting", "accepted", "declined", "withdrawn", "expired", "reminder"], ".text"),
            ("partnership-stage.", raw(PartnershipStage.self), ""), ("partnership-side.", raw(Partnership.Side.self), ""),
            ("partnership-way.", raw(PartnershipTransition.Kind.self), ""), ("evidence-kind.", raw(EvidenceKind.self), ""),
            ("gate.", raw(EvidenceKind.self), ""), ("error.gate.", raw(EvidenceKind.self), ""),
            ("action-state.", raw(PartnershipAction.State.self), ""),
            ("partnerships.view.", ["list", "board", "timeline", "actions", "report"], ""),
            ("round.reason.", raw(RoundResult.Reason.self), ""), ("round.guarantee.", raw(RoundResult.Guarantee.self), ""),
            ("round.fault.rule-", raw(RoundRulesCheck.Fault.Reason.self), ""), ("round.fault.unknown-", raw(RoundSide.self), ""),
            ("round.choice.", ["deferred-acceptance-asking", "deferred-acceptance-offering", "max-fit"], ""),
            ("round.state.", raw(Round.State.self), ""), ("round.state.", raw(Round.State.self), ".means"),
            ("round.unplaced.", raw(Timetable.Reason.self), ""), ("round.", raw(RoundSide.self), ""),
            ("round.fill.lists.", ["unwritten", "all"], ""), ("round.move.", ["up", "down", "level"], ""),
            ("round.results.", raw(Round.State.self), ""),
            ("round.list.", raw(RoundSide.self), ".lead"), ("round.", ["mustHave", "conflicts"], ""),
            ("round.", ["mustHave", "conflicts"], ".hint"), ("round.spread.", ["least", "lower", "median", "upper", "greatest"], ""),
            ("accounts.role.", raw(Role.self), ""), ("accounts.kind.", raw(Organisation.Kind.self), ""),
            ("accounts.state.", raw(Person.State.self), ""), ("accounts.scope.", raw(Scope.self), ""),
            ("weekday.", raw(Weekday.self), ""), ("deadline.reason.", DeadlineExplanation.Reason.codes, ""),
            ("case.phase.", raw(CasePhase.self), ""), ("case.outcome.", raw(CaseOutcome.self), ""),
            ("case.said.", raw(CaseAction.self), ""), ("case.channel.", raw(CaseChannel.self), ""),
            ("notice.", raw(CaseNotice.self), ""), ("notices.kind.", raw(CaseNotice.self), ""),
            ("notices.channel.", raw(CaseContact.Channel.self), ""), ("notices.state.", raw(Notice.State.self), ""),
            ("webhooks.state.", ["active", "paused"], ""), ("webhooks.done.", raw(Webhook.State.self) + ["replay"], ""),
            ("webhooks.delivery.", raw(WebhookDelivery.State.self), ""), ("webhooks.fault.", raw(OutboundFailure.self), ""),
            ("case.next.", CaseWording.nextCodes, ""), ("apply.limit.", raw(DeadlineRule.Unit.self), ""),
            ("track.done.", TrackPages.actions.map(\.rawValue), ""), ("track.do.", TrackPages.actions.map(\.rawValue), ""),
            ("track.ask.", ["answer", "dispute", "reopen"], ""), ("track.rating.", (1...5).map(String.init), ""),
            ("desk.do.", deskActions { _ in true }, ""), ("desk.done.", deskActions { _ in true } + ["assign"], ""),
            ("desk.text.", deskActions { $0.contains(.text) }, ""), ("desk.reason.", deskActions { $0.contains(.reason) }, ""),
            ("desk.list.", raw(CaseFilter.View.self), ""), ("desk.empty.", raw(CaseFilter.View.self), ""),
            ("desk.figure.", ["office", "late", "week", "others"], ""), ("desk.due.", raw(CaseFilter.Due.self), ""),
            ("desk.link.", raw(CaseLinks.Kind.self), ""), ("case.delivery.", raw(DeliveryRecord.Way.self), ""),
            ("case.kind.", raw(CaseKind.self), ""), ("case.privacy.", raw(CasePrivacy.self), ""), ("complain.privacy.", raw(CasePrivacy.self), ""),
            ("case.removed.", raw(RedactedPart.self), ""), ("redact.part.", raw(RedactedPart.self), ""),
            ("services.facet.", raw(ServiceFacet.self), ""), ("service.state.", raw(Service.State.self), ""),
            ("audience.", raw(Audience.self), ""), ("life-event.", raw(LifeEvent.self), ""),
            ("editor.part.", ServiceShape.parts.map(\.key), ""), ("editor.lead.", ServiceShape.parts.map(\.key), ""),
            ("editor.field.", ServiceShape.labels, ""), ("editor.hint.", ServiceShape.hints, ""), ("editor.item.", ServiceShape.items, ""),
            ("editor.do.", ["publish", "open", "close", "list", "hide", "discard"], ""),
            ("editor.flash.", ["created", "saved", "published", "discarded", "state"], ""),
            ("case-visibility.", raw(CaseVisibility.self), ""), ("deadline-unit.", raw(DeadlineRule.Unit.self), ""),
            ("deadline-waiting.", raw(DeadlineRule.Waiting.self), ""), ("deadline-party.", raw(DeadlineRule.Party.self), ""),
            ("step-role.", ["officer", "service-manager"], ""), ("opinion-kind.", raw(ServiceDefinition.Question.Kind.self), ""),
            ("field-kind.", raw(FormField.Kind.self), ""),
            ("accounts.scope-hint.", raw(Scope.self), ""), ("accounts.audit.fault.", AuditFault.Kind.allCases.map { $0.rawValue.replacing(" ", with: "-") }, ""),
        ]
    }

    /// Keys that are put together from a name that stands in the code: a field, a part of the form, a kind of problem.
    private static let named = [
        "field.", "edit.", "problem.", "work.list.", "home.", "need.", "needs.facet.", "opportunities.facet.", "solution.",
    ]

    @Test func everyCodeHasItsText() {
        for family in Self.families {
            #expect(!family.codes.isEmpty, "\(family.prefix)")
            for code in family.codes {
                let key = family.prefix + code + family.suffix
                #expect(english.contains(key), "\(key) has no text")
            }
        }
    }

    @Test func everyKeyInTheCodeHasItsText() {
        var used = Set(sources.matches(of: /words\(\s*"([A-Za-z][A-Za-z0-9.\-]*)"\s*[,)]/).map { String($0.1) })
        let ours =
            /"((?:error|rule|access|mail|import|csv|field|review|work|edit|problem|nav|layout|home|report)\.[a-zA-Z0-9.\-]*[a-zA-Z0-9])"/
        used.formUnion(sources.matches(of: ours).map { String($0.1) })
        // Names of audit entries are for machines; they look like keys.
        let actions = Set(sources.matches(of: /audit\(\s*\w+, "([a-z.\-]+)"/).map { String($0.1) })
        #expect(used.count > 400)
        for key in used.subtracting(actions).subtracting(catalogue.languages).sorted() { #expect(english.contains(key), "\(key) has no text") }
    }

    @Test func everyTextIsUsed() {
        let families = Set(Self.families.flatMap { family in family.codes.map { family.prefix + $0 + family.suffix } })
        let tokens = Set(sources.matches(of: /[A-Za-z][A-Za-z0-9\-]*/).map { String($0.0) })
        // Whatever stands between two quotation marks.
        let quoted = Set(sources.split(separator: "\"").map(String.init))
        for key in english.sorted() where !families.contains(key) && !quoted.contains(key) {
            let prefix = Self.named.first { key.hasPrefix($0) }
            let names = key.split(separator: ".").dropFirst()
            #expect(prefix != nil && names.allSatisfy { tokens.contains(String($0)) }, "\(key) is not used")
        }
    }

    @Test(arguments: ["bn", "ar"])
    func theOtherLanguagesSayTheSame(language: String) {
        #expect(catalogue.missing(language) == [])
        #expect(catalogue.keys(language).subtracting(english) == [])
        for key in english {
            let (here, there) = (catalogue.placeholders(key, "en"), catalogue.placeholders(key, language))
            #expect(here == there, "\(key): \(here.sorted()) and \(there.sorted())")
        }
    }
}
