import Foundation
import Language

/// How long texts take to be encoded, and vectors to be compared. One JSON line for each figure, as figures.py reads them.
///
///     Encoding MODEL-FOLDER
@main
struct Encoding {
    private static let clock = ContinuousClock()

    static func main() async throws {
        guard let folder = CommandLine.arguments.dropFirst().first else {
            FileHandle.standardError.write(Data("Usage: Encoding MODEL-FOLDER\n".utf8))
            exit(2)
        }
        let opening = clock.now
        let encoder = try SentenceEncoder(folder: URL(filePath: folder))
        tell("opening the model", (clock.now - opening).seconds * 1_000, "ms")
        let first = clock.now
        _ = try await encoder.encode([need(words: 10)])
        tell("the first text, with reading the vocabulary", (clock.now - first).seconds * 1_000, "ms")

        // The cores share one text. The longest has the 256 pieces that the model reads at most.
        for (words, target) in [(60, 40.0), (120, 40.0), (250, 40.0)] {
            let text = need(words: words)
            var times: [Double] = []
            for _ in 0..<30 {
                let start = clock.now
                _ = try await encoder.encode([text])
                times.append((clock.now - start).seconds * 1_000)
            }
            tell("encoding a need of \(words) words, p50", times.sorted()[15], "ms", target)
        }

        // A catalogue as the Digital Public Goods registry has it: most texts short, a few longer than the model reads.
        let lengths = [25, 30, 35, 40, 45, 50, 60, 70, 90, 300]
        let texts = (0..<500).map { need(words: lengths[$0 % lengths.count]) }
        let start = clock.now
        _ = try await encoder.encode(texts)
        let seconds = (clock.now - start).seconds
        tell("encoding 10,000 solutions (500 measured)", seconds * 20 / 60, "min", 10)
        let longest = (0..<60).map { _ in need(words: 300) }
        let begin = clock.now
        _ = try await encoder.encode(longest)
        tell("the same, all of the greatest length (60 measured)", (clock.now - begin).seconds * 10_000 / 60 / 60, "min", 10)

        scan(count: 100_000)
        scan(count: 1_000_000)
    }

    private static func scan(count: Int) {
        var table = VectorTable(dimension: 384)
        var numbers = (0..<384).map { Float($0 % 17) - 8 }
        for slot in 0..<count {
            numbers[slot % 384] = -numbers[slot % 384]
            table.set(ShortVector(numbers), at: UInt32(slot))
        }
        var times: [Double] = []
        for _ in 0..<20 {
            let start = clock.now
            let found = table.nearness(to: numbers)
            times.append((clock.now - start).seconds * 1_000)
            precondition(found.count >= count, "The scan left vectors out.")
        }
        tell("comparing \(count) vectors, p50", times.sorted()[10], "ms", count == 100_000 ? 10 : nil)
        tell("their memory", Double(table.byteCount) / 1e6, "MB", count == 100_000 ? 50 : nil)
    }

    private static let words = """
        villagers travel a full day to reach an office where births and land are registered and learn there that the officer is on \
        leave or that a paper is missing so they come again pay for the boat and lose the wages of another day
        """.split(separator: " ").map(String.init)

    private static func need(words count: Int) -> String { (0..<count).map { words[$0 % words.count] }.joined(separator: " ") }

    private static func tell(_ figure: String, _ measured: Double, _ unit: String, _ target: Double? = nil) {
        let meets = target.map { measured <= $0 ? "true" : "false" } ?? "null"
        let goal = target.map { "≤ \(Int($0))" } ?? ""
        print(#"{"engine": "encoder", "figure": "\#(figure)", "measured": \#(measured), "unit": "\#(unit)", "target": "\#(goal)", "meets": \#(meets)}"#)
    }
}

extension Duration {
    fileprivate var seconds: Double { Double(components.seconds) + Double(components.attoseconds) / 1e18 }
}
