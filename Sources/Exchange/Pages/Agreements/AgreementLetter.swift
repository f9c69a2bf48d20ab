import HTML
import Platform

/// The text of an agreement as people read and print it: placeholders filled, everything escaped by its type.
struct AgreementLetter {
    let agreement: Agreement
    /// Of the text's language, not the reader's: dates and lists are worded as the text is.
    let words: Words
    /// Whether the names of those who sign are shown.
    let showsSignatories: Bool

    private var content: AgreementContent { agreement.content }

    var html: HTML {
        let text = AgreementText.read(content.text)
        return """
            <div class="letter" lang="\(content.language)" dir="\(words.direction == .rtl ? "rtl" : "ltr")">\(text.blocks.map { block -> HTML in
                switch block {
                case .heading(let level, let pieces):
                    level == 1 ? "<h2>\(line(pieces))</h2>\n" : "<h3>\(line(pieces))</h3>\n"
                case .paragraph(let lines): "<p>\(lines.map(line).joined(separator: "<br>\n"))</p>\n"
                case .signatures: signatures
                }
            })</div>

            """
    }

    private func line(_ pieces: [AgreementText.Piece]) -> HTML {
        pieces.map { piece -> HTML in
            switch piece {
            case .text(let text): "\(text)"
            case .placeholder(let placeholder): "\(isolated: value(placeholder))"
            }
        }.joined()
    }

    /// What is not known yet is a line to write on, so that a printed draft can be filled by hand.
    func value(_ placeholder: AgreementText.Placeholder) -> String {
        let blank = "…………"
        func day(_ text: String) -> String { text.isEmpty ? blank : words.date(text) }
        return switch placeholder {
        case .parties: content.parties.isEmpty ? blank : words.list(content.parties.map(\.name))
        case .subject: content.subject.isEmpty ? blank : content.subject
        case .kind: words("agreement-kind.\(content.kind.rawValue)")
        case .from: day(content.from)
        case .to: day(content.to)
        case .term: words("agreement.term", ["from": day(content.from), "to": day(content.to)])
        case .reference: agreement.slug
        case .signatures: words.list(content.parties.map { signs($0) ?? $0.name })
        }
    }

    private func signs(_ party: AgreementContent.Party) -> String? {
        let parts = [showsSignatories ? party.signatory : "", party.office].filter { !$0.isEmpty }
        return parts.isEmpty ? nil : parts.joined(separator: ", ")
    }

    private var signatures: HTML {
        """
        <div class="signatures">\(content.parties.map { party in
            """
            <div><p class="sign-here"></p><p><strong>\(isolated: party.name)</strong>\
            \(with: signs(party), { "<br>\n\(isolated: $0)" })</p></div>
            """
        })</div>

        """
    }
}
