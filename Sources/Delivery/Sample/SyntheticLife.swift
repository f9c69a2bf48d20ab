import Platform

/// A history as a case could have had it: most are done, some lie too long, some end another way.
enum SyntheticLife {
    static func events(
        _ definition: ServiceDefinition, _ place: SyntheticCases.World.Place, received: Timestamp, now: Timestamp,
        _ random: inout SyntheticRandom
    ) throws -> [CaseEvent] {
        var story = Story(received: received, now: now)
        let officer = place.officers.isEmpty ? nil : place.officers[random.below(place.officers.count)]
        // One in nine comes to a halt somewhere: that is the backlog.
        let halt = random.below(9) == 0 ? random.below(5) : .max
        story.add(.submit, .citizen, days: 0)
        if random.below(50) == 0 {
            story.add(.withdraw, .citizen, days: 1 + random.share() * 5)
            return story.events
        }
        guard halt > 0 else { return story.events }
        story.add(.accept, .officer, days: random.share() * 3)
        if let officer, halt > 1 {
            var facts = CaseFacts()
            (facts.person, facts.personName) = (officer.id, officer.name)
            story.add(.assign, .officer, days: 0.01, facts)
        }
        if random.below(10) < 3 {
            story.add(.ask, .officer, days: 1 + random.share() * 3, .saying("Which papers do you have? (made up)"))
            if halt == 2 { return story.events }
            story.add(.answer, .citizen, days: random.share() * 9, .saying("All of them. (made up)"))
        }
        guard halt > 2 else { return story.events }
        for _ in definition.steps { story.add(.advance, .officer, days: 1 + random.share() * 8) }
        guard halt > 3, let ending = definition.endings.isEmpty ? nil : definition.endings[random.below(definition.endings.count)],
            let reason = ending.reasons.first
        else { return story.events }
        var decision = CaseFacts.saying("It was decided. (made up)")
        (decision.outcome, decision.outcomeReason) = (ending.outcome, reason.key)
        story.add(.decide, .officer, days: 1 + random.share() * 12, decision)
        guard ending.outcome.isDelivered else {
            story.add(.close, .officer, days: random.share() * 4, .saying("You were told. (made up)"))
            return story.events
        }
        story.add(.deliver, .officer, days: random.share() * 6, .saying("It was handed over. (made up)"))
        if halt > 4, random.below(10) < 7 {
            story.add(.confirm, .citizen, days: random.share() * 6)
        } else {
            story.add(.close, .officer, days: 31, .saying("Nobody said otherwise. (made up)"))
        }
        return story.events
    }

    /// Goes on until today.
    private struct Story {
        var events: [CaseEvent] = []
        private var at: Timestamp
        private let now: Timestamp
        private var isOver = false

        init(received: Timestamp, now: Timestamp) {
            at = received
            self.now = now
        }

        mutating func add(_ action: CaseAction, _ part: CaseActor, days: Double, _ facts: CaseFacts = CaseFacts()) {
            at = at.adding(.milliseconds(Int64(days * 86_400_000)))
            isOver = isOver || at > now
            if isOver { return }
            events.append(
                CaseEvent(
                    number: events.count + 1, at: at, recordedAt: at, action: action, part: part, actor: "program:command:sample",
                    actorName: "", facts: facts))
        }
    }
}

extension CaseFacts {
    static func saying(_ text: String) -> CaseFacts {
        var facts = CaseFacts()
        facts.text = text
        return facts
    }
}
