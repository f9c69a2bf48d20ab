import Platform
import SQL
import Synchronization
import TestSupport
import Web

@testable import Delivery

/// Answers every request with one status, and keeps what was asked.
final class RecordingOutbound: OutboundHTTP {
    private let kept = Mutex<[OutboundRequest]>([])
    private let answer = Mutex(202)

    var requests: [OutboundRequest] { kept.withLock { $0 } }
    func answer(_ status: Int) { answer.withLock { $0 = status } }

    func send(_ request: OutboundRequest) async throws -> OutboundAnswer {
        kept.withLock { $0.append(request) }
        return OutboundAnswer(status: answer.withLock { $0 })
    }
}

/// Nothing listens there.
struct RefusedOutbound: OutboundHTTP {
    func send(_ request: OutboundRequest) async throws -> OutboundAnswer { throw OutboundFailure.unreachable }
}

/// Takes everything and never says a word.
struct BlackholeOutbound: OutboundHTTP {
    func send(_ request: OutboundRequest) async throws -> OutboundAnswer { throw OutboundFailure.timeOut }
}

extension TextSettings {
    static let test = TextSettings(
        url: "http://127.0.0.1:13013/cgi-bin/sendsms", user: "sangam", password: "in & out", sender: "8765",
        secret: "a-secret-for-the-tests", country: "679")
}

extension DeliveryHouse {
    /// Does all jobs that are due now; failed ones wait for later.
    func runJobs(_ lines: Lines) async throws {
        let room = Delivery.room(lines)
        _ = try await JobRunner(handlers: room.jobs + [Mail.handler], services: test.services).runDue()
    }

    /// Applies by the API and gives number and code.
    func register(
        _ browser: Browser, service: String = "poverty-benefit-scheme", language: String = "en", _ answers: String
    ) async throws -> (reference: String, code: String) {
        browser.headers = ["authorization": "Bearer operator"]
        let made = try await browser.json(
            .post, "/api/v1/cases", #"{"service": "\#(service)", "language": "\#(language)", "answers": {\#(answers)}}"#)
        browser.headers = [:]
        guard made.status == 201 else { throw RecordMissing(kind: "case", id: made.body) }
        let answer = try JSONValue(parsing: made.body)
        return (answer["reference"]?.text ?? "", answer["accessCode"]?.text ?? "")
    }

    static let household =
        #""birth": "1990-02-03", "place": "Suva", "household": 4, "income": 12.5, "work": "nobody", "children": false"#

    func act(_ browser: Browser, _ reference: String, _ body: String) async throws -> WebPage {
        browser.headers = ["authorization": "Bearer officer"]
        defer { browser.headers = [:] }
        return try await browser.json(.post, "/api/v1/cases/\(reference)/events", body)
    }

    func notices() async throws -> [Notice] {
        try await test.database.read { try NoticeStore.list($0, of: nil, for: .program("test"), before: nil, limit: 100) }.reversed()
    }
}
