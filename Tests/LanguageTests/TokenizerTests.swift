import Language
import Testing

@Suite struct TokenizerTests {
    private func surfaces(_ text: String, _ language: String) -> [String] {
        Tokenizer.tokens(in: text, language: language).map(\.surface)
    }

    private func stem(_ word: String, _ language: String) -> String? {
        Tokenizer.tokens(in: word, language: language).first?.stem
    }

    @Test func cutsWordsAndDropsPunctuation() {
        #expect(surfaces("“Births—registered”: 1,250 (e-form)!", "en") == ["births", "registered", "1250", "e", "form"])
        #expect(surfaces("Côte d’Ivoire, l'école", "en") == ["cote", "ivoire", "ecole"])
        #expect(surfaces("... ---- 😀 ؟ ।", "en").isEmpty)
    }

    @Test(arguments: [
        ("th", "ประชาชนจดทะเบียนที่สำนักงาน", ["ประชาชน", "ทะเบียน", "สำนักงาน"]),
        ("lo", "ປະຊາຊົນສາມາດຈົດທະບຽນເກີດ", ["ປະຊາຊົນ", "ເກີດ"]),
        ("km", "ប្រជាពលរដ្ឋអាចចុះបញ្ជីកំណើត", ["ប្រជាពលរដ្ឋ", "កំណើត"]),
        ("my", "ပြည်သူများသည် မြို့နယ်ရုံးတွင်", ["မြို့နယ်", "ရုံး"]),
    ])
    func cutsScriptsWithoutSpaces(_ language: String, _ text: String, _ words: [String]) {
        let found = surfaces(text, language)
        for word in words { #expect(found.contains(word), "\(word) in \(found)") }
        #expect(surfaces(text, "en") == found)
    }

    @Test func stemsEachRunByItsScript() {
        let tokens = Tokenizer.tokens(in: "ইউনিয়নে services চালু, SDGএর লক্ষ্য", language: "bn")
        #expect(tokens.map(\.stem) == ["ইউনিয়ন", "servic", "চালু", "sdg", "এর", "লক্ষ্য"].map(TextFolder.fold))
    }

    @Test(arguments: [
        ("en", "registered", "registering"), ("fr", "déclarations", "déclaration"), ("es", "oficinas", "oficina"),
        ("pt", "serviços", "serviço"), ("ru", "услугами", "услуга"), ("ar", "والخدمات", "الخدمات"),
        ("hi", "सेवाओं", "सेवा"), ("bn", "সেবাগুলোর", "সেবা"), ("bn", "সেবায়", "সেবার"),
        ("bn", "নাগরিকদের", "নাগরিকরা"), ("bn", "সরকারের", "সরকার"), ("bn", "ঘরের", "ঘরে"), ("bn", "ভারতে", "ভারত"),
        ("bn", "৫০টি", "৫০"), ("bn", "বইগুলো", "বই"), ("bn", "জেলাতে", "জেলার"), ("bn", "ছেলেদের", "ছেলেটি"),
    ])
    func formsOfAWordShareTheirStem(_ language: String, _ one: String, _ other: String) {
        #expect(stem(one, language) == stem(other, language))
        #expect(surfaces(one, language) != surfaces(other, language))
    }

    @Test(arguments: [("মাটি", "মা"), ("থেকে", "থে"), ("ধারা", "ধা"), ("সেন্টার", "সেন্")])
    func banglaWordsThatOnlyLookInflectedStay(_ word: String, _ wrong: String) {
        #expect(stem(word, "bn") != wrong)
    }

    @Test func rangesPointIntoTheOriginal() {
        let text = "İstanbul’da «é» নিবন্ধন น้ำ\u{202E}abc\u{202C} ၀င်"
        for token in Tokenizer.tokens(in: text, language: "") {
            let bytes = Array(text.utf8)[token.range]
            #expect(String(validating: bytes, as: UTF8.self).map(TextFolder.fold) == token.surface)
        }
    }

    @Test func bearsHostileText() {
        let long = Tokenizer.tokens(in: String(repeating: "a", count: 1 << 20), language: "en")
        #expect(long.map(\.surface) == [String(repeating: "a", count: 64)])
        #expect(long.first?.range == 0..<1 << 20)
        #expect(surfaces("z" + String(repeating: "\u{0301}\u{0336}", count: 5000) + " b", "en") == ["z", "b"])
        #expect(surfaces(String(repeating: "!?,.", count: 50_000), "en").isEmpty)
        #expect(surfaces("\u{0}a\u{7}b\u{202E}c\u{FEFF}", "en").joined() == "abc")
        #expect(surfaces(String(repeating: "é", count: 600_000) + " x", "fr").count == 1)
        #expect(surfaces(String(repeating: "ก", count: 50_000), "th").isEmpty == false)
        for scalar in (UInt32(0)...0x2FFFF).compactMap(Unicode.Scalar.init) where scalar.value % 97 == 0 {
            for token in Tokenizer.tokens(in: "a\(scalar)b", language: "xx") { #expect(token.surface.utf8.count <= 64) }
        }
    }

    @Test func servesManyThreadsAtOnce() async {
        let text = "Citizens registered births নাগরিকদের সেবা ประชาชนจดทะเบียน"
        let expected = Tokenizer.tokens(in: text, language: "bn")
        await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<64 {
                group.addTask { (0..<50).allSatisfy { _ in Tokenizer.tokens(in: text, language: "bn") == expected } }
            }
            for await isSame in group { #expect(isSame) }
        }
    }
}
