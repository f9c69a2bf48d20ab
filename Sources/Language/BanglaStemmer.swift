/// Takes the endings of case, number and definiteness off a Bangla noun: a rule of our own, as libstemmer has none.
///
///     সেবা, সেবার, সেবায়, সেবাগুলো, সেবাটি, সেবাকে  →  সেবা
///     সরকারি  →  সরকারি (the adjective is another word than সরকার)
///
/// Endings are taken off until none fits, so that a word and its inflected forms end at the same place even when
/// that place is no word (সরকার → সরকা, from সরকারের too). It is conservative: an ending goes only when enough of the
/// word stays, and only after the letters it can follow. Verbs are left alone. Works on the NFKC form, where য় is
/// two code points (U+09AF U+09BC).
enum BanglaStemmer {
    private enum Before {
        case anything, vowelSign, consonant, longA
    }

    private struct Ending {
        let letters: [UInt32]
        let before: Before
        /// Code points that must stay. The short, ambiguous endings ask for more.
        let keeps: Int

        init(_ text: String, after before: Before = .anything, keeps: Int = 3) {
            letters = text.unicodeScalars.map(\.value)
            self.before = before
            self.keeps = keeps
        }
    }

    /// Longest first, so that -দেরকে is not taken for -কে.
    private static let endings: [Ending] = [
        Ending("গুলো", keeps: 2), Ending("গুলি", keeps: 2), Ending("গুলা", keeps: 2),  // plural of things
        Ending("েদের", keeps: 2), Ending("দের", keeps: 2),  // plural of people, object and genitive
        Ending("েরা", keeps: 2), Ending("রা"),  // plural of people
        Ending("খানা"), Ending("খানি"), Ending("টি"), Ending("টা"),  // the one thing
        Ending("\u{9AF}\u{9BC}ের", keeps: 2), Ending("ের", keeps: 2),  // genitive
        Ending("র", after: .vowelSign),
        Ending("কে"),  // object
        Ending("তে", after: .vowelSign), Ending("\u{9AF}\u{9BC}", after: .longA),  // locative
        Ending("ে", after: .consonant, keeps: 2),
        Ending("ই"), Ending("ও"),  // "only", "too"
    ]

    static func stem(_ word: [UInt32]) -> [UInt32] {
        var stem = word[...]
        while let ending = endings.first(where: { fits($0, stem) }) {
            stem.removeLast(ending.letters.count)
        }
        return Array(stem)
    }

    private static func fits(_ ending: Ending, _ word: ArraySlice<UInt32>) -> Bool {
        let kept = word.count - ending.letters.count
        guard kept >= ending.keeps || kept > 0 && word.prefix(kept).allSatisfy(isDigit), word.suffix(ending.letters.count).elementsEqual(ending.letters) else {
            return false
        }
        let rest = word.prefix(kept)
        // A hasanta joins two consonants: what follows it is no ending (সেন্টার).
        guard let last = rest.last, last != 0x9CD else { return false }
        // Two code points are a word only when both are letters (ঘর, পথ), not letter and vowel sign (মা + টি).
        if kept == 2, !rest.allSatisfy({ isConsonant($0) || isDigit($0) }), !isIndependentVowel(last) { return false }
        switch ending.before {
        case .anything: return true
        case .vowelSign: return isVowelSign(last)
        case .consonant: return isConsonant(last)
        case .longA: return last == 0x9BE
        }
    }

    private static func isConsonant(_ scalar: UInt32) -> Bool {
        switch scalar {
        case 0x995...0x9B9, 0x9BC, 0x9CE, 0x982: true
        default: false
        }
    }

    /// Folded digits: ৫০টি is 50 with an ending.
    private static func isDigit(_ scalar: UInt32) -> Bool { (0x30...0x39).contains(scalar) }

    private static func isIndependentVowel(_ scalar: UInt32) -> Bool { (0x985...0x994).contains(scalar) }

    private static func isVowelSign(_ scalar: UInt32) -> Bool {
        (0x9BE...0x9CC).contains(scalar) || isIndependentVowel(scalar)
    }
}
