/// Why something failed, as a log may hold it: one line, cut short, without what could tell of a person.
///
/// An error's own words may quote a letter's address, a telephone number, a row of the database or a link with a secret. The whole of
/// them stays with the dead letter, which an administrator alone reads.
enum LogReason {
    private static let longest = 300

    static func of(_ text: String) -> String {
        let line = text.split(whereSeparator: \.isNewline).first.map(String.init) ?? ""
        var plain = line.replacing(/[^\s@<>"'(),;:]+@[^\s@<>"'(),;:]+/, with: "…@…")
        // What PostgreSQL quotes of a row: Key (email)=(…).
        plain = plain.replacing(/=\([^)]*\)?/, with: "=(…)")
        plain = plain.replacing(/(https?:\/\/[^\s\/?#]+)[^\s]*/) { "\($0.1)/…" }
        plain = plain.replacing(/\+?[0-9০-৯٠-٩](?:[ .\-]?[0-9০-৯٠-٩]){5,}/, with: "…")
        plain = String(plain.unicodeScalars.map { $0.properties.generalCategory == .control ? " " : Character($0) })
        return plain.count > longest ? plain.prefix(longest) + "…" : plain
    }
}
