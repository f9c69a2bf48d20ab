import Platform

/// A definition as somebody writes it: a JSON document that also holds what does not fit yet, such as a word where a figure belongs,
/// so that nothing that was typed is lost.
struct DraftDocument: Sendable, Equatable {
    var json: JSONValue

    init(_ json: JSONValue) { self.json = json }

    init(_ definition: ServiceDefinition) throws { json = try JSONValue(encoding: definition) }

    /// More than any service needs; a form of sixty questions in five languages takes about 100 kB.
    static let mostBytes = 1_000_000
    static let languageLimit = 12

    /// The languages that its texts are written in: those of the pages, and others that it has already.
    func languages(_ pages: [String]) -> [String] {
        var found = Set<String>()
        func walk(_ value: JSONValue?, _ fields: [EditorField]) {
            for field in fields {
                let here = value?[field.name]
                switch field.kind {
                case .local: if case .object(let texts) = here { found.formUnion(texts.keys) }
                case .group(let members): walk(here, members)
                case .list(let list): for item in here?.items ?? [] { walk(item, list.fields) }
                default: break
                }
            }
        }
        walk(json, ServiceShape.all)
        return pages + found.subtracting(pages).sorted().prefix(Self.languageLimit)
    }

    // MARK: As a definition

    /// The definition that it would be: what does not fit is left out, and told in `issues`.
    func definition() throws -> (definition: ServiceDefinition, issues: [FieldIssue]) {
        var issues: [FieldIssue] = []
        let clean = Self.cleaned(json, ServiceShape.all, JSONPlace(), &issues)
        let definition: ServiceDefinition = try clean.decoded()
        let typed = Set(issues.map(\.field))
        // A figure that cannot be read is not missing as well, and a key is made from the words whose lack is told.
        let unmade: Set = ["error.plain-key", "error.key-twice"]
        return (
            definition,
            issues + definition.issues().filter {
                !typed.contains(JSONPlace($0.field).description) && !(unmade.contains($0.key) && $0.facts["value"] == "")
            }
        )
    }

    private static func cleaned(
        _ value: JSONValue?, _ fields: [EditorField], _ place: JSONPlace, _ issues: inout [FieldIssue]
    ) -> JSONValue {
        var members: [String: JSONValue] = [:]
        for field in fields { members[field.name] = cleaned(field, value?[field.name], place.appending(field.name), &issues) }
        return .object(members)
    }

    private static func cleaned(
        _ field: EditorField, _ value: JSONValue?, _ place: JSONPlace, _ issues: inout [FieldIssue]
    ) -> JSONValue? {
        switch field.kind {
        case .local:
            guard case .object(let texts) = value else { return .object([:]) }
            return .object(texts.filter { $0.value.text != nil })
        case .text, .office, .calendar:
            if let text = value?.text { return .string(text) }
            return field.isOptional ? nil : .string("")
        case .wholeNumber, .decimal:
            switch value {
            case .integer?: return value
            case .number? where isDecimal(field): return value
            case .string(let typed)?: issues.append(FieldIssue(place.description, "error.figure", ["value": String(typed.prefix(60))]))
            default: if !field.isOptional { issues.append(FieldIssue(place.description, "error.empty")) }
            }
            return field.isOptional ? nil : .integer(0)
        case .flag: return value == .bool(true) ? true : false
        case .choice(let codes, _):
            if let code = value?.text, codes.contains(code) { return .string(code) }
            if field.isOptional { return nil }
            issues.append(FieldIssue(place.description, "error.empty"))
            return codes.first.map { .string($0) }
        case .choices(let codes, _):
            return .array((value?.items ?? []).filter { item in item.text.map(codes.contains) ?? false })
        case .offices, .lines: return .array((value?.items ?? []).filter { $0.text != nil })
        case .condition:
            guard let value, value != .null else { return nil }
            if let field = value["field"]?.text, case .array(let answers)? = value["isOneOf"] {
                return .object(["field": .string(field), "isOneOf": .array(answers.filter { $0.text != nil })])
            }
            issues.append(FieldIssue(place.description, "error.condition-two"))
            return nil
        case .group(let members):
            if field.isOptional, value == nil || value == .null { return nil }
            return cleaned(value, members, place, &issues)
        case .list(let list):
            let items = value?.items ?? []
            return .array(items.indices.map { cleaned(items[$0], list.fields, place.appending($0), &issues) })
        }
    }

    private static func isDecimal(_ field: EditorField) -> Bool { if case .decimal = field.kind { true } else { false } }
}
