import HTML
import Platform
import SQL
import Web

/// The page at a gate: what it asks for, what is there, and the form that goes through. A move from the board ends here when
/// something is missing.
enum PartnershipMoving {
    struct Record: Sendable {
        let one: Partnership
        let way: PartnershipTransition?
        let known: [EvidenceFact]
        let documents: [PartnershipDocument]
        let lastStep: PartnershipStep?
    }

    private static func read(
        _ connection: any Connection, _ slug: String, to stage: PartnershipStage, for principal: Principal
    ) throws -> Record {
        let one = try PartnershipAccess.toRead(connection, principal, slug: slug)
        try PartnershipRules.mayWrite(principal, one.parties).orRefuse()
        let way = PartnershipLife.transition(from: one.state, to: stage)
        return Record(
            one: one, way: way, known: try way?.gate.map { try GateEvidence.find(connection, $0.evidence, of: one) } ?? [],
            documents: try PartnershipPapers.documents(connection, of: one.id, for: [.all]),
            lastStep: try PartnershipHistory.steps(connection, of: one.id).last)
    }

    static func form(
        _ call: Call, values typed: [String: [String]]? = nil, errors: FieldErrors? = nil, status: Status = .ok,
        isConflict: Bool = false
    ) async throws -> Reply {
        let slug = try call.parameters["slug"]
        let values = typed ?? call.query.values
        guard let stage = values["to"]?.first.flatMap(PartnershipStage.init(rawValue:)) else { throw Problem.notFound }
        let record = try await answering {
            try await call.services.database.read { try read($0, slug, to: stage, for: call.principal) }
        }
        let words = call.words
        let title = words("partnership.move.title", ["stage": words.label(stage)])
        let controls = call.controls(values: values, errors: errors)
        let path = "/partnerships/\(slug)"
        // A refused form keeps the version that it was opened with: what was moved meanwhile must not be passed over unseen.
        let version = (isConflict ? nil : typed?["version"]?.first) ?? String(record.one.version)
        return call.page(
            title: title, status: status, area: .exchange, isPrivate: true,
            body: """
                \(HTML.breadcrumbs(label: words("work.way"), [
                    .init(words("partnerships.title"), url: "/partnerships"), .init(record.one.content.title, url: path),
                ]))\
                \(HTML.pageHeading(title, above: record.one.content.title, lead: "\(words("partnership.stands", ["stage": words.label(record.one.stage)]))"))\
                \(controls.errorSummary(words("partnership.move.missing")))\
                \(if: isConflict, conflict(record, words))\
                \(record.way.map { fields(record, $0, controls, path, version, words) } ?? impossible(record, words, path))
                """)
    }

    private static func conflict(_ record: Record, _ words: Words) -> HTML {
        HTML.notice(
            """
            <p>\(words("partnership.conflict", ["name": record.one.updatedBy]))</p>\
            \(with: record.lastStep, { step in
                HTML.summaryList([
                    .init(words("partnerships.stage"), "\(words.label(step.to))"),
                    .init(words("partnership.note"), "\(isolated: step.note)"),
                ])
            })
            """, title: words("edit.conflict.title"), tone: .caution)
    }

    private static func impossible(_ record: Record, _ words: Words, _ path: String) -> HTML {
        """
        \(HTML.notice("<p>\(words("rule.partnership-way"))</p>", tone: .bad))\
        <p><a href="\(url: path)">\(isolated: record.one.content.title)</a></p>
        """
    }

    private static func fields(
        _ record: Record, _ way: PartnershipTransition, _ controls: Controls, _ path: String, _ version: String, _ words: Words
    ) -> HTML {
        """
        \(with: way.gate, { gate in
            """
            <h2>\(words("partnership.gate"))</h2><p>\(words("gate.\(gate.evidence.rawValue)"))</p>\
            \(if: !record.known.isEmpty, HTML.notice(
                "<p>\(words("partnership.gate.known"))</p><ul>\(record.known.map { known($0, words) })</ul>", tone: .good))\
            \(if: record.known.isEmpty && gate.evidence == .signedAgreement, agreements(record, words))
            """
        })\
        \(HTML.form(action: "\(path)/move", asksBeforeLeaving: true, """
            \(HTML.hidden("version", value: version))\(HTML.hidden("to", value: way.to.rawValue))\
            \(with: way.gate.flatMap { $0.source == .record ? nil : $0 }, { statement($0, record, controls, words) })\
            \(controls.textArea(
                "note", label: words(way.needsReason ? "introduction.reason" : "partnership.note"),
                hint: words(way.needsReason ? "partnership.reason.hint" : "partnership.move-note.hint"),
                isRequired: way.needsReason, rows: 3, maxLength: Partnership.textLimit))\
            \(HTML.button(words("partnership-way.\(way.kind.rawValue)", ["stage": words.label(way.to)])))
            """))
        """
    }

