/// What somebody puts into a field: words, a choice by its label, a tick, several choices, or a file.
public enum Entry: ExpressibleByStringLiteral, ExpressibleByBooleanLiteral, ExpressibleByArrayLiteral, Sendable {
    case text(String)
    case tick(Bool)
    case choices([String])
    case file(name: String, type: String, bytes: [UInt8])

    public init(stringLiteral value: String) { self = .text(value) }
    public init(booleanLiteral value: Bool) { self = .tick(value) }
    public init(arrayLiteral elements: String...) { self = .choices(elements) }
}

/// One part of what a form sends.
public struct Sent: Sendable {
    public let name: String
    public let value: String
    public let file: (name: String, type: String, bytes: [UInt8])?

    public init(name: String, value: String, file: (name: String, type: String, bytes: [UInt8])? = nil) {
        self.name = name
        self.value = value
        self.file = file
    }
}

/// A form as it stands on the page, with what it would send.
public struct WebForm {
    let element: Markup
    let page: Markup

    init(_ element: Markup, page: Markup) {
        self.element = element
        self.page = page
    }

    var action: String { element["action"] ?? "" }
    var isPost: Bool { element["method"]?.lowercased() == "post" }
    var isMultipart: Bool { element["enctype"] == "multipart/form-data" }

    var buttons: [(text: String, element: Markup)] {
        element.all("button").filter { ($0["type"] ?? "submit") == "submit" }.map { ($0.text(), $0) }
    }

    private var controls: [Markup] { element.all.filter { ["input", "select", "textarea"].contains($0.name) } }

    /// The labels to fill by; a box of a group is "Legend / Label", and the group itself "Legend".
    public var labels: [String] {
        controls.filter { $0["type"] != "hidden" }.flatMap { keys(of: $0) }.reduce(into: []) { labels, key in
            if !labels.contains(key) { labels.append(key) }
        }
    }

    /// What the browser sends when the button is pressed.
    func sent(_ entries: [String: Entry], button: String) throws -> [Sent] {
        let known = Set(labels)
        for label in entries.keys where !known.contains(label) { throw BrowserError.noField(label, has: labels) }
        for (label, entry) in entries { try checkChoices(label, entry) }
        var sent: [Sent] = []
        for control in controls {
            guard let name = control["name"], control["disabled"] == nil else { continue }
            let entry = keys(of: control).lazy.compactMap { entries[$0] }.first
            switch control["type"] ?? control.name {
            case "radio", "checkbox":
                if isChosen(control, entry) { sent.append(Sent(name: name, value: control["value"] ?? "on")) }
            case "file":
                if case .file(let fileName, let type, let bytes)? = entry {
                    sent.append(Sent(name: name, value: "", file: (fileName, type, bytes)))
                } else {
                    sent.append(Sent(name: name, value: "", file: ("", "application/octet-stream", [])))
                }
            case "select": sent.append(Sent(name: name, value: option(of: control, entry)))
            case "textarea": sent.append(Sent(name: name, value: text(entry) ?? String(control.rawText().drop { $0 == "\n" })))
            case "submit", "button", "reset": break
            default: sent.append(Sent(name: name, value: text(entry) ?? control["value"] ?? ""))
            }
        }
        if let pressed = buttons.first(where: { $0.text == button })?.element, let name = pressed["name"] {
            sent.append(Sent(name: name, value: pressed["value"] ?? ""))
        }
        return sent
    }

    private func text(_ entry: Entry?) -> String? {
        if case .text(let text)? = entry { text } else { nil }
    }

    private func isChosen(_ control: Markup, _ entry: Entry?) -> Bool {
        let label = Self.label(of: control, in: page)
        switch entry {
        case .tick(let isTicked)?: return isTicked
        case .text(let text)?: return text == label
        case .choices(let texts)?: return texts.contains(label)
        case .file?, nil: return control["checked"] != nil
        }
    }

    private func option(of control: Markup, _ entry: Entry?) -> String {
        let options = control.all("option")
        let chosen =
            if let text = text(entry) { options.first { $0.text() == text || $0["value"] == text } } else {
                options.first { $0["selected"] != nil } ?? options.first
            }
        return chosen?["value"] ?? ""
    }

    /// A choice that the page does not offer is a fault of the test, not something to send.
    private func checkChoices(_ label: String, _ entry: Entry) throws {
        let mine = controls.filter { keys(of: $0).contains(label) }
        var offered: [String] = []
        if mine.contains(where: { $0.name == "select" }) {
            offered = mine.flatMap { $0.all("option").flatMap { [$0.text(), $0["value"] ?? ""] } }
        } else if mine.contains(where: { ["radio", "checkbox"].contains($0["type"]) }) {
            offered = mine.map { Self.label(of: $0, in: page) }
        } else {
            return
        }
        let wanted: [String] =
            switch entry {
            case .text(let text): [text]
            case .choices(let texts): texts
            case .tick, .file: []
            }
        for text in wanted where !offered.contains(text) {
            throw BrowserError.noOption(text, of: label, has: offered)
        }
    }

    private func keys(of control: Markup) -> [String] {
        let label = Self.label(of: control, in: page)
        guard let group = control.ancestor("fieldset") else { return [label] }
        let legend = Self.legend(of: group)
        let isChoice = ["radio", "checkbox"].contains(control["type"])
        return ["\(legend) / \(label)", isChoice ? legend : label]
    }

    static func label(of control: Markup, in page: Markup) -> String {
        let label = control["id"].flatMap { id in page.all("label").first { $0["for"] == id } }
        let text = (label ?? control.ancestor("label"))?.text { $0.classes.contains("optional") }
        return text ?? control["aria-label"] ?? control["name"] ?? ""
    }

    static func legend(of fieldset: Markup) -> String {
        fieldset.first("legend")?.text { $0.classes.contains("optional") } ?? ""
    }
}
