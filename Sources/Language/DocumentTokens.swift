/// A text of a document's field, with the language that it is in.
public struct FieldText: Sendable, Hashable {
    public var text: String
    public var language: String

    public init(_ text: String, language: String) {
        self.text = text
        self.language = language
    }
}

/// Why stored tokens cannot be used. The answer to each is to tokenise the document again.
public enum DocumentTokensError: Error, Sendable, Hashable {
    /// Written by another version of the rules.
    case otherVersion(UInt8)
    /// Not written by this module, or damaged.
    case malformed
}

/// A document's words, cut and stemmed, in a few bytes: kept in the database so that a start need not read all texts again.
///
///     let tokens = DocumentTokens(fields: [[FieldText(title, language: "en")], [FieldText(body, language: "en")]])
///     store(tokens.bytes)
///     let again = try DocumentTokens(stored: bytes)
///
/// A field may hold several texts (one for each language); a phrase never runs from one text into the next.
public struct DocumentTokens: Sendable, Hashable {
    /// Version, the distinct words (surface, then the stem as shared beginning + rest), then each field as word numbers,
    /// where 0 stands between two texts.
    public let bytes: [UInt8]

    /// Raised whenever folding, cutting or stemming changes, so that stored tokens are made anew.
    public static let version: UInt8 = 1

    /// Cuts the texts. The outer index is the field's number, as in `SearchIndex.Parameters.weights`.
    public init(fields: [[FieldText]]) {
        var numbers: [[UInt8]: UInt32] = [:]
        var terms: [UInt8] = []
        var sequences: [UInt8] = []
        Varint.append(UInt32(fields.count), to: &sequences)
        WordReader.use { reader in
            for texts in fields {
                var field: [UInt32] = []
                for text in texts {
                    if !field.isEmpty { field.append(0) }
                    reader.read(text.text, language: text.language) { surface, stem, _ in
                        let term = Self.term(surface: surface, stem: stem)
                        let number = numbers[term] ?? UInt32(numbers.count + 1)
                        if number > numbers.count {
                            numbers[term] = number
                            terms += term
                        }
                        field.append(number)
                    }
                }
                Varint.append(UInt32(field.count), to: &sequences)
                for number in field { Varint.append(number, to: &sequences) }
            }
        }
        var bytes = [Self.version]
        Varint.append(UInt32(numbers.count), to: &bytes)
        self.bytes = bytes + terms + sequences
    }

    /// Takes what was stored, after checking that it can be read.
    public init(stored bytes: [UInt8]) throws(DocumentTokensError) {
        guard let version = bytes.first else { throw .malformed }
        guard version == Self.version else { throw .otherVersion(version) }
        guard bytes.withUnsafeBufferPointer(Self.isWellFormed) else { throw .malformed }
        self.bytes = bytes
    }

    private static func term(surface: [UInt8], stem: [UInt8]) -> [UInt8] {
        let shared = zip(surface, stem).prefix { $0 == $1 }.count
        var term = [UInt8(surface.count)]
        term += surface
        term.append(UInt8(shared))
        term.append(UInt8(stem.count - shared))
        term += stem[shared...]
        return term
    }

    private static func isWellFormed(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        var position = 1
        func take(_ count: Int) -> Bool {
            position += count
            return position <= bytes.count
        }
        guard let terms = Varint.readChecked(bytes, at: &position), terms <= bytes.count else { return false }
        for _ in 0..<terms {
            guard position < bytes.count else { return false }
            let surface = Int(bytes[position])
            guard surface > 0, take(1 + surface), position + 1 < bytes.count, bytes[position] <= surface,
                take(2 + Int(bytes[position + 1]))
            else { return false }
        }
        guard let fields = Varint.readChecked(bytes, at: &position) else { return false }
        for _ in 0..<fields {
            guard let count = Varint.readChecked(bytes, at: &position) else { return false }
            for _ in 0..<count {
                guard let number = Varint.readChecked(bytes, at: &position), number <= terms else { return false }
            }
        }
        return position == bytes.count
    }
}
