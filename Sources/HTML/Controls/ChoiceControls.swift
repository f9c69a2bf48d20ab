extension Controls {
    /// A list to open, for one choice out of many (more than about seven; below that use ``radios(_:legend:hint:isRequired:options:)``).
    public func select(
        _ name: String, label: String, hint: String? = nil, isRequired: Bool = true, options: [HTML.Option]
    ) -> HTML {
        let chosen = value(name) ?? ""
        return field(
            name, label: label, hint: hint, isRequired: isRequired,
            """
            <select id="\(id(name))" name="\(name)"\(state(name, hint: hint, isRequired: isRequired))>\
            <option value="">\(words.choose)</option>\
            \(options.map {
                "<option value=\"\($0.value)\"\(flag: "selected", $0.value == chosen)>\($0.label)</option>"
            })</select>
            """)
    }

    /// One choice out of a few, all in sight.
    public func radios(
        _ name: String, legend: String, hint: String? = nil, isRequired: Bool = true, options: [HTML.Option]
    ) -> HTML {
        choices(name, type: "radio", isMarked: false, legend: legend, hint: hint, isRequired: isRequired, options: options)
    }

    /// Any number of choices out of a few; each comes back as a value of the same name.
    public func checkboxes(
        _ name: String, legend: String, hint: String? = nil, isRequired: Bool = true, options: [HTML.Option]
    ) -> HTML {
        choices(name, type: "checkbox", isMarked: true, legend: legend, hint: hint, isRequired: isRequired, options: options)
    }

    /// One box to tick, such as a consent; comes back as `value` when ticked and not at all when not.
    public func checkbox(_ name: String, label: String, hint: String? = nil, value: String = "yes") -> HTML {
        """
        <div class="field choices\(if: error(name) != nil, " field-invalid")">\(notes(name, hint: nil))\
        \(choice(name, type: "checkbox", .init(value, label, hint: hint), id: id(name), isInvalid: error(name) != nil))\
        </div>

        """
    }

    /// A date in three boxes: `name-day`, `name-month`, `name-year`.
    ///
    /// Three boxes and not `type=date`: the browser's picker shows the device's language and calendar instead of the
    /// page's, takes forty taps to a birthday, drops a half-typed date, and cannot hold "March 2019" where only
    /// the month is known. Boxes keep whatever was typed, in any digits, for the form to read and answer.
    /// A value stored under `name` itself as `2019-03-07` (or `2019-03`, `2019`) fills the boxes.
    public func date(_ name: String, legend: String, hint: String? = nil, isRequired: Bool = true, filled: String? = nil) -> HTML {
        let stored = (value(name) ?? filled ?? "").split(separator: "-").map(String.init)
        let parts = [("day", words.day, 2), ("month", words.month, 1), ("year", words.year, 0)]
        let boxes = parts.map { part, label, place -> HTML in
            let box = name + "-" + part
            let filled = value(box) ?? (place < stored.count ? stored[place] : nil)
            // The summary links to the field's own id, which is the first box.
            let boxID = part == "day" ? id(name) : id(box)
            return """
                <div class="date-part"><label for="\(boxID)">\(label)</label>\
                <input class="width-\(part == "year" ? "year" : "digits")" id="\(boxID)" name="\(box)" type="text" \
                inputmode="numeric" dir="ltr" maxlength="\(part == "year" ? 4 : 2)"\
                \(attribute: "value", filled)\
                \(attribute: "aria-invalid", error(name) == nil ? nil : "true")></div>
                """
        }
        return group(
            name, legend: legend, hint: hint, isRequired: isRequired, class: "date",
            "<div class=\"date-parts\">\(boxes)</div>")
    }

    private func choices(
        _ name: String, type: StaticString, isMarked: Bool, legend: String, hint: String?, isRequired: Bool,
        options: [HTML.Option]
    ) -> HTML {
        let items = options.enumerated().map { index, option in
            choice(
                name, type: type, option, id: index == 0 ? id(name) : "\(id(name))-\(index + 1)",
                // ARIA has no such state for one radio button; the group's description carries the message.
                isInvalid: isMarked && error(name) != nil)
        }
        return group(
            name, legend: legend, hint: hint, isRequired: isRequired, class: "choices", "\(items)")
    }

    private func choice(
        _ name: String, type: StaticString, _ option: HTML.Option, id: String, isInvalid: Bool
    ) -> HTML {
        let isChosen = values[name]?.contains(option.value) ?? false
        return """
            <div class="choice"><input id="\(id)" name="\(name)" type="\(literal: type)" value="\(option.value)"\
            \(flag: "checked", isChosen)\
            \(attribute: "aria-describedby", option.hint == nil ? nil : id + "-note")\
            \(attribute: "aria-invalid", isInvalid ? "true" : nil)>\
            <label for="\(id)">\(option.label)</label>\
            \(with: option.hint, { "<p class=\"hint\" id=\"\(id)-note\">\($0)</p>" })</div>
            """
    }
}
