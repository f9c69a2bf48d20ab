import HTML
import Testing

@Suite("Text in pages")
struct EscapingTests {
    static func isForbidden(_ scalar: Unicode.Scalar) -> Bool {
        (scalar.value < 0x20 && !["\t", "\n", "\r"].contains(scalar)) || (0x7F...0x9F).contains(scalar.value)
    }

    @Test("Ten thousand hostile strings come back whole, and none ends its place in the page")
    func hostile() throws {
        for text in hostileTexts(10_000, seed: 1) {
            let allowed = String(String.UnicodeScalarView(text.unicodeScalars.filter { !Self.isForbidden($0) }))
            let page = ("<p title=\"\(text)\">\(text)</p>" as HTML).string.unicodeScalars
            let string = String(page)
            let inner = string.dropFirst("<p title=\"".count).dropLast("</p>".count)
            // By scalars: a combining mark after a quote must not hide it.
            let parts = Array(inner.unicodeScalars).split(separator: ["\"", ">"] as [Unicode.Scalar], maxSplits: 1, omittingEmptySubsequences: false)
            try #require(parts.count == 2)
            for part in parts {
                #expect(readBack(String(String.UnicodeScalarView(part)))?.unicodeScalars.elementsEqual(allowed.unicodeScalars) == true)
            }
        }
    }

    @Test("Every way in escapes")
    func everyWay() {
        let text = "<a href='x'>&\""
        let safe = "&lt;a href=&#39;x&#39;&gt;&amp;&quot;"
        let optional: String? = text
        let missing: String? = nil
        #expect(("\(text)" as HTML).string == safe)
        #expect(("\(text.dropFirst(0))" as HTML).string == safe)
        #expect(("\(optional)\(missing)" as HTML).string == safe)
        #expect(("\(isolated: text)" as HTML).string == "<bdi>\(safe)</bdi>")
        #expect(("\(attribute: "title", text)\(attribute: "id", missing)" as HTML).string == " title=\"\(safe)\"")
        #expect(HTML(text: text).string == safe)
        #expect(("\([HTML(text: text), HTML(text: text)])" as HTML).string == safe + safe)
        #expect(("\(trusted: "<b>")\(HTML(trusted: "<i>"))" as HTML).string == "<b><i>")
    }

    @Test("Flags, numbers, conditions and missing values")
    func small() {
        let number: Int? = nil
        let nothing: HTML? = nil
        #expect(("<input\(flag: "checked", true)\(flag: "disabled", false)\(attribute: "rows", 5)>" as HTML).string == "<input checked rows=\"5\">")
        #expect(("\(-3)\(number)\(nothing)" as HTML).string == "-3")
        #expect(("\(if: false, "<b>no</b>")\(if: true, "<b>yes</b>")" as HTML).string == "<b>yes</b>")
        #expect(("\(with: Optional("a<b"), { "<p>\($0)</p>" })\(with: number, { "\($0)" })" as HTML).string == "<p>a&lt;b</p>")
        #expect(([HTML("a"), "b"].joined(separator: ", ")).string == "a, b")
    }

    @Test("A forgotten pair of quotes does not open the tag")
    func unquoted() {
        let text = "x onfocus=alert(1) autofocus `>"
        #expect(("<input value=\(text)>" as HTML).string == "<input value=x&#32;onfocus&#61;alert(1)&#32;autofocus&#32;&#96;&gt;>")
    }

    @Test("Figures of the query are percent-encoded")
    func query() {
        let values = [("q", "safe water & \"land\""), ("ভাষা", "bn")]
        #expect(("?\(query: values)" as HTML).string == "?q=safe%20water%20%26%20%22land%22&amp;%E0%A6%AD%E0%A6%BE%E0%A6%B7%E0%A6%BE=bn")
        #expect(Link.to("/s?a=1", [("b", "2")]) == "/s?a=1&b=2")
        #expect(Link.to("/s") == "/s")
        #expect(Link.segment("a/b c") == "a%2Fb%20c")
    }
}
