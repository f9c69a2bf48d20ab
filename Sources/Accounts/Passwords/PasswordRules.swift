import Foundation

/// What makes a password acceptable: long enough, and not among the first that a stranger would try.
///
/// No rule asks for digits or signs: length helps more, and such rules make people write `Password1234!`
/// (NIST SP 800-63B §3.1.1.2).
enum PasswordRules {
    static let length = 12...200

    enum Refusal: String, Sendable, CaseIterable {
        case tooShort = "accounts.password.too-short"
        case tooLong = "accounts.password.too-long"
        case common = "accounts.password.common"
        case aboutYou = "accounts.password.about-you"

        /// The key of the sentence that is shown to the person.
        var key: String { rawValue }
    }

    /// Why a password may not be chosen, or nil if it may.
    static func refusal(of password: String, email: String, name: String = "") -> Refusal? {
        let count = password.unicodeScalars.count
        if count < length.lowerBound { return .tooShort }
        if count > length.upperBound { return .tooLong }
        let folded = fold(password)
        if isAbout(email: email, name: name, folded) { return .aboutYou }
        return isCommon(folded) ? .common : nil
    }

    private static func fold(_ text: String) -> String {
        text.precomposedStringWithCompatibilityMapping.lowercased()
    }

    /// The address, its parts, or the name, with nothing but digits and signs around.
    private static func isAbout(email: String, name: String, _ password: String) -> Bool {
        let address = fold(email)
        var facts = address.split(separator: "@").map(String.init)
        facts.append(address)
        facts.append(fold(name))
        let letters = password.filter(\.isLetter)
        return facts.contains { fact in
            let core = fact.filter(\.isLetter)
            return fact.count >= 4 && (password == fact || (core.count >= 4 && letters == core))
        }
    }

    private static func isCommon(_ password: String) -> Bool {
        if isRepetition(password) || isRun(password) { return true }
        if CommonPasswords.whole.contains(password) { return true }
        // "p4ssw0rd2026!" is what "password" turns into under a rule about digits and signs.
        let core = password.drop { !$0.isLetter }.reversed().drop { !$0.isLetter }.reversed()
        let plain = String(core.map { CommonPasswords.signsAsLetters[$0] ?? $0 })
        return [password, plain].contains { text in
            isMadeOfCommonWords(text.filter(\.isLetter), signs: password.count - text.count { $0.isLetter })
        }
    }

    /// `aaaaaaaaaaaa`, `abcabcabcabc`, `123412341234`.
    private static func isRepetition(_ text: String) -> Bool {
        let characters = Array(text)
        guard characters.count >= 2 else { return true }
        return (1...min(6, characters.count / 2)).contains { period in
            characters.indices.dropFirst(period).allSatisfy { characters[$0] == characters[$0 - period] }
        }
    }

    /// Steps along the alphabet, the digits or a row of the keyboard for the whole length: `123456789012`, `qwertyuiopas`.
    private static func isRun(_ text: String) -> Bool {
        let doubled = CommonPasswords.rows.flatMap { row in [row + row, String(row.reversed()) + String(row.reversed())] }
        return doubled.contains { $0.contains(text) }
    }

    /// Letters that are only common words after one another, when what is left is at most a year and a few signs.
    private static func isMadeOfCommonWords(_ letters: String, signs: Int) -> Bool {
        guard !letters.isEmpty else { return false }
        let characters = Array(letters)
        // reachable[i] = how few words spell the first i letters.
        var fewest = [Int?](repeating: nil, count: characters.count + 1)
        fewest[0] = 0
        for start in characters.indices {
            guard let words = fewest[start], words < 2 else { continue }
            for word in CommonPasswords.words where characters[start...].starts(with: word) {
                let end = start + word.count
                fewest[end] = min(fewest[end] ?? .max, words + 1)
            }
        }
        return fewest[characters.count] != nil && signs <= 8
    }
}
