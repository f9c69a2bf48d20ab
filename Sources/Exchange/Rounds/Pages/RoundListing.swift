import HTML
import Platform
import SQL
import Web

/// Whom a member would like to meet: a number beside each of the other side; equal numbers are a tie, none is not wanted. Buttons
/// move one entry a step and save, so that an order can be made without typing and without script.
enum RoundListing {
    private struct Subject: Sendable {
        let round: Round
        let member: RoundMember
        /// The other side: those on the list first, then by fit.
        let others: [RoundMember]
        let fits: [String: Double]
        let organisations: [ID<Organisation>: Organisation]
        /// As it is now, or as it would be made from the fits.
        let list: [[String]]
    }

    private static func read(_ connection: any Connection, _ call: Call) throws -> Subject {
        let (round, members) = try RoundPages.read(connection, try call.parameters["slug"], for: call.principal)
        let key = try call.parameters["key"]
        guard let side = RoundSide(rawValue: try call.parameters["side"]),
            let member = members.first(where: { $0.side == side && $0.key == key })
        else { throw Refusal.notFound }
        try RoundAccess.mayEditList(call.principal, member).orRefuse()
        guard round.state == .open else { throw Refusal.denied(.deny("rule.round-published")) }
        let others = members.filter { $0.side == side.other }
        func fit(_ other: RoundMember) -> Double? {
            round.fits[side == .proposers ? "\(key) \(other.key)" : "\(other.key) \(key)"]
        }
        let fits = Dictionary(uniqueKeysWithValues: others.compactMap { one in fit(one).map { (one.key, $0) } })
        let assembly = RoundAssembly(round, members)
        let completed = FitTable(assembly.input).completed(assembly.input)
        let participant = (side == .proposers ? completed.proposers : completed.acceptors).first { $0.id == key }
        let list = participant?.preferences?.groups.map { $0.map { others[$0].key } } ?? []
        let places = Dictionary(uniqueKeysWithValues: list.joined().enumerated().map { ($1, $0) })
        let sorted = others.sorted { one, other in
            (places[one.key] ?? .max, -(fits[one.key] ?? -1), one.position) < (places[other.key] ?? .max, -(fits[other.key] ?? -1), other.position)
        }
        return Subject(
            round: round, member: member, others: sorted, fits: fits,
            organisations: try RoundPages.organisations(connection, others), list: list)
    }

    private static func values(_ subject: Subject) -> [String: [String]] {
        var values = ["capacity": [String(subject.member.capacity)]]
        for (rank, group) in subject.list.enumerated() {
            for key in group { values["rank.\(key)"] = [String(rank + 1)] }
        }
        return values
    }

    private static func page(
        _ call: Call, values: [String: [String]]? = nil, errors: FieldErrors? = nil, status: Status = .ok, isConflict: Bool = false
    ) async throws -> Reply {
        let subject = try await answering { try await call.services.database.read { try read($0, call) } }
        let (words, member) = (call.words, subject.member)
        let controls = call.controls(values: values ?? self.values(subject), errors: errors)
        let path = RoundPages.path(subject.round.slug)
        let address = "\(path)/lists/\(member.side.rawValue)/\(Link.segment(member.key))"
        let body: HTML = """
            \(HTML.breadcrumbs(label: words("work.way"), [
                .init(words("round.list.title"), url: "/work/rounds"), .init(subject.round.name, url: path),
            ]))\
            \(HTML.pageHeading(member.title, above: words("round.list"), lead: "\(words("round.list.\(member.side.rawValue).lead"))"))\
            \(controls.errorSummary(words("edit.errors")))\
            \(if: isConflict, conflict(subject, address, words))\
            \(if: member.preferences == nil, HTML.notice("<p>\(words("round.list.made"))</p>"))\
            \(HTML.form(action: address, asksBeforeLeaving: true, """
                \(HTML.hidden("version", value: String(member.version)))\
                \(controls.text("capacity", label: words("round.capacity"), hint: words("round.capacity.hint"), kind: .wholeNumber, width: .short))\
                \(HTML.button(words("edit.save")))\
                <h2>\(words("round.order"))</h2><p class="hint">\(words("round.order.hint"))</p>\
                \(RoundOrder(list: subject.list, others: subject.others, note: { note($0, subject, words) }, controls: controls, words: words).html)\
                \(HTML.button(words("edit.save")))
                """))
            """
        return call.page(title: member.title, status: status, area: .exchange, isPrivate: true, body: body)
    }

