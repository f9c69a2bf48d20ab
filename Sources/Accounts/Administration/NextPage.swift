import HTML
import Platform
import Web

/// The link to the next page of a list by names.
enum NextPage {
    static func link(_ path: String, search: String?, next: PeopleStore.Cursor?, words: Words) -> HTML {
        guard let next else { return "" }
        let query = [("q", search ?? ""), ("cursor", Cursor.encode(next.fields))].filter { !$0.1.isEmpty }
        return HTML.pagination(
            label: words("accounts.pages"), previous: nil,
            next: HTML.TextLink(words("accounts.next"), url: Link.to(path, query)))
    }
}
