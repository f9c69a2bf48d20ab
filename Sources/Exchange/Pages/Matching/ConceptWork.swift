import HTML
import Platform
import SQL
import Web

/// The table of concepts in the browser: what people say who have a problem, and what a solution says that answers it.
enum ConceptWork {
    static let path = "/work/matching/concepts"
    static let languages = ["en", "bn", "ar"]

    static let routes: [Route] = [
        .get(path, .roles(.secretariat), handler: list),
        .get(path + "/new", .roles(.secretariat)) { reply($0, ConceptForm(), key: nil) },
        .post(path + "/new", .roles(.secretariat), body: .form()) { try await save($0, key: nil) },
        .get(path + "/{key}", .roles(.secretariat), handler: open),
        .post(path + "/{key}", .roles(.secretariat), body: .form()) { try await save($0, key: $0.parameters["key"]) },
        .post(path + "/{key}/remove", .roles(.secretariat), body: .form(), handler: remove),
    ]

    @Sendable private static func list(_ call: Call) async throws -> Reply {
        let words = call.words
        let records = try await call.services.database.read { try ConceptStore.list($0) }
        let body: HTML = """
            \(HTML.breadcrumbs(label: words("work.way"), [.init(words("matching.weights.title"), url: "/matching/weights")]))\
            \(HTML.pageHeading(
                words("matching.concepts.title"), lead: "\(words("matching.concepts.lead"))",
                actions: [HTML.buttonLink(words("matching.concepts.new"), url: path + "/new")]))\
            \(HTML.table(
                caption: words("matching.concepts.title"), isCaptionHidden: true, rows: records,
                columns: [
                    .heading(words("matching.concepts.name")) { "<a href=\"\(url: path + "/" + $0.concept.key)\">\($0.concept.name(in: words.language))</a>" },
                    .number(words("matching.concepts.signs")) { "\(words.number($0.concept.signs.values.reduce(0) { $0 + $1.count }))" },
                    .number(words("matching.concepts.answers")) { "\(words.number($0.concept.answers.values.reduce(0) { $0 + $1.count }))" },
                    .text(words("matching.concepts.changed")) { record in
                        record.updatedAt.map { words.time(of: $0) } ?? "\(words("matching.weights.own"))"
                    },
                ], isDense: true))
            """
        return call.page(title: words("matching.concepts.title"), area: .exchange, isWide: true, isPrivate: true, body: body)
    }

    @Sendable private static func open(_ call: Call) async throws -> Reply {
        let key = try call.parameters["key"]
        guard let record = try await call.services.database.read({ try ConceptStore.find($0, key) }) else { throw Problem.notFound }
        return reply(call, ConceptForm(record), key: key)
    }

    private static func save(_ call: Call, key: String?) async throws -> Reply {
        let form = try await call.form()
        let act = Act(call.principal, at: call.now)
        let typed = ConceptForm(form)
        let concept = typed.concept(key: key)
        do {
            try await call.services.database.write { connection in
                try ChangeConcept.save(connection, act, concept, version: typed.version, isNew: key == nil)
            }
        } catch Refusal.invalid(let issues) {
            return reply(
                call, typed, key: key, errors: FieldErrors(issues.map { FieldError($0.field, $0.key, $0.facts) }), status: .unprocessable)
        } catch Refusal.changedMeanwhile {
            let saved = try await call.services.database.read { try ConceptStore.find($0, concept.key) }
            return reply(call, typed.over(saved?.version ?? 0), key: key, theirs: saved, status: .conflict)
        } catch let refusal as Refusal {
            throw refusal.thrown()
        }
        return .redirect(to: path, flash: Flash("edit.flash.saved"))
    }

    @Sendable private static func remove(_ call: Call) async throws -> Reply {
        let key = try call.parameters["key"]
        let form = try await call.form()
        let act = Act(call.principal, at: call.now)
        try await answering {
            try await call.services.database.write { connection in
                try ChangeConcept.remove(connection, act, key, version: form["version"].flatMap { Int($0) } ?? -1)
            }
        }
        return .redirect(to: path, flash: Flash("matching.flash.concept-removed"))
    }

