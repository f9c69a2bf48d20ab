import HTML
import Language
import Platform
import SQL

/// An organisation as people write it in a form: its name or its key, with suggestions while they type.
///
/// A list to choose from would put the whole network into each form, once for each field. The suggestions are there once, are
/// help and no limit: what is not among them is found all the same.
enum OrganisationName {
    /// The id of the list of suggestions, which a page with such fields has once.
    private static let list = "organisations"
    /// Most networks have fewer. A page of a larger one says that the list is not whole.
    static let mostSuggestions = 500
    /// Organisations whose names are compared when a name is not written exactly.
    static let mostCompared = 10_000
    private static let mostCandidates = 5

    // MARK: The form

    static func field(
        _ controls: Controls, _ words: Words, _ name: String, label: String, hint: String? = nil, needed: Bool = false
    ) -> HTML {
        controls.text(
            name, label: label, hint: hint ?? words("organisation.name.hint"), isRequired: needed, autocomplete: "off",
            suggestions: list)
    }

    static func suggestions(_ connection: any Connection, _ words: Words) throws -> HTML {
        let all = try PeopleStore.organisations(connection, limit: mostSuggestions + 1)
        let several = twice(all.map(\.name))
        return HTML.suggestions(list, all.prefix(mostSuggestions).map { one in
            HTML.Option(
                written(one, several), [one.key, one.country.map(words.country)].compactMap(\.self).joined(separator: ", "))
        }) + "\(if: all.count > mostSuggestions, "<p class=\"note\">\(words("organisation.name.first", ["count": words.number(mostSuggestions)]))</p>")"
    }

    /// As a field shows it: the name, with the key where several are called so.
    static func text(_ connection: any Connection, name: String, key: String) throws -> String {
        try PeopleStore.organisations(connection, name: name).count > 1 ? exact(name, key) : name
    }

    private static func twice(_ names: [String]) -> Set<String> {
        var seen: Set<String> = []
        return Set(names.filter { !seen.insert($0).inserted })
    }

    private static func written(_ one: Organisation, _ several: Set<String>) -> String {
        several.contains(one.name) ? exact(one.name, one.key) : one.name
    }

    private static func exact(_ name: String, _ key: String) -> String { "\(name) (\(key))" }

    // MARK: Reading what was written

    /// The organisation that is meant; else nil, and the issues say at the field what to write.
    static func find(
        _ connection: any Connection, _ typed: String, field: String, _ issues: inout [ContentIssue]
    ) throws -> Organisation? {
        let called = try PeopleStore.organisations(connection, name: typed)
        if called.count == 1 { return called[0] }
        // Keys are small letters; people write "MoH".
        for key in [typed, typed.lowercased()] {
            if let one = try PeopleStore.organisation(connection, key: key) { return one }
        }
        // "Ministry of Health (moh-fj)"
        if typed.hasSuffix(")"), let start = typed.lastIndex(of: "("),
            let one = try PeopleStore.organisation(connection, key: String(typed[typed.index(after: start)...].dropLast()))
        {
            return one
        }
        if !called.isEmpty {
            issues.append(unclear("error.organisation.several", field, typed, called))
            return nil
        }
        // Only now, for it reads them all: written in other letters, or in part.
        let wanted = words(typed)
        let near = try PeopleStore.organisations(connection, limit: mostCompared).filter { one in
            let name = words(one.name)
            return !wanted.isEmpty && wanted.allSatisfy { word in name.contains { $0.hasPrefix(word) } }
        }
        let same = near.filter { words($0.name) == wanted }
        if same.count == 1 { return same[0] }
        issues.append(
            near.isEmpty
                ? ContentIssue(field, "error.organisation.unknown", ["value": typed])
                : unclear(
                    same.isEmpty ? "error.organisation.part" : "error.organisation.several", field, typed,
                    same.isEmpty ? near : same))
        return nil
    }

    private static func words(_ text: String) -> [String] {
        TextFolder.fold(text).split { !$0.isLetter && !$0.isNumber }.map(String.init)
    }

    private static func unclear(_ key: String, _ field: String, _ typed: String, _ all: [Organisation]) -> ContentIssue {
        // Not by SQL: the engines' collations may differ.
        let names = all.map { exact($0.name, $0.key) }.sorted()
        let shown = names.prefix(mostCandidates) + (names.count > mostCandidates ? ["…"] : [])
        return ContentIssue(field, key, ["value": typed, "names": shown.joined(separator: "; ")])
    }
}
