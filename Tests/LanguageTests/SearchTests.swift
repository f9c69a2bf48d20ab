import Language
import Testing

/// Real sentences, found as readers of each language would look for them.
@Suite struct SearchTests {
    private static let texts: [(text: String, language: String)] = [
        ("Births are registered at the union centre within one day.", "en"),
        ("La déclaration de naissance se fait à l'état civil en 2024.", "fr"),
        ("ইউনিয়ন ডিজিটাল সেন্টারে নাগরিকদের জন্ম নিবন্ধনের সময় ২০২৪ সালে কমেছে।", "bn"),
        ("تُسَجَّلُ المواليد في المدينة، والخدمات الحكوميّة متاحة منذ ٢٠١٨.", "ar"),
        ("ประชาชนสามารถจดทะเบียนเกิดที่สำนักงานเขตได้ภายในวันเดียว", "th"),
        ("ປະຊາຊົນສາມາດຈົດທະບຽນເກີດຢູ່ຫ້ອງການເມືອງ", "lo"),
        ("ប្រជាពលរដ្ឋអាចចុះបញ្ជីកំណើតនៅការិយាល័យស្រុក", "km"),
        ("ပြည်သူများသည် မြို့နယ်ရုံးတွင် မွေးဖွားမှုကို မှတ်ပုံတင်နိုင်သည်။", "my"),
        ("Water meters are read by phone; fees are paid online.", "en"),
    ]

    private static let index = SearchIndex(
        texts.enumerated().map { number, document in
            let text = FieldText(document.text, language: document.language)
            return (slot: UInt32(number), tokens: DocumentTokens(fields: [[text]]))
        }, parameters: .init(weights: [1]))

    @Test(arguments: [
        ("register birth ", "en", 0), ("registering", "en", 0), ("unio", "en", 0), ("\"union centre\"", "en", 0),
        ("water -births ", "en", 8), ("how are fees paid", "en", 8), ("\"paid onl", "en", 8), ("METER* ", "en", 8),
        ("declaration", "fr", 1), ("déclarations ", "fr", 1), ("etat ", "fr", 1), ("l’état civil", "en", 1),
        ("নিবন্ধন ", "bn", 2), ("নাগরিক ", "bn", 2), ("নিবন্", "bn", 2), ("\"জন্ম নিবন্ধনের\"", "bn", 2),
        ("2024 সাল ", "bn", 2), ("সেন্টার ", "en", 2),
        ("المدينه ", "ar", 3), ("تسجل ", "ar", 3), ("الخدمات ", "ar", 3), ("2018", "ar", 3), ("\"الخدمات", "bn", -1),
        ("\"المواليد في المدينة\"", "ar", 3), ("الحكوم", "ar", 3),
        ("ทะเบียน ", "th", 4), ("จดทะเบียนเกิด ", "th", 4), ("\"สำนักงานเขต\"", "th", 4), ("สํานักงาน ", "th", 4),
        ("ประชา", "th", 4), ("ປະຊາຊົນ ", "lo", 5), ("ຫ້ອງການເມືອງ ", "lo", 5), ("ປະຊາ", "lo", 5),
        ("កំណើត ", "km", 6), ("\"ការិយាល័យស្រុក\"", "km", 6), ("ការិយាល័យ", "km", 6),
        ("မြို့နယ်ရုံး ", "my", 7), ("\"မြို့နယ်ရုံး\"", "my", 7), ("မွေး", "my", 7),
    ])
    func finds(_ text: String, _ language: String, _ document: Int) {
        let result = Self.index.search(Query(text, languages: [language, "en"]))
        #expect(Array(result.matches) == (document < 0 ? [] : [UInt32(document)]), "\(text)")
        #expect(result.matches.allSatisfy { result.score(of: $0) > 0 })
    }

