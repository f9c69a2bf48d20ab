import Foundation
import Testing

/// WCAG 2.2, 1.4.3 (text: 4.5 to 1) and 1.4.11 (what is not text: 3 to 1), on the tokens of the stylesheet.
@Suite("The stylesheet")
struct ContrastTests {
    let sheet: String
    let themes: [[String: String]]

    init() throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        sheet = try String(contentsOf: root.appending(path: "Sources/Web/Static/sangam.css"), encoding: .utf8)
        // The first block is light; the second, in the dark media query, changes some of it.
        let blocks = sheet.components(separatedBy: ":root {").dropFirst().prefix(2).map { $0.prefix { $0 != "}" } }
        var themes: [[String: String]] = []
        for block in blocks {
            var tokens = themes.last ?? [:]
            for token in block.split(separator: ";") {
                let pair = token.split(separator: ":", maxSplits: 1).map { $0.trimmingCharacters(in: .whitespacesAndNewlines) }
                if pair.count == 2, pair[1].hasPrefix("#") { tokens[pair[0]] = pair[1] }
            }
            themes.append(tokens)
        }
        self.themes = themes
    }

    func luminance(_ colour: String) throws -> Double {
        let number = try #require(Int(colour.dropFirst(), radix: 16))
        let parts = [number >> 16, number >> 8 & 255, number & 255].map { value -> Double in
            let share = Double(value) / 255
            return share <= 0.04045 ? share / 12.92 : pow((share + 0.055) / 1.055, 2.4)
        }
        return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]
    }

    func ratio(_ one: String, _ other: String) throws -> Double {
        let (a, b) = (try luminance(one), try luminance(other))
        return (max(a, b) + 0.05) / (min(a, b) + 0.05)
    }

    @Test("Text stands out from its ground in both themes")
    func text() throws {
        try #require(themes.count == 2)
        for theme in themes {
            func colour(_ name: String) throws -> String { try #require(theme["--" + name]) }
            for ground in ["paper", "sheet"] {
                for ink in ["ink", "soft", "exchange", "delivery", "good", "caution", "bad"] {
                    #expect(try ratio(colour(ink), colour(ground)) >= 4.5, "\(ink) on \(ground)")
                }
                for line in ["edge", "focus", "s1", "s2", "s3", "s4", "s5", "s6"] {
                    #expect(try ratio(colour(line), colour(ground)) >= 3, "\(line) on \(ground)")
                }
            }
            for accent in ["exchange", "delivery"] { #expect(try ratio(colour("on-accent"), colour(accent)) >= 4.5) }
            #expect(try ratio(colour("ink"), colour("mark")) >= 4.5)
        }
    }

    @Test("It stays small, and knows no left and right")
    func habits() throws {
        #expect(sheet.utf8.count < 25_000)
        for word in ["margin-left", "margin-right", "padding-left", "padding-right", "text-align: left", "text-align: right", "float: left", "url(", "@import"] {
            #expect(!sheet.contains(word))
        }
    }
}
