import Language
import Platform

/// Which texts of a solution are searched, and how much each counts.
enum SearchText {
    /// Title, summary, body, names. A word in the title says more about a solution than one in its body.
    static let weights: [UInt8] = [8, 3, 1, 2]

    static func tokens(of content: SolutionContent, organisation: String, country: String?) -> DocumentTokens {
        var title = [FieldText(content.title, language: content.language)]
        var summary = [FieldText(content.summary, language: content.language)]
        var body = [
            content.problem, content.innovation, content.operation, content.users, content.adaptableParts,
            content.failures, content.offer?.text ?? "",
        ].filter { !$0.isEmpty }.map { FieldText($0, language: content.language) }
        body += content.conditions.map { FieldText($0.text, language: content.language) }
        for (language, translation) in content.translations.sorted(by: { $0.key < $1.key }) {
            if let text = translation.title { title.append(FieldText(text, language: language)) }
            if let text = translation.summary { summary.append(FieldText(text, language: language)) }
            for text in [translation.problem, translation.innovation, translation.operation, translation.users] {
                if let text { body.append(FieldText(text, language: language)) }
            }
        }
        var names = [FieldText(organisation, language: "en")]
        if let country = country.flatMap({ Countries.shared.country($0) }) {
            names.append(FieldText(country.name, language: "en"))
        }
        return DocumentTokens(fields: [title, summary, body, names])
    }
}
