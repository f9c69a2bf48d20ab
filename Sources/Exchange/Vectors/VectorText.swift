import Crypto
import Language

/// Which text of a solution is encoded.
enum VectorText {
    /// Raised when another text is chosen here: all solutions are then encoded anew.
    static let version = 1

    /// nil when the encoder understands none of the solution's languages: a vector of such a text would mean nothing.
    static func of(_ content: SolutionContent, for encoder: any TextEncoder) -> String? {
        // English first, for all models know it best.
        let tags = ["en", content.language] + content.translations.keys.sorted()
        for tag in tags where encoder.reads(tag) {
            if let text = text(content, in: tag) { return text }
        }
        return nil
    }

    /// Title, themes, summary and problem: measured to find more than any of them alone, and more than with how it works, which speaks
    /// of means and not of what they are for (docs/adr/0008). How it works stands in where a solution says nothing else of itself.
    private static func text(_ content: SolutionContent, in tag: String) -> String? {
        let title: String
        let about: [String]
        if tag == content.language {
            title = content.title
            about = told(content.summary, content.problem) ?? [content.innovation, content.operation]
        } else if let other = content.translations[tag] {
            title = other.title ?? ""
            about = told(other.summary ?? "", other.problem ?? "") ?? [other.innovation ?? "", other.operation ?? ""]
        } else {
            return nil
        }
        // The codes are English words.
        let themes = content.themes.map { $0.rawValue.replacing("-", with: " ") }.joined(separator: ", ")
        guard !title.isEmpty || about.contains(where: { !$0.isEmpty }) else { return nil }
        let first = [title, themes].filter { !$0.isEmpty }.joined(separator: ". ")
        return ([first] + about).filter { !$0.isEmpty }.joined(separator: "\n")
    }

    private static func told(_ texts: String...) -> [String]? { texts.allSatisfy(\.isEmpty) ? nil : texts }

    /// The name under which vectors are stored: of another name, they are not compared.
    static func label(of encoder: any TextEncoder) -> String { "\(encoder.name)/\(version)" }

    static func hash(_ text: String) -> String {
        SHA256.hash(data: Array(text.utf8)).map { byte in String(byte >> 4, radix: 16) + String(byte & 15, radix: 16) }.joined()
    }
}
