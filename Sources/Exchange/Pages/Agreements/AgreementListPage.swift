import HTML
import Platform
import SQL

/// The agreements that the reader may know of, with what is to be done next by those who write them.
struct AgreementListPage {
    let list: FacetedList<Agreement>
    let words: Words
    let principal: Principal
    let today: String

    static func address(_ query: [String: [String]]) -> ListAddress {
        ListAddress(path: "/agreements", names: ["standing", "kind", "country", "party", "event"], query: query) { name, value in
            switch name {
            case "standing": AgreementStanding(rawValue: value) != nil
            case "kind": Agreement.Kind(rawValue: value) != nil
            case "country": Countries.shared.country(value)?.code == value
            default: value.utf8.count <= 80
            }
        }
    }

    init(_ page: RecordPage<Agreement>, words: Words, for principal: Principal, today: String) {
        self.words = words
        self.principal = principal
        self.today = today
        list = FacetedList(
            page, words: words, title: { words("agreements.facet.\($0)") },
            label: { name, value in
                switch name {
                case "standing": words("agreement-standing.\(value)")
                case "kind": words("agreement-kind.\(value)")
                case "country": words.country(value)
                default: nil
                }
            })
    }

    // MARK: HTML

    var html: HTML {
        """
        \(HTML.pageHeading(words("agreements.title"), lead: "\(words("agreements.lead"))", actions: actions))
        \(list.html(
            counted: words("agreements.count", count: list.count), table: table,
            after: RecordImport.links("agreements", words, for: principal)))
        """
    }

    private var mayDraft: Bool { principal.has(.focalPoint) || principal.has(.secretariat) }

    private var actions: [HTML] {
        guard mayDraft else { return [] }
        return [
            HTML.buttonLink(words("agreement.new"), url: "/work/agreements/new"),
            HTML.buttonLink(words("template.list-title"), url: "/work/agreement-templates", kind: .secondary),
        ]
    }

    private var table: HTML {
        var columns: [HTML.Column<Agreement>] = [
            .heading(words("agreement.parties")) { one in
                """
                <a href="\(url: AgreementPages.path(one.slug))" dir="auto">\(words.list(one.content.parties.map(\.name)))</a>
                """
            },
            .text(words("agreement.kind")) { "\(words("agreement-kind.\($0.content.kind.rawValue)"))" },
            .text(words("agreement.standing")) { $0.tag(on: today, words) },
            .text(words("agreement.as-of")) { words.time(of: $0.asOf) },
            .text(words("agreement.until")) { one in
                one.content.to.isEmpty ? "<span class=\"note\">\(words("agreement.no-end"))</span>" : words.time(of: one.content.to)
            },
            .text(words("agreement.subject")) { "<span dir=\"auto\">\($0.content.subject)</span>" },
        ]
        if mayDraft { columns.append(.action(words("agreement.next")) { nextStep($0) }) }
        return HTML.table(
            caption: words("agreements.title"), isCaptionHidden: true, rows: list.shown, columns: columns, isDense: true,
            empty: list.empty(
                none: words("agreements.none"), noneYet: words("agreements.none-yet"), hint: words("agreements.none-yet-hint")))
    }

    /// The first step that the reader may take, as a link to where it is taken.
    private func nextStep(_ one: Agreement) -> HTML {
        let steps = AgreementLife.steps(from: one.state).filter {
            ![.sendBack, .withdraw, .end].contains($0.step) && AgreementRules.may(principal, $0.step, one).allowed
        }
        if let step = steps.first {
            return """
                <a href="\(url: AgreementPages.path(one.slug))#step-\(step.step.rawValue)">\(words("agreement.step.\(step.step.rawValue)"))\
                \(HTML.visuallyHidden(" " + one.slug))</a>
                """
        }
        guard one.standing(on: today) == .expired, AgreementRules.mayWrite(principal, one.content.parties).allowed else { return "" }
        return """
            <a href="\(url: AgreementPages.path(one.slug))#renew">\(words("agreement.renew"))\(HTML.visuallyHidden(" " + one.slug))</a>
            """
    }
}

extension Agreement {
    /// The standing in words, in the tone that it has.
    func tag(on day: String, _ words: Words) -> HTML {
        let standing = standing(on: day)
        let tone: HTML.Tone =
            switch standing {
            case .drafted, .input, .vetting, .diplomaticChannel: .exchange
            case .signed, .inForce, .renewed: .good
            case .expired: .caution
            case .ended, .withdrawn: .neutral
            }
        return HTML.tag(words("agreement-standing.\(standing.rawValue)"), tone: tone)
    }
}