    @Test func fallsBackToAnyWordAndSaysSo() {
        let result = Self.index.search(Query("water births ", languages: ["en"]))
        #expect(result.mode == .anyWord)
        #expect(Array(result.matches) == [0, 8])
        #expect(Self.index.search(Query("water zebra -fees ", languages: ["en"])).count == 0)
    }

    @Test(arguments: ["", " ", "!!!", "\"\"", "-", "*", "\"", "- -\"", "“”"])
    func aQueryWithoutWordsGivesEverything(_ text: String) {
        let query = Query(text, languages: [])
        #expect(query.isEmpty)
        let result = Self.index.search(query)
        #expect(result.mode == .everything)
        #expect(result.count == Self.texts.count)
    }

    @Test func anExclusionAloneGivesTheRest() {
        let result = Self.index.search(Query("-births", languages: ["en"]))
        #expect(result.mode == .everything)
        #expect(!result.matches.contains(0))
        #expect(result.count == Self.texts.count - 1)
    }

    @Test func bearsHostileQueries() {
        var generator = Generator(2)
        let pieces = ["\"", "-", "*", " ", "a", "births", "\u{202E}", "\u{0}", "ก", "নি", "“", "z\u{0336}", "\n", "1,0"]
        for _ in 0..<300 {
            let text = (0..<Int.random(in: 0..<40, using: &generator)).map { _ in
                pieces.randomElement(using: &generator) ?? ""
            }.joined()
            _ = Self.index.search(Query(text, languages: ["en", "bn", "??"]))
        }
        let long = String(repeating: "births ", count: 100_000)
        #expect(Self.index.search(Query(long, languages: ["en"])).matches.contains(0))
    }

    @Test func aTitleCountsMoreThanABody() {
        func document(_ title: String, _ body: String) -> DocumentTokens {
            DocumentTokens(fields: [[FieldText(title, language: "en")], [FieldText(body, language: "en")]])
        }
        let documents: [(slot: UInt32, tokens: DocumentTokens)] = [
            (slot: 0, tokens: document("Roads", "About health and other things")),
            (slot: 1, tokens: document("Health", "About roads and other things")),
        ]
        let index = SearchIndex(documents, parameters: .init(weights: [8, 1]))
        let result = index.search(Query("health ", languages: ["en"]))
        #expect(result.score(of: 1) > result.score(of: 0))
        #expect(result.score(of: 7) == 0)
    }

    @Test func aPhraseStaysInsideOneText() {
        let tokens = DocumentTokens(fields: [
            [FieldText("clean water", language: "en"), FieldText("supply office", language: "en")],
            [FieldText("desk", language: "en")],
        ])
        let index = SearchIndex([(slot: UInt32(0), tokens: tokens)], parameters: .init(weights: [1, 1]))
        for (text, count) in [("\"clean water\"", 1), ("\"water supply\"", 0), ("\"office desk\"", 0)] {
            #expect(index.search(Query(text, languages: ["en"])).count == count, "\(text)")
        }
    }

    @Test func storedTokensAreCheckedBeforeUse() throws {
        let tokens = DocumentTokens(fields: [[FieldText("births বাংলা births", language: "en")], []])
        #expect(try DocumentTokens(stored: tokens.bytes) == tokens)
        #expect(throws: DocumentTokensError.malformed) { try DocumentTokens(stored: []) }
        #expect(throws: DocumentTokensError.otherVersion(0)) { try DocumentTokens(stored: [0]) }
        var generator = Generator(3)
        for _ in 0..<800 {
            var bytes = tokens.bytes
            let place = Int.random(in: 1..<bytes.count, using: &generator)
            if Bool.random(using: &generator) { bytes.removeSubrange(place...) }
            else { bytes[place] = UInt8.random(in: 0...255, using: &generator) }
            // Damaged bytes are either refused or harmless: they never reach past their end.
            guard let read = try? DocumentTokens(stored: bytes) else { continue }
            _ = SearchIndex([(slot: UInt32(0), tokens: read)], parameters: .init(weights: [1]))
        }
    }
}
