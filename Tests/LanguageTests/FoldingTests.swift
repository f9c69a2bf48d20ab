import Language
import Testing

@Suite struct FoldingTests {
    @Test(arguments: [
        ("Éducation", "education"), ("Łódź", "lodz"), ("Straße", "strasse"), ("Ærø", "aero"), ("IĞDIR", "igdir"),
        ("ΆΝΘΡΩΠΟΣ", "ανθρωποσ"), ("Ёлка", "елка"), ("ﬁne", "fine"), ("don’t", "don't"),
        ("تُسَجِّلُ", "تسجل"), ("الحكوميـــة", "الحكوميه"), ("إلى", "الي"), ("آثار", "اثار"), ("کتاب", "كتاب"),
        ("২০২৪", "2024"), ("٢٠٢٤", "2024"), ("๒๐๒๔", "2024"), ("၂၀၂၄", "2024"), ("២០២៤", "2024"), ("໒໐໒໔", "2024"),
        ("ত্\u{200D}", "ৎ"), ("র\u{200D}্যাব", "র্যাব"), ("নি\u{200C}বন্ধন", "নিবন্ধন"),
        ("\u{9DC}\u{9DD}\u{9DF}", "\u{9A1}\u{9BC}\u{9A2}\u{9BC}\u{9AF}\u{9BC}"), ("ক\u{9C7}\u{9BE}", "কো"),
        ("นํ้า", "น้ำ"), ("น้ํา", "น้ำ"), ("ນໍ້າ", "ນ້ຳ"), ("ໜ", "ຫນ"),
        ("\u{1780}\u{17D2}\u{178A}", "\u{1780}\u{17D2}\u{178F}"), ("ក\u{17C1}\u{17B8}", "កើ"), ("၀င်", "ဝင်"),
    ])
    func folds(_ text: String, _ folded: String) {
        #expect(Array(TextFolder.fold(text).unicodeScalars) == Array(folded.unicodeScalars))
        #expect(TextFolder.fold(TextFolder.fold(text)) == TextFolder.fold(text))
    }

    /// Vowel signs are letters: nothing of these words may be lost.
    @Test(arguments: ["নিবন্ধন", "हिन्दी", "ประชาชน", "ປະຊາຊົນ", "កំណើត", "မြန်မာ", "தமிழ்"])
    func keepsVowelSigns(_ word: String) {
        #expect(Array(TextFolder.fold(word).unicodeScalars) == Array(word.unicodeScalars))
    }

    @Test func foldingTwiceChangesNothing() {
        var generator = Generator(1)
        for _ in 0..<2000 {
            let scalars = (0..<12).compactMap { _ in Unicode.Scalar(UInt32.random(in: 0..<0x3200, using: &generator)) }
            let once = TextFolder.fold(String(String.UnicodeScalarView(scalars)))
            #expect(TextFolder.fold(once) == once)
        }
    }
}
