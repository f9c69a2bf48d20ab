import Platform
import SQL

/// The mails that carry a one-time link, in the language of the person.
enum LinkMails {
    /// Makes a link and queues its mail, in the caller's transaction.
    static func queue(
        _ connection: any Connection, _ purpose: OneTimeLink.Purpose, for person: Person, services: Services,
        at now: Timestamp
    ) throws {
        let link = try makeLink(connection, purpose, for: person, services: services, at: now)
        let words = services.catalogue.words(person.language)
        let facts = ["name": person.name, "link": link]
        let message =
            switch purpose {
            case .invitation:
                MailMessage(
                    to: person.email, subject: words("accounts.mail.invitation.subject"),
                    text: words("accounts.mail.invitation.text", facts), language: words.language)
            case .reset:
                MailMessage(
                    to: person.email, subject: words("accounts.mail.reset.subject"),
                    text: words("accounts.mail.reset.text", facts), language: words.language)
            }
        try Mail.queue(connection, message, at: now)
    }

    /// Makes a link and returns its full address, for the command line, where it is shown instead of mailed.
    static func makeLink(
        _ connection: any Connection, _ purpose: OneTimeLink.Purpose, for person: Person, services: Services,
        at now: Timestamp
    ) throws -> String {
        let secret = try OneTimeLink.make(connection, purpose, for: person.id, at: now)
        return services.url("/\(purpose.rawValue)/\(secret)")
    }
}
