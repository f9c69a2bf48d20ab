import Foundation
public import Platform
public import SQL

/// Made-up cases for measurements and for trying the desk: spread over services, offices, phases and years. No real person is in them.
///
/// Each has a history that the table of a case's life allows, and is written by the store's own statements with its counters, so that
/// what is measured on them is what happens with real ones.
public struct SyntheticCases: Sendable {
    public struct Batch: Sendable {
        let rows: [CaseRows]
        /// Number and secret of each, for whoever wants to open some.
        public let keys: [(reference: String, code: String)]
    }

    /// What the cases are about, read once.
    public struct World: Sendable {
        struct Place: Sendable {
            let grounds: CaseGrounds
            let office: Office
            let officers: [(id: ID<Person>, name: String)]
        }

        let places: [Place]
        let now: Timestamp

        /// - Throws: `Refusal` when there is no open service with an office and a calendar.
        public static func read(_ connection: any Connection, at now: Timestamp) throws -> World {
            var places: [Place] = []
            for service in try ServiceStore.open(connection, limit: 20) where service.definition.grievance == nil {
                for key in service.definition.offices.prefix(40) {
                    let grounds = try CaseGrounds.read(connection, service, office: key)
                    guard let office = grounds.office, grounds.calendar != nil else { continue }
                    places.append(
                        Place(grounds: grounds, office: office, officers: try DeskPeople.list(connection, [office.organisation])))
                }
            }
            guard !places.isEmpty else { throw Refusal.notFound }
            return World(places: places, now: now)
        }
    }

    private let world: World
    private var random: SyntheticRandom
    private var number: UInt64

    public init(_ world: World, seed: UInt64) {
        self.world = world
        // Mixed first, for the numbers of neighbouring seeds would follow each other.
        var mixing = SyntheticRandom(state: ~seed)
        random = SyntheticRandom(state: mixing.next() ^ seed << 32)
        // So many numbers apart that the cases of one seed never have the number of another's.
        number = (seed & 0xFFFF) << 24
    }

    public mutating func next(_ count: Int) throws -> Batch {
        var rows: [CaseRows] = []
        var keys: [(reference: String, code: String)] = []
        rows.reserveCapacity(count)
        for _ in 0..<count {
            let code = CaseCode.make(using: &random)
            let made = try one(code)
            rows.append(made)
            keys.append((made.record.reference, code))
        }
        return Batch(rows: rows, keys: keys)
    }

    /// One entry in the audit for the whole batch.
    public static func write(_ connection: any Connection, _ act: Act, _ batch: Batch) throws {
        try CaseStore.insert(connection, batch.rows)
        try act.audit(
            connection, "case.sample", "case", batch.rows.first?.record.id.description ?? "", before: Int?.none, after: batch.rows.count)
    }

    // MARK: One case

    private mutating func one(_ code: String) throws -> CaseRows {
        let place = world.places[random.below(world.places.count)]
        let service = place.grounds.service
        guard let calendar = place.grounds.calendar else { throw Refusal.notFound }
        // More of them lately than long ago, as it is where a service grows.
        let age = 3 * 365 * 86_400_000.0 * (1 - random.share().squareRoot())
        let received = world.now.adding(.milliseconds(-Int64(age) - 1))
        let id: ID<Case> = ID(at: received, using: &random)
        number += 1
        let (answers, applicant) = answers(service.definition.form)
        let events = try SyntheticLife.events(service.definition, place, received: received, now: world.now, &random)
        var record = Case(
            id: id, reference: CaseReference.make(number: number &* 0x5851_F42D_4C95_7F2D & 0xFF_FFFF_FFFF),
            codeHash: CaseCode.hash(code, of: id.description), codeOwner: id.description, service: service.id,
            serviceVersion: service.version, definition: service.definition, serviceSlug: service.slug,
            calendarKey: service.definition.calendar, calendarVersion: place.grounds.calendarVersion, calendar: calendar,
            channel: [.web, .web, .operator, .officer, .api][random.below(5)], language: ["en", "en", "bn", "ar"][random.below(4)],
            applicant: applicant, answers: answers, visibility: service.definition.visibility, firstOffice: place.office.id,
            receivedAt: received, events: events,
            state: try CaseState(events, steps: service.definition.steps.count, office: place.office.id), listedDue: CaseStore.noDate)
        try record.list(at: world.now)
        var rows = try CaseRows(record, organisation: place.office.organisation, similarKey: "")
        // Their limits came near long before they were written: nobody is told of it now.
        rows.noticed = DueNotice.all
        return rows
    }

    mutating func answers(_ form: [FormField]) -> (FormAnswers, String) {
        var answers = FormAnswers()
        var applicant = ""
        for field in form where answers.asks(field) {
            switch field.kind {
            case .person:
                let name = "\(word()) \(word()) (made up)"
                if applicant.isEmpty { applicant = name }
                answers.values["\(field.key).name"] = [name]
            case .wholeNumber, .money: answers.values[field.key] = [String((field.minimum ?? 1) + random.below(9))]
            case .date: answers.values[field.key] = [Day(number: random.below(18_000)).description]
            case .yesNo: answers.values[field.key] = [random.below(2) == 0 ? "yes" : "no"]
            case .choice, .choices:
                if !field.options.isEmpty { answers.values[field.key] = [field.options[random.below(field.options.count)].key] }
            case .text, .longText, .place: answers.values[field.key] = ["\(word()) \(word()), made up"]
            case .email, .phone, .file, .group: continue
            }
        }
        return (answers, applicant)
    }

    private static let syllables = ["ba", "de", "fi", "ka", "lo", "ma", "na", "pe", "ra", "si", "tu", "vo", "we", "ya"]

    private mutating func word() -> String {
        (0..<2 + random.below(2)).map { _ in Self.syllables[random.below(Self.syllables.count)] }.joined().capitalized
    }
}

/// Quick, and the same for the same seed (splitmix64). Not for secrets: nobody's case is behind these.
struct SyntheticRandom: RandomNumberGenerator, Sendable {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(bound)) }

    /// From 0 up to 1.
    mutating func share() -> Double { Double(next() >> 11) / 9_007_199_254_740_992 }
}
