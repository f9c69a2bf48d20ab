/// One question of a service's form.
public struct FormField: Sendable, Equatable, Codable {
    public enum Kind: String, Sendable, CaseIterable, Codable {
        case text, longText, wholeNumber, money, date, choice, choices, yesNo, email, phone, person, place, file
        /// Several questions that are asked again for each thing or person.
        case group
    }

    public struct Option: Sendable, Equatable, Codable {
        public var key: String
        public var label: LocalText

        public init(key: String, label: LocalText) {
            self.key = key
            self.label = label
        }
    }

    /// Asked only if another question before it was answered so.
    public struct Condition: Sendable, Equatable, Codable {
        public var field: String
        public var isOneOf: [String]

        public init(field: String, isOneOf: [String]) {
            self.field = field
            self.isOneOf = isOneOf
        }
    }

    public var key: String
    public var kind: Kind
    public var label: LocalText
    public var hint: LocalText
    public var isRequired: Bool
    public var condition: Condition?
    /// Characters of a text, or how many rows of a group.
    public var most: Int?
    /// The smallest and the largest figure that makes sense.
    public var minimum: Int?
    public var maximum: Int?
    /// ISO 4217, for money.
    public var currency: String?
    public var options: [Option]
    /// The questions of a group.
    public var fields: [FormField]

    public init(
        key: String, kind: Kind, label: LocalText, hint: LocalText = [:], isRequired: Bool = true, condition: Condition? = nil,
        most: Int? = nil, minimum: Int? = nil, maximum: Int? = nil, currency: String? = nil, options: [Option] = [],
        fields: [FormField] = []
    ) {
        self.key = key
        self.kind = kind
        self.label = label
        self.hint = hint
        self.isRequired = isRequired
        self.condition = condition
        self.most = most
        self.minimum = minimum
        self.maximum = maximum
        self.currency = currency
        self.options = options
        self.fields = fields
    }

    /// What a text may hold when the field does not say.
    public static let usualMost = 200
    public static let longMost = 4_000
    public static let mostRows = 20

    var characters: Int { most ?? (kind == .longText ? Self.longMost : Self.usualMost) }
    var rows: Int { min(most ?? Self.mostRows, Self.mostRows) }

    private enum CodingKeys: String, CodingKey {
        case key, kind, label, hint, isRequired = "required", condition, most, minimum, maximum, currency, options, fields
    }

    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        key = try values.decode(String.self, forKey: .key)
        kind = try values.decode(Kind.self, forKey: .kind)
        label = try values.decode(LocalText.self, forKey: .label)
        hint = try values.decodeIfPresent(LocalText.self, forKey: .hint) ?? [:]
        isRequired = try values.decodeIfPresent(Bool.self, forKey: .isRequired) ?? true
        condition = try values.decodeIfPresent(Condition.self, forKey: .condition)
        most = try values.decodeIfPresent(Int.self, forKey: .most)
        minimum = try values.decodeIfPresent(Int.self, forKey: .minimum)
        maximum = try values.decodeIfPresent(Int.self, forKey: .maximum)
        currency = try values.decodeIfPresent(String.self, forKey: .currency)
        options = try values.decodeIfPresent([Option].self, forKey: .options) ?? []
        fields = try values.decodeIfPresent([FormField].self, forKey: .fields) ?? []
    }
}