    /// "Access to Information, Bangladesh · fit 0.67"
    private static func note(_ other: RoundMember, _ subject: Subject, _ words: Words) -> String {
        let name = subject.organisations[other.organisation]?.name ?? ""
        guard let fit = subject.fits[other.key] else { return name }
        return words("round.order.fit", ["name": name, "fit": words.number(fit, fractionDigits: 2)])
    }

    private static func conflict(_ subject: Subject, _ address: String, _ words: Words) -> HTML {
        let titles = Dictionary(uniqueKeysWithValues: subject.others.map { ($0.key, $0.title) })
        return HTML.notice(
            """
            <p>\(words("round.conflict.by", ["name": subject.member.savedBy])) \(words("round.conflict.means"))</p>\
            <ol>\(subject.list.map { group in "<li>\(isolated: group.map { titles[$0] ?? $0 }.joined(separator: " = "))</li>" as HTML })</ol>\
            <p><a href="\(url: address)">\(words("edit.conflict.take-theirs"))</a></p>
            """,
            title: words("edit.conflict.title"), tone: .caution)
    }

    @Sendable static func edit(_ call: Call) async throws -> Reply { try await page(call) }

    @Sendable static func save(_ call: Call) async throws -> Reply {
        let form = try await call.form()
        let rows = FormRows(form, groups: [:])
        let act = Act(call.principal, at: call.now)
        let (slug, key) = (try call.parameters["slug"], try call.parameters["key"])
        guard let side = RoundSide(rawValue: try call.parameters["side"]) else { throw Problem.notFound }
        let version = form["version"].flatMap { Int($0) } ?? -1
        var reader = FormReader(rows)
        let capacity = reader.wholeNumber("capacity") ?? 0
        if rows["capacity"] == nil { _ = reader.needed("capacity") }
        var ranked: [Int: [String]] = [:]
        var issues: [ContentIssue] = []
        for name in rows.values.keys.sorted() where name.hasPrefix("rank.") {
            guard let rank = reader.wholeNumber(name) else { continue }
            if rank < 1 { issues.append(ContentIssue(name, "error.round.rank")) }
            ranked[rank, default: []].append(String(name.dropFirst("rank.".count)))
        }
        issues = reader.issues + issues
        let move = try RoundOrder.move(form["move"])
        let (faults, typed) = (issues, ranked.sorted { $0.key < $1.key }.map(\.value))
        let list = move.map { $0.step($0.key, in: typed) } ?? typed
        do {
            guard faults.isEmpty else { throw Refusal.invalid(faults) }
            try await call.services.database.write { connection in
                try SaveRoundList.run(
                    connection, act, round: slug, side: side, key: key, version: version, preferences: list, capacity: capacity)
            }
            // The next press of the tab key reaches the buttons of the entry that was moved.
            let back = move.map { "\(RoundPages.path(slug))/lists/\(side.rawValue)/\(Link.segment(key))#\(call.controls().id("rank.\($0.key)"))" }
            return .redirect(to: back ?? RoundPages.path(slug), flash: Flash("edit.flash.saved"))
        } catch Refusal.invalid(let issues) {
            // An entry's fault stands beside its number.
            let errors = issues.map { issue in
                FieldError(
                    issue.field.hasPrefix("preferences.") ? "rank.\(issue.facts["value"] ?? "")" : issue.field, issue.key, issue.facts)
            }
            return try await page(call, values: rows.values, errors: FieldErrors(errors), status: .unprocessable)
        } catch Refusal.changedMeanwhile {
            return try await page(call, values: rows.values, status: .conflict, isConflict: true)
        } catch let refusal as Refusal {
            throw refusal.thrown()
        }
    }
}
