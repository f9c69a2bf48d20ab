import HTML
import Platform
import SQL
import Web

/// A round: who takes part, what both methods would give, and what was chosen.
struct RoundPage: Sendable {
    private let facts: Facts
    private let words: Words
    /// As the lists stand: of a published round they cannot change any more, so this is how it was solved.
    private let results: [(choice: RoundChoice, result: RoundResult)]
    /// Why members are alone in the published result, by "side key".
    private let reasons: [String: RoundResult.Reason]

    /// What is read of a round, before anything is solved.
    struct Facts: Sendable {
        let assembly: RoundAssembly
        let organisations: [ID<Organisation>: Organisation]
        let event: Event?
        let mayManage: Bool
        /// Members whose lists the reader may write: "side key".
        let own: Set<String>

        static func read(_ connection: any Connection, _ slug: String, for principal: Principal) throws -> Facts {
            let (round, members) = try RoundPages.read(connection, slug, for: principal)
            return Facts(
                assembly: RoundAssembly(round, members), organisations: try RoundPages.organisations(connection, members),
                event: try round.event.flatMap { try EventStore.find(connection, $0) },
                mayManage: RoundAccess.mayManage(principal).allowed,
                own: Set(members.filter { RoundAccess.mayEditList(principal, $0).allowed }.map { "\($0.side.rawValue) \($0.key)" }))
        }
    }

    init(_ facts: Facts, words: Words) async {
        (self.facts, self.words) = (facts, words)
        let assembly = facts.assembly
        let outcome = assembly.round.outcome
        var solved: [(choice: RoundChoice, result: RoundResult)] = []
        for choice in RoundChoice.allCases where facts.mayManage || outcome.map(choice.made) ?? false {
            solved.append(
                (choice, await RoundSolver.solveAside(assembly.input, method: choice.method, proposing: choice.proposing)))
        }
        results = solved
        reasons = outcome.flatMap { outcome in solved.first { $0.choice.made(outcome) } }.map { chosen in
            Dictionary(uniqueKeysWithValues: chosen.result.unmatched.map { one in
                let member = (one.side == .proposers ? assembly.proposers : assembly.acceptors)[one.place]
                return ("\(one.side.rawValue) \(member.key)", one.reason)
            })
        } ?? [:]
    }

    private var assembly: RoundAssembly { facts.assembly }
    private var organisations: [ID<Organisation>: Organisation] { facts.organisations }
    private var mayManage: Bool { facts.mayManage }
    private var own: Set<String> { facts.own }
    private var round: Round { assembly.round }
    private var path: String { RoundPages.path(round.slug) }

    func html(_ controls: Controls) -> HTML {
        """
        \(HTML.breadcrumbs(label: words("work.way"), [
            .init(words("work.title"), url: "/work"), .init(words("round.list.title"), url: "/work/rounds"),
        ]))\
        \(HTML.pageHeading(
            round.name, above: words("round.above"), lead: "\(words("round.state.\(round.state.rawValue).means"))",
            actions: actions))\
        \(controls.errorSummary(words("edit.errors")))\
        \(HTML.summaryList(summary))\
        \(round.state == .published ? chosen : "")\
        \(members(.proposers))\(members(.acceptors))\
        \(if: mayManage && round.state == .open, RoundFilling.form(controls, path: path, words: words))\
        \(if: mayManage, comparison)\
        \(if: mayManage && round.state == .open, publishing(controls))
        """
    }

    private var actions: [HTML] {
        if round.state == .published { return [HTML.buttonLink(words("round.timetable"), url: "\(path)/timetable")] }
        return mayManage ? [HTML.buttonLink(words("round.plan"), url: "\(path)/plan", kind: .secondary)] : []
    }

