import Foundation
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import Platform
import SQL
import ServiceLifecycle
import TestSupport
import Testing

@testable import Web

/// What only a real socket shows.
@Suite struct LiveTests {
    /// A gate that a handler waits at until the test opens it.
    actor Gate {
        private var isOpen = false
        private var arrived = false
        private var waiting: [CheckedContinuation<Void, Never>] = []
        private var watching: [CheckedContinuation<Void, Never>] = []

        func pass() async {
            arrived = true
            for one in watching { one.resume() }
            watching = []
            if !isOpen { await withCheckedContinuation { waiting.append($0) } }
        }

        func untilSomebodyWaits() async {
            if !arrived { await withCheckedContinuation { watching.append($0) } }
        }

        func open() {
            isOpen = true
            for one in waiting { one.resume() }
            waiting = []
        }
    }

    @Test(.timeLimit(.minutes(15)))
    func aStopFinishesWhatIsInFlight() async throws {
        try await withServices(
            on: .sqlite, migrations: platformMigrations + webMigrations,
            languages: [Catalogue.platformFolder, WebRoom.languages]
        ) { test in
            let gate = Gate()
            let room = Room(
                name: "slow",
                routes: [
                    .get("/slow", .everyone) { _ in
                        await gate.pass()
                        return .text("finished")
                    }
                ], languages: nil)
            let log = LogLines()
            let port = AsyncStream.makeStream(of: Int.self)
            let application = try buildApplication(
                rooms: [room], services: test.services,
                settings: WebSettings(port: 0, accessLog: AccessLog { log.add($0) }),
                onRunning: { port.continuation.yield($0) })
            let group = ServiceGroup(
                configuration: .init(services: [application], logger: Logger(label: "test")))
            try await withThrowingTaskGroup(of: Void.self) { tasks in
                tasks.addTask { try await group.run() }
                let number = try #require(await port.stream.first { _ in true })
                let answer = Task { try await RawClient.get("/slow", port: number) }
                await gate.untilSomebodyWaits()
                await group.triggerGracefulShutdown()
                await gate.open()
                #expect(try await answer.value.hasSuffix("finished"))
                try await tasks.waitForAll()
            }
            // The last lines of the log are written before the program ends.
            #expect(log.text.contains("route=/slow status=200"))
        }
    }

    @Test(.timeLimit(.minutes(15)))
    func aConnectionIsKeptForTheNextRequest() async throws {
        try await TestHouse.open(isLive: true) { browser, _ in
            for _ in 0..<3 { #expect(try await browser.request(.get, "/").status == 200) }
            // A refused body is read away, so that the connection still serves.
            for (size, status) in [(3000, 415), (20_000, 413)] {
                let refused = try await browser.request(
                    .post, "/form", headers: ["content-type": "text/plain", "sec-fetch-site": "same-origin"],
                    body: Array(repeating: 65, count: size))
                #expect(refused.status == status)
                #expect(refused.header("connection") == nil)
                #expect(try await browser.request(.get, "/").status == 200)
            }
        }
    }

    @Test(.timeLimit(.minutes(15)), arguments: [
        ("chunked without end", "POST /form HTTP/1.1\r\nHost: x\r\nSec-Fetch-Site: same-origin\r\nContent-Type: application/x-www-form-urlencoded\r\nTransfer-Encoding: chunked\r\n\r\n", 413),
        ("a body that nobody asked for", "GET / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n", 200),
    ])
    func aBodyWithoutEndIsCutOff(name: String, head: String, status: Int) async throws {
        try await TestHouse.open(isLive: true) { browser, _ in
            let port = try #require(browser.port)
            let chunk = "4000\r\n" + String(repeating: "a", count: 0x4000) + "\r\n"
            let answer = try await RawClient.send(head, thenForEver: chunk, port: port)
            #expect(answer.hasPrefix("HTTP/1.1 \(status)"), "\(name)")
            #expect(try await browser.request(.get, "/healthz").status == 200)
        }
    }

    @Test(.timeLimit(.minutes(15)))
    func headersAreBounded() async throws {
        try await TestHouse.open(isLive: true) { browser, _ in
            let port = try #require(browser.port)
            let long = "GET / HTTP/1.1\r\nHost: x\r\nX: \(String(repeating: "a", count: 40_000))\r\n\r\n"
            #expect(try await RawClient.send(long, thenForEver: "", port: port).hasPrefix("HTTP/1.1 400"))
            let many = "GET / HTTP/1.1\r\nHost: x\r\n" + String(repeating: "X: a\r\n", count: 300) + "\r\n"
            #expect(try await RawClient.send(many, thenForEver: "", port: port).hasPrefix("HTTP/1.1 400"))
        }
    }
}
