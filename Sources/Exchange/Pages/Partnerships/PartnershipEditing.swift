import HTML
import Platform
import SQL
import Web

/// Changing what is written of a partnership. Two people at one lose nothing: the second sees both texts.
enum PartnershipEditing {
    private static let groups = ["parties": ["key", "side"]]

    private struct Record: Sendable {
        let one: Partnership
        /// The parties as their fields show them, and the suggestions beside them.
        let written: [String]
        let organisations: HTML
        let solution: String
        let need: String
        let mayPublish: Bool
        let mayChangeParties: Bool

        static func read(_ connection: any Connection, _ slug: String, for principal: Principal, _ words: Words) throws -> Record {
            let one = try PartnershipAccess.toRead(connection, principal, slug: slug)
            try PartnershipRules.mayWrite(principal, one.parties).orRefuse()
            return Record(
                one: one,
                written: try one.parties.map { try OrganisationName.text(connection, name: $0.organisation.name, key: $0.organisation.key) },
                organisations: try OrganisationName.suggestions(connection, words),
                solution: try one.content.solution.flatMap { try SolutionStore.find(connection, id: $0)?.slug } ?? "",
                need: try one.content.need.flatMap { try NeedStore.find(connection, id: $0)?.slug } ?? "",
                mayPublish: PartnershipRules.mayPublish(principal, one.parties).allowed,
                mayChangeParties: one.stage == .interest || principal.has(.secretariat))
        }

        var values: [String: [String]] {
            var values = [
                "title": [one.content.title], "summary": [one.content.summary], "solution": [solution], "need": [need],
                "publicSummary": [one.content.publicSummary], "isPublic": one.content.isPublic ? ["yes"] : [],
            ]
            for (index, party) in one.parties.enumerated() {
                values["parties.\(index).key"] = [written[index]]
                values["parties.\(index).side"] = [party.side.rawValue]
            }
            return values
        }
    }

    static func form(_ call: Call) async throws -> Reply {
        let slug = try call.parameters["slug"]
        let record = try await answering {
            try await call.services.database.read { try Record.read($0, slug, for: call.principal, call.words) }
        }
        return page(call, record, values: record.values, version: record.one.version, count: record.one.parties.count)
    }

    private static func page(
        _ call: Call, _ record: Record, values: [String: [String]], version: Int, count: Int, errors: FieldErrors? = nil,
        status: Status = .ok, changes: [FieldChange]? = nil
    ) -> Reply {
        let words = call.words
        let controls = call.controls(values: values, errors: errors)
        let fields = FormFields(words: words, controls: controls, record: "partnership", needed: ["title"])
        let path = "/partnerships/\(record.one.slug)"
        let sides = Partnership.Side.allCases.map { HTML.Option($0.rawValue, words.label($0)) }
        return call.page(
            title: words("partnership.edit"), status: status, area: .exchange, isPrivate: true,
            body: """
                \(HTML.breadcrumbs(label: words("work.way"), [
                    .init(words("partnerships.title"), url: "/partnerships"), .init(record.one.content.title, url: path),
                ]))\
                \(HTML.pageHeading(words("partnership.edit"), above: record.one.content.title))\
                \(controls.errorSummary(words("edit.errors")))\
                \(with: changes, { notice($0, record, words, path) })\
                \(HTML.form(action: "\(path)/edit", asksBeforeLeaving: true, """
                    \(HTML.hidden("version", value: String(version)))\
                    \(fields.line("title", limit: Completeness.titleLimit))\
                    \(fields.area("summary", limit: Partnership.textLimit))\
                    \(fields.line("solution"))\(fields.line("need"))\
                    \(if: record.mayChangeParties, record.organisations + fields.rows("parties", count: count) { row in
                        """
                        \(OrganisationName.field(controls, words, "\(row).key", label: fields.label("organisation")))\
                        \(controls.select("\(row).side", label: fields.label("partnership.side"), isRequired: false, options: sides))
                        """
                    })\
                    \(if: record.mayPublish || record.one.content.isPublic, """
                        \(controls.checkbox("isPublic", label: words("field.isPublic"), hint: words("edit.partnership.isPublic.hint")))\
                        \(fields.area("publicSummary", rows: 4, limit: Partnership.textLimit))
                        """)\
                    \(HTML.button(words("edit.save")))
                    """))
                """)
    }

    private static func notice(_ changes: [FieldChange], _ record: Record, _ words: Words, _ path: String) -> HTML {
        HTML.notice(
            """
            <p>\(words("partnership.conflict", ["name": record.one.updatedBy]))</p>\
            \(DifferencePart.html(changes, words, removed: "edit.conflict.theirs", added: "edit.conflict.yours"))\
            <p><a href="\(url: "\(path)/edit")">\(words("edit.conflict.take-theirs"))</a></p>
            """,
            title: words("edit.conflict.title"), tone: .caution)
    }

