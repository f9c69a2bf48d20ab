import Foundation

/// The words of a text as Kannel hands them over: bytes, with the coding and the character set that they came in.
///
/// `%a`, which most examples use, is cut into words before we see it and spoils what is not of the GSM alphabet. `%b` is the message as it
/// came: UTF-8 where Kannel recoded it, UTF-16BE where the telephone wrote in another script.
enum KannelText {
    /// - Parameters:
    ///   - coding: Kannel's `%c`: 0 the GSM alphabet, 1 bytes, 2 UCS-2.
    ///   - charset: Kannel's `%C`; empty where it does not know.
    static func read(_ bytes: [UInt8], coding: String, charset: String) -> String {
        let name = charset.uppercased().filter { $0.isLetter || $0.isNumber }
        // The coding is of the message on the air; the character set, where there is one, is of what we got.
        let isWide = name.isEmpty ? coding == "2" : name.hasPrefix("UTF16") || name.hasPrefix("UCS2") || name.hasPrefix("ISO10646")
        if isWide { return wide(bytes, isLittle: name.hasSuffix("LE")) }
        if let text = String(validating: bytes, as: UTF8.self) { return text }
        // Kannel recodes into these when all letters are in them.
        return String(String.UnicodeScalarView(bytes.map { Unicode.Scalar($0) }))
    }

    /// A byte too many at the end is cut off; half a pair becomes the sign for what cannot be read.
    private static func wide(_ bytes: [UInt8], isLittle: Bool) -> String {
        let units = stride(from: 0, to: bytes.count - 1, by: 2).map { place in
            let (first, second) = (UInt16(bytes[place]), UInt16(bytes[place + 1]))
            return isLittle ? second << 8 | first : first << 8 | second
        }
        return String(decoding: units.first == 0xFEFF ? units.dropFirst() : units[...], as: UTF16.self)
    }
}
