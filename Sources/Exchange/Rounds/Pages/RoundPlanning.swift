import HTML
import Platform
import SQL
import Web

/// The form of a round's plan and rules.
enum RoundPlanning {
    static let groups = ["mustHave": ["asking", "offering"], "conflicts": ["asking", "offering"]]

    // MARK: Between plan and form

    static func values(_ plan: RoundPlan) -> [String: [String]] {
        var values: [String: [String]] = [
            "date": [plan.date], "start": [plan.start], "offset": [RoundClock.offsetText(plan.offset)],
            "slotMinutes": [String(plan.slotMinutes)], "slots": [String(plan.slots)], "tables": [String(plan.tables)],
            "noSelfMatch": plan.noSelfMatch ? ["yes"] : [],
        ]
        if let most = plan.mostPerCountry { values["mostPerCountry"] = [String(most)] }
        for (group, pairs) in [("mustHave", plan.mustHave), ("conflicts", plan.conflicts)] {
            for (index, pair) in pairs.enumerated() where pair.count == 2 {
                values["\(group).\(index).asking"] = [pair[0]]
                values["\(group).\(index).offering"] = [pair[1]]
            }
        }
        return values
    }

    /// The date comes in three boxes; what was typed stands in the issue when it is none.
    static func plan(_ form: inout FormReader, _ old: RoundPlan) -> RoundPlan {
        var plan = old
        let parts = ["year", "month", "day"].map { TypedNumber.asciiDigits(form.text("date-\($0)")) }
        plan.date = parts.allSatisfy(\.isEmpty)
            ? "" : parts.enumerated().map { $1.count == 1 && $0 > 0 ? "0" + $1 : $1 }.joined(separator: "-")
        plan.start = TypedNumber.asciiDigits(form.needed("start"))
        let offset = TypedNumber.asciiDigits(form.text("offset"))
        // Out of range, so that the plan's own check tells of it.
        plan.offset = offset.isEmpty ? 0 : RoundClock.offset(offset) ?? .max
        plan.slotMinutes = form.wholeNumber("slotMinutes") ?? 0
        plan.slots = form.wholeNumber("slots") ?? 0
        plan.tables = form.wholeNumber("tables") ?? 0
        plan.noSelfMatch = form.rows.has("noSelfMatch")
        plan.mostPerCountry = form.wholeNumber("mostPerCountry")
        if form.rows.has("hasRules") {
            func pairs(_ group: String) -> [[String]] {
                (0..<form.rows.count(group)).map { [form.text("\(group).\($0).asking"), form.text("\(group).\($0).offering")] }
            }
            plan.mustHave = pairs("mustHave")
            plan.conflicts = pairs("conflicts")
        }
        return plan
    }

    static func fields(_ controls: Controls, _ words: Words) -> HTML {
        """
        \(controls.date("date", legend: words("round.date"), isRequired: false))\
        \(controls.text("start", label: words("round.start"), hint: words("round.start.hint"), kind: .code, width: .short))\
        \(controls.text("offset", label: words("round.offset"), hint: words("round.offset.hint"), kind: .code, width: .short))\
        \(controls.text("slotMinutes", label: words("round.slot-minutes"), kind: .wholeNumber, width: .short))\
        \(controls.text("slots", label: words("round.slots"), kind: .wholeNumber, width: .short))\
        \(controls.text("tables", label: words("round.tables"), kind: .wholeNumber, width: .short))\
        \(controls.checkbox("noSelfMatch", label: words("round.rule.no-self")))\
        \(controls.text(
            "mostPerCountry", label: words("round.most-per-country"), hint: words("round.most-per-country.hint"),
            isRequired: false, kind: .wholeNumber, width: .short))
        """
    }

    private static func pairs(_ group: String, _ assembly: RoundAssembly, _ count: Int, _ controls: Controls, _ words: Words) -> HTML {
        func options(_ members: [RoundMember]) -> [HTML.Option] { members.map { .init($0.key, $0.title) } }
        return """
            <fieldset><legend><h2>\(words("round.\(group)"))</h2></legend><p class="hint">\(words("round.\(group).hint"))</p>\
            \((0..<count + 3).map { index in
                """
                \(controls.select(
                    "\(group).\(index).asking", label: words("round.pair.asking", ["number": words.number(index + 1)]),
                    isRequired: false, options: options(assembly.proposers)))\
                \(controls.select(
                    "\(group).\(index).offering", label: words("round.pair.offering", ["number": words.number(index + 1)]),
                    isRequired: false, options: options(assembly.acceptors)))
                """
            } as [HTML])</fieldset>
            """
    }