    /// Where the agreement that the gate asks for is written, or stands already.
    private static func agreements(_ record: Record, _ words: Words) -> HTML {
        HTML.linkList([
            .init(words("partnership-records.title"), url: PartnershipRecords.path(record.one.slug)),
            .init(words("agreement.new"), url: Link.to("/work/agreements/new", [("partnership", record.one.slug)])),
        ])
    }

    private static func known(_ fact: EvidenceFact, _ words: Words) -> HTML {
        """
        <li>\(words.label(fact.kind))\(if: !fact.text.isEmpty, ": \(isolated: fact.text)")\
        \(if: !fact.date.isEmpty, " (\(words.time(of: fact.date)))")\
        \(if: fact.link.hasPrefix("/"), " <a href=\"\(url: fact.link)\">\(words("partnership.open"))</a>")</li>
        """
    }

    private static func statement(_ gate: Gate, _ record: Record, _ controls: Controls, _ words: Words) -> HTML {
        let isNeeded = record.known.isEmpty
        return """
            \(controls.textArea(
                "evidence", label: words.label(gate.evidence), hint: words("partnership.statement.hint"), isRequired: isNeeded,
                rows: 4, maxLength: Partnership.textLimit))\
            \(controls.text(
                "evidenceDate", label: words("partnership.since"), hint: words("partnership.since.hint"), isRequired: isNeeded,
                width: .short))\
            \(controls.text(
                "evidenceLink", label: words("partnership.link"),
                hint: gate.needsProof ? words("partnership.link.hint") : nil, isRequired: false, kind: .address))\
            \(if: !record.documents.isEmpty, controls.select(
                "evidenceDocument", label: words("partnership.document"), isRequired: false,
                options: record.documents.map { .init($0.id.description, $0.title.isEmpty ? $0.name : $0.title) }))
            """
    }

    @Sendable static func move(_ call: Call) async throws -> Reply {
        let slug = try call.parameters["slug"]
        let form = try await call.form()
        let act = Act(call.principal, at: call.now)
        guard let stage = form["to"].flatMap(PartnershipStage.init(rawValue:)) else {
            throw Problem.badRequest(
                "error.choice",
                ["value": form["to"] ?? "", "choices": PartnershipStage.allCases.map(\.rawValue).joined(separator: ", ")])
        }
        let statement = EvidenceStatement(
            text: form["evidence"] ?? "", date: TypedNumber.asciiDigits(form["evidenceDate"] ?? ""),
            link: form["evidenceLink"] ?? "", document: form["evidenceDocument"] ?? "")
        do {
            try await call.services.database.write { connection in
                let one = try PartnershipAccess.toRead(connection, act.principal, slug: slug)
                try MovePartnership.run(
                    connection, act, partnership: one.id, version: form["version"].flatMap { Int($0) } ?? -1, to: stage,
                    note: form["note"] ?? "", statement: statement, today: Day.text(act.now))
            }
        } catch Refusal.invalid(let issues) {
            return try await self.form(
                call, values: form.values, errors: FieldErrors(issues.map { FieldError($0.field, $0.key, $0.facts) }),
                status: .unprocessable)
        } catch Refusal.changedMeanwhile {
            return try await self.form(call, values: form.values, status: .conflict, isConflict: true)
        } catch let refusal as Refusal {
            throw refusal.thrown()
        }
        return .redirect(
            to: form["from"] == "board" ? "/partnerships/board" : "/partnerships/\(slug)",
            flash: Flash("partnership.flash.moved", ["stage": call.words.label(stage)]))
    }
}
