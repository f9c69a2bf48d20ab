import HTML
import Platform
import Web

/// The other side as one writes its order: a number, who it is, and buttons that move it a step.
struct RoundOrder {
    let list: [[String]]
    let others: [RoundMember]
    let note: (RoundMember) -> String
    let controls: Controls
    let words: Words

    /// "up boat-clinics", as a button sends it; nil when none of these was pressed.
    static func move(_ value: String?) throws -> (step: RoundListMove, key: String)? {
        guard let value else { return nil }
        let parts = value.split(separator: " ", maxSplits: 1)
        guard parts.count == 2, let step = RoundListMove(rawValue: String(parts[0])) else { throw Problem.badRequest("problem.round-move") }
        return (step, String(parts[1]))
    }

    var html: HTML {
        HTML.table(
            caption: words("round.order"), isCaptionHidden: true, rows: others,
            columns: [
                .text(words("round.order.place")) { number($0) }, .heading(words("round.order.who")) { who($0) },
                .action(words("round.order.move")) { buttons($0) },
            ], isDense: true)
    }

    private func name(_ other: RoundMember) -> String { "rank.\(other.key)" }

    private func number(_ other: RoundMember) -> HTML {
        let name = name(other)
        let isWrong = controls.error(name) != nil
        return """
            <input class="width-place" id="\(controls.id(name))" name="\(name)" type="text" dir="ltr" inputmode="numeric" spellcheck="false"\
            \(attribute: "value", controls.value(name)) aria-describedby="\(controls.id(name))-hint\(if: isWrong, " \(controls.id(name))-error")"\
            \(attribute: "aria-invalid", isWrong ? "true" : nil)>
            """
    }

    private func who(_ other: RoundMember) -> HTML {
        let id = controls.id(name(other))
        return """
            <label for="\(id)" dir="auto">\(other.title)</label><p class="hint" id="\(id)-hint">\(isolated: note(other))\
            \(with: equals(other), { " · \(words("round.order.equal", ["number": $0]))" })</p>\
            \(with: controls.error(name(other)), { "<p class=\"error\" id=\"\(id)-error\">\($0)</p>" })
            """
    }

    /// The place that it shares with others; nil when it stands alone or is not listed.
    private func equals(_ other: RoundMember) -> String? {
        guard let place = list.firstIndex(where: { $0.contains(other.key) }), list[place].count > 1 else { return nil }
        return words.number(place + 1)
    }

    private func buttons(_ other: RoundMember) -> HTML {
        func button(_ step: RoundListMove, _ text: String) -> HTML {
            HTML.button(words(text), kind: .secondary, name: "move", value: "\(step.rawValue) \(other.key)", about: other.title)
        }
        guard list.contains(where: { $0.contains(other.key) }) else { return button(.down, "round.move.add") }
        return HTML.buttons(
            RoundListMove.allCases.filter { $0(other.key, in: list) != list }.map { button($0, "round.move.\($0.rawValue)") })
    }
}
