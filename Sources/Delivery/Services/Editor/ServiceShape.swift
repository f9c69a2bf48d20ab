import Platform

/// The parts of a service's definition as its editor shows them.
enum ServiceShape {
    static let parts: [EditorPart] = [
        EditorPart(key: "about", fields: about), EditorPart(key: "where", fields: place),
        EditorPart(key: "form", fields: [list("form", "question", question(isInGroup: false), title: "label")]),
        EditorPart(key: "evidence", fields: [list("evidence", "document", evidence)]),
        EditorPart(key: "fees", fields: [list("fees", "fee", fee, isInline: true)]),
        EditorPart(key: "steps", fields: [list("steps", "step", step)]),
        EditorPart(key: "endings", fields: [list("endings", "ending", ending, title: "outcome")]),
        EditorPart(key: "rules", fields: rules),
        EditorPart(key: "feedback", fields: [list("feedback", "opinion", opinion, isInline: true, title: "text")]),
    ]

    static let all = parts.flatMap(\.fields)

    /// The part in which a member of the definition is edited.
    static func part(of member: String) -> EditorPart? { parts.first { $0.fields.contains { $0.name == member } } }

    private static func list(
        _ name: String, _ item: String, _ fields: [EditorField], isInline: Bool = false, title: String = "name"
    ) -> EditorField {
        EditorField(name: name, label: name, kind: .list(EditorList(item: item, fields: fields, isInline: isInline, title: title)))
    }

    private static func codes<Code: RawRepresentable<String> & CaseIterable>(_ type: Code.Type) -> [String] {
        Code.allCases.map(\.rawValue)
    }

    private static let (short, long) = (ServiceDefinition.nameLimit, ServiceDefinition.textLimit)
    private static let key = EditorField(name: "key", label: "key", kind: .text(most: 60), hasHint: true)

    private static let about: [EditorField] = [
        EditorField(name: "name", label: "name", kind: .local(isLong: false, most: ServiceDefinition.serviceNameLimit)),
        EditorField(name: "description", label: "description", kind: .local(isLong: true, most: long), isOptional: true, hasHint: true),
        EditorField(name: "eligibility", label: "eligibility", kind: .local(isLong: true, most: long), isOptional: true, hasHint: true),
        EditorField(name: "audiences", label: "audiences", kind: .choices(codes(Audience.self), words: "audience."), isOptional: true),
        EditorField(name: "lifeEvents", label: "lifeEvents", kind: .choices(codes(LifeEvent.self), words: "life-event."), isOptional: true),
        EditorField(
            name: "website", label: "website", kind: .text(most: ServiceDefinition.websiteLimit), isOptional: true, hasHint: true),
        EditorField(name: "sources", label: "sources", kind: .lines, isOptional: true, hasHint: true),
    ]

    private static let place: [EditorField] = [
        EditorField(name: "offices", label: "offices", kind: .offices, hasHint: true),
        EditorField(name: "calendar", label: "calendar", kind: .calendar, hasHint: true),
        EditorField(
            name: "visibility", label: "visibility", kind: .choice(codes(CaseVisibility.self), words: "case-visibility."), hasHint: true),
        EditorField(name: "reopenWithin", label: "reopenWithin", kind: .wholeNumber, hasHint: true),
        EditorField(name: "open311", label: "open311", kind: .flag, hasHint: true),
    ]

    private static let rules: [EditorField] = [
        EditorField(name: "deadline", label: "deadline", kind: .group(rule)),
        EditorField(
            name: "appeal", label: "appeal",
            kind: .group([
                EditorField(name: "within", label: "within", kind: .wholeNumber, hasHint: true),
                EditorField(name: "office", label: "appealOffice", kind: .office),
                EditorField(name: "deadline", label: "appealDeadline", kind: .group(rule)),
            ]), isOptional: true, hasHint: true),
    ]

    private static let rule: [EditorField] = [
        EditorField(name: "limit", label: "limit", kind: .wholeNumber),
        EditorField(name: "unit", label: "unit", kind: .choice(codes(DeadlineRule.Unit.self), words: "deadline-unit.")),
        EditorField(
            name: "waiting", label: "waiting",
            kind: .group(
                DeadlineRule.Party.allCases.map { party in
                    EditorField(
                        name: party.rawValue, label: "waiting-\(party.rawValue)",
                        kind: .choice(codes(DeadlineRule.Waiting.self), words: "deadline-waiting."), isOptional: true)
                }), isOptional: true, hasHint: true),
    ]

