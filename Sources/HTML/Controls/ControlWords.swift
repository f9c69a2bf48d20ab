/// The words that form controls need besides a field's own, already in the page's language.
public struct ControlWords: Sendable {
    /// "Error:", read aloud before a message.
    public var errorPrefix: String
    /// "(optional)", after the label of a field that may stay empty. Fields that must be filled carry no mark.
    public var optional: String
    /// The first, empty choice of a list: "Choose one".
    public var choose: String
    public var day: String
    public var month: String
    public var year: String
    public var showPassword: String
    public var hidePassword: String
    /// "{count} characters left"; the script fills in the figure.
    public var charactersLeft: String
    /// "{count} characters too many".
    public var charactersOver: String

    public init(
        errorPrefix: String, optional: String, choose: String, day: String, month: String, year: String,
        showPassword: String, hidePassword: String, charactersLeft: String, charactersOver: String
    ) {
        self.errorPrefix = errorPrefix
        self.optional = optional
        self.choose = choose
        self.day = day
        self.month = month
        self.year = year
        self.showPassword = showPassword
        self.hidePassword = hidePassword
        self.charactersLeft = charactersLeft
        self.charactersOver = charactersOver
    }
}

extension HTML {
    /// What is wrong with one field, said so that the reader knows how to mend it.
    public struct FieldMessage: Sendable, Hashable {
        /// The field's `name`.
        public var field: String
        public var message: String

        public init(_ field: String, _ message: String) {
            self.field = field
            self.message = message
        }
    }

    /// One choice of a list, of radio buttons or of checkboxes.
    public struct Option: Sendable, Hashable {
        public var value: String
        public var label: String
        public var hint: String?

        public init(_ value: String, _ label: String, hint: String? = nil) {
            self.value = value
            self.label = label
            self.hint = hint
        }
    }
}
