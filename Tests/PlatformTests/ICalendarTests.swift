import Foundation
import Platform
import TestSupport
import Testing

/// What we write is read by vobject as it was meant.
struct ICalendarTests {
    private struct Read: Decodable, Equatable {
        let uid, sequence, summary, start, end, stamp, status: String
        let description, location, url: String?
    }

    private func event(_ summary: String, description: String = "", location: String = "") -> ICalendar.Event {
        ICalendar.Event(
            uid: "0190-a@sangam", sequence: 3, stamp: Timestamp(milliseconds: 1_764_000_000_000),
            start: Timestamp(milliseconds: 1_764_064_800_000), end: Timestamp(milliseconds: 1_764_066_000_000), summary: summary,
            description: description, location: location, url: "https://sangam.example/work/rounds/x?a=1;b=2,3")
    }

    @Test func textsComeBackAsTheyWere() async throws {
        let texts = [
            "Fiji meets Bangladesh", "a;b,c\\d\\n", "two\nlines", String(repeating: "x", count: 300),
            String(repeating: "ডিজিটাল সেন্টার, ", count: 20) + "।", String(repeating: "👩‍⚕️é", count: 40), "مركز؛ الخدمة، ١", "\"quoted\": x",
        ]
        let calendar = ICalendar(
            name: "Rounds; 1", events: texts.map { event($0, description: "More: \($0)", location: "Table 2, \($0)") })
        let said = try await runPython("calendar_check.py", [Data(calendar.text.utf8)])
        let read = try JSONDecoder().decode([Read].self, from: Data(said.utf8))
        #expect(read.map(\.summary) == texts)
        #expect(read.map(\.description) == texts.map { "More: \($0)" })
        #expect(read.map(\.location) == texts.map { "Table 2, \($0)" })
        #expect(read.allSatisfy { $0.uid == "0190-a@sangam" && $0.sequence == "3" })
        #expect(read.allSatisfy { $0.url == "https://sangam.example/work/rounds/x?a=1;b=2,3" })
        #expect(read.first?.start == "2025-11-25T10:00:00+00:00" && read.first?.end == "2025-11-25T10:20:00+00:00")
        #expect(read.first?.stamp == "2025-11-24T16:00:00+00:00")
    }

    /// An event of whole days is so for every reader, wherever they are.
    @Test func wholeDaysHaveNoHours() async throws {
        var tour = event("A tour")
        tour.start = Timestamp(milliseconds: 1_764_028_800_000)
        tour.end = Timestamp(milliseconds: 1_764_288_000_000)
        tour.isWholeDays = true
        tour.isCancelled = true
        let text = ICalendar(name: "x", events: [tour]).text
        let said = try await runPython("calendar_check.py", [Data(text.utf8)])
        let read = try JSONDecoder().decode([Read].self, from: Data(said.utf8))
        #expect(read.first?.start == "2025-11-25" && read.first?.end == "2025-11-28" && read.first?.status == "CANCELLED")
    }

    @Test func lineBreaksAndControlsCannotBeginALine() {
        let text = ICalendar(name: "x", events: [event("a\r\nBEGIN:VEVENT\rb\u{0}\u{7}\u{2028}c")]).text
        #expect(text.contains("SUMMARY:a\\nBEGIN:VEVENT\\nb\\nc\r\n"))
        #expect(text.components(separatedBy: "\r\nBEGIN:VEVENT").count == 2)
    }
}
