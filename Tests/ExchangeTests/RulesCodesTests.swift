import Platform
import TestSupport
import Testing

@testable import Exchange

struct RulesCodesTests {
    @Test func thereAre17GoalsAnd169Targets() {
        #expect(SDG.codes.count == 17 + 169)
        #expect(Set(SDG.codes).count == 186)
        for code in SDG.codes {
            let goal = SDG.goal(of: code)
            #expect(goal != nil && SDG.goals.contains(goal ?? 0))
            #expect(code == "\(goal ?? 0)" || code.hasPrefix("\(goal ?? 0)."))
        }
        for code in ["0", "18", "1.6", "17.a", "17.20", "16.", "", "1.A", "01", "5.d", " 5"] {
            #expect(!SDG.isCode(code) && SDG.goal(of: code) == nil, "\(code)")
        }
        #expect(SDG.codes.shuffled().sorted { SDG.order($0) < SDG.order($1) } == SDG.codes)
        #expect(SDG.order("99") > SDG.order("17.19"))
    }

    /// Days are counted here by stepping from one to the next, not by a table of months.
    @Test(arguments: [1900, 2000, 2023, 2024, 2100])
    func everyDayOfTheYearIsADate(year: Int) {
        var valid = 0
        for month in 0...13 {
            for day in 0...32 {
                let text = "\(year)-\(month < 10 ? "0" : "")\(month)-\(day < 10 ? "0" : "")\(day)"
                if PartialDate.isValid(text) { valid += 1 }
            }
        }
        #expect(valid == ([2000, 2024].contains(year) ? 366 : 365))
        #expect(PartialDate.isValid("\(year)-02-29") == [2000, 2024].contains(year))
        #expect((0...13).count { PartialDate.isValid("\(year)-\($0 < 10 ? "0" : "")\($0)") } == 12)
    }

