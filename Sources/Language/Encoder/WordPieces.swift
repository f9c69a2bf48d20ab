/// A model's vocabulary, and the cutting of texts into its pieces (WordPiece).
///
/// A word that is not in the vocabulary is put together from its longest known beginning and further pieces; one that cannot be, or
/// is longer than 100 letters, becomes the piece for "unknown".
struct WordPieces: Sendable {
    private let beginnings: [ArraySlice<UInt8>: Int32]
    private let continuations: [ArraySlice<UInt8>: Int32]
    private let smallLetters: Bool
    private let start: Int32
    private let end: Int32
    private let unknown: Int32
    private let longest: Int
    let count: Int

    static let lettersInWord = 100
    /// Of a longer text only so much is looked at: more than any model reads.
    static let bytesInText = 200_000

    /// - Parameter vocabulary: `vocab.txt`, one piece a line; a line's number is the piece's.
    init(vocabulary: [UInt8], smallLetters: Bool) throws {
        var beginnings: [ArraySlice<UInt8>: Int32] = [:]
        var continuations: [ArraySlice<UInt8>: Int32] = [:]
        var lines = vocabulary.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        if lines.last?.isEmpty == true { lines.removeLast() }
        beginnings.reserveCapacity(lines.count)
        var longest = 1
        for (number, line) in lines.enumerated() {
            let piece = line.last == UInt8(ascii: "\r") ? line.dropLast() : line
            longest = max(longest, piece.count)
            if piece.count > 2, piece.starts(with: [UInt8(ascii: "#"), UInt8(ascii: "#")]) {
                continuations[piece.dropFirst(2)] = Int32(number)
            } else {
                beginnings[piece] = Int32(number)
            }
        }
        func marker(_ name: String) throws -> Int32 {
            guard let number = beginnings[ArraySlice(name.utf8)] else {
                throw EncoderError(.model, "The model's vocabulary (vocab.txt) has no \(name): it is not a vocabulary for BERT.")
            }
            return number
        }
        start = try marker("[CLS]")
        end = try marker("[SEP]")
        unknown = try marker("[UNK]")
        self.beginnings = beginnings
        self.continuations = continuations
        self.smallLetters = smallLetters
        self.longest = longest
        count = lines.count
    }

    /// The numbers of the text's pieces, between the markers for start and end: at most `limit` in all.
    func pieces(of text: String, limit: Int) -> [Int32] {
        var pieces = [start]
        for word in ModelWords(Self.beginning(of: text), smallLetters: smallLetters).list {
            guard pieces.count < limit - 1 else { break }
            cut(word.bytes[...], letters: word.letters, into: &pieces)
        }
        if pieces.count > limit - 1 { pieces.removeLast(pieces.count - limit + 1) }
        pieces.append(end)
        return pieces
    }

    private static func beginning(of text: String) -> String {
        guard text.utf8.count > bytesInText else { return text }
        return String(decoding: text.utf8.prefix(bytesInText), as: UTF8.self)
    }

    private func cut(_ word: ArraySlice<UInt8>, letters: Int, into pieces: inout [Int32]) {
        let before = pieces.count
        guard letters <= Self.lettersInWord else {
            pieces.append(unknown)
            return
        }
        var rest = word
        while !rest.isEmpty {
            let known = rest.startIndex == word.startIndex ? beginnings : continuations
            var end = min(rest.endIndex, rest.startIndex + longest)
            var found: Int32?
            while end > rest.startIndex {
                found = known[rest[rest.startIndex..<end]]
                if found != nil { break }
                end -= 1
            }
            guard let found else {
                pieces.removeLast(pieces.count - before)
                pieces.append(unknown)
                return
            }
            pieces.append(found)
            rest = rest[end...]
        }
    }
}
