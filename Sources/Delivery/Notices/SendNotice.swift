import Foundation
import Platform
import SQL

/// Sends one letter or text, and writes into the log what became of it.
enum SendNotice {
    struct Payload: Codable, Sendable {
        let notice: ID<Notice>
    }

    static let kind = JobKind<Payload>("delivery.send-notice")
    static let attempts = 8

    /// What is sent, made in one transaction, so that nothing waits for the network inside.
    private enum Task: Sendable {
        case nothing
        case later(Timestamp)
        case mail(MailMessage)
        case text(TextMessage, TextSettings)
    }

    static func handler(_ lines: Lines) -> JobHandler {
        JobHandler(kind, attempts: attempts, timeout: .minutes(2)) { payload, context in
            let services = context.services
            let (id, now, attempt) = (payload.notice, services.now, context.attempt)
            let task = try await services.database.write { try prepare($0, id, lines, services, at: now) }
            do {
                switch task {
                case .nothing, .later: return
                case .mail(let letter): try await services.mailer.send(letter)
                case .text(let text, let settings):
                    guard let outbound = lines.outbound else { throw PermanentJobFailure("There is no way out for texts.") }
                    try await KannelGateway(settings: settings, outbound: outbound, baseURL: services.baseURL).send(text)
                }
            } catch {
                let refused: PermanentJobFailure? =
                    switch error {
                    case let failure as PermanentJobFailure: failure
                    case let refusal as MailRefused: PermanentJobFailure(refusal.description)
                    default: nil
                    }
                let isOver = refused != nil || attempt >= attempts
                try await services.database.write { connection in
                    try NoticeStore.mark(connection, id, isOver ? .failed : .waiting, attempt: attempt, at: services.now)
                }
                throw refused ?? error
            }
            try await services.database.write { connection in
                // The gateway's report may have come before.
                guard let notice = try NoticeStore.find(connection, id), notice.state == .waiting else { return }
                try NoticeStore.mark(connection, id, .sent, attempt: attempt, at: services.now)
            }
        }
    }

    private static func prepare(
        _ connection: any Connection, _ id: ID<Notice>, _ lines: Lines, _ services: Services, at now: Timestamp
    ) throws -> Task {
        guard let notice = try NoticeStore.find(connection, id), notice.state == .waiting,
            let record = try CaseStore.find(connection, id: notice.record), CaseNotices.isTold(record),
            let address = try CaseContact.of(connection, record).addresses(lines).first(where: { $0.channel == notice.channel })?.address
        else { return .nothing }
        if try NoticeStore.isStopped(connection, record.id, address) {
            try NoticeStore.mark(connection, id, .stopped, at: now)
            return .nothing
        }
        let wording = NoticeWording(
            notice.kind, record, due: try record.standing(at: now).due, services.catalogue.words(record.language), url: services.url("/track"))
        switch notice.channel {
        case .mail:
            var random = SystemRandomNumberGenerator()
            let secret = CaseCode.make(using: &random)
            try NoticeStore.setStopHash(connection, id, NoticeStore.hash(stop: secret))
            return .mail(
                MailMessage(
                    to: address, subject: wording.subject, text: wording.letter(stop: services.url("/notices/\(secret)")),
                    language: record.language, id: UUID(uuidString: id.description) ?? UUID()))
        case .text:
            guard let settings = lines.texts else { return .nothing }
            let morning = lines.quiet.next(from: now, zone: record.calendar.definition.timeZone)
            if morning > now {
                try kind.enqueue(connection, Payload(notice: id), at: morning)
                return .later(morning)
            }
            return .text(TextMessage(id: id.description, to: address, text: wording.text), settings)
        }
    }
}
