import Foundation
@testable import Platform
import SQL
import TestSupport
import Testing

@Suite struct MailTests {
    private static let sender = MailSender(name: "Sangam, \"the\" network", address: "no-reply@sangam.example")

    /// The sender that the settings have by default: a new network's first letters must not be lost.
    @Test func aSenderMayBeOfThisMachineAlone() throws {
        let letter = try Self.encoded(sender: MailSender(name: "Sangam", address: "sangam@localhost"))
        #expect(letter.contains("<sangam@localhost>\n"))
        #expect(throws: MailRefused.self) { try Self.encoded(sender: MailSender(name: "Sangam", address: "sangam")) }
        #expect(throws: MailRefused.self) { try Self.encoded(to: "somebody@localhost") }
    }

    private static func encoded(
        to: String = "focal.point@fiji.example", subject: String = "Hello", text: String = "Text", sender: MailSender = sender
    ) throws -> String {
        let message = MailMessage(to: to, subject: subject, text: text, language: "en")
        return String(decoding: try MailFormat.encode(message, from: sender, at: FixedClock.start), as: UTF8.self)
    }

    /// A reader of our own, so that what is written is checked by what a mail program would see.
    private static func parsed(_ letter: String) throws -> (headers: [String: String], body: String) {
        let end = try #require(letter.range(of: "\n\n"))
        var headers: [(String, String)] = []
        for line in letter[..<end.lowerBound].split(separator: "\n", omittingEmptySubsequences: false) {
            #expect(line.utf8.count <= 78, "\(line)")
            #expect(line.utf8.allSatisfy { (0x20...0x7E).contains($0) })
            if line.hasPrefix(" ") {
                headers[headers.count - 1].1 += "\n" + line
            } else {
                let colon = try #require(line.firstIndex(of: ":"))
                headers.append((String(line[..<colon]), String(line[line.index(colon, offsetBy: 2)...])))
            }
        }
        #expect(Set(headers.map(\.0)).count == headers.count)
        return (Dictionary(uniqueKeysWithValues: headers), String(letter[end.upperBound...]))
    }

    private static func decodedWords(_ text: String) throws -> String {
        if !text.contains("=?") { return text }
        var bytes = Data()
        for word in text.split(whereSeparator: \.isWhitespace) {
            #expect(word.utf8.count <= 75 && word.hasPrefix("=?UTF-8?B?") && word.hasSuffix("?="))
            let part = try #require(Data(base64Encoded: String(word.dropFirst(10).dropLast(2))))
            // Each word is whole characters on its own (RFC 2047, section 5).
            #expect(String(validating: part, as: UTF8.self) != nil)
            bytes += part
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    @Test(arguments: [
        ("Hello", "Hello"), ("", ""), ("a\r\nBcc: victim@example.org", "a Bcc: victim@example.org"),
        ("a\nb\u{0}c\u{2028}d\u{85}e", "a b c d e"), ("=?UTF-8?B?QQ==?=", "=?UTF-8?B?QQ==?="),
        (String(repeating: "long ", count: 60), String(repeating: "long ", count: 60).trimmingCharacters(in: .whitespaces)),
        ("আপনার সমাধানটি নিশ্চিত করার সময় হয়েছে: ইউনিয়ন ডিজিটাল সেন্টার ও নাগরিক সেবা উদ্ভাবন তহবিল",
         "আপনার সমাধানটি নিশ্চিত করার সময় হয়েছে: ইউনিয়ন ডিজিটাল সেন্টার ও নাগরিক সেবা উদ্ভাবন তহবিল"),
        ("مرحبا 🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉", "مرحبا 🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉"),
    ])
    func subjectsStayOneHeader(_ subject: String, _ read: String) throws {
        let (headers, body) = try Self.parsed(try Self.encoded(subject: subject))
        #expect(headers.keys.sorted() == [
            "Auto-Submitted", "Content-Language", "Content-Transfer-Encoding", "Content-Type", "Date", "From", "MIME-Version",
            "Message-ID", "Subject", "To",
        ])
        #expect(try Self.decodedWords(headers["Subject"] ?? "") == read)
        #expect(headers["Date"] == "Fri, 20 Nov 2026 12:00:00 +0000")
        #expect(headers["From"] == #""Sangam, \"the\" network" <no-reply@sangam.example>"#)
        #expect(body == "Text\n")
    }

    @Test func aSenderInAnyScript() throws {
        let sender = MailSender(name: "সঙ্গম\nX: y", address: "a@b.example")
        let from = try Self.parsed(try Self.encoded(sender: sender)).headers["From"] ?? ""
        let parts = from.split(separator: "\n ")
        #expect(parts.last == "<a@b.example>")
        #expect(try Self.decodedWords(parts.dropLast().joined(separator: " ")) == "সঙ্গম X: y")
    }

    @Test(arguments: [
        "", "nobody", "a@b", "a b@c.example", "a@c.example, d@e.example", "a@c.example\nBcc: x@y.example", "a@-c.example",
        "\"a b\"@c.example", "a..b@c.example", "-f@c.example", "a@[127.0.0.1]", "ä@c.example", "a@c..example", "<a@c.example>",
        "a@\(String(repeating: "x", count: 64)).example", String(repeating: "x", count: 65) + "@c.example",
    ])
    func badAddressesAreRefused(_ address: String) {
        #expect(throws: MailRefused.self) { try Self.encoded(to: address) }
    }

