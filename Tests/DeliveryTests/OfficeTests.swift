import Foundation
import Platform
import SQL
import TestSupport
import Testing
import Web

@testable import Delivery

/// Offices, who sits there and who covers for whom.
struct OfficeTests {
    @Test(arguments: Engine.allCases)
    func officesStandInATree(on engine: Engine) async throws {
        try await DeliveryHouse.open(on: engine) { browser, house in
            try await browser.visit("/as/manager")
            try await browser.visit("/work/offices/new")
            let wrong = try await browser.submit(
                ["Name – English": "Head office", "Country": "FJ", "Part of the country where it stands": "BD-13"], button: "Save")
            #expect(wrong.status == 422 && wrong.body.contains("value=\"Head office\""))
            #expect(wrong.errors["Part of the country where it stands"] == "“BD-13” is no part of the country. Write its code by ISO 3166-2, such as FJ-C.")
            try await browser.submit(["Part of the country where it stands": "", "Who works there": ["The officer"]], button: "Save")
            #expect(browser.page.path == "/work/offices" && browser.page.has("Head office was saved.") && browser.page.has("the whole country"))
            try await browser.visit("/work/offices/dsw-fj-labasa")
            try await browser.submit(
                ["Office above": "Head office", "Further parts that it works for": "fj-e, FJ-R"], button: "Save")
            #expect(browser.page.has("FJ-N, FJ-E, FJ-R"))
            // The head office cannot stand below the one below it.
            try await browser.visit("/work/offices/head-office")
            let circle = try await browser.submit(["Office above": "Social welfare office, Labasa (sample)"], button: "Save")
            #expect(circle.status == 422 && circle.errors["Office above"]?.hasPrefix("This office cannot stand above") == true)
            // Two people at one office.
            let other = browser.stranger()
            try await other.visit("/as/manager")
            try await other.visit("/work/offices/head-office")
            try await browser.visit("/work/offices/head-office")
            try await browser.submit(["Name – English": "Main office"], button: "Save")
            let late = try await other.submit(["Name – English": "First office"], button: "Save")
            #expect(late.status == 409 && late.body.contains("value=\"First office\""))
            let seated = try await house.test.database.read { connection in
                try OfficerStore.seated(connection, in: try #require(try OfficeStore.find(connection, key: "head-office")).id).count
            }
            #expect(seated == 1)
            try await other.visit("/as/officer")
            #expect(try await other.visit("/work/offices/head-office").status == 403)
        }
    }

    @Test func aTerritoryNamesWhoIsResponsible() {
        func office(_ key: String, _ subdivision: String?, _ territory: [String] = []) -> Office {
            Office(id: ID(at: FixedClock.start), key: key, name: ["en": key], organisation: ID(at: FixedClock.start), country: "FJ", subdivision: subdivision, territory: territory)
        }
        let offices = [office("all", nil), office("west", "FJ-W"), office("north", "FJ-N", ["FJ-E"])]
        #expect(Territory.responsible(offices, for: "FJ-E").map(\.key) == ["north"])
        #expect(Territory.responsible(offices, for: "FJ-C").map(\.key) == ["all"])
        #expect(Territory.responsible(offices, for: "BD-13").isEmpty)
        #expect(Territory.isCode("FJ-C", in: "FJ") && Territory.isCode("BD-13", in: nil) && !Territory.isCode("FJ-C", in: "BD"))
        for wrong in ["", "FJ", "FJ-", "fj-c", "XX-1", "FJ-CCCC", "FJ-C-D", "FJ-ক"] { #expect(!Territory.isCode(wrong, in: nil), "\(wrong)") }
    }

    @Test(arguments: Engine.allCases)
    func whoIsAwayIsCovered(on engine: Engine) async throws {
        try await DeliveryHouse.open(on: engine) { browser, house in
            try await browser.visit("/as/officer")
            try await browser.visit("/work/absences")
            let days: [String: Entry] = [
                "First day / Day": "23", "First day / Month": "11", "First day / Year": "2026", "Last day / Day": "27",
                "Last day / Month": "11", "Last day / Year": "2026",
            ]
            let selfish = try await browser.submit(days.merging(["Who is away": "The officer", "Who covers": "The officer"]) { $1 }, button: "Note it")
            #expect(selfish.status == 422 && selfish.errors["Who covers"] == "Nobody covers for themselves. Choose somebody else.")
            let noted = try await browser.submit(["Who covers": "The colleague"], button: "Note it")
            #expect(noted.has("Noted.") && noted.has("27 November 2026"))
            let twice = try await browser.submit(
                days.merging(["Who is away": "The officer", "Who covers": "The colleague"]) { $1 }, button: "Note it")
            #expect(twice.status == 422 && twice.has("noted as away on some of these days already"))
            let day = try #require(Day("2026-11-25"))
            let current = try await house.test.database.read { try AbsenceStore.current($0, on: day) }
            let absence = try #require(current.first)
            #expect(Cover.people(atDeskOf: absence.cover, on: day, current) == [absence.person, absence.cover])
            #expect(Cover.people(atDeskOf: absence.person, on: day, current).isEmpty)
            // A colleague cannot take it back; the manager can.
            let colleague = browser.stranger()
            try await colleague.visit("/as/colleague")
            #expect(try await !colleague.visit("/work/absences").body.contains("/remove"))
            try await colleague.visit("/as/manager")
            try await colleague.visit("/work/absences")
            #expect(try await colleague.submit(button: "Remove The officer").has("Nobody is away."))
        }
    }

    /// Whatever absences there are: each person's work is on exactly one desk, and never on that of somebody who is away, unless
    /// everybody down the line is.
    @Test func eachPersonsWorkIsOnOneDesk() {
        var random = SeededGenerator(seed: 5)
        let people = (0..<6).map { _ in ID<Person>(at: FixedClock.start) }
        for _ in 0..<2_000 {
            let absences = (0..<Int.random(in: 0...8, using: &random)).compactMap { _ -> Absence? in
                guard let person = people.randomElement(using: &random), let cover = people.randomElement(using: &random), person != cover else {
                    return nil
                }
                let first = Int.random(in: 100...110, using: &random)
                return Absence(
                    id: ID(at: FixedClock.start), person: person, cover: cover, first: Day(number: first),
                    last: Day(number: first + Int.random(in: 0...5, using: &random)))
            }
            let day = Day(number: Int.random(in: 98...116, using: &random))
            func isAway(_ person: ID<Person>) -> Bool { absences.contains { $0.person == person && ($0.first...$0.last).contains(day) } }
            var desks: [ID<Person>: Int] = [:]
            for desk in people { for person in Cover.people(atDeskOf: desk, on: day, absences) { desks[person, default: 0] += 1 } }
            for person in people {
                #expect(desks[person] == 1)
                let worker = Cover.worker(for: person, on: day, absences)
                if !isAway(person) { #expect(worker == person) }
                if isAway(worker) { #expect(worker == person) }
            }
        }
    }
}
