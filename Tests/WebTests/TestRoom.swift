import Foundation
import HTML
import Hummingbird
import Platform
import SQL
import TestSupport

@testable import Web

/// A small room with one of everything, for the tests of the web itself.
enum TestRoom {
    struct Note: Codable, Equatable {
        struct Place: Codable, Equatable { var country: String }

        var title: String
        var count: Int
        var places: [Place]
    }

    struct Unexpected: Error {}

    static let noteSchema = Schema.component(
        "Note",
        .object([
            .field("title", .string(max: 80), "In a line"), .field("count", .integer(min: 0)),
            .field("places", .array(of: .object([.field("country", .string(min: 2, max: 2))]))),
            .optional("parent", .nullable(.component("Note", .any))),
        ]))

    static let room = Room(
        name: "test", routes: pages + forms + api,
        navigation: [
            NavigationItem(key: "problem.home", path: "/", access: .everyone, area: .publicArea),
            NavigationItem(key: "layout.menu", path: "/work", access: .signedIn, area: .workArea),
        ], languages: nil)

    static let pages: [Route] = [
        .get("/", .everyone) { call in call.page(title: "Welcome", canonical: "/", body: "<h1>Welcome</h1>\n") },
        .get("/notes/{name}", .everyone) { call in
            let name = try call.parameters["name"]
            return call.page(title: name, body: "<h1>\(name)</h1><p>\(call.query["q"])</p>\n")
        },
        .get("/work", .signedIn) { call in
            call.page(title: "Work", isPrivate: true, body: "<h1>\(call.principal.name)</h1>\n")
        },
        .get("/review", .roles(.reviewer)) { call in call.page(title: "Review", body: "<h1>Review</h1>\n") },
        .get("/long", .everyone) { call in
            call.page(title: "Long", body: "<p>\(HTML(text: String(repeating: "long ", count: 2000)))</p>\n")
        },
        .get("/broken", .everyone) { _ in throw Unexpected() },
        .get("/busy", .everyone) { _ in throw DatabaseError(.busy, message: "the database was locked") },
        .get("/stream", .everyone) { _ in
            Reply.stream(
                type: "text/csv",
                AsyncThrowingStream<[UInt8], any Error> { stream in
                    for row in 0..<3 { stream.yield(Array("row \(row)\n".utf8)) }
                    stream.finish()
                }
            ).download("Noté.csv")
        },
        .get("/limited", .everyone, rate: RateLimit(bucket: "test", limit: 2, per: .minutes(1))) { _ in
            .text("ok")
        },
    ]

    static let forms: [Route] = [
        .get("/form", .everyone) { call in form(call) },
        .post("/form", .everyone, body: .form(limit: 4096)) { call in
            let form = try await call.form()
            var errors = FieldErrors()
            if form["title"] == nil { errors.add("title", "layout.skip") }
            guard errors.isEmpty else { return Self.form(call, values: form.values, errors: errors) }
            return .redirect(to: "/", flash: Flash("problem.ask-with", ["id": form["title"] ?? ""]))
        },
        .post("/upload", .everyone, body: .multipart(limit: 1 << 20, fileLimit: 64 * 1024)) { call in
            let multipart = try call.multipart()
            var seen: [String] = []
            while let part = try await multipart.next() {
                switch part {
                case .field(let name, let value): seen.append("\(name)=\(value)")
                case .file(let file):
                    var size = 0
                    for try await bytes in file.bytes { size += bytes.count }
                    seen.append("\(file.name):\(file.fileName):\(file.mediaType ?? ""):\(size)")
                }
            }
            return .text(seen.joined(separator: "\n"))
        },
        .post("/sign-in-as/{person}", .everyone, body: .form()) { call in
            let person = try call.parameters.id("person", of: Person.self)
            let isPending = try await call.form().has("pending")
            let new = try await call.services.database.write { connection in
                try Sessions.start(
                    connection, person: person, at: call.now, replacing: call.session?.id, device: call.device,
                    isPending: isPending)
            }
            return Reply.redirect(to: "/work").starting(new)
        },
        .post("/sign-out", .everyone) { call in
            if let session = call.session {
                try await call.services.database.write { try Sessions.end($0, session.id) }
            }
            return Reply.redirect(to: "/").endingSession()
        },
    ]

