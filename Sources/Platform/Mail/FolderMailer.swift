public import Foundation

/// Writes letters as `.eml` files, for installations without `sendmail`: a person or a program takes them from there.
public struct FolderMailer: Mailer {
    private let folder: URL
    private let sender: MailSender
    private let clock: any WallClock

    public init(folder: URL, from sender: MailSender, clock: any WallClock = SystemClock()) {
        self.folder = folder
        self.sender = sender
        self.clock = clock
    }

    public func send(_ message: MailMessage) async throws {
        let now = clock.now
        let letter = try MailFormat.encode(message, from: sender, at: now)
        try FileManager.default.createDirectory(
            at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        // The names sort by time; a letter that is sent again takes the place of its first copy only within the same millisecond.
        let name = "\(ISOTime.compact(now))-\(message.id.uuidString.lowercased()).eml"
        try Data(letter).write(to: folder.appending(path: name), options: .atomic)
    }
}
