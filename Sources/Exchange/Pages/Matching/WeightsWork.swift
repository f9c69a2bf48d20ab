import HTML
import Platform
import SQL
import Web

/// Changing the weights: typed, tried on the judged needs, and only then made a new version.
struct WeightsWork: Sendable {
    let service: MatchService

    static let path = "/work/matching/weights"

    var routes: [Route] {
        [
            .get(Self.path, .roles(.secretariat), handler: begin),
            .post(Self.path, .roles(.secretariat), body: .form(), handler: save),
        ]
    }

    @Sendable private func begin(_ call: Call) async throws -> Reply {
        let current = try await call.services.database.read { try WeightsStore.current($0) }.weights
        return reply(call, values: Self.values(of: current))
    }

    @Sendable private func save(_ call: Call) async throws -> Reply {
        let form = try await call.form()
        let act = Act(call.principal, at: call.now)
        let (weights, issues) = Self.weights(form)
        func errors(_ issues: [ContentIssue]) -> FieldErrors { FieldErrors(issues.map { FieldError($0.field, $0.key, $0.facts) }) }
        guard issues.isEmpty else { return reply(call, values: form.values, errors: errors(issues), status: .unprocessable) }
        if form["try"] != nil {
            let faults = weights.issues()
            guard faults.isEmpty else { return reply(call, values: form.values, errors: errors(faults), status: .unprocessable) }
            let prepared = try await service.prepareJudged(call.services)
            let comparison = try await call.services.database.read { connection in
                try WeightsComparison.run(
                    connection, service, prepared, before: try WeightsStore.current(connection).weights, after: weights,
                    year: call.now.year)
            }
            return reply(call, values: form.values, comparison: comparison)
        }
        do {
            let made = try await call.services.database.write { connection in
                try ChangeWeights.run(
                    connection, act, from: form["version"].flatMap { Int($0) } ?? -1, to: weights, reason: form["reason"] ?? "")
            }
            return .redirect(
                to: "/matching/weights",
                flash: Flash("matching.flash.weights", ["version": call.words.number(made.version)]))
        } catch Refusal.invalid(let issues) {
            return reply(call, values: form.values, errors: errors(issues), status: .unprocessable)
        } catch Refusal.changedMeanwhile {
            var values = form.values
            let current = try await call.services.database.read { try WeightsStore.current($0) }.weights
            values["version"] = [String(current.version)]
            return reply(call, values: values, conflict: current, status: .conflict)
        } catch let refusal as Refusal {
            throw refusal.thrown()
        }
    }

    // MARK: The form

    static func values(of weights: MatchWeights) -> [String: [String]] {
        var values = ["version": [String(weights.version)], "meaning": [text(weights.meaning)], "spread": [text(weights.spread)]]
        for component in MatchComponent.allCases { values[component.rawValue] = [text(weights.components[component] ?? 0)] }
        return values
    }

    private static func text(_ value: Double) -> String { value == value.rounded() ? String(Int(value)) : String(value) }

    static func weights(_ form: Form) -> (MatchWeights, [ContentIssue]) {
        var issues: [ContentIssue] = []
        func number(_ field: String) -> Double {
            guard let typed = form[field] else { return 0 }
            guard let value = TypedNumber.decimal(typed) else {
                issues.append(ContentIssue(field, "error.number", ["value": typed]))
                return 0
            }
            return value
        }
        var components: [MatchComponent: Double] = [:]
        for component in MatchComponent.allCases { components[component] = number(component.rawValue) }
        let weights = MatchWeights(version: 0, components: components, meaning: number("meaning"), spread: number("spread"))
        return (weights, issues)
    }