    private static func question(isInGroup: Bool) -> [EditorField] {
        let kinds = codes(FormField.Kind.self).filter { !isInGroup || $0 != "group" && $0 != "file" }
        let texts = ["text", "longText", "place", "email", "phone"]
        var fields = [
            EditorField(name: "label", label: "label", kind: .local(isLong: false, most: short), hasHint: true),
            EditorField(name: "hint", label: "hint", kind: .local(isLong: false, most: long), isOptional: true),
            EditorField(name: "kind", label: "kind", kind: .choice(kinds, words: "field-kind."), hasHint: true),
            EditorField(name: "required", label: "required", kind: .flag),
            EditorField(name: "condition", label: "condition", kind: .condition, isOptional: true, hasHint: true),
            EditorField(
                name: "options", label: "options",
                kind: .list(
                    EditorList(
                        item: "option", fields: [EditorField(name: "label", label: "option", kind: .local(isLong: false, most: short)), key],
                        isInline: true, title: "label")), onlyFor: ["choice", "choices"]),
            EditorField(name: "most", label: "most", kind: .wholeNumber, isOptional: true, hasHint: true, onlyFor: texts + ["group"]),
            EditorField(name: "minimum", label: "minimum", kind: .wholeNumber, isOptional: true, onlyFor: ["wholeNumber", "money"]),
            EditorField(name: "maximum", label: "maximum", kind: .wholeNumber, isOptional: true, onlyFor: ["wholeNumber", "money"]),
            EditorField(name: "currency", label: "currency", kind: .text(most: 3), isOptional: true, hasHint: true, onlyFor: ["money"]),
        ]
        if !isInGroup {
            fields.append(
                EditorField(
                    name: "fields", label: "fields",
                    kind: .list(EditorList(item: "question", fields: question(isInGroup: true), title: "label")), onlyFor: ["group"]))
        }
        return fields + [key]
    }

    private static let evidence: [EditorField] = [
        EditorField(name: "name", label: "document", kind: .local(isLong: false, most: short)),
        EditorField(name: "hint", label: "hint", kind: .local(isLong: false, most: long), isOptional: true),
        EditorField(name: "isRequired", label: "needed", kind: .flag), key,
    ]

    private static let fee: [EditorField] = [
        EditorField(name: "name", label: "fee", kind: .local(isLong: false, most: short)),
        EditorField(name: "amount", label: "amount", kind: .decimal),
        EditorField(name: "currency", label: "currency", kind: .text(most: 3), hasHint: true),
    ]

    private static let step: [EditorField] = [
        EditorField(name: "name", label: "stepName", kind: .local(isLong: false, most: short), hasHint: true),
        EditorField(name: "publicName", label: "publicName", kind: .local(isLong: false, most: short), hasHint: true),
        EditorField(name: "role", label: "role", kind: .choice(["officer", "service-manager"], words: "step-role.")),
        EditorField(
            name: "mayWaitFor", label: "mayWaitFor", kind: .choices(codes(DeadlineRule.Party.self), words: "deadline-party."), isOptional: true),
        EditorField(name: "limit", label: "stepLimit", kind: .group(rule), isOptional: true, hasHint: true), key,
    ]

    private static let ending: [EditorField] = [
        EditorField(name: "outcome", label: "outcome", kind: .choice(codes(CaseOutcome.self), words: "case.outcome.")),
        EditorField(
            name: "reasons", label: "reasons",
            kind: .list(
                EditorList(
                    item: "reason", fields: [EditorField(name: "text", label: "reason", kind: .local(isLong: false, most: long)), key],
                    isInline: true, title: "text"))),
    ]

    private static let opinion: [EditorField] = [
        EditorField(name: "text", label: "opinion", kind: .local(isLong: false, most: short)),
        EditorField(name: "kind", label: "opinionKind", kind: .choice(codes(ServiceDefinition.Question.Kind.self), words: "opinion-kind.")), key,
    ]

    /// Every label, and every label with a hint: the words that the editor needs.
    static let labels = Set(walk(all).map(\.label)).sorted()
    static let hints = Set(walk(all).filter(\.hasHint).map(\.label)).sorted()
    static let items = Set(lists(all).map(\.item)).sorted()

    private static func walk(_ fields: [EditorField]) -> [EditorField] {
        fields.flatMap { field in
            switch field.kind {
            case .group(let members): [field] + walk(members)
            case .list(let list): [field] + walk(list.fields)
            default: [field]
            }
        }
    }

    private static func lists(_ fields: [EditorField]) -> [EditorList] {
        walk(fields).compactMap { field in if case .list(let list) = field.kind { list } else { nil } }
    }
}
