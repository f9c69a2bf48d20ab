import Platform
import SQL

/// The desk's figures over the tree of offices: those in which somebody works, each alone and with those below it.
struct OfficeFigures {
    let tree: OfficeTree
    let today: DeskToday
    private let backlog: CaseBacklog

    /// Asks the desk's own questions, so that the figures are the desk's.
    init(_ connection: any Connection, for principal: Principal, now: Timestamp) throws {
        let organisations = CaseRules.organisations(principal).sorted()
        today = try DeskToday(connection, organisations, at: now)
        let counts = CaseBacklog.questions(organisations: organisations, today: today.number)
        let (offices, places, days) = try connection.ask(OfficeStore.list(of: organisations), counts.places, counts.days)
        tree = OfficeTree(offices)
        backlog = CaseBacklog(places, days)
    }

    var all: CaseBacklog.Figures { backlog.all }

    func own(_ office: Office) -> CaseBacklog.Figures { backlog.byOffice[office.id] ?? .init() }

    func withBelow(_ office: Office) -> CaseBacklog.Figures {
        tree.sum(office, of: backlog.byOffice, CaseBacklog.Figures(), +)
    }
}
