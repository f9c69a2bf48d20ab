import Foundation
import Platform

/// The way between the document and the fields of a form, whose names are places: `form.2.label.en`.
extension DraftDocument {
    /// What a form shows of some fields of the object at a place.
    func values(_ fields: [EditorField], at place: JSONPlace) -> [String: [String]] {
        var values: [String: [String]] = [:]
        for field in fields { fill(field, json[place.appending(field.name)], place.appending(field.name), &values) }
        return values
    }

    private func fill(_ field: EditorField, _ value: JSONValue?, _ place: JSONPlace, _ values: inout [String: [String]]) {
        let name = place.description
        switch field.kind {
        case .local:
            guard case .object(let texts)? = value else { return }
            for (language, text) in texts { values["\(name).\(language)"] = [text.text ?? ""] }
        case .text, .choice, .office, .calendar, .wholeNumber, .decimal: if let text = Self.typed(value) { values[name] = [text] }
        case .flag: values[name] = value == .bool(true) ? ["yes"] : []
        case .choices, .offices: values[name] = (value?.items ?? []).compactMap(\.text)
        case .lines: values[name] = [(value?.items ?? []).compactMap(\.text).joined(separator: "\n")]
        case .condition:
            if let field = value?["field"]?.text {
                values[name] = (value?["isOneOf"]?.items ?? []).compactMap(\.text).map { "\(field)=\($0)" }
            } else {
                values[name] = (value?.items ?? []).compactMap(\.text)
            }
        case .group(let members): for member in members { fill(member, value?[member.name], place.appending(member.name), &values) }
        case .list(let list):
            guard list.isInline else { return }
            for (index, item) in (value?.items ?? []).enumerated() {
                for member in list.fields { fill(member, item[member.name], place.appending(index).appending(member.name), &values) }
            }
        }
    }

    static func typed(_ value: JSONValue?) -> String? {
        switch value {
        case .string(let text)?: text
        case .integer(let number)?: String(number)
        case .number(let number)?: String(number)
        case .bool(let flag)?: flag ? "yes" : "no"
        default: nil
        }
    }

    /// Takes what a form says about some fields of the object at a place.
    mutating func take(_ values: [String: [String]], _ fields: [EditorField], at place: JSONPlace, languages: [String]) {
        for field in fields { take(values, field, at: place.appending(field.name), languages: languages) }
    }

