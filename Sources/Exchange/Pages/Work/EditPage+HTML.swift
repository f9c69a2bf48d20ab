import HTML
import Platform
import Web

extension EditPage {
    private static let needed: Set<String> = [
        "title", "summary", "problem", "operation", "users", "themes", "stage", "sources", "language",
    ]

    func html(_ call: Call, errors: FieldErrors?) -> HTML {
        let words = call.words
        let controls = call.controls(values: values, errors: errors)
        let fields = FormFields(words: words, controls: controls, record: "solution", needed: Self.needed)
        let autosave = HTML.Autosave(
            address: Link.to(
                "\(record)/autosave", [("part", part.rawValue)] + (translation.map { [("to", $0)] } ?? [])),
            saving: words("edit.saving"), saved: words("edit.saved"), failed: words("edit.not-saved"),
            offer: words("edit.offer"), restore: words("edit.restore"), discard: words("edit.discard"))
        let isChoosing = part == .translations && translation == nil
        return """
            \(HTML.breadcrumbs(label: words("work.way"), [
                .init(words("work.title"), url: "/work"), .init(content.title, url: record),
            ]))\
            \(HTML.pageHeading(words("edit.heading.\(part.rawValue)"), above: content.title, lead: lead(words)))\
            \(HTML.tabs(label: words("edit.parts"), tabs(words)))\
            \(controls.errorSummary(words("edit.errors")))\
            \(with: conflict, { conflictNotice($0, words) })\
            \(if: isClosed, HTML.notice("\(words("edit.closed"))", title: words("edit.closed.title"), tone: .caution))\
            \(isChoosing ? translations(fields) : HTML.form(
                action: Self.path(slug, part, translation: translation), autosave: conflict == nil && !isClosed ? autosave : nil,
                """
                \(HTML.hidden("version", value: String(version)))\(content(fields))\
                \(HTML.buttons([
                    HTML.button(words(next == nil ? "edit.save-and-close" : "edit.save-and-next"), name: "then", value: "next"),
                    HTML.button(words("edit.save"), kind: .secondary),
                ]))
                """))\
            <p><a href="\(url: record)">\(words("edit.to-record"))</a></p>

            """
    }

    private func lead(_ words: Words) -> HTML? {
        if isPublished, version == 0 { return "\(words("edit.new-revision"))" }
        return "\(words("edit.lead.\(part.rawValue)"))"
    }

    private func tabs(_ words: Words) -> [HTML.NavigationLink] {
        EditPart.allCases.map { one in
            let missing = missing(in: one)
            let name = words("edit.part.\(one.rawValue)")
            return HTML.NavigationLink(
                missing == 0 ? name : words("edit.part-missing", count: missing, ["part": name]),
                url: Self.path(slug, one), isCurrent: one == part)
        }
    }

    private func conflictNotice(_ conflict: Conflict, _ words: Words) -> HTML {
        let text = conflict.name.isEmpty
            ? words("edit.conflict.somebody")
            : words("edit.conflict.name", ["name": conflict.name, "time": words.dateTime(conflict.at)])
        return HTML.notice(
            """
            <p>\(text) \(words("edit.conflict.what-to-do"))</p>\
            \(DifferencePart.html(conflict.changes, words, removed: "edit.conflict.theirs", added: "edit.conflict.yours"))\
            <p><a href="\(url: Self.path(slug, part, translation: translation))">\(words("edit.conflict.take-theirs"))</a></p>
            """,
            title: words("edit.conflict.title"), tone: .caution)
    }

    // MARK: The parts

    private func content(_ fields: FormFields) -> HTML {
        switch part {
        case .basics: basics(fields)
        case .content:
            """
            \(fields.area("problem"))\(fields.area("innovation"))\(fields.area("operation", rows: 10))\
            \(fields.area("users"))\(fields.area("failures"))
            """
        case .evidence: evidence(fields)
        case .transfer: transfer(fields)
        case .offer: offer(fields)
        case .sources:
            """
            \(fields.rows("sources", count: counts["sources"] ?? 0, fields.source))\
            \(fields.rows("awards", count: counts["awards"] ?? 0) { row in
                """
                \(fields.cell("\(row).name", "award.name", isNeeded: true))\
                \(fields.cell("\(row).year", "award.year", kind: .wholeNumber, width: .short))\
                \(fields.cell("\(row).source", "award.source"))
                """
            })
            """
        case .translations: texts(fields, translation ?? content.language)
        }
    }

    private func basics(_ fields: FormFields) -> HTML {
        let words = fields.words
        let countries = fields.countries
        return """
            \(fields.line("title", limit: Completeness.titleLimit))\
            \(fields.area("summary", rows: 3, limit: Completeness.summaryLimit))\
            \(fields.select("language", fields.languages(besides: [content.language, values["language"]?.first])))\
            \(fields.choices("themes", fields.themes))\
            \(fields.controls.radios(
                "stage", legend: fields.label("stage"), hint: fields.hint("stage"),
                options: Stage.allCases.map { .init($0.rawValue, words.label($0)) }))\
            \(fields.line("launchedYear", kind: .wholeNumber, width: .short))\
            \(fields.choices("governmentLevels", GovernmentLevel.allCases.map { .init($0.rawValue, words.label($0)) }))\
            \(fields.choices("channels", Channel.allCases.map { .init($0.rawValue, words.label($0)) }))\
            \(fields.line("website", kind: .address))\
            \(fields.controls.checkbox(
                "failedPractice", label: fields.label("failedPractice"), hint: fields.hint("failedPractice")))\
            \(fields.rows("developedIn", count: counts["developedIn"] ?? 0) { row in
                fields.controls.select(
                    "\(row).country", label: fields.label("country"), isRequired: false, options: countries)
            })
            """
    }

