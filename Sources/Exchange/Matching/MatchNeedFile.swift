import Platform

/// A need in a file or a request: the API's own fields, read strictly, so that a slip of the pen is told and not ignored.
public enum MatchNeedFile {
    /// What the API answers beside the content: a need that was read from it can be given back as it is.
    private static let others: Set<String> = [
        "country", "organisation", "state", "id", "slug", "url", "createdAt", "updatedAt",
    ]

    /// Throws `ImportRefused`, whose problems name the field.
    public static func read(_ text: String) throws -> MatchNeed {
        try read(JSONFile.value(text, record: "need"))
    }

    static func read(_ value: JSONValue) throws -> MatchNeed {
        guard case .object(let members) = value else {
            throw ImportRefused([problem("", "error.match-object")])
        }
        let known = Set(NeedContent.CodingKeys.allCases.map(\.rawValue)).union(others)
        var problems = members.keys.sorted().filter { !known.contains($0) }.map { name in
            problem(name, "error.match-field", ["name": name, "fields": known.subtracting(others).union(["country"]).sorted().joined(separator: ", ")])
        }
        problems += codes(members, "themes", Theme.self) + codes(members, "instruments", Instrument.self)
        var country: String?
        switch members["country"] {
        case nil, .null: break
        case .string(let code):
            country = Countries.shared.country(code)?.code
            if country == nil { problems.append(problem("country", "error.match-country", ["value": code])) }
        default: problems.append(problem("country", "import.wrong-type", ["wanted": "String"]))
        }
        guard problems.isEmpty else { throw ImportRefused(problems) }
        var content: NeedContent
        do {
            content = try value.decoded(as: NeedContent.self)
        } catch let error as DecodingError {
            throw ImportRefused([JSONRecords.problem("need", error)])
        }
        // A problem alone is enough to look for: its first words stand for the title.
        let hasTitle = !content.title.isEmpty
        if !hasTitle { content.title = String(content.problem.prefix(Completeness.titleLimit)) }
        guard !content.title.allSatisfy(\.isWhitespace) else { throw ImportRefused([problem("title", "error.match-empty")]) }
        let issues = content.issues()
        guard issues.isEmpty else {
            throw ImportRefused(issues.map { problem($0.field, $0.key, $0.facts) })
        }
        if !hasTitle { content.title = "" }
        return MatchNeed(content, country: country)
    }

    /// A wrong code is named with its place and the codes that there are.
    private static func codes<Code: RawRepresentable<String> & CaseIterable>(
        _ members: [String: JSONValue], _ name: String, _ type: Code.Type
    ) -> [ImportProblem] {
        guard case .array(let items) = members[name] else { return [] }
        return items.enumerated().compactMap { index, item in
            guard let text = item.text, Code(rawValue: text) == nil else { return nil }
            return problem(
                "\(name).\(index)", "error.match-code",
                ["value": text, "codes": Code.allCases.map(\.rawValue).joined(separator: ", ")])
        }
    }

    private static func problem(_ field: String, _ key: String, _ facts: [String: String] = [:]) -> ImportProblem {
        ImportProblem(record: "need", field: field, key: key, facts: facts)
    }
}
