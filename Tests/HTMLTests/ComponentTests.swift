import HTML
import Testing

@Suite("Components")
struct ComponentTests {
    @Test("A table names its columns and rows, and each cell knows its column for small screens")
    func table() {
        let html = HTML.table(
            caption: "Solutions", rows: ["Fiji"],
            columns: [.heading("Country", sort: .init(url: "/s?by=c", order: .descending)) { "\($0)" }, .number("Cases & more") { _ in "3" }],
            footer: ["All", "3"])
        #expect(html.string == """
            <table class="table"><caption>Solutions</caption>
            <thead><tr><th scope="col" aria-sort="descending"><a href="/s?by=c">Country</a></th><th scope="col" class="number">Cases &amp; more</th></tr></thead>
            <tbody>
            <tr><th scope="row">Fiji</th><td class="number" data-label="Cases &amp; more">3</td></tr>
            </tbody>
            <tfoot><tr><th scope="row">All</th><td class="number" data-label="Cases &amp; more">3</td></tr></tfoot>
            </table>

            """)
        let none: [String] = []
        #expect(HTML.table(caption: "x", rows: none, columns: [.text("a") { "\($0)" }], empty: "<p>No needs yet</p>").string == "<p>No needs yet</p>")
    }

    @Test("Pages by key: only the ways that exist")
    func pagination() {
        #expect(HTML.pagination(label: "Pages", previous: nil, next: nil).isEmpty)
        #expect(HTML.pagination(label: "Pages", previous: nil, next: .init("Next", url: "/?after=1")).string
            == "<nav class=\"pagination\" aria-label=\"Pages\"><a class=\"next\" rel=\"next\" href=\"/?after=1\">Next</a></nav>\n")
    }

    @Test("Facets: counts, a way to remove, and no empty group")
    func facets() {
        let groups = [
            HTML.FacetGroup("Theme", [.init("Health", count: "12", url: "/", isChosen: true), .init("Land", count: "3", url: "/?t=land")]),
            HTML.FacetGroup("SDG", []),
        ]
        let html = HTML.facets(label: "Filters", groups: groups, removeLabel: "Remove", clear: .init("Clear", url: "/")).string
        #expect(html.contains("<li class=\"is-chosen\"><a href=\"/\" rel=\"nofollow\"><span class=\"visually-hidden\">Remove </span><span class=\"value\"><bdi>Health</bdi></span> <span class=\"count\">12</span></a></li>"))
        #expect(html.contains("<p class=\"clear\"><a href=\"/\">Clear</a></p>"))
        #expect(!html.contains("SDG"))
        #expect(HTML.chosenFacets(label: "x", groups: [groups[1]], removeLabel: "Remove").isEmpty)
    }

    @Test("What a person wrote keeps its paragraphs and line breaks, and nothing else")
    func paragraphs() {
        #expect(HTML.paragraphs("a <b>\r\nb\n \n\n\nc").string == "<p dir=\"auto\">a &lt;b&gt;<br>\nb</p>\n<p dir=\"auto\">c</p>\n")
        #expect(HTML.paragraphs(" \n ").isEmpty)
    }

    @Test("A tree stops at its depth")
    func tree() {
        var node = HTML.TreeNode("leaf")
        for level in 0..<50 { node = HTML.TreeNode("\(level)", children: [node]) }
        let html = HTML.tree(label: "Lineage", [node], depth: 3).string
        #expect(html.split(separator: "<li>").count - 1 == 3)
    }

    @Test("A document says its language, loads what it was told, and holds nothing inline")
    func document() {
        let frame = Frame(
            area: .delivery, product: .init("Sangam", url: "/"), skipToContent: "Skip", navigationLabel: "Main", menuLabel: "Menu",
            navigation: [.init("Needs", url: "/needs", isCurrent: true)], languageLabel: "Language",
            languages: [.init(name: "English", language: "en", direction: .ltr, url: "/en", isCurrent: false),
                        .init(name: "العربية", language: "ar", direction: .rtl, url: "/ar", isCurrent: true)],
            main: HTML.pageHeading("A & B"))
        let page = Document(
            language: "ar", direction: .rtl, title: "A <b>", description: "x", canonical: "https://example.org/a",
            stylesheets: ["/static/sangam.1.css"], scripts: ["/static/sangam.2.js"], icon: "/static/icon.3.svg",
            feeds: [.init(title: "Solutions", url: "/feed")], translations: [.init(language: "en", url: "/en")], isPrivate: true,
            body: frame.html
        ).html.string
        #expect(page.hasPrefix("<!DOCTYPE html>\n<html lang=\"ar\" dir=\"rtl\">\n<head>\n<meta charset=\"utf-8\">\n<title>A &lt;b&gt;</title>\n"))
        for part in [
            "<link rel=\"stylesheet\" href=\"/static/sangam.1.css\">", "<script defer src=\"/static/sangam.2.js\"></script>",
            "<link rel=\"alternate\" hreflang=\"en\" href=\"/en\">", "<meta name=\"robots\" content=\"noindex\">",
            "<a class=\"skip\" href=\"#main\">Skip</a>", "<main id=\"main\" class=\"bounds\" tabindex=\"-1\">", "<h1>A &amp; B</h1>",
            "<a href=\"/needs\" aria-current=\"page\">Needs</a>", "class=\"page area-delivery\"",
            "<a href=\"/ar\" lang=\"ar\" hreflang=\"ar\" dir=\"rtl\" aria-current=\"true\">العربية</a>",
        ] { #expect(page.contains(part)) }
        #expect(!page.contains(" style=") && !page.contains("<style") && !page.contains(" onclick"))
    }
}