    static let api: [Route] = [
        .get(
            "/api/v1/notes", .everyone,
            operation: Operation(
                id: "listNotes", tag: "Notes", summary: "Notes", parameters: Parameter.page,
                responses: [.ok: Answer("A page of notes", .page(of: noteSchema))])
        ) { call in
            let page = try call.pageRequest()
            let first = try page.cursor.map { Int(try Cursor.decode($0, count: 1)[0]) ?? 0 } ?? 0
            let items = (first..<min(first + page.limit, 25)).map { Note(title: "Note \($0)", count: $0, places: []) }
            let end = first + page.limit
            return try call.list(items: items, next: end < 25 ? Cursor.encode([String(end)]) : nil)
        },
        .put(
            "/api/v1/notes/{id}", .signedIn, body: .json(limit: 2048),
            operation: Operation(
                id: "putNote", tag: "Notes", summary: "Change a note",
                parameters: [.path("id", .string(), "The note"), Parameter.ifMatch], request: noteSchema,
                responses: [.ok: Answer("The note", noteSchema)])
        ) { call in
            try call.requireMatch(etag: "v1")
            return try Reply.json(try await call.json(Note.self)).etag("v2")
        },
        .post("/api/v1/echo", .everyone, body: .json(limit: 2048)) { call in
            try Reply.json(try await call.json(Note.self))
        },
    ]

    static func form(_ call: Call, values: [String: [String]] = [:], errors: FieldErrors? = nil) -> Reply {
        let controls = call.controls(values: values, errors: errors)
        return call.page(
            title: "A form", status: errors == nil ? .ok : .unprocessable,
            body: """
                <h1>A form</h1>\(controls.errorSummary("Please mend"))
                \(HTML.form(action: "/form", """
                    \(controls.text("title", label: "Title"))\
                    \(controls.textArea("text", label: "Text"))\(HTML.button("Save"))
                    """))
                """)
    }
}

/// A running application over the test room, on a fresh database.
struct TestHouse: Sendable {
    let test: TestServices
    let application: any ApplicationProtocol
    let log: LogLines

    static func open(
        on engine: Engine = .sqlite, isLive: Bool = false, baseURL: String = "http://127.0.0.1:8080",
        bearer: (@Sendable (String) async throws -> Principal?)? = nil,
        _ body: @Sendable (Browser, TestHouse) async throws -> Void
    ) async throws {
        try await withServices(
            on: engine, migrations: platformMigrations + webMigrations,
            languages: [Catalogue.platformFolder, WebRoom.languages], baseURL: baseURL
        ) { test in
            let log = LogLines()
            let settings = WebSettings(
                baseURL: baseURL, bearer: bearer, accessLog: AccessLog { log.add($0) })
            let application = try buildApplication(
                rooms: [TestRoom.room], services: test.services, settings: settings)
            let house = TestHouse(test: test, application: application, log: log)
            try await Browser.open(application, isLive: isLive) { browser in try await body(browser, house) }
        }
    }

    /// Somebody who can sign in.
    func person(_ name: String = "Officer", language: String = "en") async throws -> Person {
        let person = Person(
            id: test.services.newID(), name: name, email: "\(name.lowercased())@example.org", language: language,
            state: .active)
        let now = test.clock.now
        try await test.database.write { try PeopleStore.insert($0, person, by: .test, at: now) }
        return person
    }
}

extension Browser {
    func signIn(_ person: Person, pending: Bool = false) async throws -> WebPage {
        try await request(
            .post, "/sign-in-as/\(person.id)",
            headers: ["content-type": "application/x-www-form-urlencoded", "sec-fetch-site": "same-origin"],
            body: Array((pending ? "pending=1" : "x=1").utf8))
    }
}
