extension HTML {
    /// The weight of a button. One primary button a page; `warning` for what cannot be undone.
    public enum ButtonKind: String, Sendable { case primary, secondary, warning }

    /// A form that changes something (POST).
    ///
    /// - Parameters:
    ///   - upload: true when it holds a file field.
    ///   - autosave: keeps a draft while the person types, by script; without script the button saves.
    ///   - asksBeforeLeaving: the browser asks before unsaved words are lost. Autosaved forms do so by themselves.
    public static func form(
        action: String, upload: Bool = false, autosave: Autosave? = nil, asksBeforeLeaving: Bool = false,
        _ content: HTML
    ) -> HTML {
        """
        <form method="post" action="\(url: action)" novalidate\
        \(attribute: "enctype", upload ? "multipart/form-data" : nil)\
        \(flag: "data-guard", asksBeforeLeaving)\
        \(with: autosave, { $0.attributes })>
        \(content)\(if: autosave != nil, "<p class=\"autosave\" role=\"status\"></p>")</form>

        """
    }

    /// A form that asks for something (GET): its fields become the address's query.
    public static func queryForm(action: String, label: String? = nil, _ content: HTML) -> HTML {
        """
        <form method="get" action="\(url: action)"\(attribute: "aria-label", label)>
        \(content)</form>

        """
    }

    /// Where a form's draft is kept, and what the script says about it.
    ///
    /// The script posts the form's fields to `address` after a pause in typing and when the page is left. Until the server has
    /// answered, it holds a copy on the device (never of passwords and files) and offers it on the next visit.
    public struct Autosave: Sendable {
        public var address: String
        public var saving: String
        public var saved: String
        /// Said when the server cannot be reached: that the words are kept on this device.
        public var failed: String
        /// "You have unsent words from your last visit."
        public var offer: String
        public var restore: String
        public var discard: String

        public init(
            address: String, saving: String, saved: String, failed: String, offer: String, restore: String,
            discard: String
        ) {
            self.address = address
            self.saving = saving
            self.saved = saved
            self.failed = failed
            self.offer = offer
            self.restore = restore
            self.discard = discard
        }

        var attributes: HTML {
            """
            \(attribute: "data-autosave", url: address)\(attribute: "data-saving", saving)\
            \(attribute: "data-saved", saved)\(attribute: "data-failed", failed)\(attribute: "data-offer", offer)\
            \(attribute: "data-restore", restore)\(attribute: "data-discard", discard)
            """
        }
    }

    /// A button that sends its form.
    ///
    /// - Parameters:
    ///   - name, value: sent only by the button that was pressed, where a form has several.
    ///   - about: read after the text by a screen reader, where several buttons look the same ("Remove" *Kenya*).
    public static func button(
        _ text: String, kind: ButtonKind = .primary, name: String? = nil, value: String? = nil,
        about: String? = nil
    ) -> HTML {
        """
        <button class="button button-\(kind.rawValue)" type="submit"\(attribute: "name", name)\
        \(attribute: "value", value)>\(text)\(with: about, { "<span class=\"visually-hidden\"> \($0)</span>" })</button>

        """
    }

    /// A link that looks like a button, for the next step that changes nothing yet.
    public static func buttonLink(_ text: String, url: String, kind: ButtonKind = .primary) -> HTML {
        "<a class=\"button button-\(kind.rawValue)\" href=\"\(url: url)\">\(text)</a>\n"
    }

    /// One action as a form with a single button, so that it works without script and is never a link.
    ///
    /// - Parameter fields: sent with it.
    public static func actionButton(
        _ text: String, action: String, kind: ButtonKind = .secondary, fields: [(String, String)] = [],
        about: String? = nil
    ) -> HTML {
        """
        <form class="action" method="post" action="\(url: action)">\(fields.map { hidden($0.0, value: $0.1) })\
        \(button(text, kind: kind, about: about))</form>

        """
    }

    /// Buttons side by side, on a small screen one above the other.
    public static func buttons(_ buttons: [HTML]) -> HTML { "<div class=\"buttons\">\(buttons)</div>\n" }

    /// A value that travels with a form.
    public static func hidden(_ name: String, value: String) -> HTML {
        "<input type=\"hidden\" name=\"\(name)\" value=\"\(value)\">"
    }

    /// What a browser offers while somebody types into a field that names the list; anything else can be typed too.
    ///
    /// - Parameter options: the value is what is put into the field, the label is read beside it.
    public static func suggestions(_ id: String, _ options: [Option]) -> HTML {
        """
        <datalist id="\(id)">\(options.map { "<option value=\"\($0.value)\">\($0.label)</option>" })</datalist>

        """
    }

    /// A search box with its button.
    ///
    /// - Parameters:
    ///   - keep: what else stays in the address, such as the chosen facets.
    ///   - isLabelHidden: the label is always there for a screen reader.
    public static func searchBox(
        action: String, name: String = "q", label: String, button: String, value: String? = nil,
        hint: String? = nil, keep: [(String, String)] = [], isLabelHidden: Bool = false, id: String = "search"
    ) -> HTML {
        """
        <form class="search" role="search" method="get" action="\(url: action)">\
        <label\(attribute: "class", isLabelHidden ? "visually-hidden" : nil) for="\(id)">\(label)</label>\
        \(with: hint, { "<p class=\"hint\" id=\"\(id)-hint\">\($0)</p>" })\
        <div class="search-row"><input id="\(id)" type="search" name="\(name)" dir="auto" autocomplete="off"\
        \(attribute: "value", value)\
        \(attribute: "aria-describedby", hint == nil ? nil : id + "-hint")>\
        \(keep.map { hidden($0.0, value: $0.1) })\
        <button class="button button-primary" type="submit">\(button)</button></div></form>

        """
    }
}
