public import Platform
public import SQL

/// The figures of open cases, from counters alone.
public struct CaseBacklog: Sendable, Equatable {
    public struct Figures: Sendable, Equatable {
        public var office = 0
        /// Somebody else's turn.
        public var others = 0
        /// Our turn, and the day has passed.
        public var late = 0
        /// Our turn, and due today or within the six days after.
        public var week = 0
        /// Ended, in whichever way.
        public var ended = 0

        public var open: Int { office + others }

        static func + (left: Figures, right: Figures) -> Figures {
            Figures(
                office: left.office + right.office, others: left.others + right.others, late: left.late + right.late,
                week: left.week + right.week, ended: left.ended + right.ended)
        }
    }

    public private(set) var byOffice: [ID<Office>: Figures] = [:]
    public private(set) var byPhase: [CasePhase: Int] = [:]

    public var all: Figures { byOffice.values.reduce(Figures(), +) }

    /// The two questions whose answers make it.
    static func questions(
        organisations: [ID<Organisation>], today: Int
    ) -> (places: Question<[Place]>, days: Question<[Days]>) {
        let offices: SQL = "office_id IN (SELECT id FROM office WHERE organisation_id IN \(in: organisations))"
        return (
            Question(
                "SELECT office_id, phase, turn, cases FROM case_count WHERE cases <> 0 AND \(offices)",
                each: { Place(office: try $0["office_id"], phase: try $0["phase"], turn: try $0["turn"], cases: try $0["cases"]) }),
            // Days to come are few, those that passed become more from year to year: what is overdue is what is left.
            Question(
                """
                SELECT office_id, CAST(SUM(cases) AS BIGINT) AS ahead,
                    CAST(SUM(CASE WHEN due < \(today + 7) THEN cases ELSE 0 END) AS BIGINT) AS week
                FROM case_due_count WHERE \(offices) AND due >= \(today) GROUP BY office_id
                """, each: { Days(office: try $0["office_id"], ahead: try $0["ahead"], week: try $0["week"]) })
        )
    }

    struct Place {
        let office: ID<Office>
        let phase: CasePhase
        let turn: CaseTurn
        let cases: Int
    }

    struct Days {
        let office: ID<Office>
        /// Our turn, and due today or later or without a date now.
        let ahead: Int
        let week: Int
    }

    init(_ places: [Place], _ days: [Days]) {
        for place in places {
            byPhase[place.phase, default: 0] += place.cases
            switch (place.phase.isOpen, place.turn) {
            case (false, _): byOffice[place.office, default: Figures()].ended += place.cases
            case (true, .office): byOffice[place.office, default: Figures()].office += place.cases
            case (true, _): byOffice[place.office, default: Figures()].others += place.cases
            }
        }
        for (office, figures) in byOffice { byOffice[office]?.late = figures.office }
        for day in days {
            byOffice[day.office, default: Figures()].late -= day.ahead
            byOffice[day.office, default: Figures()].week += day.week
        }
    }

    public static func read(
        _ connection: any Connection, organisations: [ID<Organisation>], today: Int
    ) throws -> CaseBacklog {
        let questions = questions(organisations: organisations, today: today)
        let (places, days) = try connection.ask(questions.places, questions.days)
        return CaseBacklog(places, days)
    }
}
