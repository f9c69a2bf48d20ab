import Subprocess

/// Hands letters to the system's `sendmail` command (Postfix, Exim, msmtp and others bring one), which queues and delivers them.
///
///     SendmailMailer(command: ["/usr/sbin/sendmail"], from: MailSender(name: "Sangam", address: "no-reply@example.org"))
///
/// `-t -i` is added to the command: the address is read from the letter, and a line with a single dot does not end it. No shell is
/// involved, and nothing of the letter stands on the command line.
public struct SendmailMailer: Mailer {
    private let command: [String]
    private let sender: MailSender
    private let clock: any WallClock

    /// - Parameter command: the program's path, and arguments of the installation if any. A name without a slash is looked for in `PATH`.
    public init(command: [String], from sender: MailSender, clock: any WallClock = SystemClock()) {
        precondition(!command.isEmpty, "The command of sendmail is empty.")
        self.command = command
        self.sender = sender
        self.clock = clock
    }

    public func send(_ message: MailMessage) async throws {
        let letter = try MailFormat.encode(message, from: sender, at: clock.now)
        let program = command[0]
        let result = try await run(
            program.contains("/") ? .path(parsed(program)) : .name(program),
            arguments: .init(command.dropFirst() + ["-t", "-i"]),
            input: .array(letter), output: .discarded, error: .string(limit: 4096))
        guard result.terminationStatus.isSuccess else {
            throw SendmailFailed(status: "\(result.terminationStatus)", message: result.standardError)
        }
    }
}

/// A path of swift-system, whose own initialiser would need that package as a dependency of ours.
private func parsed<Path: ExpressibleByStringLiteral>(_ text: Path.StringLiteralType) -> Path {
    Path(stringLiteral: text)
}

/// The command took the letter and failed.
struct SendmailFailed: Error, CustomStringConvertible {
    let status: String
    let message: String

    var description: String {
        // What it says may repeat an address, and errors are logged.
        let said = message.split(whereSeparator: \.isWhitespace).map { $0.contains("@") ? "…" : String($0) }
        return "sendmail ended with \(status): \(said.joined(separator: " "))"
    }
}
