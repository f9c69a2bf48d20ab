import Platform
import SQL

/// Every hour: reminds officers of limits that come near, and tells of those that passed, up the office tree. One letter for each
/// reader with all cases that concern them.
enum DueNoticeJob {
    struct Payload: Codable, Sendable {}

    static let kind = JobKind<Payload>("delivery.due-notices")
    static let handler = JobHandler(kind) { _, context in try await run(context.services, as: context.principal) }
    static let schedule = JobSchedule(
        name: "delivery.due-notices", every: .hours(1), offset: .minutes(5), kind: kind, payload: Payload())

    private static let pageSize = 200
    /// Lines of one letter; it says how many more there are.
    private static let mostLines = 50

    private struct Found: Sendable {
        let candidate: DueNoticeStore.Candidate
        let step: Int
        let readers: [Person]
    }

    static func run(_ services: Services, as principal: Principal) async throws {
        let now = services.now
        // From the last step to the first, so that a case does not climb two at once.
        for said in (DueNotice.none...DueNotice.mostLevels).reversed() {
            var after: CaseList.Place?
            repeat {
                let place = after
                let (found, last) = try await services.database.read { try find($0, said: said, after: place, at: now) }
                let act = Act(principal, at: now)
                if !found.isEmpty { try await services.database.write { try tell($0, act, found, services) } }
                after = last
            } while after != nil
        }
    }

    /// What has to be said on one page of candidates, and where the next page begins.
    private static func find(
        _ connection: any Connection, said: Int, after: CaseList.Place?, at now: Timestamp
    ) throws -> ([Found], CaseList.Place?) {
        let horizon = Day(now, offset: 0).number + (said == DueNotice.none ? DueNotice.horizon : 1)
        let page = try DueNoticeStore.candidates(connection, said: said, upTo: horizon, after: after, limit: pageSize)
        var chains: [ID<Office>: [ID<Organisation>]] = [:]
        var managers: [ID<Organisation>: [Person]] = [:]
        var found: [Found] = []
        for candidate in page {
            guard let calendar = try CalendarStore.ready(connection, key: candidate.calendarKey, version: candidate.calendarVersion),
                DueNotice.isWorkingTime(now, calendar),
                let step = DueNotice.next(
                    after: candidate.said, due: Day(number: candidate.due), today: calendar.dayAndHour(of: now).0, calendar)
            else { continue }
            let chain = try chains[candidate.office] ?? DueNoticeStore.chain(connection, candidate.office)
            chains[candidate.office] = chain
            func heads(_ organisation: ID<Organisation>) throws -> [Person] {
                if let known = managers[organisation] { return known }
                let read = try PeopleStore.members(connection, organisation: organisation)
                    .filter { $0.role == .serviceManager && $0.person.state == .active }.map(\.person)
                managers[organisation] = read
                return read
            }
            let level = step - DueNotice.reminded - 1
            guard level < 0 || chain.indices.contains(level) else {
                // Nobody stands higher.
                found.append(Found(candidate: candidate, step: DueNotice.all, readers: []))
                continue
            }
            let assignee = try candidate.assignee.flatMap { try PeopleStore.person(connection, $0) }.flatMap { $0.state == .active ? $0 : nil }
            var readers = level >= 0 ? try heads(chain[level]) : []
            if level <= 0, let assignee, !readers.contains(where: { $0.id == assignee.id }) { readers.append(assignee) }
            if readers.isEmpty, let own = chain.first { readers = try heads(own) }
            // What is sealed stands in no letter: its office looks at its desk.
            if candidate.isSealed { readers = [] }
            if candidate.isBarred { readers = try unbarred(connection, readers, candidate.id) }
            found.append(Found(candidate: candidate, step: step, readers: readers))
        }
        let last = page.count == pageSize ? page.last.map { CaseList.Place(due: $0.due, id: $0.id) } : nil
        return (found, last)
    }

    /// Nobody is written to about a case that they may not know of.
    private static func unbarred(_ connection: any Connection, _ readers: [Person], _ id: ID<Case>) throws -> [Person] {
        let bars = try GrievanceStore.bars(connection, id)
        return try readers.filter { reader in
            try PeopleStore.principal(connection, person: reader.id).map { bars.isDisjoint(with: CaseBar.matching($0)) } ?? false
        }
    }

    private static func tell(_ connection: any Connection, _ act: Act, _ found: [Found], _ services: Services) throws {
        var letters: [ID<Person>: (reader: Person, cases: [Found])] = [:]
        for each in found where try DueNoticeStore.note(connection, act, each.candidate, step: each.step) {
            for reader in each.readers { letters[reader.id, default: (reader, [])].cases.append(each) }
        }
        for (_, letter) in letters.sorted(by: { $0.key < $1.key }) {
            let words = services.catalogue.words(letter.reader.language)
            let lines = letter.cases.prefix(mostLines).map { each in
                words(
                    each.step == DueNotice.reminded ? "mail.due.soon" : "mail.due.late",
                    ["reference": each.candidate.reference, "due": words.date(Day(number: each.candidate.due).description)])
            }
            let more = letter.cases.count - lines.count
            let facts = [
                "cases": (lines + (more > 0 ? [words("mail.due.more", count: more)] : [])).joined(separator: "\n"),
                "link": services.url("/work/cases"),
            ]
            try Mail.queue(
                connection,
                MailMessage(
                    to: letter.reader.email, subject: words("mail.due.subject", count: letter.cases.count),
                    text: words("mail.due.text", facts), language: letter.reader.language),
                at: act.now)
        }
    }
}
