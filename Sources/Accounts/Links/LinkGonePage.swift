import HTML
import Platform
import Web

/// A mailed link that was used, has expired or never was: the same page for all three, with the way on.
enum LinkGonePage {
    static func reply(_ call: Call) -> Reply {
        let words = call.words
        let body: HTML = """
            \(HTML.pageHeading(words("accounts.link-gone.title")))
            <p>\(words("accounts.link-gone.help"))</p>
            \(HTML.buttons([HTML.buttonLink(words("accounts.link-gone.button"), url: "/reset")]))
            """
        return call.page(title: words("accounts.link-gone.title"), status: .gone, isPrivate: true, body: body)
    }
}
