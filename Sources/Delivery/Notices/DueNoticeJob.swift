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
        let readers: [Reader]
    }

    /// Whom a letter goes to, and for whom they read it when they cover.
    private struct Reader: Sendable {
        let person: Person
        var inPlaceOf: String?
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
        let staff = DueNoticeStaff()
        var found: [Found] = []
        for candidate in page {
            guard let calendar = try CalendarStore.ready(connection, key: candidate.calendarKey, version: candidate.calendarVersion),
                DueNotice.isWorkingTime(now, calendar)
            else { continue }
            let today = calendar.dayAndHour(of: now).0
            guard let step = DueNotice.next(after: candidate.said, due: Day(number: candidate.due), today: today, calendar) else { continue }
            let levels = try staff.levels(connection, candidate.office)
            let level = step - DueNotice.reminded - 1
            guard level < 0 || levels.indices.contains(level) else {
                // Nobody stands higher.
                found.append(Found(candidate: candidate, step: DueNotice.all, readers: []))
                continue
            }
            // What is sealed stands in no letter: its office looks at its desk.
            let readers = candidate.isSealed ? [] : try readers(connection, candidate, level: level, of: levels, staff, on: today)
            found.append(Found(candidate: candidate, step: step, readers: readers))
        }
        let last = page.count == pageSize ? page.last.map { CaseList.Place(due: $0.due, id: $0.id) } : nil
        return (found, last)
    }

    /// Who gets the letter: whoever has the case and the heads whose turn it is, or who covers for them. Nobody is written to about a
    /// case that they may not know of; where that leaves nobody, it goes to the next who can see to it.
    private static func readers(
        _ connection: any Connection, _ candidate: DueNoticeStore.Candidate, level: Int, of levels: [DueNoticeStaff.Level],
        _ staff: DueNoticeStaff, on today: Day
    ) throws -> [Reader] {
        let bars = candidate.isBarred ? try GrievanceStore.bars(connection, candidate.id) : []
        func mayKnow(_ person: Person) throws -> Bool {
            if bars.isEmpty { return true }
            return try PeopleStore.principal(connection, person: person.id).map { bars.isDisjoint(with: CaseBar.matching($0)) } ?? false
        }
        let assignee = try candidate.assignee.flatMap { try PeopleStore.person(connection, $0) }.flatMap { $0.state == .active ? $0 : nil }
        func told(_ people: [Person], in organisation: ID<Organisation>) throws -> [Reader] {
            var readers: [Reader] = []
            for person in people {
                let worker = try staff.worker(connection, for: person, in: organisation, on: today)
                guard try !readers.contains(where: { $0.person.id == worker.id }) && mayKnow(worker) else { continue }
                readers.append(Reader(person: worker, inPlaceOf: worker.id == person.id ? nil : person.name))
            }
            return readers
        }
        var people = level < 0 ? [] : levels[level].heads
        if level <= 0, let assignee, !people.contains(where: { $0.id == assignee.id }) { people.append(assignee) }
        let readers = try told(people, in: level > 0 ? levels[level].organisation : candidate.organisation)
        if !readers.isEmpty { return readers }
        // Nobody has it: whoever sits there looks at the queue. Else the office's heads give it to somebody, or those who stand above.
        let seated = DueNoticeStaff.Level(organisation: candidate.organisation, heads: try staff.seated(connection, candidate.office))
        let others = assignee == nil ? [seated] + levels : levels.prefix(1) + [seated] + levels.dropFirst()
        for group in others {
            let readers = try told(group.heads, in: group.organisation)
            if !readers.isEmpty { return readers }
        }
        // Only people who are away are left: the first of them who may know of it finds the letter, rather than nobody.
        return try (people + others.flatMap(\.heads)).first(where: mayKnow).map { [Reader(person: $0)] } ?? []
    }

    private static func tell(_ connection: any Connection, _ act: Act, _ found: [Found], _ services: Services) throws {
        var letters: [ID<Person>: (reader: Person, cases: [(found: Found, inPlaceOf: String?)])] = [:]
        for each in found where try DueNoticeStore.note(connection, act, each.candidate, step: each.step) {
            for reader in each.readers { letters[reader.person.id, default: (reader.person, [])].cases.append((each, reader.inPlaceOf)) }
        }
        for (_, letter) in letters.sorted(by: { $0.key < $1.key }) {
            let words = services.catalogue.words(letter.reader.language)
            let lines = letter.cases.prefix(mostLines).map { each, inPlaceOf in
                let line = words(
                    each.step == DueNotice.reminded ? "mail.due.soon" : "mail.due.late",
                    ["reference": each.candidate.reference, "due": words.date(Day(number: each.candidate.due).description)])
                return inPlaceOf.map { words("mail.due.for", ["line": line, "name": $0]) } ?? line
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
