import Platform
import SQL

/// Letters about an introduction, each in its reader's language.
///
/// They are worded by a job: the action that causes them knows no words, and a commit that fails sends none. Only the letter
/// that follows the second acceptance tells whom to write to.
enum IntroductionMail {
    enum Occasion: String, Codable, Sendable, CaseIterable {
        case proposed, waiting, accepted, declined, withdrawn, expired, reminder

        init(_ state: IntroductionState) {
            self =
                switch state {
                case .proposed: .proposed
                case .askingAccepted, .givingAccepted: .waiting
                case .accepted: .accepted
                case .declined: .declined
                case .withdrawn: .withdrawn
                case .expired: .expired
                }
        }
    }

    struct Letter: Codable, Sendable {
        let introduction: ID<Introduction>
        let occasion: Occasion
    }

    static let job = JobKind<Letter>("exchange.introduction-mail")

    static func tell(
        _ connection: any Connection, _ id: ID<Introduction>, _ occasion: Occasion, at now: Timestamp
    ) throws {
        try job.enqueue(
            connection, Letter(introduction: id, occasion: occasion), at: now,
            uniqueKey: "\(id) \(occasion.rawValue)")
    }

    static let handler = JobHandler(job) { letter, context in
        let services = context.services
        try await services.database.write { connection in
            guard let one = try IntroductionStore.find(connection, id: letter.introduction) else { return }
            try write(connection, one, letter.occasion, services)
        }
    }

    private static func write(
        _ connection: any Connection, _ one: Introduction, _ occasion: Occasion, _ services: Services
    ) throws {
        let parties = try IntroductionStore.parties(connection, of: one)
        guard let solution = try SolutionStore.link(connection, to: one.solution) else { return }
        let contacts = try IntroductionContacts.read(connection, one)
        for side in sides(one, occasion) {
            let organisation = side == .asking ? parties.asking : parties.giving
            for person in try FocalPoints.of(connection, organisation) {
                let words = services.catalogue.words(person.language)
                var facts = [
                    "asking": parties.asking.name, "giving": parties.giving.name,
                    "title": solution.title(in: person.language).text, "message": one.message,
                    "date": words.date(one.expiresAt), "link": services.url("/introductions/\(one.id)"),
                    "reason": try IntroductionStore.steps(connection, of: one.id).last?.reason ?? "",
                ]
                let other = side == .asking ? contacts.giving : contacts.asking
                // Never before both have accepted: `contacts` is empty until then.
                facts["contact"] = other.map { "\($0.name), \($0.email)" } ?? ""
                try Mail.queue(
                    connection,
                    MailMessage(
                        to: person.email, subject: words("mail.introduction.\(occasion.rawValue).subject", facts),
                        text: words("mail.introduction.\(occasion.rawValue).text", facts), language: person.language),
                    at: services.now)
            }
        }
    }

    /// Who is told: those whose answer is waited for, or both when it is settled.
    private static func sides(_ one: Introduction, _ occasion: Occasion) -> [Introduction.Side] {
        switch occasion {
        case .proposed, .waiting, .reminder: one.state.waitsFor
        case .accepted, .declined, .withdrawn, .expired: [.asking, .giving]
        }
    }
}

/// The people of an introduction whom the other side may write to.
struct IntroductionContacts: Sendable, Equatable {
    struct Contact: Sendable, Equatable {
        let name: String
        let email: String
    }

    let asking: Contact?
    let giving: Contact?

    /// Empty unless both sides have accepted: no page, answer or letter can show what was never read.
    static func read(_ connection: any Connection, _ one: Introduction) throws -> IntroductionContacts {
        guard one.state == .accepted else { return IntroductionContacts(asking: nil, giving: nil) }
        func contact(_ id: ID<Person>?) throws -> Contact? {
            try id.flatMap { try PeopleStore.person(connection, $0) }.map { Contact(name: $0.name, email: $0.email) }
        }
        return IntroductionContacts(asking: try contact(one.askingPerson), giving: try contact(one.givingPerson))
    }
}

/// Who is written to for an organisation: its own focal points, else those of its country.
enum FocalPoints {
    static func of(_ connection: any Connection, _ organisation: Organisation) throws -> [Person] {
        let own = try people(connection, of: organisation.id)
        guard own.isEmpty, let country = organisation.country else { return own }
        var found: [Person] = []
        for other in try PeopleStore.organisations(connection, country: country) {
            for person in try people(connection, of: other.id) where !found.contains(where: { $0.id == person.id }) {
                found.append(person)
            }
        }
        return found
    }

    private static func people(_ connection: any Connection, of organisation: ID<Organisation>) throws -> [Person] {
        try PeopleStore.members(connection, organisation: organisation)
            .filter { $0.role == .focalPoint && $0.person.state == .active }.map(\.person)
    }
}
