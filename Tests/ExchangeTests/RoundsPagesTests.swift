import Foundation
import SQL
import TestSupport
import Testing

@testable import Exchange

/// The pages of a round as a browser gets them, whole, and the same on both engines.
struct RoundsPagesTests {
    @Test(arguments: Engine.allCases)
    func pagesStayAsTheyWereRead(on engine: Engine) async throws {
        try await RoundsFixture.open(on: engine) { browser, _, _ in
            try await browser.visit("/as/secretariat")
            try await browser.visit(RoundsFixture.path)
            try await browser.submit(button: "Fill the lists")
            try assertGolden(try await browser.visit(RoundsFixture.path), "round-open")
            try assertGolden(try await browser.visit(RoundsFixture.path + "/plan"), "round-plan")
            try assertGolden(try await browser.visit(RoundsFixture.path + "/lists/acceptors/boat-clinics"), "round-list")
            try await browser.visit(RoundsFixture.path)
            try await browser.submit(["Method": "Greatest total fit"], button: "Publish the result")
            try assertGolden(try await browser.visit(RoundsFixture.path), "round-published")
            try assertGolden(try await browser.visit(RoundsFixture.path + "/timetable"), "round-timetable")
            try await browser.visit("/as/stranger")
            try assertGolden(try await browser.visit(RoundsFixture.path + "?lang=ar"), "round-published-party-ar")
            try assertGolden(
                try await browser.visit(RoundsFixture.path + "/timetable?organisation=bhutan&lang=bn"), "round-timetable-party-bn")
            #expect(try await browser.visit(RoundsFixture.path + "/timetable?organisation=nobody").status == 404)
        }
    }
}
