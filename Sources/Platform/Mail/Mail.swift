public import SQL

/// The outbox: letters are queued in the transaction that causes them, and sent by a job.
public enum Mail {
    private static let kind = JobKind<MailMessage>("mail")

    /// Queues a letter: no commit, no letter.
    /// - Parameter due: the earliest time to send it.
    public static func queue(_ connection: any Connection, _ message: MailMessage, at due: Timestamp) throws {
        try kind.enqueue(connection, message, at: due)
    }

    /// Sends what is queued, with the mailer of the services.
    public static let handler = JobHandler(kind, timeout: .minutes(2)) { message, context in
        do {
            try await context.services.mailer.send(message)
        } catch let refusal as MailRefused {
            throw PermanentJobFailure(refusal.description)
        }
    }
}