    private var summary: [HTML.Fact] {
        let plan = round.plan
        var facts: [HTML.Fact] = []
        if let event = self.facts.event { facts.append(.init(words("round.event"), "<a href=\"\(url: EventPage.path(event.key))\" dir=\"auto\">\(event.name)</a>")) }
        facts.append(.init(words("round.date"), plan.date.isEmpty ? "\(words("round.no-date"))" : words.time(of: plan.date)))
        facts.append(
            .init(
                words("round.seats"),
                "\(words("round.seats.text", ["slots": words.number(plan.slots), "minutes": words.number(plan.slotMinutes), "tables": words.number(plan.tables)]))"))
        var rules = [words(plan.noSelfMatch ? "round.rule.no-self" : "round.rule.self")]
        if let most = plan.mostPerCountry { rules.append(words("round.rule.country", ["count": words.number(most)])) }
        if !plan.mustHave.isEmpty { rules.append(words("round.rule.must", count: plan.mustHave.count)) }
        if !plan.conflicts.isEmpty { rules.append(words("round.rule.conflicts", count: plan.conflicts.count)) }
        facts.append(.init(words("round.rules"), "\(rules.joined(separator: " "))"))
        return facts
    }

    // MARK: Who takes part

    private func members(_ side: RoundSide) -> HTML {
        let all = side == .proposers ? assembly.proposers : assembly.acceptors
        let mine = mayManage ? all : all.filter { own.contains("\(side.rawValue) \($0.key)") }
        if mine.isEmpty { return "" }
        return """
            <div class="block">\(HTML.table(
                caption: words("round.\(side.rawValue)"), rows: mine,
                columns: [
                    .heading(words("round.member")) { name($0) },
                    .text(words("round.organisation")) { "\(isolated: organisations[$0.organisation]?.name ?? "")" },
                    .number(words("round.capacity")) { "\(words.number($0.capacity))" },
                    .text(words("round.their-list")) { one in
                        "\(one.preferences.map { words("round.listed", count: $0.joined().count) } ?? words("round.from-fits"))"
                    },
                    round.state == .open
                        ? .action(words("round.list")) { one in
                            "<a href=\"\(url: "\(path)/lists/\(side.rawValue)/\(Link.segment(one.key))")\">\(words("round.list"))\(HTML.visuallyHidden(" " + one.title))</a>"
                        }
                        : .text(words("round.meets")) { met($0) },
                ], isDense: true))</div>
            """
    }

    /// Whom the published result gives to a member, or why it gives nobody.
    private func met(_ member: RoundMember) -> HTML {
        let others = assembly.agreed.compactMap { pair in
            member.side == .proposers
                ? pair.asking.key == member.key ? pair.offering : nil : pair.offering.key == member.key ? pair.asking : nil
        }
        guard others.isEmpty else { return "\(isolated: others.map(\.title).joined(separator: "; "))" }
        return "\(reasons["\(member.side.rawValue) \(member.key)"].map { words("round.reason.\($0.rawValue)") } ?? words("round.nobody"))"
    }

    private func name(_ member: RoundMember) -> HTML {
        if member.solution != nil { return "<a href=\"\(url: "/solutions/\(member.key)")\" dir=\"auto\">\(member.title)</a>" }
        if member.need != nil { return "<a href=\"\(url: "/needs/\(member.key)")\" dir=\"auto\">\(member.title)</a>" }
        return "\(isolated: member.title)"
    }

    private func pairName(_ pair: RoundPair) -> (HTML, HTML) {
        (name(assembly.proposers[pair.proposer]), name(assembly.acceptors[pair.acceptor]))
    }

    // MARK: Both methods

    private var comparison: HTML {
        """
        <section><h2>\(words("round.results"))</h2><p>\(words("round.results.\(round.state.rawValue)"))</p>\
        \(figures(results))\(chart(results))\
        <div class="side-by-side">\(results.filter { $0.choice != .offering }.map { column($0.choice, $0.result) })</div></section>
        """
    }

    private func figures(_ results: [(choice: RoundChoice, result: RoundResult)]) -> HTML {
        HTML.table(
            caption: words("round.figures"), rows: results,
            columns: [
                .heading(words("round.method")) { "\(words("round.choice.\($0.choice.rawValue)"))" },
                .number(words("round.pairs")) { "\(words.number($0.result.pairs.count))" },
                .number(words("round.blocking")) { "\(words.number($0.result.blockingPairs.count))" },
                .number(words("round.unmatched")) { "\(words.number($0.result.unmatched.count))" },
                .number(words("round.total-fit")) { one in
                    "\(one.result.figures.totalFit.map { words.number($0, fractionDigits: 2) } ?? words("round.unknown"))"
                },
                .number(words("round.exposure")) { one in
                    "\(one.result.figures.exposure.acceptors.map { words.number($0, fractionDigits: 2) } ?? words("round.unknown"))"
                },
            ], isDense: true) + "<p class=\"note\">\(words("round.exposure.means"))</p>"
    }

