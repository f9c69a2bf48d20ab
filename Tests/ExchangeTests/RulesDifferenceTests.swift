import TestSupport
import Testing

@testable import Exchange

struct RulesDifferenceTests {
    private func text(_ pieces: [FieldChange.Piece], without kind: FieldChange.Kind) -> String {
        pieces.filter { $0.kind != kind }.map(\.text).joined()
    }

    @Test func thePiecesAreBothTexts() {
        var made = RulesGenerated(seed: 7)
        for _ in 0..<1_500 {
            let (old, new) = (made.words(12), made.words(12))
            let pieces = ContentDifference.words(old, new)
            #expect(text(pieces, without: .removed) == new)
            #expect(text(pieces, without: .added) == old)
            for (piece, next) in zip(pieces, pieces.dropFirst()) { #expect(piece.kind != next.kind) }
            #expect(pieces.allSatisfy { !$0.text.isEmpty })
        }
    }

    @Test func onlyWhatChangedIsShown() {
        var made = RulesGenerated(seed: 8)
        for _ in 0..<300 {
            let old = PublicFixture.centresContent
            var new = old
            new.problem = made.words(6)
            new.operation = made.words(6)
            #expect(ContentDifference.between(old, old).isEmpty)
            let expected = [("problem", old.problem, new.problem), ("operation", old.operation, new.operation)]
                .filter { $0.1 != $0.2 }.map(\.0)
            #expect(ContentDifference.between(old, new).map(\.field) == expected)
        }
    }

    @Test func everyFieldOfTheContentCanBeSeenToChange() {
        let full = PublicFixture.centresContent
        let changes = ContentDifference.between(SolutionContent(), full)
        let fields = Set(changes.map { String($0.field.prefix { $0 != "." }) })
        let expected: Set<String> = [
            "title", "summary", "problem", "innovation", "operation", "users", "governmentLevels", "channels", "themes",
            "sdgs", "stage", "launchedYear", "indicators", "tcv", "costBuild", "conditions", "fixedParts",
            "adaptableParts", "failures", "licence", "offer", "awards", "sources", "website", "translations",
        ]
        #expect(fields == expected)
        #expect(changes.allSatisfy { $0.pieces.allSatisfy { $0.kind == .added } })
        let gone = ContentDifference.between(full, SolutionContent())
        #expect(Set(gone.map(\.field)) == Set(changes.map(\.field)))
        #expect(gone.allSatisfy { $0.pieces.allSatisfy { $0.kind == .removed } })
    }
}