    private static func reply(
        _ call: Call, _ form: ConceptForm, key: String?, errors: FieldErrors? = nil, theirs: ConceptRecord? = nil,
        status: Status = .ok
    ) -> Reply {
        let words = call.words
        let controls = call.controls(values: form.values, errors: errors)
        let title = words(key == nil ? "matching.concepts.new" : "matching.concepts.change")
        func area(_ part: String, _ language: String) -> HTML {
            controls.textArea(
                "\(part).\(language)", label: words("matching.concepts.\(part)-in", ["language": words.languageName(language)]),
                hint: words("matching.concepts.\(part)-hint"), isRequired: false, rows: 6)
        }
        let body: HTML = """
            \(HTML.breadcrumbs(label: words("work.way"), [.init(words("matching.concepts.title"), url: path)]))\
            \(HTML.pageHeading(title, lead: "\(words("matching.concepts.lead"))"))\
            \(controls.errorSummary(words("edit.errors")))\
            \(with: theirs, { HTML.notice("<p>\(words("edit.conflict.what-to-do"))</p>\(ConceptForm($0).summary(words))", title: words("edit.conflict.title"), tone: .caution) })\
            \(HTML.form(action: path + "/" + (key ?? "new"), asksBeforeLeaving: true, """
                \(HTML.hidden("version", value: String(form.version)))\
                \(if: key == nil, controls.text("key", label: words("matching.concepts.key"), hint: words("matching.concepts.key-hint"), kind: .code, maxLength: 60))\
                \(languages.map { language in
                    controls.text(
                        "name.\(language)", label: words("matching.concepts.name-in", ["language": words.languageName(language)]),
                        isRequired: language == "en", maxLength: Concept.termLength, language: language)
                })\
                \(languages.map { area("signs", $0) })\(languages.map { area("answers", $0) })\
                \(HTML.button(words("edit.save")))
                """))\
            \(with: key, { HTML.actionButton(
                words("matching.concepts.remove"), action: path + "/" + $0 + "/remove", kind: .warning,
                fields: [("version", String(form.version))]) })
            """
        return call.page(title: title, status: status, area: .exchange, isPrivate: true, body: body)
    }
}

/// A concept as a form holds it: one word or phrase in each line.
struct ConceptForm: Sendable {
    let values: [String: [String]]
    let version: Int

    init() {
        values = [:]
        version = 0
    }

    init(_ form: Form) {
        values = form.values
        version = form["version"].flatMap { Int($0) } ?? -1
    }

    private init(values: [String: [String]], version: Int) {
        self.values = values
        self.version = version
    }

    init(_ record: ConceptRecord) {
        var values: [String: [String]] = [:]
        for language in ConceptWork.languages {
            values["name.\(language)"] = [record.concept.name[language] ?? ""]
            values["signs.\(language)"] = [(record.concept.signs[language] ?? []).joined(separator: "\n")]
            values["answers.\(language)"] = [(record.concept.answers[language] ?? []).joined(separator: "\n")]
        }
        self.values = values
        version = record.version
    }

    /// What was typed, on top of a newer version.
    func over(_ version: Int) -> ConceptForm { ConceptForm(values: values, version: version) }

    func concept(key: String?) -> Concept {
        func text(_ field: String) -> String { values[field]?.first ?? "" }
        func terms(_ part: String) -> [String: [String]] {
            var terms: [String: [String]] = [:]
            for language in ConceptWork.languages {
                var list: [String] = []
                for line in text("\(part).\(language)").split(whereSeparator: \.isNewline) {
                    let term = String(line).trimmed
                    if !term.isEmpty, !list.contains(term) { list.append(term) }
                }
                if !list.isEmpty { terms[language] = list }
            }
            return terms
        }
        var name: [String: String] = [:]
        for language in ConceptWork.languages where !text("name.\(language)").isEmpty { name[language] = text("name.\(language)") }
        return Concept(key: key ?? text("key"), name: name, signs: terms("signs"), answers: terms("answers"))
    }

    /// For the one who saved second: what stands there now.
    func summary(_ words: Words) -> HTML {
        HTML.summaryList(
            ["name", "signs", "answers"].flatMap { part in
                ConceptWork.languages.compactMap { language in
                    guard let text = values["\(part).\(language)"]?.first, !text.isEmpty else { return nil }
                    return HTML.Fact(
                        words("matching.concepts.\(part)-in", ["language": words.languageName(language)]), HTML.paragraphs(text))
                }
            })
    }
}

extension String {
    fileprivate var trimmed: String {
        String(drop { $0.isWhitespace }.reversed().drop { $0.isWhitespace }.reversed())
    }
}
