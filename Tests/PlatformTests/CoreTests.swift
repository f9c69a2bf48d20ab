@testable import Platform
import Testing

@Suite struct CoreTests {
    @Test(arguments: [
        ("Union Digital Centres", "union-digital-centres"), ("  Côte d’Ivoire: état  civil! ", "cote-divoire-etat-civil"),
        ("Straße & Öl", "strasse-ol"), ("100% paperless", "100-paperless"), ("!!!", ""), ("", ""),
        // ICU has no Latin letters for Lao and Khmer: the fallback is used.
        ("ສູນບໍລິການ", ""), ("គ្រប់គ្រង", ""),
    ])
    func slugsAreReadable(_ title: String, _ slug: String) { #expect(Slug.make(title) == slug) }

    @Test(arguments: ["ইউনিয়ন ডিজিটাল সেন্টার", "السجل المدني", "ศูนย์บริการ", "ပြည်သူ့ဝန်ဆောင်မှု", "公共服务"])
    func otherScriptsGiveLatinLetters(_ title: String) {
        let slug = Slug.make(title)
        #expect(!slug.isEmpty && slug.utf8.allSatisfy { (97...122).contains($0) || (48...57).contains($0) || $0 == 45 }, "\(slug)")
    }

    @Test func slugsAreCutAtWordsAndMadeUnique() {
        #expect(Slug.make("one two three", limit: 9) == "one-two")
        #expect(Slug.make("extraordinarily", limit: 5) == "extra")
        let taken: Set = ["a", "a-2", "solution"]
        #expect(Slug.unique("A", fallback: "solution", isTaken: taken.contains) == "a-3")
        #expect(Slug.unique("!", fallback: "solution", isTaken: taken.contains) == "solution-2")
    }

    @Test func progressIsABarOnATerminalAndLinesElsewhere() {
        func run(isTerminal: Bool) -> String {
            let start = ContinuousClock.now
            var seconds = 0
            var text = ""
            var progress = Progress(
                label: "Importing", total: 200, isTerminal: isTerminal, now: { start + .seconds(seconds) }, write: { text += $0 })
            for _ in 0..<200 {
                seconds += 1
                progress.advance()
            }
            progress.finish("done")
            progress.finish("twice")
            return text
        }
        let lines = run(isTerminal: false).split(separator: "\n")
        #expect(lines.first == "Importing: 1 of 200" && lines.last == "done" && lines.count == 21)
        let bar = run(isTerminal: true)
        #expect(bar.contains("50 % (100 of 200)") && bar.hasSuffix("\u{1B}[Kdone\n") && !bar.dropLast().contains("\n"))
    }

    @Test func civilTimeCountsEveryDay() {
        // Each day follows the one before, over 800 years on both sides of the year 1600.
        var (year, month, day) = (1200, 1, 1)
        let lengths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        // 1 January 1200 lies 281,237 days before 1 January 1970.
        for number in -281_237..<10_000 {
            let civil = CivilTime(Timestamp(milliseconds: Int64(number) * 86_400_000 + 86_399_999))
            #expect((civil.year, civil.month, civil.day) == (year, month, day))
            guard (civil.year, civil.month, civil.day) == (year, month, day) else { return }
            let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
            day += 1
            if day > lengths[month - 1] + (month == 2 && isLeap ? 1 : 0) { (month, day) = (month + 1, 1) }
            if month > 12 { (year, month) = (year + 1, 1) }
        }
    }
}
