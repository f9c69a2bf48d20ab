import Foundation
import Platform
import SQL

/// What a citizen texts, and what they get back: where their case stands, or that they want no more texts.
enum TextConversation {
    enum Asked: Equatable {
        case stop, start
        case status(reference: String, code: String)
        case unclear
    }

    /// The last 21 letters and digits are number and code, whatever stands before them.
    static func read(_ text: String, stop: Set<String>, start: Set<String>) -> Asked {
        let word = text.trimmingCharacters(in: .whitespacesAndNewlines.union(.punctuationCharacters)).lowercased()
        if stop.contains(word) { return .stop }
        if start.contains(word) { return .start }
        var letters: [UInt8] = []
        for part in text.prefix(200).split(whereSeparator: { $0.isWhitespace || ",;:.".contains($0) }).reversed() {
            guard let found = CaseCode.letters(String(part)) else { break }
            letters = found + letters
            if letters.count >= 21 { break }
        }
        guard letters.count == 21, let reference = CaseReference.read(String(decoding: letters.prefix(9), as: UTF8.self)) else {
            return .unclear
        }
        return .status(reference: reference, code: String(decoding: letters.suffix(12), as: UTF8.self))
    }

    /// At most so many texts of one telephone are answered in an hour: 60 random bits are out of reach like that.
    static let mostInAnHour = 20

    /// nil: no answer, for the telephone has texted too often. Runs in a write, for each text is counted.
    static func answer(
        _ connection: any Connection, from number: String, _ text: String, catalogue: Catalogue, at now: Timestamp
    ) throws -> (text: String, language: String)? {
        let sender = CaseContact.hash(number)
        guard try isWelcome(connection, sender, at: now) else { return nil }
        let usual = language(of: text, offered: catalogue.languages)
        let words = catalogue.words(usual)
        func commands(_ key: String) -> Set<String> {
            Set(catalogue.languages.flatMap { catalogue.words($0)(key).lowercased().split(separator: " ").map(String.init) })
        }
        switch read(text, stop: commands("text.stop-commands"), start: commands("text.start-commands")) {
        case .stop:
            try NoticeStore.setStopped(connection, hash: sender, true, by: Act(.program("texts"), at: now))
            return (words("text.stopped"), usual)
        case .start:
            try NoticeStore.setStopped(connection, hash: sender, false, by: Act(.program("texts"), at: now))
            return (words("text.started"), usual)
        case .unclear: return (words("text.no-match"), usual)
        case .status(let reference, let code):
            // Sealed cases and those without a name are told of on no telephone, and look like unknown ones.
            guard let record = try CaseKey.open(connection, reference: reference, code: code), CaseNotices.isTold(record) else {
                return (words("text.no-match"), usual)
            }
            return (status(record, catalogue.words(record.language), due: try record.standing(at: now).due), record.language)
        }
    }

    /// Number and state always, then the date, then what comes next, as far as they fit.
    static func status(_ record: Case, _ words: Words, due: Day?) -> String {
        let state = record.state
        var parts = [words("text.status", ["reference": record.reference, "state": CaseWording.phase(state, words)])]
        if state.phase.isOpen {
            if state.turn != .office, state.phase != .delivered {
                parts.append(CaseWording.next(state, words, toCitizen: true))
            } else if let due, state.phase != .decided, state.phase != .delivered {
                parts.append(words("notice.due", ["date": words.date(due.description)]))
            }
        }
        return TextLength.fitting(parts)
    }

    private static func isWelcome(_ connection: any Connection, _ sender: String, at now: Timestamp) throws -> Bool {
        let row = try connection.first("SELECT since, texts FROM text_sender WHERE number_hash = \(sender)")
        let since: Timestamp? = try row?["since"]
        let isFresh = since.map { now.since($0) < .hours(1) && now >= $0 } ?? false
        let texts: Int = isFresh ? try row?["texts"] ?? 0 : 0
        if texts > mostInAnHour { return false }
        let start = isFresh ? since ?? now : now
        try connection.execute("""
            INSERT INTO text_sender (number_hash, since, texts) VALUES (\(sender), \(start), \(texts + 1))
            ON CONFLICT (number_hash) DO UPDATE SET since = \(start), texts = \(texts + 1)
            """)
        return texts < mostInAnHour
    }

    /// The language of somebody who is not known, by the script they write in.
    private static func language(of text: String, offered: [String]) -> String {
        let scalars = text.unicodeScalars
        let guess = scalars.contains { (0x0980...0x09FF).contains($0.value) } ? "bn"
            : scalars.contains { (0x0600...0x06FF).contains($0.value) } ? "ar" : "en"
        return offered.contains(guess) ? guess : "en"
    }
}