    @Test(arguments: ["", "17", "2017-", "2017-1", "2017-12-1", "2017-12-011", "2017-12-11-", "٢٠١٧", "2017/12", "+017", "0999", "2017-00"])
    func otherTextsAreNoDates(text: String) { #expect(!PartialDate.isValid(text)) }

    @Test func codesAreWhatTheyShouldBe() {
        for tag in ["en", "bn", "zh-Hant", "hif-Latn-FJ"] { #expect(LanguageCode.isValid(tag)) }
        for tag in ["", "e", "EN", "english language", "en_US", "<b>"] { #expect(!LanguageCode.isValid(tag)) }
        for code in ["BDT", "FJD", "USD"] { #expect(CurrencyCode.isValid(code)) }
        for code in ["", "usd", "TAKA", "$"] { #expect(!CurrencyCode.isValid(code)) }
        for link in ["https://example.org", "http://example.org/a?b=c#d"] { #expect(WebAddress.isValid(link)) }
        for link in ["javascript:alert(1)", "data:text/html,x", "//example.org", "https://", "ftp://example.org", "example.org", "https:///a"] {
            #expect(!WebAddress.isValid(link), "\(link)")
        }
    }

    private func content(_ change: (inout SolutionContent) -> Void) -> SolutionContent {
        var content = PublicFixture.centresContent
        change(&content)
        return content
    }

    private func faults(_ change: (inout SolutionContent) -> Void) -> [String] {
        Completeness.faults(of: content(change), thisYear: 2026).map { "\($0.field) \($0.key)" }
    }

    @Test func limitsHoldToTheCharacter() {
        #expect(faults { _ in } == [])
        // Characters as people count them: one for each of these.
        let character = "ক্ষ"
        let limits: [(WritableKeyPath<SolutionContent, String>, String, Int)] = [
            (\.title, "title", 140), (\.summary, "summary", 280), (\.problem, "problem", 8_000),
            (\.innovation, "innovation", 8_000), (\.operation, "operation", 8_000), (\.users, "users", 8_000),
            (\.staff, "staff", 8_000), (\.fixedParts, "fixedParts", 8_000),
            (\.adaptableParts, "adaptableParts", 8_000), (\.failures, "failures", 8_000),
        ]
        for (path, name, limit) in limits {
            let full = String(repeating: character, count: limit)
            #expect(full.count == limit)
            #expect(faults { $0[keyPath: path] = full } == [])
            #expect(faults { $0[keyPath: path] = full + "a" } == ["\(name) error.too-long"])
        }
        #expect(faults { $0.sources = .init(repeating: .init(title: "A"), count: 60) } == [])
        #expect(faults { $0.sources = .init(repeating: .init(title: "A"), count: 61) } == ["sources error.too-many"])
        #expect(faults { $0.sdgs = SDG.codes.prefix(61).map { .init(target: $0) } } == ["sdgs error.too-many"])
    }

    @Test func wrongValuesAreNamed() {
        #expect(faults { $0.language = "english!" } == ["language error.language"])
        #expect(faults { $0.translations["en"] = .init() } == ["translations error.language"])
        #expect(faults { $0.developedIn = ["XX"] } == ["developedIn error.country"])
        #expect(faults { $0.sdgs = [.init(target: "18")] } == ["sdgs error.sdg"])
        #expect(faults { $0.sdgs = [.init(target: "5"), .init(target: "5")] } == ["sdgs error.sdg-twice"])
        #expect(faults { $0.launchedYear = 2027 } == ["launchedYear error.year"])
        #expect(faults { $0.launchedYear = 2026 } == [])
        #expect(faults { $0.indicators[1].date = "2023-02-29" } == ["indicators.1.date error.date"])
        #expect(faults { $0.indicators[0].name = "" } == ["indicators.0.name error.required"])
        #expect(faults { $0.costBuild = .init(amount: -1, currency: "???") } == ["costBuild error.negative", "costBuild error.currency"])
        #expect(faults { $0.tcv?.after?.visits = -1 } == ["tcv.after error.negative"])
        #expect(faults { $0.website = "javascript:alert(1)" } == ["website error.link"])
        #expect(faults { $0.sources[0].url = "mail" } == ["sources.0.url error.link"])
    }

    @Test func whatIsMissingIsAskedForOnce() {
        #expect(Completeness.missing(in: SolutionContent()).map(\.field) == ["title", "summary", "problem", "operation", "users", "themes", "stage", "sources"])
        #expect(Completeness.missing(in: PublicFixture.centresContent).isEmpty)
        let failed = content {
            $0.failedPractice = true
            $0.failures = ""
        }
        #expect(Completeness.missing(in: failed).map(\.field) == ["failures"])
    }

    @Test func evidenceIsDerivedFromWhatIsThere() {
        func level(_ marked: Int = 0, _ change: (inout SolutionContent) -> Void) -> EvidenceLevel {
            var content = SolutionContent()
            change(&content)
            return EvidenceLevel.of(content, evidencedTargets: marked)
        }
        #expect(level { _ in } == .described)
        #expect(level { $0.indicators = [.init(name: "Centres", date: "2017", source: "Paper")] } == .described)
        #expect(level { $0.indicators = [.init(name: "Centres", value: 0)] } == .declared)
        #expect(level { $0.indicators = [.init(name: "Centres", value: 1, date: "2017")] } == .declared)
        #expect(level { $0.indicators = [.init(name: "Centres", value: 1, date: "", source: "Paper")] } == .declared)
        #expect(level { $0.indicators = [.init(name: "Centres", value: 1, date: "2017", source: "Paper")] } == .sourced)
        #expect(level { $0.tcv = .init(before: .init(days: 1)) } == .described)
        #expect(level { $0.tcv = .init(after: .init()) } == .described)
        #expect(level { $0.tcv = .init(after: .init(days: 1)) } == .declared)
        #expect(level { $0.tcv = .init(after: .init(days: 1), source: "Survey") } == .sourced)
        #expect(level(1) { _ in } == .evidenced)
    }
}
