import Platform
public import SQL

/// One made-up request with a number and a secret that everybody may know, for trying the citizen's side of the sample network, and
/// some more so that the desk is not empty.
public enum SampleRequest {
    public static let code = "DEM0-CASE-2026"

    /// The same in every sample network.
    public static let reference = CaseReference.make(number: 0x1A_2B3C_4D5E)

    /// How many others there are: about one in eight is open.
    private static let others = 300

    /// Writes them, once.
    public static func load(_ connection: any Connection, _ act: Act) throws {
        guard try !connection.ask(CaseStore.isTaken(reference)) else { return }
        let world: SyntheticCases.World = try .read(connection, at: act.now)
        var made = SyntheticCases(world, seed: 2026)
        try SyntheticCases.write(connection, act, made.next(others))
        // The question below is one of this service.
        guard let place = world.places.first(where: { $0.grounds.service.slug == "poverty-benefit-scheme" }) ?? world.places.first,
            let calendar = place.grounds.calendar else { return }
        let service = place.grounds.service
        let received = act.now.adding(.days(-9))
        let id: ID<Case> = ID(at: received)
        let events = events(received)
        var record = Case(
            id: id, reference: reference, codeHash: CaseCode.hash(code, of: id.description), codeOwner: id.description,
            service: service.id, serviceVersion: service.version, definition: service.definition, serviceSlug: service.slug,
            calendarKey: service.definition.calendar, calendarVersion: place.grounds.calendarVersion, calendar: calendar, channel: .web,
            language: "en", applicant: "Somebody (made up)", answers: made.answers(service.definition.form).0,
            visibility: service.definition.visibility, firstOffice: place.office.id, receivedAt: received, events: events,
            state: try CaseState(events, steps: service.definition.steps.count, office: place.office.id), listedDue: CaseStore.noDate)
        try record.list(at: act.now)
        try CaseStore.insert(connection, [CaseRows(record, organisation: place.office.organisation, similarKey: "")])
        try act.audit(
            connection, "case.sample", "case", id.description, before: ActOnCase.Audited?.none, after: ActOnCase.Audited(record.state))
    }

    /// The office has a question, so there is something to do.
    private static func events(_ received: Timestamp) -> [CaseEvent] {
        let steps: [(CaseAction, CaseActor, CaseFacts)] = [
            (.submit, .citizen, CaseFacts()), (.accept, .officer, CaseFacts()),
            (.ask, .officer, .saying("Who else lives in your household? (a made-up question)")),
        ]
        return steps.enumerated().map { place, step in
            let at = received.adding(.days(place * 3))
            return CaseEvent(
                number: place + 1, at: at, recordedAt: at, action: step.0, part: step.1, actor: "program:command:sample", actorName: "",
                facts: step.2)
        }
    }
}
