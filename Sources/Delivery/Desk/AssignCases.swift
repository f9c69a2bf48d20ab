import Platform
import SQL

/// Gives many cases to one officer at once.
enum AssignCases {
    /// A case as it stood in the list.
    struct Chosen: Sendable, Equatable {
        let reference: String
        let seen: Int

        /// As it travels in a form: `7K3M-9QX2-P~4`.
        init?(_ text: String) {
            let parts = text.split(separator: "~").map(String.init)
            guard parts.count == 2, let reference = CaseReference.read(parts[0]), let seen = Int(parts[1]), seen > 0 else { return nil }
            self.reference = reference
            self.seen = seen
        }

        var text: String { "\(reference)~\(seen)" }
    }

    static let most = 100

    struct Plan {
        /// Those that can be given now.
        let ready: [Case]
        /// Gone, changed meanwhile, or ended.
        let left: [String]
    }

    /// What would be done, without doing it: the count is shown before anything happens.
    static func plan(
        _ connection: any Connection, _ principal: Principal, _ chosen: [Chosen], to person: ID<Person>
    ) throws -> Plan {
        var (ready, left): ([Case], [String]) = ([], [])
        var met: Set<String> = []
        for each in chosen.prefix(most) where met.insert(each.reference).inserted {
            if let record = try find(connection, principal, each, person) {
                ready.append(record)
            } else {
                left.append(each.reference)
            }
        }
        return Plan(ready: ready, left: left)
    }

    private static func find(
        _ connection: any Connection, _ principal: Principal, _ chosen: Chosen, _ person: ID<Person>
    ) throws -> Case? {
        guard let record = try CaseStore.find(connection, reference: chosen.reference), record.state.events == chosen.seen,
            let office = try OfficeStore.find(connection, id: record.office),
            let part = CaseRules.part(principal, office: office, record.confidence).part,
            record.state.obstacle(.assign, by: part) == nil, record.state.assignee != person,
            let receiver = try PeopleStore.principal(connection, person: person),
            CaseRules.part(receiver, office: office, record.confidence).part != nil,
            try DeskPeople.name(connection, person, in: office.organisation) != nil
        else { return nil }
        return record
    }

    /// Gives those that can still be given, in one transaction; the others are told and stay as they are.
    static func run(
        _ connection: any Connection, _ act: Act, _ chosen: [Chosen], to person: ID<Person>
    ) throws -> (done: Int, left: [String]) {
        let plan = try plan(connection, act.principal, chosen, to: person)
        for record in plan.ready {
            guard let office = try OfficeStore.find(connection, id: record.office),
                let part = CaseRules.part(act.principal, office: office, record.confidence).part
            else { throw Refusal.notFound }
            var facts = CaseFacts()
            facts.person = person
            facts.personName = try DeskPeople.name(connection, person, in: office.organisation)
            try ActOnCase.run(connection, act, record, .assign, as: part, facts, seen: record.state.events)
        }
        return (plan.ready.count, plan.left)
    }
}
