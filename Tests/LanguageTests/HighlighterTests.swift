import Language
import Testing

@Suite struct HighlighterTests {
    private func marked(_ text: String, _ query: String, _ language: String = "en") -> [String] {
        Highlighter.runs(of: text, language: language, query: Query(query, languages: [language]))
            .filter(\.isMatch).map(\.text)
    }

    @Test func marksWhatTheSearchFinds() {
        #expect(marked("Births: a birth is registered.", "birth register ") == ["Births", "birth", "registered"])
        #expect(marked("Déclaration d’état civil", "etat decl*") == ["Déclaration", "état"])
        #expect(marked("one stop shop; stop one", "\"one stop\"") == ["one", "stop"])
        #expect(marked("the water of the well", "the water -well ") == ["water"])
        #expect(marked("নাগরিকদের সেবা ২০২৪", "নাগরিক 2024 ", "bn") == ["নাগরিকদের", "২০২৪"])
        #expect(marked("ประชาชนจดทะเบียนเกิด", "ทะเบียน ", "th") == ["ทะเบียน"])
        #expect(marked("المدينةُ", "المدينه ", "ar") == ["المدينةُ"])
    }

    @Test func anExcerptShowsTheWordsTogether() {
        let filler = String(repeating: "Nothing to see in this sentence. ", count: 30)
        let text = filler + "The water\n office repairs pipes. " + filler + "Water. " + filler
        let excerpt = Highlighter.excerpt(of: text, language: "en", query: Query("water pipes ", languages: ["en"]))
        #expect(excerpt.runs.filter(\.isMatch).map(\.text) == ["water", "pipes"])
        #expect(excerpt.isCutAtStart && excerpt.isCutAtEnd)
        let shown = excerpt.runs.map(\.text).joined()
        #expect(shown.contains("The water office repairs pipes"))
        #expect((100...200).contains(shown.count))
        let none = Highlighter.excerpt(of: text, language: "en", query: Query("zebra", languages: ["en"]))
        #expect(none.runs.first?.text.hasPrefix("Nothing to see") == true && !none.isCutAtStart && none.isCutAtEnd)
        let short = Highlighter.excerpt(of: "Short text", language: "en", query: Query("", languages: []))
        #expect(short.runs.map(\.text) == ["Short text"] && !short.isCutAtStart && !short.isCutAtEnd)
        #expect(Highlighter.excerpt(of: "", language: "", query: Query("a", languages: [])).runs.isEmpty)
    }

    /// Runs put together are the text, and no mark cuts a character, whatever the text.
    @Test func neverCutsACharacter() {
        var generator = Generator(9)
        let pieces = [
            "water", " ", "é", "e\u{301}\u{302}", "👩‍👩‍👧‍👦", "ক্ষ", "নিবন্ধন", "น้ำ", "นํ้า", "ស្រុក", "မြို့", "ຫ້ອງ", "\u{202E}", "\r\n",
            "\u{200D}", "\u{301}", "🇧🇩", "SDGএর", "مدينة", "ـ", "٢٠", ".", "-", "\u{0}", "a\u{336}b",
        ]
        let query = Query("water e ক্ষ নিবন্ধন น้ำ ស្រុក မြို့ sdg مدينه 20 a b*", languages: ["bn", "en"])
        for _ in 0..<300 {
            let text = (0..<Int.random(in: 0..<60, using: &generator)).map { _ in
                pieces.randomElement(using: &generator) ?? ""
            }.joined()
            let boundaries = Set(text.indices).union([text.endIndex])
            var last = text.startIndex
            for range in Highlighter.ranges(in: text, language: "bn", query: query) {
                #expect(boundaries.contains(range.lowerBound) && boundaries.contains(range.upperBound))
                #expect(range.lowerBound >= last && !range.isEmpty)
                last = range.upperBound
            }
            #expect(Highlighter.runs(of: text, language: "bn", query: query).map(\.text).joined() == text)
            let excerpt = Highlighter.excerpt(of: text, language: "bn", query: query, length: 40)
            let flat = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
            #expect(flat.contains(excerpt.runs.map(\.text).joined()) || flat.isEmpty)
        }
    }
}
