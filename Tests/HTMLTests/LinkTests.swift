import HTML
import Testing

@Suite("Addresses")
struct LinkTests {
    @Test("What a browser can only follow passes", arguments: [
        "http://example.org/a?b=c&d#e", "https://example.org", "HTTPS://EXAMPLE.ORG/", "mailto:office@example.org",
        "tel:+88012345", "/solutions/1", "solutions", "./a:b", "?q=a:b", "#main", "", "/a//b", "/পানি",
    ])
    func passes(_ address: String) { #expect(Link.safe(address) == address) }

    @Test("What could run script or leaves the site unseen becomes #", arguments: [
        "javascript:alert(1)", "JaVaScRiPt:alert(1)", "java\nscript:alert(1)", "java\tscript:alert(1)", " javascript:alert(1)",
        "\u{1}javascript:alert(1)", "java\u{0}script:x", "java\u{80}script:x", "data:text/html,<script>", "vbscript:x",
        "file:///etc/passwd", "blob:x", "//evil.example", "\\\\evil.example", "/\\evil.example", "\\/evil.example",
        "/\t/evil.example", " //evil.example", "\u{85}//evil.example", "/\u{80}/evil.example", "http:evil", "https:/evil",
        "javascript&colon;alert(1):x", "a:b", "x-javascript:1", ":",
    ])
    func refused(_ address: String) {
        #expect(Link.safe(address) == "#")
        #expect(("<a href=\"\(url: address)\">" as HTML).string == "<a href=\"#\">")
        #expect(("<a href=\"\(address)\">" as HTML).string == "<a href=\"#\">", "also when written as plain text")
        #expect(("<form action='\(address)'>" as HTML).string == "<form action='#'>")
        #expect(("<img src=\"\(Optional(address))\">" as HTML).string == "<img src=\"#\">")
        #expect(("<a\(attribute: "href", url: address)>" as HTML).string == "<a href=\"#\">")
    }

    @Test("Blanks and quotes inside an address are encoded")
    func encoded() {
        #expect(Link.safe("/a b\"c<d>|e") == "/a%20b%22c%3Cd%3E%7Ce")
    }

    @Test("Thousands of generated schemes: none but the four gets through")
    func generated() {
        var generator = SeededGenerator(seed: 2)
        let noise = ["", "\t", "\n", "\r", "\0", " ", "\u{1F}", "\u{80}", "\u{9F}", "\u{7F}"]
        let schemes = ["javascript", "data", "vbscript", "file", "blob", "about", "ws", "ftp"]
        for _ in 0..<5_000 {
            let scheme = schemes.randomElement(using: &generator)!
            var address = noise.randomElement(using: &generator)!
            for letter in scheme {
                address += Bool.random(using: &generator) ? letter.uppercased() : String(letter)
                address += noise.randomElement(using: &generator)!
            }
            #expect(Link.safe(address + ":alert(1)") == "#")
        }
    }
}
