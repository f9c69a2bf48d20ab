import Testing

@testable import Language

struct WordPieceTests {
    private func words(_ text: String, smallLetters: Bool = true) -> [String] {
        ModelWords(text, smallLetters: smallLetters).list.map { String(decoding: $0.bytes, as: UTF8.self) }
    }

    @Test func wordsAreCutAtSpacesMarksAndChineseSigns() {
        #expect(words("Don't stop, me—now!") == ["don", "'", "t", "stop", ",", "me", "—", "now", "!"])
        #expect(words("a $5+7 ~b~ `c`") == ["a", "$", "5", "+", "7", "~", "b", "~", "`", "c", "`"])
        #expect(words("政府one站") == ["政", "府", "one", "站"])
        #expect(words("カタカナ ᄒ") == ["カタカナ", "ᄒ"])
        #expect(words("  \t\r\n\u{00A0}\u{3000} ").isEmpty && words("").isEmpty)
        #expect(words("a\u{0}b\u{200B}c\u{FEFF}d\u{FFFD}e\u{000B}f") == ["abcdef"])
    }

    @Test func accentsAndCapitalsGoOnlyWhereTheModelHasNone() {
        #expect(words("ÉCOLE e\u{301}cole İ ẞ") == ["ecole", "ecole", "i", "ß"])
        #expect(words("ÉCOLE e\u{301}cole", smallLetters: false) == ["ÉCOLE", "e\u{301}cole"])
        #expect(words("জন্ম") == ["জনম"])  // The hasanta is a mark without width.
    }

    private static let vocabulary = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "un", "##aff", "##able", "##a", "able", "want", "##ed", "é", ","]

    private func pieces(_ text: String, limit: Int = 64) throws -> [String] {
        let cutter = try WordPieces(vocabulary: Array(Self.vocabulary.joined(separator: "\n").utf8), smallLetters: true)
        return cutter.pieces(of: text, limit: limit).map { Self.vocabulary[Int($0)] }
    }

    @Test func wordsArePutTogetherFromTheLongestPieces() throws {
        #expect(try pieces("unaffable, wanted") == ["[CLS]", "un", "##aff", "##able", ",", "want", "##ed", "[SEP]"])
        #expect(try pieces("unaffablex able") == ["[CLS]", "[UNK]", "able", "[SEP]"])
        #expect(try pieces("") == ["[CLS]", "[SEP]"])
        #expect(try pieces("[SEP]") == ["[CLS]", "[UNK]", "[UNK]", "[UNK]", "[SEP]"])  // No marker is smuggled in.
        #expect(try pieces("un" + String(repeating: "a", count: 98), limit: 200).count == 101)
        #expect(try pieces("un" + String(repeating: "a", count: 99)) == ["[CLS]", "[UNK]", "[SEP]"])
    }

    @Test func aLongTextKeepsItsBeginningAndItsEnd() throws {
        #expect(try pieces("able able able unaffable", limit: 6) == ["[CLS]", "able", "able", "able", "un", "[SEP]"])
        #expect(try pieces("unaffable", limit: 3) == ["[CLS]", "un", "[SEP]"])
        #expect(try pieces(String(repeating: "able ", count: 300_000), limit: 512).count == 512)
    }

    @Test func aFileThatIsNoVocabularyIsRefused() {
        for text in ["", "[CLS]\n[SEP]", "\u{0}\u{1}"] {
            #expect(throws: EncoderError.self) { try WordPieces(vocabulary: Array(text.utf8), smallLetters: true) }
        }
    }

    /// Whatever is typed, the pieces are in the vocabulary, between the markers, and no more than allowed.
    @Test func anyTextIsCut() throws {
        let cutter = try WordPieces(vocabulary: Array(Self.vocabulary.joined(separator: "\r\n").utf8), smallLetters: true)
        var generator = Generator(11)
        for _ in 0..<2_000 {
            var text = ""
            for _ in 0..<Int.random(in: 0...40, using: &generator) {
                let plane: ClosedRange<UInt32> = [0...0x7F, 0x80...0x2FF, 0x600...0xDFF, 0x2000...0xD7FF, 0xE000...0x1_0FFF]
                    .randomElement(using: &generator) ?? 0...0x7F
                if let scalar = Unicode.Scalar(UInt32.random(in: plane, using: &generator)) { text.unicodeScalars.append(scalar) }
            }
            let limit = Int.random(in: 3...20, using: &generator)
            let pieces = cutter.pieces(of: text, limit: limit)
            #expect(pieces.count <= limit && pieces.first == 2 && pieces.last == 3)
            #expect(pieces.allSatisfy { (0..<Int32(cutter.count)).contains($0) })
        }
    }
}