    @Test func bodiesComeThroughAsWritten() throws {
        var generator = SeededGenerator(seed: 3)
        let alphabet = ["a", "b ", "=", ".", "From ", "\n", "\r\n", "é", "ক", "🎉", "\t", " ", "0123456789", "="]
        for _ in 0..<300 {
            let text = (0..<Int.random(in: 0...120, using: &generator)).map { _ in alphabet.randomElement(using: &generator) ?? "" }.joined()
            let (headers, body) = try Self.parsed(try Self.encoded(text: text))
            for line in body.split(separator: "\n") { #expect(line.utf8.count <= 76) }
            var expected = text.replacingOccurrences(of: "\r\n", with: "\n")
            if expected.hasSuffix("\n") { expected.removeLast() }
            let read: String
            if headers["Content-Transfer-Encoding"] == "base64" {
                let data = try #require(Data(base64Encoded: body, options: .ignoreUnknownCharacters))
                read = String(decoding: data, as: UTF8.self).replacingOccurrences(of: "\r\n", with: "\n")
            } else {
                read = Self.unquoted(String(body.dropLast()))
                #expect(!body.split(separator: "\n").contains { $0 == "." || $0.hasPrefix("From ") || $0.hasSuffix(" ") })
            }
            #expect(read == expected)
        }
    }

    private static func unquoted(_ text: String) -> String {
        let joined = text.replacingOccurrences(of: "=\n", with: "")
        var bytes: [UInt8] = []
        var rest = Array(joined.utf8)[...]
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "="), let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16) {
                bytes.append(value)
                rest = rest.dropFirst(2)
            } else {
                bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// A program that notes its arguments and its input, and ends as told.
    private static func script(in folder: URL, status: Int) throws -> String {
        let file = folder.appending(path: "sendmail")
        let text = """
            #!/bin/sh
            printf '%s\\n' "$@" > '\(folder.path)/arguments'
            cat > '\(folder.path)/letter'
            echo 'mailbox of focal.point@fiji.example is full' >&2
            exit \(status)
            """
        try Data(text.utf8).write(to: file)
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: file.path)
        return file.path
    }

    @Test func sendmailIsGivenTheLetter() async throws {
        try await withTemporaryFolder { folder in
            let mailer = SendmailMailer(
                command: [try Self.script(in: folder, status: 0), "--account", "$(touch hacked); x"], from: Self.sender, clock: FixedClock())
            let message = MailMessage(to: "focal.point@fiji.example", subject: "Hi", text: "One\n.\nTwo", language: "en")
            try await mailer.send(message)
            let arguments = try String(contentsOf: folder.appending(path: "arguments"), encoding: .utf8)
            #expect(arguments == "--account\n$(touch hacked); x\n-t\n-i\n")
            let letter = try Data(contentsOf: folder.appending(path: "letter"))
            #expect(try [UInt8](letter) == MailFormat.encode(message, from: Self.sender, at: FixedClock.start))
        }
    }

    @Test func aFailureOfSendmailIsAnErrorWithoutAddresses() async throws {
        try await withTemporaryFolder { folder in
            let mailer = SendmailMailer(command: [try Self.script(in: folder, status: 75)], from: Self.sender)
            let error = await #expect(throws: SendmailFailed.self) {
                try await mailer.send(MailMessage(to: "focal.point@fiji.example", subject: "", text: "", language: "en"))
            }
            #expect(error?.description.contains("75") == true && error?.description.contains("@") == false)
            await #expect(throws: (any Error).self) {
                try await SendmailMailer(command: [folder.path + "/none"], from: Self.sender).send(
                    MailMessage(to: "focal.point@fiji.example", subject: "", text: "", language: "en"))
            }
        }
    }

    @Test func theFolderHoldsLetters() async throws {
        try await withTemporaryFolder { folder in
            let mailer = FolderMailer(folder: folder.appending(path: "mail"), from: Self.sender, clock: FixedClock())
            try await mailer.send(MailMessage(to: "focal.point@fiji.example", subject: "Hi", text: "x", language: "bn"))
            let files = try FileManager.default.contentsOfDirectory(atPath: folder.appending(path: "mail").path)
            #expect(files.count == 1 && files[0].hasPrefix("20261120T120000000Z-") && files[0].hasSuffix(".eml"))
        }
    }

    @Test(arguments: Engine.allCases)
    func lettersGoThroughTheQueue(on engine: Engine) async throws {
        try await withServices(on: engine) { test in
            let runner = JobRunner(handlers: [Mail.handler], services: test.services)
            let message = MailMessage(to: "a@b.example", subject: "S", text: "T", language: "en")
            let now = test.clock.now
            try await test.database.write { try Mail.queue($0, message, at: now) }
            test.mailer.fail(with: CancellationError())
            #expect(try await runner.runDue() == 1)
            #expect(test.mailer.messages.isEmpty)
            test.mailer.fail(with: nil)
            test.clock.advance(by: .minutes(1))
            #expect(try await runner.runDue() == 1)
            #expect(test.mailer.messages == [message])
            test.mailer.fail(with: MailRefused.badAddress)
            let later = test.clock.now
            try await test.database.write { try Mail.queue($0, message, at: later) }
            #expect(try await runner.runDue() == 1)
            #expect(try await test.database.read { try Jobs.deadLetters($0, limit: 5) }.count == 1)
        }
    }
}
