import Language
import Testing

@Suite struct LanguageTagTests {
    @Test(arguments: [
        ("PT_br", "pt-BR"), ("zh-hant-tw", "zh-Hant-TW"), ("es-419", "es-419"), ("en-x-plain", "en"), ("bn", "bn"),
    ])
    func writesTagsInTheirUsualCase(_ text: String, _ tag: String) {
        #expect(LanguageTag(text)?.description == tag)
    }

    @Test(arguments: ["", "e", "en-", "-en", "12", "en us", "en-waytoolongsubtag", "english", "en--US", "bn\u{0}", "é"])
    func refusesWhatIsNoTag(_ text: String) {
        #expect(LanguageTag(text) == nil)
    }

    @Test(arguments: [
        ("en", "English", TextDirection.leftToRight), ("bn", "বাংলা", .leftToRight), ("ar", "العربية", .rightToLeft),
        ("th", "ไทย", .leftToRight), ("lo", "ລາວ", .leftToRight), ("km", "ខ្មែរ", .leftToRight),
        ("my", "မြန်မာ", .leftToRight), ("fr", "français", .leftToRight), ("es", "español", .leftToRight),
        ("pt", "português", .leftToRight), ("ur", "اردو", .rightToLeft), ("he", "עברית", .rightToLeft),
        ("pa-Arab", "پنجابی", .rightToLeft), ("xq", "xq", .leftToRight),
    ])
    func knowsNameAndDirection(_ tag: String, _ name: String, _ direction: TextDirection) {
        #expect(LanguageTag(tag)?.autonym == name)
        #expect(LanguageTag(tag)?.direction == direction)
    }

    @Test func choosesPluralForms() {
        let arabic = [0, 1, 2, 3, 11, 100].map { PluralRule.category(for: $0, language: "ar") }
        #expect(arabic == [.zero, .one, .two, .few, .many, .other])
        #expect([0, 1, 2].map { PluralRule.category(for: $0, language: "bn") } == [.one, .one, .other])
        #expect([1, 2, 5, 21].map { PluralRule.category(for: $0, language: "ru") } == [.one, .few, .many, .one])
        #expect(PluralRule.category(for: 1.5, language: "en") == .other)
        #expect(PluralRule.category(for: 1, language: "pt-BR") == .one)
        #expect(PluralRule.category(for: 1, language: "th") == .other)
        #expect(PluralRule.category(for: 1, language: "not a tag") == .other)
        #expect(PluralRule.category(for: .nan, language: "en") == .other)
    }
}
