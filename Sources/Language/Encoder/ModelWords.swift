internal import Foundation

/// Cuts a text into words as BERT's models were taught: on white space, each punctuation mark and each Chinese sign by itself,
/// control signs left out; for a model without capitals also in small letters and without accents.
///
///     ModelWords("Don't!", smallLetters: true)   // "don", "'", "t", "!"
///
/// Not for search, which cuts by language (`Tokenizer`): a model understands only the pieces that it was taught with. Markers such as
/// `[SEP]` in a text are read as plain text, so that nobody can write them.
struct ModelWords {
    /// The words in UTF-8, one after the other, each with how many letters it has.
    private(set) var list: [(bytes: [UInt8], letters: Int)] = []
    private var word: [UInt8] = []
    private var letters = 0

    init(_ text: String, smallLetters: Bool) {
        // Marks can be left out one by one only when they stand by themselves.
        let plain = smallLetters && !text.utf8.allSatisfy { $0 < 0x80 } ? text.decomposedStringWithCanonicalMapping : text
        for scalar in plain.unicodeScalars { read(scalar, smallLetters) }
        end()
    }

    private mutating func read(_ scalar: Unicode.Scalar, _ smallLetters: Bool) {
        if scalar.isASCII {
            readASCII(UInt8(truncatingIfNeeded: scalar.value), smallLetters)
            return
        }
        let properties = scalar.properties
        switch properties.generalCategory {
        case .control, .format, .privateUse, .surrogate: return
        case .nonspacingMark where smallLetters: return
        case .connectorPunctuation, .dashPunctuation, .openPunctuation, .closePunctuation, .initialPunctuation,
            .finalPunctuation, .otherPunctuation:
            alone(scalar)
            return
        default: break
        }
        if scalar == "\u{FFFD}" { return }
        if properties.isWhitespace {
            end()
        } else if Self.isChinese(scalar.value) {
            alone(scalar)
        } else if smallLetters {
            for small in properties.lowercaseMapping.unicodeScalars { append(small) }
        } else {
            append(scalar)
        }
    }

    private mutating func readASCII(_ byte: UInt8, _ smallLetters: Bool) {
        switch byte {
        case 0x09, 0x0A, 0x0D, 0x20: end()
        case ..<0x20, 0x7F: break
        case UInt8(ascii: "A")...UInt8(ascii: "Z"):
            word.append(smallLetters ? byte | 0x20 : byte)
            letters += 1
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"):
            word.append(byte)
            letters += 1
        default: alone(Unicode.Scalar(byte))
        }
    }

    private mutating func append(_ scalar: Unicode.Scalar) {
        word.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
        letters += 1
    }

    private mutating func alone(_ scalar: Unicode.Scalar) {
        end()
        append(scalar)
        end()
    }

    private mutating func end() {
        guard letters > 0 else { return }
        list.append((word, letters))
        word.removeAll(keepingCapacity: true)
        letters = 0
    }

    /// The blocks of ideographs; not kana and not Hangul, which are written in words.
    private static func isChinese(_ value: UInt32) -> Bool {
        switch value {
        case 0x4E00...0x9FFF, 0x3400...0x4DBF, 0x2_0000...0x2_A6DF, 0x2_A700...0x2_B73F, 0x2_B740...0x2_B81F,
            0x2_B920...0x2_CEAF, 0xF900...0xFAFF, 0x2_F800...0x2_FA1F:
            true
        default: false
        }
    }
}
