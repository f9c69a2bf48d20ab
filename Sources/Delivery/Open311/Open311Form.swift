import Platform

/// A service's form as Open311 asks it: what everybody is asked (place, description, name, ways to reach), and the rest as attributes.
struct Open311Form: Sendable {
    /// The question that the place answers.
    let place: FormField?
    let description: FormField?
    let person: FormField?
    let phone: FormField?
    let mail: FormField?
    let attributes: [FormField]
    let canBeAsked: Bool

    init(_ definition: ServiceDefinition) {
        let form = definition.form + CaseContact.extra(definition.form)
        let place = form.first { $0.kind == .place }
        let description = form.first { $0.kind == .longText }
        let person = form.first { $0.kind == .person }
        let phone = form.first { $0.kind == .phone }
        let mail = form.first { $0.kind == .email }
        let taken = Set([place, description, person, phone, mail].compactMap { $0?.key })
        (self.place, self.description, self.person, self.phone, self.mail) = (place, description, person, phone, mail)
        let rest = definition.form.filter { !taken.contains($0.key) }
        attributes = rest.filter { $0.kind != .group && $0.kind != .file && $0.kind != .person }
        // Files and repeated questions have no way in here: a service that must have them is not offered.
        canBeAsked = !rest.contains { $0.isRequired && $0.condition == nil && ($0.kind == .group || $0.kind == .file || $0.kind == .person) }
            && !definition.evidence.contains(where: \.isRequired) && definition.visibility == .public
    }

    static func datatype(_ field: FormField) -> String {
        switch field.kind {
        case .longText: "text"
        case .wholeNumber, .money: "number"
        case .date: "datetime"
        case .choice, .yesNo: "singlevaluelist"
        case .choices: "multivaluelist"
        default: "string"
        }
    }

    /// `<service_definition>` of this form.
    func document(_ service: Service, _ words: Words) -> Open311Document {
        let items = attributes.enumerated().map { index, field -> Open311Value in
            var parts: [(name: String, value: Open311Value)] = [
                ("variable", .flag(true)), ("code", .text(field.key)), ("datatype", .text(Self.datatype(field))),
                ("required", .flag(field.isRequired && field.condition == nil)),
                ("datatype_description", .optional(field.hint.isEmpty ? nil : field.hint[words.language])), ("order", .whole(index + 1)),
                ("description", .text(field.label[words.language])),
            ]
            let options: [(String, String)] =
                field.kind == .yesNo
                ? [("yes", words("apply.yes")), ("no", words("apply.no"))] : field.options.map { ($0.key, $0.label[words.language]) }
            if !options.isEmpty {
                parts.append(("values", .list(item: "value", options.map { .object([("key", .text($0.0)), ("name", .text($0.1))]) })))
            }
            return .object(parts)
        }
        return Open311Document(
            root: "service_definition",
            value: .object([("service_code", .text(service.slug)), ("attributes", .list(item: "attribute", items))]))
    }

    /// The answers of a request, by question.
    func answers(_ request: Open311Request) -> [String: [String]] {
        var answers: [String: [String]] = [:]
        func set(_ key: String?, _ value: String?) {
            if let key, let value, !value.isEmpty { answers[key] = [value] }
        }
        for field in attributes {
            guard let given = request.attributes[field.key] else { continue }
            // A moment is more than a form's date asks for.
            answers[field.key] = field.kind == .date ? given.map { String($0.prefix { $0 != "T" }) } : given
        }
        if let place {
            set(place.key, request.address.isEmpty ? nil : request.address)
            set("\(place.key).lat", request.latitude.map { String($0) })
            set("\(place.key).long", request.longitude.map { String($0) })
        }
        set(description?.key, request.description)
        set(person.map { "\($0.key).name" }, request.name)
        set(person.map { "\($0.key).phone" }, phone == nil ? request.phone : nil)
        set(phone?.key, request.phone)
        set(mail?.key, request.mail)
        return answers
    }

    /// What was written but is asked nowhere in the form. A name that no question asks for is not kept: nobody needs it.
    func unasked(_ request: Open311Request) -> [String] {
        var lines: [String] = []
        if description == nil, let text = request.description { lines.append(text) }
        if place == nil {
            if !request.address.isEmpty { lines.append(request.address) }
            if let latitude = request.latitude, let longitude = request.longitude { lines.append("\(latitude), \(longitude)") }
        }
        return lines
    }

    /// The parameter that an answer came in, for whoever has to mend it.
    func parameter(_ field: String) -> String {
        if attributes.contains(where: { $0.key == field }) { return "attribute[\(field)]" }
        let names: [(String?, String)] = [
            (place?.key, "address_string"), (place.map { "\($0.key).lat" }, "lat"), (place.map { "\($0.key).long" }, "long"),
            (description?.key, "description"), (person.map { "\($0.key).name" }, "first_name"), (person.map { "\($0.key).phone" }, "phone"),
            (phone?.key, "phone"), (mail?.key, "email"),
        ]
        return names.first { $0.0 == field }?.1 ?? field
    }
}
