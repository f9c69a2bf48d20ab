import HTML
import Platform
import SQL
import Web

/// An introduction as a line of a list.
struct IntroductionRow: Sendable {
    let one: Introduction
    let title: ListingTexts.Text?
    let parties: IntroductionRules.Parties

    static func read(_ connection: any Connection, _ found: [Introduction]) throws -> [IntroductionRow] {
        let links = try SolutionStore.links(connection, to: Set(found.map(\.solution)))
        return zip(found, try IntroductionStore.parties(connection, of: found)).map { one, parties in
            IntroductionRow(one: one, title: links[one.solution]?.title(in: ""), parties: parties)
        }
    }

    static func table(_ rows: [IntroductionRow], caption: String, _ words: Words, empty: HTML) -> HTML {
        HTML.table(
            caption: caption, rows: rows,
            columns: [
                .heading(words("introduction.solution")) { row in
                    "<a href=\"\(url: "/introductions/\(row.one.id)")\"><bdi\(attribute: "lang", row.title.flatMap { words.lang(of: $0.language) })>\(row.title?.text ?? "")</bdi></a>"
                },
                .text(words("introduction.asking")) { "\(isolated: $0.parties.asking.name)" },
                .text(words("introduction.giving")) { "\(isolated: $0.parties.giving.name)" },
                .text(words("introduction.state")) { HTML.tag(words.label($0.one.state), tone: $0.one.state.tone) },
                .text(words("introduction.answer-by")) { row in
                    row.one.state.isOpen ? words.time(of: row.one.expiresAt) : ""
                },
            ], isDense: true, empty: empty)
    }
}

/// Whoever opens it sees first what waits for their own answer.
struct IntroductionListPage: Sendable {
    static let size = 50

    let waiting: [IntroductionRow]
    let all: [IntroductionRow]
    let next: ID<Introduction>?

    static func read(
        _ connection: any Connection, for principal: Principal, after: ID<Introduction>?
    ) throws -> IntroductionListPage {
        let asked = after == nil ? try IntroductionStore.waiting(connection, for: principal, limit: size) : []
        let waiting = try IntroductionRow.read(connection, asked).filter { row in
            // The proposer's own side is not asked again.
            let actors = IntroductionRules.actors(principal, row.parties)
            return IntroductionLife.transition(.accept, from: row.one.state, by: actors) != nil
        }
        let above = Set(waiting.map(\.one.id))
        let found = try IntroductionStore.list(connection, for: principal, after: after, limit: size + 1)
        let shown = found.prefix(size)
        return IntroductionListPage(
            waiting: waiting,
            all: try IntroductionRow.read(connection, shown.filter { !above.contains($0.id) }),
            next: found.count > size ? shown.last?.id : nil)
    }

    func html(_ words: Words) -> HTML {
        """
        \(HTML.pageHeading(words("introductions.title"), lead: "\(words("introductions.lead"))"))\
        <div class="block">\(IntroductionRow.table(
            waiting, caption: words("introductions.waiting"), words,
            empty: HTML.emptyState(words("introductions.waiting"), "\(words("introductions.waiting.empty"))")))</div>
        \(if: !all.isEmpty || waiting.isEmpty, """
            <div class="block">\(IntroductionRow.table(
                all, caption: words("introductions.others"), words,
                empty: HTML.emptyState(words("introductions.others"), "\(words("introductions.others.empty"))")))</div>

            """)\
        \(HTML.pagination(label: words("solutions.pages"), previous: nil, next: next.map {
            HTML.TextLink(
                words("work.next-page"), url: Link.to("/introductions", [("cursor", Cursor.encode([$0.description]))]))
        }))
        """
    }
}
