import HTML
import Platform

/// The list as an Atom feed (RFC 4287): what was published or changed last, with the filters of its address.
struct SolutionFeed: Sendable {
    static let size = 50

    let address: CatalogueAddress
    let listings: [SolutionListing]
    let words: Words
    /// Makes a path of this site an absolute address.
    let absolute: @Sendable (String) -> String

    var bytes: [UInt8] {
        let updated = listings.map(\.updatedAt).max() ?? Timestamp(milliseconds: 0)
        let xml: HTML = """
            <?xml version="1.0" encoding="utf-8"?>
            <feed xmlns="http://www.w3.org/2005/Atom" xml:lang="\(words.language)">
            <title>\(clean(words("solutions.feed-title")))</title>
            <id>\(absolute(address.url("/solutions.atom")))</id>
            <updated>\(words.isoDateTime(updated))</updated>
            <link rel="self" type="application/atom+xml" href="\(url: absolute(address.url("/solutions.atom")))"/>
            <link rel="alternate" type="text/html" href="\(url: absolute(address.url()))"/>
            \(listings.map(entry))</feed>

            """
        return xml.utf8
    }

    private func entry(_ listing: SolutionListing) -> HTML {
        let title = listing.texts.title(in: words.language)
        let summary = listing.texts.summary(in: words.language)
        return """
            <entry xml:lang="\(title.language)">
            <title>\(clean(title.text))</title>
            <id>urn:uuid:\(listing.id.description)</id>
            <published>\(words.isoDateTime(listing.publishedAt))</published>
            <updated>\(words.isoDateTime(listing.updatedAt))</updated>
            <author><name>\(clean(listing.organisation))</name></author>
            <link rel="alternate" type="text/html" href="\(url: absolute("/solutions/\(listing.slug)"))"/>
            \(listing.themes.map { "<category term=\"\($0)\" label=\"\(words("theme.\($0)"))\"/>\n" })\
            <summary xml:lang="\(summary.language)">\(clean(summary.text))</summary>
            </entry>

            """
    }

    /// XML 1.0 has no way at all to write most control characters.
    private func clean(_ text: String) -> String {
        func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
            switch scalar.value {
            case 0x9, 0xA, 0xD, 0x20...0xFFFD, 0x1_0000...: scalar.value != 0x7F
            default: false
            }
        }
        guard !text.unicodeScalars.allSatisfy(isAllowed) else { return text }
        return String(String.UnicodeScalarView(text.unicodeScalars.filter(isAllowed)))
    }
}
