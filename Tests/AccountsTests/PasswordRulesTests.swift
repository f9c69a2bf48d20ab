import TestSupport
import Testing

@testable import Accounts

@Suite struct PasswordRulesTests {
    func refusal(_ password: String) -> PasswordRules.Refusal? {
        PasswordRules.refusal(of: password, email: "focal.point@fiji.example", name: "Focal point, Fiji")
    }

    @Test(arguments: [
        "four quiet boats at dawn", "Tg7#kq2L!vB9x", "নদীর ধারে ছোট ঘর", "mangojupiterwindow", "my dog ate 12 forms",
        "paper lanterns 1987",
    ])
    func acceptsWhatIsHardToGuess(_ password: String) {
        #expect(refusal(password) == nil)
    }

    @Test(arguments: [
        "password1234", "Password2026!", "P4ssw0rd2026", "pa$$word12345", "welcomewelcome", "WelcomeAdmin1!",
        "123456789012", "098765432109", "qwertyuiopas", "aaaaaaaaaaaaa", "abcabcabcabc", "1q2w3e4r5t6y",
        "123123123123", "bangladesh2026", "iloveyou12345",
    ])
    func refusesWhatIsTriedFirst(_ password: String) {
        #expect(refusal(password) == .common)
    }

    @Test(arguments: [
        "focal.point@fiji.example", "Focal.Point@Fiji.Example", "focalpoint2026", "Focal point, Fiji",
        "focalpointfiji!!", "fiji.example.1",
    ])
    func refusesThePersonsOwnAddressAndName(_ password: String) {
        #expect(refusal(password) == .aboutYou)
    }

    @Test func lengthCountsWhatAPersonTypes() {
        #expect(refusal("short phrase".dropLast() + "") == .tooShort)
        #expect(refusal("نهر بحر جبل") == .tooShort)
        #expect(refusal("river sea up") == nil)
        let long = (0..<40).map { "w\($0 * 7919)" }.joined()
        #expect(refusal(String(long.prefix(200))) == nil)
        #expect(refusal(String((long + long).prefix(201))) == .tooLong)
    }

    /// Every repetition of a short unit is refused, whichever unit.
    @Test func refusesAnyRepetition() {
        var random = SeededGenerator(seed: 7)
        let alphabet = Array("abcdefghijklmnopqrstuvwxyz0123456789#ßéক")
        for _ in 0..<500 {
            let unit = String((0..<Int.random(in: 1...6, using: &random)).map { _ in alphabet.randomElement(using: &random)! })
            let password = String(String(repeating: unit, count: 20).prefix(Int.random(in: 12...20, using: &random)))
            #expect(refusal(password) == .common, "\(password)")
        }
    }

    /// Random text is let through: the rules about common passwords must not catch what a password manager makes.
    @Test func acceptsRandomText() {
        var random = SeededGenerator(seed: 8)
        let alphabet = Array("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789!@#$%")
        for _ in 0..<2000 {
            let password = String((0..<Int.random(in: 14...30, using: &random)).map { _ in alphabet.randomElement(using: &random)! })
            #expect(refusal(password) == nil, "\(password)")
        }
    }
}