    private func chart(_ results: [(choice: RoundChoice, result: RoundResult)]) -> HTML {
        Chart(
            id: "spread", kind: .bar, title: words("round.spread"), description: words("round.spread.means"),
            categoryTitle: words("round.spread.part"),
            categories: ["least", "lower", "median", "upper", "greatest"].map { words("round.spread.\($0)") },
            series: results.map { choice, result in
                let spread = result.figures.spread
                return .init(
                    words("round.choice.\(choice.rawValue)"),
                    [spread?.least, spread?.lowerQuartile, spread?.median, spread?.upperQuartile, spread?.greatest])
            },
            direction: words.side,
            words: ChartWords(
                table: words("report.show-figures"), unknown: words("report.unknown"), empty: words("report.no-figures")),
            number: { [words] in words.number($0, fractionDigits: 2) }
        ).html
    }

    private func column(_ choice: RoundChoice, _ result: RoundResult) -> HTML {
        """
        <section><h3>\(words("round.choice.\(choice.rawValue)"))</h3>\
        <p>\(words("round.guarantee.\(result.guarantee.rawValue)"))</p>\
        \(pairTable(words("round.pairs"), result.pairs, empty: "round.no-pairs"))\
        \(pairTable(words("round.blocking"), result.blockingPairs, empty: "round.no-blocking"))\
        \(unmatched(result))</section>
        """
    }

    private func pairTable(_ caption: String, _ pairs: [RoundPair], empty: String) -> HTML {
        HTML.table(
            caption: caption, rows: pairs,
            columns: [
                .heading(words("round.asking")) { pairName($0).0 }, .text(words("round.offering")) { pairName($0).1 },
            ], isDense: true, empty: "<p>\(words(empty))</p>")
    }

    private func unmatched(_ result: RoundResult) -> HTML {
        HTML.table(
            caption: words("round.unmatched"), rows: result.unmatched,
            columns: [
                .heading(words("round.member")) { one in
                    name((one.side == .proposers ? assembly.proposers : assembly.acceptors)[one.place])
                },
                .text(words("round.reason")) { "\(words("round.reason.\($0.reason.rawValue)"))" },
            ], isDense: true, empty: "<p>\(words("round.nobody-unmatched"))</p>")
    }

    private func publishing(_ controls: Controls) -> HTML {
        """
        <section><h2>\(words("round.publish"))</h2><p>\(words("round.publish.means"))</p>\
        \(HTML.form(action: "\(path)/publish", """
            \(HTML.hidden("version", value: String(round.version)))\
            \(controls.radios(
                "method", legend: words("round.method"),
                options: RoundChoice.allCases.map { .init($0.rawValue, words("round.choice.\($0.rawValue)")) }))\
            \(HTML.button(words("round.publish"), kind: .warning))
            """))</section>
        """
    }

    private var chosen: HTML {
        """
        <section><h2>\(words("round.result"))</h2>\
        \(with: RoundChoice.allCases.first { choice in round.outcome.map(choice.made) ?? false }, { choice in
            "<p>\(words("round.result.method", ["method": words("round.choice.\(choice.rawValue)")]))</p>"
        })\
        \(HTML.table(
            caption: words("round.pairs"), isCaptionHidden: true, rows: assembly.agreed,
            columns: [
                .heading(words("round.asking")) { name($0.asking) }, .text(words("round.offering")) { name($0.offering) },
                .text(words("round.organisations")) { pair in
                    "\(isolated: [pair.asking, pair.offering].map { organisations[$0.organisation]?.name ?? "" }.joined(separator: " – "))"
                },
            ], isDense: true))</section>
        """
    }
}