    private mutating func take(_ values: [String: [String]], _ field: EditorField, at place: JSONPlace, languages: [String]) {
        let name = place.description
        let all = (values[name] ?? []).filter { !$0.isEmpty }
        let first = all.first
        switch field.kind {
        case .local:
            for language in languages {
                guard let text = values["\(name).\(language)"]?.first else { continue }
                json.set(text.isEmpty ? nil : .string(text), at: place.appending(language))
            }
            if json[place] == .object([:]), field.isOptional { json.set(nil, at: place) }
        case .text, .choice, .office, .calendar: json.set(first.map { .string($0) }, at: place)
        case .wholeNumber, .decimal: json.set(first.map { Self.figure($0, isDecimal: Self.isDecimalKind(field.kind)) }, at: place)
        case .flag: json.set(.bool(first == "yes"), at: place)
        case .choices, .offices: json.set(.array(all.prefix(ServiceDefinition.listLimit).map { .string($0) }), at: place)
        case .lines:
            let lines = (first ?? "").split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }.filter { !$0.isEmpty }
            json.set(lines.isEmpty ? nil : .array(lines.map { .string($0) }), at: place)
        case .condition: json.set(Self.condition(all), at: place)
        case .group(let members):
            take(values, members, at: place, languages: languages)
            if field.isOptional, Self.isEmpty(json[place], members) { json.set(nil, at: place) }
        case .list(let list):
            guard list.isInline else { return }
            for index in (json[place]?.items ?? []).indices {
                take(values, list.fields, at: place.appending(index), languages: languages)
            }
        }
    }

    private static func isDecimalKind(_ kind: EditorField.Kind) -> Bool { if case .decimal = kind { true } else { false } }

    /// Digits of any script; what is no figure stays as it was typed.
    static func figure(_ typed: String, isDecimal: Bool) -> JSONValue {
        let plain = FormReading.western(typed).replacing(",", with: "").replacing(" ", with: "")
        if let number = Int64(plain) { return .integer(number) }
        if isDecimal, let number = Double(plain), number.isFinite { return .number(number) }
        return .string(typed)
    }

    /// Answers as `question=answer`. A condition looks at one question; answers to two stay as they were chosen, and are told.
    private static func condition(_ chosen: [String]) -> JSONValue? {
        guard !chosen.isEmpty else { return nil }
        let pairs = chosen.map { $0.split(separator: "=", maxSplits: 1).map(String.init) }.filter { $0.count == 2 }
        if Set(pairs.map { $0[0] }).count == 1, pairs.count == chosen.count {
            return .object(["field": .string(pairs[0][0]), "isOneOf": .array(pairs.map { .string($0[1]) })])
        }
        return .array(chosen.map { .string($0) })
    }

    /// Is nothing filled in that somebody would have to type? (A choice of a unit alone says nothing.)
    private static func isEmpty(_ value: JSONValue?, _ fields: [EditorField]) -> Bool {
        fields.allSatisfy { field in
            let here = value?[field.name]
            switch field.kind {
            case .group(let members): return isEmpty(here, members)
            case .local: return here == nil || here == .object([:])
            case .choices, .offices, .lines, .list: return (here?.items ?? []).isEmpty
            case .choice: return here == nil || !field.isOptional
            case .text, .wholeNumber, .decimal, .flag, .office, .calendar, .condition: return here == nil
            }
        }
    }

    // MARK: Lists

    /// Adds an empty item and returns its place; nil when the list is full.
    mutating func add(to list: JSONPlace, _ fields: [EditorField]) -> JSONPlace? {
        var items = json[list]?.items ?? []
        guard items.count < ServiceDefinition.listLimit else { return nil }
        items.append(Self.untouched(fields))
        json.set(.array(items), at: list)
        return list.appending(items.count - 1)
    }

    /// An item in which nobody has written yet.
    static func untouched(_ fields: [EditorField]) -> JSONValue {
        var item: [String: JSONValue] = [:]
        for field in fields {
            switch field.kind {
            // What most need; the writer sees it and can change it.
            case .choice(let codes, _) where !field.isOptional: item[field.name] = codes.first.map { .string($0) }
            case .flag: item[field.name] = true
            case .choices(let codes, let words) where words == "deadline-party.": item[field.name] = .array(codes.map { .string($0) })
            default: break
            }
        }
        return .object(item)
    }

    /// Gives each item of a list that has none a key, made from its words.
    mutating func giveKeys(_ fields: [EditorField] = ServiceShape.all, at place: JSONPlace = JSONPlace()) {
        for field in fields {
            let here = place.appending(field.name)
            guard case .list(let list) = field.kind else { continue }
            let hasKeys = list.fields.contains { $0.name == "key" }
            for (index, item) in (json[here]?.items ?? []).enumerated() {
                if hasKeys, item["key"] == nil {
                    let taken = Set((json[here]?.items ?? []).compactMap { $0["key"]?.text })
                    let name = item[list.title]
                    let text = name?["en"]?.text ?? { if case .object(let texts)? = name { texts.min { $0.key < $1.key }?.value.text } else { nil } }()
                    guard let text else { continue }
                    let key = Slug.unique(made: Slug.make(text, limit: 40), fallback: list.item) { taken.contains($0) }
                    json.set(.string(key), at: here.appending(index).appending("key"))
                }
                giveKeys(list.fields, at: here.appending(index))
            }
        }
    }
}
