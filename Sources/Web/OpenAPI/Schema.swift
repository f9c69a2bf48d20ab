import Platform

/// The shape of a JSON value, as OpenAPI 3.1 (JSON Schema 2020-12) writes it.
///
///     static let need = Schema.component("Need", .object([
///         .field("id", .uuid, "Permanent id"),
///         .optional("title", .string(max: 200), "What is needed, in a line"),
///     ]))
public indirect enum Schema: Sendable {
    case string(format: String? = nil, pattern: String? = nil, min: Int? = nil, max: Int? = nil)
    case integer(min: Int? = nil, max: Int? = nil)
    case number
    case boolean
    case choice([String])
    case array(of: Schema)
    case map(of: Schema)
    case nullable(Schema)
    case object([Property])
    /// Written once under `components` and referred to everywhere else.
    case component(String, Schema)
    case any

    public static let uuid = Schema.string(format: "uuid")
    public static let dateTime = Schema.string(format: "date-time")
    public static let date = Schema.string(format: "date")
    public static let uri = Schema.string(format: "uri")

    /// What `Call.list` answers.
    public static func page(of item: Schema) -> Schema {
        .object([
            .field("items", .array(of: item), "What is on this page"),
            .field("next", .nullable(.string()), "The cursor of the next page; null on the last"),
        ])
    }

    public struct Property: Sendable {
        let name: String
        let schema: Schema
        let description: String
        let isRequired: Bool

        /// Always there.
        public static func field(_ name: String, _ schema: Schema, _ description: String = "") -> Property {
            Property(name: name, schema: schema, description: description, isRequired: true)
        }

        /// May be left out.
        public static func optional(_ name: String, _ schema: Schema, _ description: String = "") -> Property {
            Property(name: name, schema: schema, description: description, isRequired: false)
        }
    }

    /// The schema as JSON; components are gathered on the way.
    func json(_ components: inout [String: JSONValue]) -> JSONValue {
        var value: [String: JSONValue] = [:]
        switch self {
        case .string(let format, let pattern, let min, let max):
            value["type"] = "string"
            value["format"] = format.map { .string($0) }
            value["pattern"] = pattern.map { .string($0) }
            value["minLength"] = min.map { .integer(Int64($0)) }
            value["maxLength"] = max.map { .integer(Int64($0)) }
        case .integer(let min, let max):
            value["type"] = "integer"
            value["minimum"] = min.map { .integer(Int64($0)) }
            value["maximum"] = max.map { .integer(Int64($0)) }
        case .number: value["type"] = "number"
        case .boolean: value["type"] = "boolean"
        case .choice(let values):
            value["type"] = "string"
            value["enum"] = .array(values.map { .string($0) })
        case .array(let item):
            value["type"] = "array"
            value["items"] = item.json(&components)
        case .map(let item):
            value["type"] = "object"
            value["additionalProperties"] = item.json(&components)
        case .nullable(let schema):
            value["anyOf"] = .array([schema.json(&components), .object(["type": "null"])])
        case .object(let properties):
            value["type"] = "object"
            value["properties"] = .object(
                Dictionary(
                    properties.map { ($0.name, $0.json(&components)) }, uniquingKeysWith: { first, _ in first }))
            let required = properties.filter(\.isRequired).map { JSONValue.string($0.name) }
            if !required.isEmpty { value["required"] = .array(required) }
        case .component(let name, let schema):
            if components[name] == nil {
                // Entered first, so that a schema may refer to itself.
                components[name] = .object([:])
                components[name] = schema.json(&components)
            }
            value["$ref"] = .string("#/components/schemas/\(name)")
        case .any: break
        }
        return .object(value)
    }
}

extension Schema.Property {
    fileprivate func json(_ components: inout [String: JSONValue]) -> JSONValue {
        guard case .object(var value) = schema.json(&components) else { return .object([:]) }
        if !description.isEmpty { value["description"] = .string(description) }
        return .object(value)
    }
}