    private func evidence(_ fields: FormFields) -> HTML {
        """
        \(fields.rows("sdgs", count: counts["sdgs"] ?? 0) { row in
            """
            \(fields.cell("\(row).target", "sdg.target", width: .short, isNeeded: true))\
            \(fields.cell("\(row).evidence", "sdg.evidence"))
            """
        })\
        \(fields.rows("indicators", count: counts["indicators"] ?? 0) { row in
            """
            \(fields.cell("\(row).name", "indicator.name", isNeeded: true))\
            \(fields.cell("\(row).unit", "indicator.unit", width: .half))\
            \(fields.cell("\(row).baseline", "indicator.baseline", kind: .decimal, width: .short))\
            \(fields.cell("\(row).value", "indicator.value", kind: .decimal, width: .short))\
            \(fields.cell("\(row).date", "indicator.date", width: .short))\
            \(fields.cell("\(row).source", "indicator.source"))
            """
        })\
        <h2>\(fields.label("tcv"))</h2>\
        \(side("tcv.before", fields))\(side("tcv.after", fields))\(fields.cell("tcv.source", "tcv.source"))\
        \(fields.cost("costBuild"))\(fields.cost("costRun"))\(fields.area("staff", rows: 3))
        """
    }

    private func side(_ name: String, _ fields: FormFields) -> HTML {
        fields.group(
            name,
            """
            \(fields.cell("\(name).days", "tcv.days", kind: .decimal, width: .short))\
            \(fields.cell("\(name).cost", "tcv.cost", kind: .decimal, width: .short))\
            \(fields.cell("\(name).currency", "cost.currency", width: .short))\
            \(fields.cell("\(name).visits", "tcv.visits", kind: .decimal, width: .short))
            """)
    }

    private func transfer(_ fields: FormFields) -> HTML {
        let necessities = Necessity.allCases.map { HTML.Option($0.rawValue, fields.words.label($0)) }
        return """
            \(fields.rows("conditions", count: counts["conditions"] ?? 0) { row in
                """
                \(fields.controls.select("\(row).kind", label: fields.label("condition.kind"), options: fields.conditionKinds))\
                \(fields.controls.select("\(row).necessity", label: fields.label("condition.necessity"), options: necessities))\
                \(fields.cell("\(row).text", "condition.text"))
                """
            })\
            \(fields.area("fixedParts"))\(fields.area("adaptableParts"))\(fields.line("licence", width: .half))
            """
    }

    private func offer(_ fields: FormFields) -> HTML {
        let languages = fields.languages(besides: content.offer?.languages ?? [])
        let countries = fields.countries
        return """
            \(fields.choices("offer.gives", fields.instruments))\(fields.area("offer.text", rows: 4))\
            \(fields.line("offer.capacityPerYear", kind: .wholeNumber, width: .short))\
            \(fields.line("offer.whoPays"))\
            \(fields.rows("offer.languages", count: counts["offer.languages"] ?? 0) { row in
                fields.controls.select("\(row).tag", label: fields.label("language.name"), isRequired: false, options: languages)
            })\
            \(fields.choices("offer.regions", WorldRegion.allCases.map { .init($0.rawValue, fields.words.label($0)) }))\
            \(fields.rows("offer.barredCountries", count: counts["offer.barredCountries"] ?? 0) { row in
                fields.controls.select("\(row).country", label: fields.label("country"), isRequired: false, options: countries)
            })
            """
    }

    // MARK: Translations

    /// Which languages there are, and a way to begin another.
    private func translations(_ fields: FormFields) -> HTML {
        let words = fields.words
        let links = content.translations.sorted { $0.key < $1.key }.map { language, texts in
            HTML.TextLink(
                words(
                    texts.isComplete(for: content) ? "edit.translation.complete" : "edit.translation.partial",
                    ["language": words.languageName(language)]),
                url: Self.path(slug, .translations, translation: language))
        }
        let others = fields.languages(besides: []).filter {
            $0.value != content.language && content.translations[$0.value] == nil
        }
        return """
            <p>\(words("edit.translation.original", ["language": words.languageName(content.language)]))</p>\
            \(if: links.isEmpty, "<p>\(words("edit.translation.none"))</p>")\
            \(if: !links.isEmpty, HTML.linkList(links))\
            \(HTML.queryForm(action: "\(record)/edit", """
                \(HTML.hidden("part", value: EditPart.translations.rawValue))\
                \(fields.controls.select("to", label: words("edit.translation.choose"), options: others))\
                \(HTML.button(words("edit.translation.begin"), kind: .secondary))
                """))
            """
    }

    /// The original beside each field of the translation.
    private func texts(_ fields: FormFields, _ language: String) -> HTML {
        let all: [(name: String, original: String, limit: Int)] = [
            ("title", content.title, Completeness.titleLimit), ("summary", content.summary, Completeness.summaryLimit),
            ("problem", content.problem, Completeness.textLimit),
            ("innovation", content.innovation, Completeness.textLimit),
            ("operation", content.operation, Completeness.textLimit), ("users", content.users, Completeness.textLimit),
        ]
        let parts = all.filter { !$0.original.isEmpty }.map { name, original, limit -> HTML in
            """
            <div class="columns"><div><h2 class="hint">\(fields.label(name)): \
            \(fields.words.languageName(content.language))</h2>\(HTML.paragraphs(original, language: content.language))</div>\
            \(fields.controls.textArea(
                "translations.\(language).\(name)",
                label: "\(fields.label(name)): \(fields.words.languageName(language))",
                isRequired: false, rows: limit < 300 ? 3 : 8, maxLength: limit, language: language))</div>

            """
        }
        return parts.joined()
    }
}
