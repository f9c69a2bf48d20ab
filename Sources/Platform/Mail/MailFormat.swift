import Foundation

/// Writes a letter as RFC 5322 wants it, in ASCII with lines of at most 78 characters.
///
/// A header cannot be injected: addresses are checked, and what a person wrote stands in encoded words (RFC 2047) unless it is
/// printable ASCII.
enum MailFormat {
    static func encode(_ message: MailMessage, from sender: MailSender, at now: Timestamp) throws -> [UInt8] {
        guard MailAddress.isValid(message.to) else { throw MailRefused.badAddress }
        guard MailAddress.isValid(sender.address, mayBeLocal: true),
            let domain = sender.address.split(separator: "@").last
        else { throw MailRefused.badSender }
        let body = encodeBody(message.text)
        let headers = [
            "From: \(displayName(sender.name))<\(sender.address)>",
            "To: \(message.to)",
            "Subject: \(encodeText(message.subject, after: "Subject: ".count))",
            "Date: \(date(now))",
            "Message-ID: <\(message.id.uuidString.lowercased())@\(domain)>",
            // RFC 3834: no out-of-office answers, please.
            "Auto-Submitted: auto-generated",
            "MIME-Version: 1.0",
            "Content-Type: text/plain; charset=utf-8",
            "Content-Language: \(message.language.filter { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") })",
            "Content-Transfer-Encoding: \(body.encoding)",
        ]
        // `sendmail` reads lines ended by LF and writes CRLF on the wire itself.
        return Array((headers.joined(separator: "\n") + "\n\n" + body.text + "\n").utf8)
    }

    private static func displayName(_ name: String) -> String {
        let name = oneLine(name)
        if name.isEmpty { return "" }
        if isPlain(name) {
            let quoted = name.replacingOccurrences(of: "\\", with: "\\\\").replacingOccurrences(of: "\"", with: "\\\"")
            return "\"\(quoted)\" "
        }
        return encodeText(name, after: "From: ".count) + "\n "
    }

    /// The text itself when it is short printable ASCII, else encoded words, folded.
    static func encodeText(_ text: String, after column: Int) -> String {
        let text = oneLine(text)
        if isPlain(text), column + text.utf8.count <= 78, !text.contains("=?") { return text }
        // An encoded word has at most 75 characters; 12 are taken by its frame, which leaves 63 for base64, that is 45 bytes. The
        // first one has less room, for it stands behind the header's name.
        var words: [String] = []
        var piece: [UInt8] = []
        for character in text.unicodeScalars {
            let bytes = Array(String(character).utf8)
            if piece.count + bytes.count > (words.isEmpty ? 39 : 45) {
                words.append(encodedWord(piece))
                piece = []
            }
            piece += bytes
        }
        words.append(encodedWord(piece))
        return words.joined(separator: "\n ")
    }

    private static func encodedWord(_ bytes: [UInt8]) -> String {
        "=?UTF-8?B?\(Data(bytes).base64EncodedString())?="
    }

    /// Line ends and other control characters become spaces.
    private static func oneLine(_ text: String) -> String {
        var line = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            let isControl =
                switch scalar.properties.generalCategory {
                case .control, .lineSeparator, .paragraphSeparator: true
                default: false
                }
            line.append(isControl ? " " : scalar)
        }
        return String(line).split(separator: " ").joined(separator: " ")
    }

    private static func isPlain(_ text: String) -> Bool {
        text.utf8.allSatisfy { (0x20...0x7E).contains($0) }
    }

    /// Quoted-printable for texts that are mostly ASCII, so that they can be read raw; else base64, which is shorter.
    private static func encodeBody(_ text: String) -> (encoding: String, text: String) {
        var unix = text.replacingOccurrences(of: "\r\n", with: "\n").replacingOccurrences(of: "\r", with: "\n")
        if unix.hasSuffix("\n") { unix.removeLast() }
        let others = unix.utf8.count { $0 > 0x7E }
        if others * 5 <= unix.utf8.count { return ("quoted-printable", quotedPrintable(unix)) }
        // Inside base64 lines end as the canonical form of a text does (RFC 2046): CRLF.
        let bytes = Data(unix.replacingOccurrences(of: "\n", with: "\r\n").utf8)
        return ("base64", bytes.base64EncodedString(options: [.lineLength76Characters, .endLineWithLineFeed]))
    }

    private static func quotedPrintable(_ text: String) -> String {
        text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
            var lines: [String] = []
            var current = ""
            let bytes = Array(line.utf8)
            for (index, byte) in bytes.enumerated() {
                let isLast = index == bytes.count - 1
                // A dot or "From " at the start of a line means something to old mail programs.
                let isRisky = current.isEmpty && (byte == UInt8(ascii: ".") || byte == UInt8(ascii: "F"))
                let isSpace = byte == 0x20 || byte == 0x09
                let isLiteral =
                    ((0x21...0x7E).contains(byte) && byte != UInt8(ascii: "=") && !isRisky) || (isSpace && !isLast)
                let piece = isLiteral ? String(Unicode.Scalar(byte)) : escape(byte)
                // 76 characters a line, with the "=" of a soft break.
                if current.utf8.count + piece.utf8.count > 75 {
                    lines.append(current + "=")
                    current = ""
                }
                current += piece
            }
            return (lines + [current]).joined(separator: "\n")
        }.joined(separator: "\n")
    }

    private static func escape(_ byte: UInt8) -> String {
        "=" + String(byte >> 4, radix: 16, uppercase: true) + String(byte & 0xF, radix: 16, uppercase: true)
    }

    /// `Fri, 20 Nov 2026 23:37:15 +0000`
    private static func date(_ now: Timestamp) -> String {
        let civil = CivilTime(now)
        let weekdays = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        return
            "\(weekdays[civil.weekday]), \(civil.day) \(months[civil.month - 1]) \(civil.year) \(civil.clock) +0000"
    }
}
