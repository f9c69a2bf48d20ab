import HTML
import Platform
import Web

/// The parts of a partnership's page that its parties work with.
extension PartnershipPage {
    func timeline(_ words: Words) -> HTML {
        let entries = zip(history, times.stays).reversed().map { step, stay -> HTML.TimelineEntry in
            let days = words("partnerships.days-here", count: StageTimes.days(times.length(stay)))
            return .init(
                time: words.time(of: step.at), title: "\(words.label(step.to))\(if: !step.byName.isEmpty, " · \(isolated: step.byName)")",
                body: "<p class=\"note\">\(days)</p>\(HTML.paragraphs(step.note))", tone: step.to.tone)
        }
        return HTML.timeline(entries)
    }

    func evidenceList(_ words: Words) -> HTML {
        HTML.summaryList(
            evidence.map { fact in
                .init(
                    words.label(fact.kind),
                    """
                    \(HTML.paragraphs(fact.text))<p class="note">\(words.time(of: fact.date)) · \(isolated: fact.byName)</p>\
                    \(if: !fact.link.isEmpty, "<p><a href=\"\(url: fact.link)\" rel=\"nofollow\"><bdi>\(fact.link)</bdi></a></p>")\
                    \(if: !fact.documentTitle.isEmpty, "<p>\(isolated: fact.documentTitle)</p>")
                    """)
            })
    }

    func actionPart(_ controls: Controls, _ words: Words) -> HTML {
        let open = actions.filter { $0.state == .open }
        let closed = actions.filter { $0.state != .open }
        return """
            <h2>\(words("partnerships.next"))</h2>
            \(HTML.table(
                caption: words("partnerships.next"), isCaptionHidden: true, rows: open,
                columns: [
                    .heading(words("actions.what")) { "<span dir=\"auto\">\($0.what)</span>" },
                    .text(words("actions.who")) { "\(isolated: $0.who)" },
                    .text(words("actions.due")) { action in
                        "\(if: !action.due.isEmpty, words.time(of: action.due))\(if: action.isOverdue(on: today), " \(HTML.tag(words("partnerships.overdue"), tone: .bad))")"
                    },
                    .action(words("work.column.action")) { action in
                        mayWrite ? ActionClosing.link(action, words) : ""
                    },
                ], isDense: true, empty: "<p>\(words("partnership.no-action"))</p>"))\
            \(if: !closed.isEmpty, HTML.details(words("actions.closed"), closedActions(closed, words)))\
            \(if: mayWrite, HTML.details(
                words("actions.add"), isOpen: ["what", "who", "due"].contains { controls.error($0) != nil },
                HTML.form(action: "\(path)/actions", """
                    \(controls.text("what", label: words("actions.what"), maxLength: Partnership.textLimit))\
                    \(controls.text("who", label: words("actions.who"), isRequired: false, maxLength: PartnershipAction.whoLimit))\
                    \(controls.text("due", label: words("actions.due"), hint: words("actions.due.hint"), isRequired: false, width: .short))\
                    \(HTML.button(words("actions.add"), kind: .secondary))
                    """)))
            """
    }

    private func closedActions(_ closed: [PartnershipAction], _ words: Words) -> HTML {
        let items = closed.map { action -> HTML in
            "<li>\(isolated: action.what) \(HTML.tag(words.label(action.state))) \(isolated: action.outcome)</li>"
        }
        return "<ul>\(items)</ul>"
    }

    func documentPart(_ controls: Controls, _ words: Words) -> HTML {
        """
        \(if: documents.isEmpty, "<p>\(words("partnership.no-documents"))</p>")\
        <ul>\(documents.map { document in
            """
            <li><a href="\(url: "\(path)/documents/\(document.id)")"><bdi>\(document.title.isEmpty ? document.name : document.title)</bdi></a> \
            <span class="note">\(name(of: document.audience, words)) · \(isolated: document.byName) · \(words.time(of: document.addedAt))</span></li>
            """
        })</ul>
        \(if: mayWrite, HTML.details(
            words("partnership.add-document"), isOpen: ["file", "documentTitle", "documentAudience"].contains { controls.error($0) != nil },
            HTML.form(action: "\(path)/documents", upload: true, """
                \(controls.text("documentTitle", label: words("partnership.document-title"), isRequired: false, maxLength: Completeness.titleLimit))\
                \(audienceChoice("documentAudience", controls, words))\
                \(controls.file("file", label: words("partnership.file"), hint: words("partnership.file.hint")))\
                \(HTML.button(words("partnership.add-document"), kind: .secondary))
                """)))
        """
    }

    func notePart(_ controls: Controls, _ words: Words) -> HTML {
        """
        \(HTML.timeline(notes.reversed().map { note in
            .init(
                time: words.time(of: note.at), title: "\(isolated: note.byName) · \(name(of: note.audience, words))",
                body: HTML.paragraphs(note.text))
        }))\
        \(if: mayWrite, HTML.details(
            words("partnership.add-note"), isOpen: ["noteText", "audience"].contains { controls.error($0) != nil },
            HTML.form(action: "\(path)/notes", asksBeforeLeaving: true, """
                \(controls.textArea("noteText", label: words("partnership.note"), maxLength: Partnership.textLimit))\
                \(audienceChoice("audience", controls, words))\
                \(HTML.button(words("partnership.add-note"), kind: .secondary))
                """)))
        """
    }

    private func audienceChoice(_ field: String, _ controls: Controls, _ words: Words) -> HTML {
        controls.radios(
            field, legend: words("partnership.audience"), options: audiences.map { .init($0.code, name(of: $0, words)) })
    }

    private func name(of audience: Audience, _ words: Words) -> String {
        switch audience {
        case .all: words("audience.all")
        case .network: words("audience.network")
        case .side(let side): words("audience.side", ["side": words.label(side)])
        case .organisation(let id):
            words("audience.side", ["side": one.parties.first { $0.organisation.id == id }?.organisation.name ?? ""])
        }
    }
}
