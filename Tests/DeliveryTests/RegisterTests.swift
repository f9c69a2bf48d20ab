import Foundation
import Platform
import SQL
import TestSupport
import Testing
import Web

@testable import Delivery

/// Registering many at once, twice, and by the wrong people, on both engines.
struct RegisterTests {
    private static let body = """
        {"service": "poverty-benefit-scheme", "answers": {"applicant.name": "Sione", "birth": "1990-02-03",
         "place": "Suva", "household": 4, "income": 12.5, "work": "nobody", "children": false}}
        """

    /// What `body` asks for, and what it rests on.
    private static func application(_ house: DeliveryHouse) async throws -> (CaseApplication, CaseGrounds) {
        let input = try JSONDecoder().decode(CaseAPI.Input.self, from: Data(body.utf8))
        let grounds = try await house.test.database.read { try CaseGrounds.read($0, slug: input.service, office: nil) }
        return (
            CaseApplication(service: grounds.service, answers: input.answers.mapValues(\.values), language: "en", channel: .api), grounds
        )
    }

    @Test(arguments: Engine.allCases)
    func oneKeyMakesOneCaseHoweverManyAskAtOnce(on engine: Engine) async throws {
        try await DeliveryHouse.open(on: engine) { _, house in
            let now = house.test.clock.now
            let act = Act(.test, at: now)
            let input = try JSONDecoder().decode(CaseAPI.Input.self, from: Data(Self.body.utf8))
            let sealed = try SealedAnswer(key: "a-key-at-random-0002", input: input, caller: "test")
            let database = house.test.database
            let (application, grounds) = try await Self.application(house)
            let answers = try await withThrowingTaskGroup(of: String.self) { group in
                for number in 0..<12 {
                    let checked = try CheckedCase(application, grounds, act)
                    group.addTask {
                        try await database.writeAudited(asking: sealed.known.and(RegisterCase.ground(checked))) { connection, asked in
                            if let known = asked.0 { return known }
                            _ = try RegisterCase.write(connection, act, checked, on: asked.1)
                            try sealed.save(connection, "answer \(number)", at: now)
                            return "answer \(number)"
                        }
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(answers.count == 12 && Set(answers).count == 1)
            let (cases, counted, due) = try await Self.counts(house)
            #expect(cases == 1 && counted == 1 && due == 1)
        }
    }

    /// What is kept of a service between two requests never outlives a change of the service.
    @Test(arguments: Engine.allCases)
    func aChangedServiceIsSeenByTheNextRequest(on engine: Engine) async throws {
        try await DeliveryHouse.open(on: engine) { browser, house in
            try await browser.visit("/as/operator")
            let database = house.test.database
            func register() async throws -> Int {
                try await browser.json(.post, "/api/v1/cases", headers: ["sec-fetch-site": "same-origin"], Self.body).status
            }
            func change(_ state: Service.State) async throws {
                try await database.write { _ = try $0.execute("UPDATE service SET state = \(state.rawValue) WHERE slug = 'poverty-benefit-scheme'") }
            }
            #expect(try await register() == 201)
            #expect(try await register() == 201)
            try await change(.closed)
            #expect(try await register() == 403)
            try await change(.open)
            #expect(try await register() == 201)
            try await house.revise("poverty-benefit-scheme") { $0.deadline.limit = 12 }
            #expect(try await register() == 201)
            let versions = try await database.read { connection in
                try connection.query("SELECT service_version FROM case_record ORDER BY service_version").map { try $0["service_version"] as Int }
            }
            #expect(versions == [1, 1, 1, 2])
        }
    }

    private static func counts(_ house: DeliveryHouse) async throws -> (cases: Int?, counted: Int?, due: Int?) {
        try await house.test.database.read { connection in
            (
                try connection.value("SELECT COUNT(*) FROM case_record"),
                try connection.value("SELECT CAST(SUM(cases) AS BIGINT) FROM case_count"),
                try connection.value("SELECT CAST(SUM(cases) AS BIGINT) FROM case_due_count")
            )
        }
    }

    @Test(arguments: Engine.allCases)
    func manyAtOnceAreAllCounted(on engine: Engine) async throws {
        try await DeliveryHouse.open(on: engine) { _, house in
            let act = Act(.test, at: house.test.clock.now)
            let database = house.test.database
            let (sound, _) = try await Self.application(house)
            let similar = try await withThrowingTaskGroup(of: Int.self) { group in
                for number in 0..<40 {
                    // Every fourth fails, and only itself: nobody answered what they were asked.
                    var application = sound
                    if number % 4 == 3 { application.answers = [:] }
                    group.addTask { [application] in
                        do {
                            return try await database.write { try RegisterCase.run($0, act, application).similar.count }
                        } catch is Refusal {
                            return -1
                        }
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(similar.count { $0 == -1 } == 10)
            // The first looks like no other; the others are told of at most five.
            #expect(similar.count { $0 == 0 } == 1 && similar.max() == 5)
            let (cases, counted, due) = try await Self.counts(house)
            #expect(cases == 30 && counted == 30 && due == 30)
        }
    }

    /// They ask together what looks like them, before any of them is written.
    @Test(arguments: Engine.allCases)
    func applicationsThatComeTogetherAreToldOfEachOther(on engine: Engine) async throws {
        try await DeliveryHouse.open(on: engine) { _, house in
            let act = Act(.test, at: house.test.clock.now)
            let database = house.test.database
            let (application, grounds) = try await Self.application(house)
            let similar = try await withThrowingTaskGroup(of: [String].self) { group in
                for _ in 0..<12 {
                    let checked = try CheckedCase(application, grounds, act)
                    group.addTask {
                        try await database.writeAudited(asking: RegisterCase.ground(checked)) { connection, ground in
                            try RegisterCase.write(connection, act, checked, on: ground).similar
                        }
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(similar.count(where: \.isEmpty) == 1)
            #expect(similar.map(\.count).max() == 5 && similar.allSatisfy { Set($0).count == $0.count })
        }
    }

    @Test(arguments: Engine.allCases)
    func whatChangedMeanwhileIsCheckedAnew(on engine: Engine) async throws {
        try await DeliveryHouse.open(on: engine) { _, house in
            let act = Act(.test, at: house.test.clock.now)
            let database = house.test.database
            let (application, grounds) = try await Self.application(house)
            let checked = try CheckedCase(application, grounds, act)
            // The number is taken: another is made.
            try await database.write { _ = try RegisterCase.write($0, act, checked) }
            let second = try await database.write { try RegisterCase.write($0, act, checked) }
            #expect(second.record.reference != checked.record.reference && second.code != checked.code)
            // The service was closed between looking and writing.
            try await database.write { try $0.execute("UPDATE service SET state = 'closed'") }
            await #expect(throws: Refusal.denied(.deny("case.obstacle.service-closed"))) {
                try await database.write { _ = try RegisterCase.write($0, act, checked) }
            }
        }
    }

    @Test(arguments: Engine.allCases)
    func visitorsReachNoClosedPage(on engine: Engine) async throws {
        try await DeliveryHouse.open(on: engine) { browser, _ in
            let routes = Delivery.room().routes.map {
                (method: $0.method.rawValue, path: $0.path, isOpen: $0.access.check(.anonymous).allowed)
            }
            let called = try await expectVisitorsAreRefused(routes, by: browser)
            #expect(called > 20)
        }
    }

    @Test(arguments: Engine.allCases)
    func guessingIsSlow(on engine: Engine) async throws {
        try await DeliveryHouse.open(on: engine) { citizen, house in
            let (reference, _) = try await house.apply(citizen)
            let thief = citizen.stranger()
            var statuses: [Int] = []
            for number in 0..<24 {
                try await thief.visit("/track")
                statuses.append(
                    try await thief.submit(["Number": .text(reference), "Code": .text("AAAA-BBBB-\(1000 + number)")], button: "Show my request")
                        .status)
            }
            #expect(statuses.prefix(20).allSatisfy { $0 == 422 } && statuses.last == 429)
        }
    }
}
