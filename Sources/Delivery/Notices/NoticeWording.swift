import Platform

/// The words of a letter or text to a citizen, in their language: what happened, and where to look. Never what the case is about.
struct NoticeWording {
    private let kind: CaseNotice
    private let record: Case
    private let due: Day?
    private let words: Words
    private let url: String

    init(_ kind: CaseNotice, _ record: Case, due: Day?, _ words: Words, url: String) {
        (self.kind, self.record, self.due, self.words, self.url) = (kind, record, due, words, url)
    }

    private var facts: [String: String] { ["reference": record.reference] }

    private var date: String? {
        if kind == .interim { return record.state.expected.map { words("notice.expected", ["date": words.date($0.description)]) } }
        guard kind == .received || kind == .dueMoved || kind == .moved, let due else { return nil }
        return words("notice.due", ["date": words.date(due.description)])
    }

    var subject: String { words("notice.subject", facts) }

    func letter(stop: String) -> String {
        [
            [words("notice.\(kind.rawValue)", facts), date].compactMap(\.self).joined(separator: " "),
            words("notice.where", ["url": url]), words("notice.stop", ["url": stop]),
        ].joined(separator: "\n\n") + "\n"
    }

    /// One text message wherever the language allows it: what does not fit is left out from the end.
    var text: String {
        TextLength.fitting([words("notice.\(kind.rawValue)", facts), date ?? "", words("notice.text-where", ["url": url])])
    }
}
