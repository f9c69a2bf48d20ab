import Platform
import TestSupport
import Testing

@testable import Exchange

struct ReportTests {
    @Test func totalsAreTheSumsOfTheCells() throws {
        var generator = SeededGenerator(seed: 9)
        let countries = ["BD", "FJ", "KE", "NA", "UG", "TH"]
        for _ in 0..<300 {
            var counts: [OpportunityCount] = []
            for country in countries where Bool.random(using: &generator) {
                for theme in Theme.allCases where Int.random(in: 0..<4, using: &generator) == 0 {
                    counts.append(
                        OpportunityCount(
                            country: country, theme: theme, count: Int.random(in: 1...9, using: &generator),
                            firstPosition: Int.random(in: 0...999, using: &generator)))
                }
            }
            let report = OpportunityReport(event: "e", counts: counts.shuffled(using: &generator))
            #expect(report.total == counts.reduce(0) { $0 + $1.count })
            #expect(report.total == report.themes.reduce(0) { $0 + report.total(of: $1) })
            #expect(report.total == report.lines.reduce(0) { $0 + $1.total })
            for theme in Theme.allCases {
                #expect(report.total(of: theme) == counts.filter { $0.theme == theme }.reduce(0) { $0 + $1.count })
            }
            #expect(report.themes == Theme.allCases.filter { theme in counts.contains { $0.theme == theme } })
            let first = report.lines.map { line in counts.filter { $0.country == line.country }.map(\.firstPosition).min() ?? -1 }
            #expect(first == first.sorted())
            #expect(Set(report.lines.map(\.country)) == Set(counts.map(\.country)))
        }
    }

    @Test func anEmptyReportIsATableStill() throws {
        let words = try Catalogue(folders: [Catalogue.platformFolder, Exchange.languages]).words("en")
        let report = OpportunityReport(event: "e", counts: [])
        #expect(String(decoding: report.csv(words: words), as: UTF8.self) == "country,country_code,total\r\nTotal,,0\r\n")
        #expect(report.document(words: words).total == 0)
        #expect(report.text(words: words).contains("Total"))
    }
}