    /// What was typed, with the records that its keys name.
    private static func typed(
        _ connection: any Connection, _ rows: FormRows, _ record: Record, for principal: Principal
    ) throws -> (content: Partnership.Content, parties: [Partnership.Party], issues: [ContentIssue]) {
        var content = record.one.content
        var issues: [ContentIssue] = []
        content.title = rows["title"] ?? ""
        content.summary = rows["summary"] ?? ""
        if record.mayPublish || record.one.content.isPublic {
            content.isPublic = rows["isPublic"] == "yes"
            content.publicSummary = rows["publicSummary"] ?? ""
        }
        let solution = rows["solution"].map(IntroductionNewPage.lastPart)
        content.solution = try solution.flatMap { try SolutionStore.find(connection, slug: $0)?.id }
        if let solution, content.solution == nil {
            issues.append(ContentIssue("solution", "import.solution-unknown", ["value": solution]))
        }
        let need = rows["need"].map(IntroductionNewPage.lastPart)
        content.need = try need.flatMap {
            try NeedStore.find(connection, slug: $0, for: principal, known: record.one.content.need)?.id
        }
        if let need, content.need == nil { issues.append(ContentIssue("need", "import.record-unknown", ["value": need])) }
        guard record.mayChangeParties else { return (content, record.one.parties, issues) }
        var parties: [Partnership.Party] = []
        for index in 0..<rows.count("parties") {
            guard let key = rows["parties.\(index).key"] else { continue }
            if let one = try OrganisationName.find(connection, key, field: "parties.\(index).key", &issues) {
                parties.append(.init(one, rows["parties.\(index).side"].flatMap(Partnership.Side.init(rawValue:)) ?? .undecided))
            }
        }
        return (content, parties, issues)
    }

    private enum Outcome: Sendable {
        case saved
        case faulty(Record, [ContentIssue])
        case conflict(Record, [FieldChange])
    }

    @Sendable static func save(_ call: Call) async throws -> Reply {
        let slug = try call.parameters["slug"]
        let form = try await call.form()
        let rows = FormRows(form, groups: groups)
        let (act, words) = (Act(call.principal, at: call.now), call.words)
        let version = form["version"].flatMap { Int($0) } ?? -1
        let outcome = try await answering {
            try await call.services.database.write { connection -> Outcome in
                let record = try Record.read(connection, slug, for: act.principal, words)
                let (content, parties, issues) = try typed(connection, rows, record, for: act.principal)
                guard issues.isEmpty else { return .faulty(record, issues) }
                do {
                    try ChangePartnership.run(
                        connection, act, partnership: record.one.id, version: version, content: content, parties: parties)
                    return .saved
                } catch Refusal.invalid(let issues) {
                    return .faulty(record, issues)
                } catch Refusal.changedMeanwhile {
                    let changes = difference(record.one.content, record.one.parties, content, parties)
                    return changes.isEmpty ? .saved : .conflict(record, changes)
                }
            }
        }
        let count = rows.count("parties")
        switch outcome {
        case .saved:
            return .redirect(
                to: form["add"] == nil ? "/partnerships/\(slug)" : "/partnerships/\(slug)/edit", flash: Flash("edit.flash.saved"))
        case .faulty(let record, let issues):
            let errors = issues.map { FieldError($0.field == "parties" ? "parties.0.key" : $0.field, $0.key, $0.facts) }
            // The version that it was opened with: what was saved meanwhile must not be lost unseen.
            return page(
                call, record, values: rows.values, version: version, count: count, errors: FieldErrors(errors),
                status: .unprocessable)
        case .conflict(let record, let changes):
            return page(
                call, record, values: rows.values, version: record.one.version, count: count, status: .conflict,
                changes: changes)
        }
    }

    private static func difference(
        _ old: Partnership.Content, _ oldParties: [Partnership.Party], _ new: Partnership.Content,
        _ newParties: [Partnership.Party]
    ) -> [FieldChange] {
        func lines(_ content: Partnership.Content, _ parties: [Partnership.Party]) -> [(String, String)] {
            [
                ("title", content.title), ("summary", content.summary), ("solution", content.solution?.description ?? ""),
                ("need", content.need?.description ?? ""),
                ("parties", parties.map { "\($0.organisation.name) (\($0.side.rawValue))" }.joined(separator: "\n")),
                ("isPublic", content.isPublic ? "✓" : "–"), ("publicSummary", content.publicSummary),
            ]
        }
        return ContentDifference.between(lines(old, oldParties), lines(new, newParties))
    }
}
