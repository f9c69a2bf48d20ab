import HTML
import Platform
import Web

/// A timetable as it hangs at the door: slots down, tables across, in as many parts as a sheet is wide.
struct RoundGrid {
    /// Tables that can be read side by side on a sheet of A4, laid across.
    static let across = 6

    let plan: RoundMeetings.Plan
    let words: Words

    private struct Line {
        let slot: Int
        let meetings: [Timetable.Meeting?]
    }

    var html: HTML {
        let lines = plan.timetable.grid.enumerated().map { Line(slot: $0, meetings: $1) }
        let tables = lines.first?.meetings.count ?? 0
        guard tables > 0 else { return "<p>\(words("round.no-pairs"))</p>\n" }
        return """
            <div class="timetable block"><p class="note">\(words("round.grid.note"))</p>
            \(stride(from: 0, to: tables, by: Self.across).map { first in
                part(lines, tables: first..<min(first + Self.across, tables), isOnly: tables <= Self.across)
            })</div>

            """
    }

    private func part(_ lines: [Line], tables: Range<Int>, isOnly: Bool) -> HTML {
        let caption = isOnly
            ? words("round.grid")
            : words("round.grid.part", ["from": words.number(tables.lowerBound + 1), "to": words.number(tables.upperBound)])
        return HTML.table(
            caption: caption, rows: lines,
            columns: [
                .heading(words("round.time")) { line in
                    "\(plan.time(line.slot))\(if: line.meetings.allSatisfy { $0 == nil }, " <span class=\"note\">\(words("round.free"))</span>")"
                }
            ] + tables.map { table in
                .text(words("round.table.number", ["number": words.number(table + 1)])) { line in
                    line.meetings[table].map(place) ?? ""
                }
            }, isDense: true)
    }

    private func place(_ meeting: Timetable.Meeting) -> HTML {
        let pair = plan.assembly.agreed[meeting.wish]
        return "<div class=\"party\">\(plan.party(pair.asking))</div><div class=\"party\">\(plan.party(pair.offering))</div>"
    }
}