    // MARK: Pages

    private static func page(
        _ call: Call, values: [String: [String]]? = nil, counts: [String: Int]? = nil, errors: FieldErrors? = nil,
        status: Status = .ok, isConflict: Bool = false
    ) async throws -> Reply {
        let slug = try call.parameters["slug"]
        let assembly = try await answering {
            try await call.services.database.read { connection in
                let (round, members) = try RoundPages.read(connection, slug, for: call.principal)
                return RoundAssembly(round, members)
            }
        }
        let (words, round) = (call.words, assembly.round)
        let controls = call.controls(values: values ?? self.values(round.plan), errors: errors)
        let counts = counts ?? ["mustHave": round.plan.mustHave.count, "conflicts": round.plan.conflicts.count]
        let path = RoundPages.path(slug)
        let body: HTML = """
            \(HTML.breadcrumbs(label: words("work.way"), [
                .init(words("round.list.title"), url: "/work/rounds"), .init(round.name, url: path),
            ]))\
            \(HTML.pageHeading(words("round.plan"), above: round.name))\
            \(controls.errorSummary(words("edit.errors")))\
            \(if: isConflict, HTML.notice("""
                <p>\(words("edit.conflict.somebody")) \(words("round.conflict.means"))</p>\
                \(HTML.summaryList([
                    .init(words("round.date"), "\(round.plan.date)"), .init(words("round.start"), "\(round.plan.start)"),
                    .init(words("round.slots"), "\(words.number(round.plan.slots))"), .init(words("round.tables"), "\(words.number(round.plan.tables))"),
                    .init(words("round.mustHave"), "\(words.number(round.plan.mustHave.count))"),
                    .init(words("round.conflicts"), "\(words.number(round.plan.conflicts.count))"),
                ]))<p><a href="\(url: path)/plan">\(words("edit.conflict.take-theirs"))</a></p>
                """, title: words("edit.conflict.title"), tone: .caution))\
            \(HTML.form(action: "\(path)/plan", asksBeforeLeaving: true, """
                \(HTML.hidden("version", value: String(round.version)))\(HTML.hidden("hasRules", value: "yes"))\
                \(fields(controls, words))\
                \(groups.keys.sorted(by: >).map { pairs($0, assembly, counts[$0] ?? 0, controls, words) })\
                \(HTML.button(words("edit.save")))
                """))
            """
        return call.page(title: words("round.plan"), status: status, area: .exchange, isPrivate: true, body: body)
    }

    @Sendable static func edit(_ call: Call) async throws -> Reply { try await page(call) }

    @Sendable static func save(_ call: Call) async throws -> Reply {
        let slug = try call.parameters["slug"]
        let form = try await call.form()
        let rows = FormRows(form, groups: groups)
        let act = Act(call.principal, at: call.now)
        let counts = ["mustHave": rows.count("mustHave"), "conflicts": rows.count("conflicts")]
        let version = form["version"].flatMap { Int($0) } ?? -1
        var reader = FormReader(rows)
        let plan = plan(&reader, RoundPlan())
        let issues = reader.issues
        do {
            guard issues.isEmpty else { throw Refusal.invalid(issues) }
            try await call.services.database.write { connection in
                try ChangeRound.run(connection, act, slug: slug, version: version, plan: plan)
            }
            return .redirect(to: RoundPages.path(slug), flash: Flash("edit.flash.saved"))
        } catch Refusal.invalid(let issues) {
            return try await page(
                call, values: rows.values, counts: counts,
                errors: FieldErrors(issues.map { FieldError($0.field, $0.key, $0.facts) }), status: .unprocessable)
        } catch Refusal.changedMeanwhile {
            return try await page(call, values: rows.values, counts: counts, status: .conflict, isConflict: true)
        } catch let refusal as Refusal {
            throw refusal.thrown()
        }
    }
}
