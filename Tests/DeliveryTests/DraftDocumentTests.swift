import Foundation
import Platform
import TestSupport
import Testing

@testable import Delivery

/// The document of a draft: whatever is typed stays, and what it means is told.
struct DraftDocumentTests {
    private static func sample() throws -> ServiceDefinition {
        let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../Sources/Sangam/Sample/services.json")
        let json = try String(contentsOf: file.standardizedFileURL, encoding: .utf8)
        return try ServiceFile.read(json).services[0].definition
    }

    /// Filling a form and sending it unchanged changes nothing, on every page of the editor.
    @Test func aFormThatIsSentUnchangedChangesNothing() throws {
        let document = try DraftDocument(Self.sample())
        var places = ServiceShape.parts.map(EditorPlace.init(part:))
        for (list, count) in [("form", 9), ("evidence", 1), ("steps", 2), ("endings", 3)] {
            places += (0..<count).compactMap { EditorPlace(JSONPlace([list, String($0)])) }
        }
        #expect(places.count == 24)
        for place in places {
            guard let fields = place.fields else { continue }
            var again = document
            again.take(document.values(fields, at: place.place), fields, at: place.place, languages: ["en", "bn", "ar"])
            #expect(try again.definition().definition == document.definition().definition, "\(place.place)")
        }
        let (definition, issues) = try document.definition()
        #expect(try issues.isEmpty && definition == Self.sample())
    }

    /// Anything at all in any field: it is kept as it was typed, it is told, and a definition can still be made for the preview.
    @Test func whateverIsTypedIsKept() throws {
        var random = SeededGenerator(seed: 11)
        let odd = ["", "soon", "১২", "-1", "99999999999999999999", "<b>x</b>", "form=yes", "a=b=c", String(repeating: "ক", count: 300), "\u{202E}", "en"]
        for _ in 0..<300 {
            var document = try DraftDocument(Self.sample())
            let places = [JSONPlace(), JSONPlace("form.3"), JSONPlace("steps.1"), JSONPlace("endings.0"), JSONPlace("evidence.0")]
            let at = places.randomElement(using: &random) ?? JSONPlace()
            let fields = at.steps.isEmpty ? ServiceShape.all : EditorPlace(at)?.fields ?? []
            var values = document.values(fields, at: at)
            for name in values.keys.sorted() where Bool.random(using: &random) {
                values[name] = [odd.randomElement(using: &random) ?? ""]
            }
            document.take(values, fields, at: at, languages: ["en", "bn", "ar"])
            document.giveKeys()
            let (definition, issues) = try document.definition()
            // A document that is said to be good is good.
            if issues.isEmpty { #expect(definition.issues().isEmpty) }
            let shown = document.values(fields, at: at)
            for (name, typed) in values where name.hasSuffix(".limit") || name.hasSuffix(".en") {
                let kept = shown[name]?.first ?? ""
                let expected = typed.first ?? ""
                #expect(kept == expected || Int64(kept) != nil || kept.isEmpty == expected.isEmpty, "\(name): \(kept) \(expected)")
            }
        }
    }

    @Test func itemsAreAddedMovedAndRemoved() throws {
        var document = try DraftDocument(ServiceDefinition())
        let list = JSONPlace("steps")
        for name in ["One", "Two", "Three"] {
            let added = document.add(to: list, EditorPlace.list(at: list)?.fields ?? [])
            let made = try #require(added)
            document.json.set(.object(["en": .string(name)]), at: made.appending("name"))
        }
        document.giveKeys()
        func keys() -> [String] { (document.json[list]?.items ?? []).compactMap { $0["key"]?.text } }
        #expect(keys() == ["one", "two", "three"])
        document.json.move(JSONPlace("steps.2"), by: -1)
        document.json.move(JSONPlace("steps.0"), by: -1)
        #expect(keys() == ["one", "three", "two"])
        document.json.set(nil, at: JSONPlace("steps.1"))
        #expect(keys() == ["one", "two"])
        for _ in 0..<100 where document.add(to: list, []) == nil { break }
        #expect(document.json[list]?.items.count == ServiceDefinition.listLimit)
    }

    @Test func aYearWithoutAWorkingDayIsRefused() throws {
        func calendar(_ first: String, days: Int) throws -> CalendarDefinition {
            let start = try #require(Day(first))
            return CalendarDefinition(
                timeZone: "Africa/Nairobi", weekend: [.saturday, .sunday],
                holidays: (0..<days).map { .init(date: start.adding(days: $0), name: "Closed") })
        }
        #expect(try calendar("2026-01-05", days: 300).reachIssues().isEmpty)
        // The weekends before and after belong to the gap.
        #expect(try calendar("2026-01-05", days: 363).reachIssues().first?.facts["first"] == "2026-01-03")
        #expect(try calendar("2026-01-05", days: 800).reachIssues().count == 1)
    }
}
