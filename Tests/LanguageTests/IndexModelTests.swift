import Language
import Testing

/// The index against a scan of the same documents, over random corpora with updates and removals.
@Suite struct IndexModelTests {
    private static let words = [
        "birth", "births", "register", "registered", "registration", "water", "waters", "land", "lands", "tax", "taxes",
        "office", "official", "one", "stop", "centre", "সেবা", "সেবার", "নাগরিক", "নাগরিকদের", "মাটি",
    ]

    /// Each word cut once: the model compares it with every token.
    private static let forms = Dictionary(
        uniqueKeysWithValues: words.map { ($0, Tokenizer.tokens(in: $0, language: "en")[0]) })

    private struct Model {
        /// Slot → fields → tokens.
        var documents: [UInt32: [[Token]]] = [:]

        func has(_ document: [[Token]], word: String) -> Bool {
            document.joined().contains { matches($0, word) }
        }

        private func matches(_ token: Token, _ word: String) -> Bool {
            if word.hasSuffix("*") { return token.surface.hasPrefix(String(word.dropLast())) }
            let wanted = IndexModelTests.forms[word]
            return token.surface == wanted?.surface || token.stem == wanted?.stem
        }

        func has(_ document: [[Token]], phrase: [String]) -> Bool {
            document.contains { field in
                field.indices.contains { start in
                    start + phrase.count <= field.count
                        && zip(phrase, field[start...]).allSatisfy { IndexModelTests.forms[$0]?.surface == $1.surface }
                }
            }
        }
    }

    @Test(arguments: 0..<300)
    func answersLikeAScan(seed: Int) throws {
        var generator = Generator(UInt64(seed))
        var model = Model()
        let weights: [UInt8] = [5, 1]
        var index = SearchIndex([], parameters: .init(weights: weights))
        for step in 0..<Int.random(in: 1...8, using: &generator) {
            var changed: [(slot: UInt32, tokens: DocumentTokens)] = []
            var removed: [UInt32] = []
            for _ in 0..<Int.random(in: 0...(step == 0 ? 60 : 12), using: &generator) {
                let slot = UInt32.random(in: 0..<70, using: &generator)
                if changed.contains(where: { $0.slot == slot }) || removed.contains(slot) { continue }
                if Int.random(in: 0..<4, using: &generator) == 0 {
                    removed.append(slot)
                    model.documents[slot] = nil
                    continue
                }
                let texts = (0..<2).map { field in
                    (0..<Int.random(in: 0...(field * 12 + 3), using: &generator)).map { _ in
                        Self.words.randomElement(using: &generator) ?? ""
                    }.joined(separator: " ")
                }
                let tokens = DocumentTokens(fields: texts.map { [FieldText($0, language: "en")] })
                changed.append((slot: slot, tokens: try DocumentTokens(stored: tokens.bytes)))
                model.documents[slot] = texts.map { Tokenizer.tokens(in: $0, language: "en") }
            }
            index = index.updated(changed: changed, removed: removed)
            #expect(Set(index.live) == Set(model.documents.keys))
            #expect(index.count == model.documents.count)
            for _ in 0..<6 { check(index, model, &generator) }
        }
        // The scores do not depend on how the documents came in.
        let fresh = SearchIndex(
            model.documents.map { (slot: $0.key, tokens: tokens(of: $0.value)) }, parameters: .init(weights: weights))
        let query = Query("birth water tax ", languages: ["en"])
        let (old, new) = (index.search(query), fresh.search(query))
        #expect(old.matches == new.matches)
        for slot in old.matches { #expect(old.score(of: slot) == new.score(of: slot)) }
        var builder = SearchIndex.Builder(parameters: .init(weights: weights))
        for (slot, fields) in model.documents { builder.add(slot: slot, tokens: tokens(of: fields)) }
        let built = builder.finish()
        #expect(built.live == fresh.live && built.byteCount == fresh.byteCount)
        for slot in new.matches { #expect(built.search(query).score(of: slot) == new.score(of: slot)) }
    }

    private func tokens(of fields: [[Token]]) -> DocumentTokens {
        DocumentTokens(fields: fields.map { [FieldText($0.map(\.surface).joined(separator: " "), language: "en")] })
    }

    private func check(_ index: SearchIndex, _ model: Model, _ generator: inout Generator) {
        func word() -> String {
            let word = Self.words.randomElement(using: &generator) ?? ""
            return Int.random(in: 0..<4, using: &generator) == 0 ? String(word.prefix(3)) + "*" : word
        }
        let wanted = (0..<Int.random(in: 0...3, using: &generator)).map { _ in word() }
        let phrase = (0..<Int.random(in: 2...3, using: &generator)).map { _ in Self.words.randomElement(using: &generator) ?? "" }
        let hasPhrase = Int.random(in: 0..<3, using: &generator) == 0
        let excluded = (0..<Int.random(in: 0...1, using: &generator)).map { _ in word() }
        let text = wanted.joined(separator: " ") + (hasPhrase ? " \"\(phrase.joined(separator: " "))\"" : "")
            + excluded.map { " -" + $0 }.joined() + " "
        var tests: [([[Token]]) -> Bool] = wanted.map { word in { model.has($0, word: word) } }
        if hasPhrase { tests.append { model.has($0, phrase: phrase) } }
        let allowed = model.documents.filter { document in
            !excluded.contains { model.has(document.value, word: $0) }
        }
        let all = Set(allowed.filter { document in tests.allSatisfy { $0(document.value) } }.keys)
        let any = Set(allowed.filter { document in tests.contains { $0(document.value) } }.keys)
        let result = index.search(Query(text, languages: ["en"]))
        #expect(Set(result.matches) == (all.isEmpty && !tests.isEmpty ? any : all), "\(text)")
        #expect(result.mode == (tests.isEmpty ? .everything : result.mode))
    }
}
