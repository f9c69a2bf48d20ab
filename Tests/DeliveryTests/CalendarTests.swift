import Foundation
import Platform
import SQL
import TestSupport
import Testing
import Web

@testable import Delivery

/// Calendars: typed by hand, read from iCalendar files, each change a new version.
struct CalendarTests {
    private static func file(_ events: String) -> String {
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\n\(events.replacing("\n", with: "\r\n"))\r\nEND:VCALENDAR\r\n"
    }

    private static func event(_ lines: String) -> String { "BEGIN:VEVENT\n\(lines)\nEND:VEVENT" }

    private static func read(_ lines: String) -> ICalendarDays { ICalendarDays(file(event(lines))) }

    @Test func wholeDaysAreRead() {
        let one = Self.read("DTSTART;VALUE=DATE:20261225\nSUMMARY:Christmas\\, a long\n  name")
        #expect(one.issues.isEmpty && one.days.map { "\($0.date) \($0.name)" } == ["2026-12-25 Christmas, a long name"])
        let closed = Self.read("DTSTART;VALUE=DATE:20260301\nDTEND;VALUE=DATE:20260304\nSUMMARY:Closed")
        #expect(closed.days.map(\.date.description) == ["2026-03-01", "2026-03-02", "2026-03-03"])
        let yearly = Self.read("DTSTART;VALUE=DATE:20240229\nRRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29\nSUMMARY:Leap day")
        #expect(yearly.days.map(\.date.description) == ["2024-02-29", "2028-02-29", "2032-02-29"])
        let twice = Self.read("DTSTART:20260101\nRRULE:FREQ=YEARLY;COUNT=2\nSUMMARY:New Year")
        #expect(twice.days.map(\.date.description) == ["2026-01-01", "2027-01-01"])
        let ends = Self.read("DTSTART:20260101\nRRULE:FREQ=YEARLY;UNTIL=20271231T000000Z\nSUMMARY:New Year")
        #expect(ends.days.count == 2)
        let cancelled = ICalendarDays(
            Self.file(Self.event("DTSTART:20260101\nSTATUS:CANCELLED") + "\n" + Self.event("DTSTART:20260102\nSUMMARY:Kept")))
        #expect(cancelled.days.map(\.name) == ["Kept"])
    }

    @Test func whatCannotBeReadIsToldWithItsLine() {
        let faults: [(String, String, String)] = [
            ("DTSTART:20261225T090000Z", "4", "error.ical-day"), ("DTSTART;VALUE=DATE:20261399", "4", "error.ical-day"),
            ("SUMMARY:No day", "3", "error.ical-start"), ("DTSTART:20260105\nDTEND:20260105", "3", "error.ical-length"),
            ("DTSTART:20260105\nRRULE:FREQ=WEEKLY;BYDAY=FR", "3", "error.ical-rule"),
            ("DTSTART:20260105\nRRULE:FREQ=YEARLY;BYDAY=1MO", "3", "error.ical-rule"),
            ("DTSTART:20260105\nRRULE:FREQ=YEARLY;COUNT=x", "3", "error.ical-rule"), ("DTSTART:20260105\nRDATE:20260106", "5", "error.ical-property"),
        ]
        for (lines, line, key) in faults {
            let read = Self.read(lines)
            #expect(read.issues.map { "\($0.field) \($0.key)" } == ["\(line) \(key)"], "\(lines)")
        }
        #expect(ICalendarDays("hello").issues.map(\.key) == ["error.ical-none"])
        #expect(ICalendarDays(Self.file("")).issues.map(\.key) == ["error.ical-empty"])
    }

    /// Our own writer's files and ours to read agree on folding and escaping, and no text makes the reader fall over.
    @Test func anyTextIsReadOrRefused() {
        var random = SeededGenerator(seed: 9)
        let pieces = [
            "BEGIN:VCALENDAR", "END:VCALENDAR", "BEGIN:VEVENT", "END:VEVENT", "DTSTART:20260101", "DTSTART;VALUE=DATE:99999999", "DTEND:20260102",
            "SUMMARY:ছুটি\\n\\,", " folded", "RRULE:FREQ=YEARLY", "RRULE:;=;", ":", ";", "\u{0}", "\"", "DTSTART;X=\"a:b\":20260103",
        ]
        for _ in 0..<3_000 {
            let text = (0..<Int.random(in: 0...12, using: &random)).map { _ in pieces.randomElement(using: &random) ?? "" }.joined(separator: "\n")
            let read = ICalendarDays(text)
            #expect(!read.days.isEmpty || !read.issues.isEmpty)
        }
    }

    @Test func typedDaysComeBackAsTheyWere() throws {
        let text = "2026-03-01 2026-03-03 Closed by decree 12\n2026-12-25 Christmas Day\n2026-12-26 Boxing Day"
        let read = CalendarText(text)
        #expect(read.issues.isEmpty && read.holidays.count == 5 && CalendarText.write(read.holidays) == text)
        #expect(CalendarText("২০২৬-১২-১৬ বিজয় দিবস").holidays.first?.name == "বিজয় দিবস")
        for wrong in ["25 December", "2026-02-30 None", "2026-01-05 2026-01-01 Backwards", "2026-01-01", "1960-01-01 Before all"] {
            #expect(CalendarText(wrong).issues.count == 1, "\(wrong)")
        }
    }

    @Test(arguments: Engine.allCases)
    func aChangeIsANewVersion(on engine: Engine) async throws {
        try await DeliveryHouse.open(on: engine) { browser, house in
            try await browser.visit("/as/manager")
            try await browser.visit("/work/calendars/fj")
            let before = try await house.test.database.read { try CalendarStore.find($0, key: "fj")?.definition.holidays.count }
            let ics = Self.file(Self.event("DTSTART;VALUE=DATE:20261110\nSUMMARY:Festival of lights"))
            let saved = try await browser.submit(
                ["Days from an iCalendar file": .file(name: "fj.ics", type: "text/calendar", bytes: Array(ics.utf8))], button: "Save")
            #expect(saved.has("The calendar was saved.") && saved.body.contains("2026-11-10 Festival of lights"))
            let calendar = try await house.test.database.read { try CalendarStore.find($0, key: "fj") }
            #expect(calendar?.version == 2 && calendar?.definition.holidays.count == before.map { $0 + 1 })
            // Saving it unchanged makes none.
            try await browser.submit(button: "Save")
            #expect(try await house.test.database.read { try CalendarStore.currentVersion($0, key: "fj") } == 2)
            let wrong = try await browser.submit(["Holidays and closures": "Christmas", "Time zone": "Fiji"], button: "Save")
            #expect(wrong.status == 422 && wrong.body.contains("Christmas</textarea>"))
            #expect(wrong.errors["Holidays and closures"] == "Line 1 cannot be read: “Christmas”. Write a day as 2026-12-25, then its name.")
            try await browser.visit("/work/calendars/fj")
            let never = try await browser.submit(["Holidays and closures": "2026-01-01 2027-01-15 Closed"], button: "Save")
            #expect(never.status == 422 && never.has("No office works from 2026-01-01 to 2027-01-17"))
            // A new one of their own.
            try await browser.visit("/work/calendars/new")
            try await browser.submit(["Name – English": "Rotuma", "Time zone": "Pacific/Fiji"], button: "Save")
            #expect(browser.page.path == "/work/calendars/rotuma")
            try await browser.visit("/as/officer")
            #expect(try await browser.visit("/work/calendars/fj").status == 403)
        }
    }
}
