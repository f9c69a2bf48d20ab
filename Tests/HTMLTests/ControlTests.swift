import HTML
import Testing

@Suite("Form controls")
struct ControlTests {
    let words = ControlWords(
        errorPrefix: "Error:", optional: "(optional)", choose: "Choose one", day: "Day", month: "Month", year: "Year",
        showPassword: "Show", hidePassword: "Hide", charactersLeft: "{count} left", charactersOver: "{count} over")

    func controls(_ values: [String: [String]] = [:], _ errors: [HTML.FieldMessage] = []) -> Controls {
        Controls(words: words, values: values, errors: errors)
    }

    @Test("A text field ties label, hint and error to the box and keeps what was typed")
    func text() {
        let html = controls(["title": ["A \"b\""]], [.init("title", "Too short")])
            .text("title", label: "Title", hint: "One line", kind: .email, autocomplete: "email", maxLength: 40, language: "bn")
        #expect(html.string == """
            <div class="field field-invalid"><label for="field-title">Title</label><p class="hint" id="field-title-hint">One line</p>\
            <p class="error" id="field-title-error"><span class="visually-hidden">Error: </span>Too short</p>\
            <input class="width-full" id="field-title" name="title" type="email" dir="ltr" autocomplete="email" maxlength="40" lang="bn" \
            spellcheck="false" autocapitalize="none" value="A &quot;b&quot;" required \
            aria-describedby="field-title-hint field-title-error" aria-invalid="true"></div>

            """)
    }

    @Test("An optional plain field says so and carries nothing that it does not need")
    func plain() {
        #expect(controls().text("name", label: "Name", isRequired: false).string == """
            <div class="field"><label for="field-name">Name <span class="optional">(optional)</span></label>\
            <input class="width-full" id="field-name" name="name" type="text" dir="auto"></div>

            """)
    }

    @Test("A text area gives back a first line that is empty")
    func textArea() {
        let html = controls(["problem": ["\n</textarea>"]]).textArea("problem", label: "Problem", rows: 3, maxLength: 500)
        #expect(html.string == """
            <div class="field"><label for="field-problem">Problem</label><textarea id="field-problem" name="problem" rows="3" \
            dir="auto" maxlength="500" data-left="{count} left" data-over="{count} over" required>

            &lt;/textarea&gt;</textarea></div>

            """)
    }

    @Test("A password is never sent back")
    func password() {
        let html = controls(["password": ["secret"]]).password("password", label: "Password").string
        #expect(!html.contains("secret"))
        #expect(html.contains("autocomplete=\"current-password\""))
        #expect(html.contains("data-show=\"Show\" data-hide=\"Hide\""))
    }

    @Test("A list marks the chosen entry")
    func select() {
        let html = controls(["theme": ["b"]]).select("theme", label: "Theme", options: [.init("a", "A"), .init("b", "B & C")])
        #expect(html.string.contains("""
            <select id="field-theme" name="theme" required><option value="">Choose one</option><option value="a">A</option>\
            <option value="b" selected>B &amp; C</option></select>
            """))
    }

    @Test("A group has a legend, one name, and its first choice answers to the field's id")
    func group() {
        let html = controls(["c": ["law", "power"]], [.init("c", "Tick one")])
            .checkboxes("c", legend: "Conditions", options: [.init("law", "Law"), .init("power", "Power", hint: "At night")])
        #expect(html.string == """
            <fieldset class="field choices field-invalid" aria-describedby="field-c-error"><legend>Conditions</legend>\
            <p class="error" id="field-c-error"><span class="visually-hidden">Error: </span>Tick one</p>\
            <div class="choice"><input id="field-c" name="c" type="checkbox" value="law" checked aria-invalid="true">\
            <label for="field-c">Law</label></div>\
            <div class="choice"><input id="field-c-2" name="c" type="checkbox" value="power" checked \
            aria-describedby="field-c-2-note" aria-invalid="true"><label for="field-c-2">Power</label>\
            <p class="hint" id="field-c-2-note">At night</p></div></fieldset>

            """)
    }

    @Test("A date shows a stored value, and what was typed before a stored value", arguments: [
        ([:], ["", "", ""]), (["d": ["2019-03-07"]], ["07", "03", "2019"]), (["d": ["2019"]], ["", "", "2019"]),
        (["d": ["2019-03-07"], "d-day": ["৩২"]], ["৩২", "03", "2019"]),
    ] as [([String: [String]], [String])])
    func date(_ values: [String: [String]], _ shown: [String]) {
        let html = controls(values).date("d", legend: "Launched").string
        for (part, value) in zip(["day", "month", "year"], shown) {
            let box = html.split(separator: "<input").first { $0.contains("name=\"d-\(part)\"") }
            #expect(box?.contains("value=\"\(value)\"") == !value.isEmpty)
        }
        #expect(html.contains("<label for=\"field-d\">Day</label>"))
    }

    @Test("The summary links to each field, in the order given")
    func summary() {
        let html = controls([:], [.init("title", "A <b>"), .init("d", "B")]).errorSummary("Mend this")
        #expect(html.string == """
            <div class="error-summary" role="alert" tabindex="-1" data-focus><h2>Mend this</h2><ul>\
            <li><a href="#field-title">A &lt;b&gt;</a></li><li><a href="#field-d">B</a></li></ul></div>

            """)
        #expect(controls().errorSummary("Mend this").isEmpty)
    }

    @Test("An action is a form with one button")
    func action() {
        let html = HTML.actionButton("Remove", action: "/x", kind: .warning, fields: [("id", "1\"")], about: "Kenya")
        #expect(html.string == """
            <form class="action" method="post" action="/x"><input type="hidden" name="id" value="1&quot;">\
            <button class="button button-warning" type="submit">Remove<span class="visually-hidden"> Kenya</span></button>
            </form>

            """)
    }

    @Test("A form switches the browser's own checks off, and says where its draft goes")
    func form() {
        let draft = HTML.Autosave(
            address: "/draft", saving: "…", saved: "Saved", failed: "Kept here", offer: "Old words", restore: "Take", discard: "Drop")
        let html = HTML.form(action: "/save", upload: true, autosave: draft, "<p></p>").string
        #expect(html.hasPrefix("""
            <form method="post" action="/save" novalidate enctype="multipart/form-data" data-autosave="/draft" data-saving="…" \
            data-saved="Saved"
            """))
        #expect(html.contains("<p class=\"autosave\" role=\"status\"></p></form>"))
    }
}
