import HTML
import Platform
import Web

extension WorkRecordPage {
    // MARK: SDG claims

    /// Claims of the public solution; a reviewer without a tie marks those whose evidence is there.
    var claims: HTML {
        guard !record.claims.isEmpty else { return "" }
        let decision = SolutionRules.mayMarkEvidenced(principal, solution.ownership)
        var columns: [HTML.Column<SDGClaimRecord>] = [
            .heading(words("field.sdg.target")) { claim in "\(words.goal(claim.target))" },
            .text(words("field.sdg.evidence")) { claim in linked(claim.evidence) },
            .text(words("work.column.state")) { claim in
                HTML.tag(
                    words("solution.claim.\(claim.state.rawValue)"), tone: claim.state == .evidenced ? .good : .neutral)
            },
        ]
        if decision.allowed {
            columns.append(.action(words("work.column.action")) { claim in
                let isMarked = claim.state == .evidenced
                return HTML.actionButton(
                    words(isMarked ? "review.unmark" : "review.mark"), action: "\(path)/claims",
                    fields: [("target", claim.target), ("state", isMarked ? "claimed" : "evidenced")],
                    about: claim.target)
            })
        }
        return """
            <div class="block">\(HTML.table(caption: words("field.sdgs"), rows: record.claims, columns: columns, isDense: true))\
            \(if: principal.has(.reviewer) && !decision.allowed, "<p class=\"note\">\(words(decision.reason))</p>")</div>

            """
    }

    // MARK: Documents

    var attachments: HTML {
        guard mayEdit || !record.attachments.isEmpty else { return "" }
        var columns: [HTML.Column<Attachment>] = [
            .heading(words("work.documents.name")) { one in
                """
                <a href="\(url: "/solutions/\(solution.slug)/files/\(one.id)")">\
                <bdi\(attribute: "lang", one.language.isEmpty ? nil : words.lang(of: one.language))>\
                \(one.title.isEmpty ? one.name : one.title)</bdi></a>
                """
            },
            .text(words("field.language")) { one in "\(one.language.isEmpty ? "" : words.languageName(one.language))" },
            .text(words("work.documents.added")) { one in words.time(of: one.addedAt) },
        ]
        if mayEdit {
            columns.append(.action(words("work.column.action")) { one in
                HTML.actionButton(
                    words("work.documents.remove"), action: "\(path)/attachments/\(one.id)/remove", about: one.name)
            })
        }
        let isFull = record.attachments.count >= AddAttachment.countLimit
        return """
            <div class="block">\(HTML.table(
                caption: words("work.documents"), rows: record.attachments, columns: columns, isDense: true,
                empty: HTML.emptyState(words("work.documents"), "\(words("work.documents.empty"))")))\
            \(if: mayEdit && !isFull, HTML.details(words("work.documents.add"), isOpen: hasErrors("attachment."), upload))\
            </div>

            """
    }

    private func hasErrors(_ prefix: String) -> Bool {
        errors?.errors.contains { $0.field.hasPrefix(prefix) } ?? false
    }

    private var upload: HTML {
        let fields = FormFields(words: words, controls: controls, record: "solution", needed: [])
        let limit = words.number(AddAttachment.sizeLimit / 1_048_576)
        return HTML.form(
            action: "\(path)/attachments", upload: true,
            """
            \(controls.text("attachment.title", label: words("work.documents.title"), isRequired: false, maxLength: Completeness.titleLimit))\
            \(controls.select("attachment.language", label: words("field.language"), isRequired: false, options: fields.languages(besides: [])))\
            \(controls.file(
                "attachment.file", label: words("work.documents.file"),
                hint: words("work.documents.file.hint", ["limit": limit]),
                accept: FileType.allCases.filter(AddAttachment.types.contains).map { ".\($0.rawValue)" } + [".jpg", ".txt"]))\
            \(HTML.button(words("work.documents.add"), kind: .secondary))
            """)
    }

    // MARK: Adoptions

    var adoptions: HTML {
        guard mayEdit || !record.adoptions.isEmpty else { return "" }
        return """
            <div class="block">\(HTML.table(
                caption: words("work.adoptions"), rows: record.adoptions,
                columns: [
                    .heading(words("field.country")) { "\(words.country($0.country))" },
                    .text(words("field.organisation")) { "\(isolated: $0.organisation)" },
                    .text(words("work.column.state")) { HTML.tag(words.label($0.status)) },
                    .text(words("work.adoptions.since")) { one in "\(with: one.since, { words.time(of: $0) })" },
                    .text(words("work.adoptions.note")) { one in "\(one.note) \(linked(one.source))" },
                ],
                isDense: true,
                empty: HTML.emptyState(words("work.adoptions"), "\(words("work.adoptions.empty"))")))\
            \(if: mayEdit, HTML.details(words("work.adoptions.add"), isOpen: hasErrors("adoption."), adoption))</div>

            """
    }

    private var adoption: HTML {
        let fields = FormFields(words: words, controls: controls, record: "solution", needed: [])
        return HTML.form(
            action: "\(path)/adoptions",
            """
            \(controls.select("adoption.country", label: words("field.country"), options: fields.countries))\
            \(controls.text(
                "adoption.organisation", label: words("field.organisation"), hint: words("work.adoptions.organisation.hint"),
                isRequired: false))\
            \(controls.radios(
                "adoption.status", legend: words("work.column.state"),
                options: AdoptionStatus.allCases.map { .init($0.rawValue, words.label($0)) }))\
            \(controls.text(
                "adoption.since", label: words("work.adoptions.since"), hint: words("edit.solution.indicator.date.hint"),
                isRequired: false, width: .short))\
            \(controls.text("adoption.note", label: words("work.adoptions.note"), isRequired: false))\
            \(controls.text("adoption.source", label: words("work.adoptions.source"), isRequired: false))\
            \(HTML.button(words("work.adoptions.add"), kind: .secondary))
            """)
    }

    // MARK: History

    var history: HTML {
        """
        <section><h2>\(words("review.history"))</h2>\
        \(if: record.reviews.isEmpty, "<p>\(words("review.history.empty"))</p>")\
        \(if: !record.reviews.isEmpty, HTML.timeline(record.reviews.map { review in
            HTML.TimelineEntry(
                time: words.time(of: review.at),
                title: "\(words("review.done.\(review.step)")) · \(isolated: review.byName)",
                body: review.note.isEmpty ? nil : HTML.paragraphs(review.note),
                tone: review.step == RevisionStep.sendBack.rawValue ? .caution : .neutral)
        }))\
        \(HTML.table(
            caption: words("review.revisions"), rows: record.revisions,
            columns: [
                .heading(words("review.number")) { "\(words.number($0.number))" },
                .text(words("work.column.state")) { HTML.tag(words("revision-state.\($0.state.rawValue)")) },
                .text(words("work.column.changed")) { "\(words.time(of: $0.savedAt)) · \(isolated: $0.savedBy)" },
                .action(words("work.column.action")) { revision in
                    "\(if: revision.number > 1, compare(revision.number))"
                },
            ],
            isDense: true))</section>

        """
    }

    private func compare(_ number: Int) -> HTML {
        let text = words("review.compare", ["old": words.number(number - 1), "new": words.number(number)])
        return "<a href=\"\(url: Link.to(path, [("compare", "\(number - 1)..\(number)")]))\">\(text)</a>"
    }
}
