import HTML
import Platform
import Web

/// The name and the language of a person, as three forms ask for them.
enum PersonFields {
    static let longestName = 120

    /// Reads both into the person; what is wrong comes back as errors.
    static func read(_ form: Form, into person: inout Person, languages: [String]) -> [FieldError] {
        var errors: [FieldError] = []
        switch form["name"] {
        case nil: errors.append(FieldError("name", "accounts.name.missing"))
        case let name? where name.count > longestName || name.contains("\n"):
            errors.append(FieldError("name", "accounts.name.too-long", ["limit": String(longestName)]))
        case let name?: person.name = name
        }
        if let language = form["language"], languages.contains(language) {
            person.language = language
        } else {
            errors.append(FieldError("language", "accounts.language.missing"))
        }
        return errors
    }

    static func controls(_ controls: Controls, _ call: Call) -> HTML {
        let words = call.words
        let languages = call.services.catalogue.languages.map {
            HTML.Option($0, words.languageName($0, inItself: true))
        }
        return """
            \(controls.text(
                "name", label: words("accounts.name"), hint: words("accounts.name.hint"), autocomplete: "name",
                maxLength: longestName))
            \(controls.radios("language", legend: words("accounts.language"), options: languages))
            """
    }
}