    private func reply(
        _ call: Call, values: [String: [String]], errors: FieldErrors? = nil, comparison: WeightsComparison? = nil,
        conflict: MatchWeights? = nil, status: Status = .ok
    ) -> Reply {
        let words = call.words
        let controls = call.controls(values: values, errors: errors)
        func fields(_ side: MatchComponent.Side) -> HTML {
            MatchComponent.allCases.filter { $0.side == side }.map { component in
                controls.text(
                    component.rawValue, label: words.label(component), hint: words("matching.means.\(component.rawValue)"),
                    kind: .decimal, maxLength: 8, width: .short)
            }.joined()
        }
        let body: HTML = """
            \(HTML.breadcrumbs(label: words("work.way"), [.init(words("matching.weights.title"), url: "/matching/weights")]))\
            \(HTML.pageHeading(words("matching.weights.change"), lead: "\(words("matching.weights.change-lead"))"))\
            \(controls.errorSummary(words("edit.errors")))\
            \(with: conflict, { HTML.notice(
                "\(WeightsPage.table(.need, $0, words))\(WeightsPage.table(.provider, $0, words))",
                title: words("matching.weights.conflict"), tone: .caution) })\
            \(with: comparison, { Self.comparison($0, words) })\
            \(HTML.form(action: Self.path, asksBeforeLeaving: true, """
                \(HTML.hidden("version", value: values["version"]?.first ?? ""))\
                <h2>\(words("matching.side.need"))</h2>
                \(fields(.need))\
                <h2>\(words("matching.side.provider"))</h2>
                \(fields(.provider))\
                <h2>\(words("matching.weights.others"))</h2>
                \(controls.text("meaning", label: words("matching.weights.meaning"), hint: words("matching.weights.meaning-hint"), kind: .decimal, maxLength: 8, width: .short))\
                \(controls.text("spread", label: words("matching.weights.spread"), hint: words("matching.weights.spread-hint"), kind: .decimal, maxLength: 8, width: .short))\
                \(controls.textArea("reason", label: words("matching.weights.reason"), hint: words("matching.weights.reason-hint"), rows: 3, maxLength: ChangeWeights.reasonLimit))\
                \(HTML.buttons([
                    HTML.button(words("matching.weights.try"), kind: .secondary, name: "try", value: "yes"),
                    HTML.button(words("matching.weights.make")),
                ]))
                """))
            """
        return call.page(
            title: words("matching.weights.change"), status: status, area: .exchange, isPrivate: true, body: body)
    }

    /// Needs below this tell nothing.
    private static let fewest = 5

    static func comparison(_ comparison: WeightsComparison, _ words: Words) -> HTML {
        guard comparison.lines.count >= fewest else {
            return HTML.notice("\(words("matching.compare.too-few"))", title: words("matching.compare.title"), isNew: true)
        }
        func figure(_ value: Double) -> HTML { "\(words.number(value, fractionDigits: 3))" }
        return """
            <section role="status">\(HTML.table(
                caption: words("matching.compare.title"), rows: comparison.lines,
                columns: [
                    .heading(words("matching.compare.need")) { "<bdi lang=\"en\">\($0.title)</bdi>" },
                    .number(words("matching.compare.before")) { figure($0.before) },
                    .number(words("matching.compare.after")) { figure($0.after) },
                ], isDense: true,
                footer: ["\(words("matching.compare.mean"))", figure(comparison.before), figure(comparison.after)]))
            <p>\(words("matching.compare.change", [
                "better": words.number(comparison.better), "worse": words.number(comparison.worse),
                "same": words.number(comparison.lines.count - comparison.better - comparison.worse),
                "low": words.number(comparison.interval.lowerBound, fractionDigits: 3),
                "high": words.number(comparison.interval.upperBound, fractionDigits: 3),
            ]))\
            \(if: comparison.isUndecided, " \(words("matching.compare.undecided"))")</p>
            <p class="note">\(words("matching.compare.means", count: comparison.lines.count)) \
            \(words("matching.compare.judged", ["judged": words.number(comparison.judged)])) \
            \(words(comparison.hasMeaning ? "matching.method.hybrid" : "matching.method.words"))</p></section>
            """
    }
}
