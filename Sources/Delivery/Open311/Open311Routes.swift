import Platform
import SQL
import Web

/// Open311 GeoReport v2, in XML and JSON, at a production and a test endpoint. The test endpoint checks everything and keeps nothing.
enum Open311Routes {
    static let routes: [Route] =
        Open311Format.allCases.flatMap { format -> [Route] in
            [
                Route.forPrograms(.get, "/open311/discovery.\(format)", rate: rate) { call in
                    let changed = try await call.services.database.read { try Open311Store.changed($0) }
                    return Open311Answers.discovery(call.services.url, call.words, changed: changed).reply(format)
                        .cached(.publicFor(.minutes(5)))
                }
            ]
        } + endpoint("/open311/v2", isTest: false) + endpoint("/open311/test/v2", isTest: true)

    /// What no handler sees is refused in the format of this interface, too.
    static let voice = ErrorVoice(below: "/open311/") { problem, path, call in
        Open311Error(problem, call.words).reply(Open311Format(path: path))
    }

    private static let rate = RateLimit(bucket: "open311", limit: 600, per: .minutes(1))

    private static func endpoint(_ base: String, isTest: Bool) -> [Route] {
        Open311Format.allCases.flatMap { format -> [Route] in
            [
                Route.forPrograms(.get, "\(base)/services.\(format)", rate: rate) { try await answer($0, format, services) },
                Route.forPrograms(.get, "\(base)/requests.\(format)", rate: rate) { try await answer($0, format, requests) },
                Route.forPrograms(.post, "\(base)/requests.\(format)", body: .form(), rate: rate) { call in
                    try await answer(call, format) { try await post($0, isTest: isTest) }
                },
            ]
        } + [
            Route.forPrograms(.get, "\(base)/services/{name}", rate: rate) { try await named($0, definition) },
            Route.forPrograms(.get, "\(base)/requests/{name}", rate: rate) { try await named($0, request) },
            Route.forPrograms(.get, "\(base)/tokens/{name}", rate: rate) { try await named($0, token) },
        ]
    }

    // MARK: Answering

    private static func answer(
        _ call: Call, _ format: Open311Format, _ body: (Call) async throws -> Open311Document
    ) async throws -> Reply {
        do {
            return try await body(call).reply(format).cached(.never)
        } catch {
            guard let refusal = Open311Error.made(of: error, call.words) else { throw error }
            return refusal.reply(format)
        }
    }

    /// `NAME.xml` or `NAME.json`; without either, XML, which every client reads.
    private static func named(_ call: Call, _ body: (Call, String) async throws -> Open311Document) async throws -> Reply {
        let given = try call.parameters["name"]
        let format = Open311Format(path: given)
        let name = given.hasSuffix(".\(format)") ? String(given.dropLast(format.rawValue.count + 1)) : given
        return try await answer(call, format) { call in
            guard !name.isEmpty else { throw Open311Error(400, call.words("open311.error.nameless")) }
            return try await body(call, name)
        }
    }

    /// The country whose services are asked for; nil for all.
    private static func country(_ connection: any Connection, _ jurisdiction: String?, _ words: Words) throws -> String? {
        guard let jurisdiction else { return nil }
        let code = jurisdiction.uppercased()
        guard code.utf8.count == 2, try Open311Store.knows(connection, country: code) else {
            throw Open311Error(404, words("open311.error.jurisdiction"))
        }
        return code
    }

    // MARK: Reading

    private static func services(_ call: Call) async throws -> Open311Document {
        let (words, jurisdiction) = (call.words, call.query["jurisdiction_id"])
        return try await call.services.database.read { connection in
            let found = try Open311Store.services(connection, country: try country(connection, jurisdiction, words))
            var groups: [ID<Service>: String] = [:]
            for service in found { groups[service.id] = try PeopleStore.organisation(connection, service.organisation)?.name }
            return Open311Answers.services(found, groups: groups, words)
        }
    }

    private static func definition(_ call: Call, _ code: String) async throws -> Open311Document {
        let (words, jurisdiction) = (call.words, call.query["jurisdiction_id"])
        return try await call.services.database.read { connection in
            let country = try country(connection, jurisdiction, words)
            guard let service = try Open311Store.service(connection, code, country: country) else {
                throw Open311Error(404, words("open311.error.service"))
            }
            return Open311Form(service.definition).document(service, words)
        }
    }

    private static func requests(_ call: Call) async throws -> Open311Document {
        let (words, jurisdiction) = (call.words, call.query["jurisdiction_id"])
        let query = try Open311Query(call.query, now: call.now, words)
        return try await call.services.database.read { connection in
            let country = try country(connection, jurisdiction, words)
            return Open311Answers.requests(try Open311Store.list(connection, query, country: country), words)
        }
    }

    private static func request(_ call: Call, _ id: String) async throws -> Open311Document {
        Open311Answers.requests([try await find(call, id)], call.words)
    }

    private static func find(_ call: Call, _ id: String) async throws -> Open311Case {
        let (words, jurisdiction) = (call.words, call.query["jurisdiction_id"])
        let query = try Open311Query(Fields([("service_request_id", id)]), now: call.now, words)
        let found = try await call.services.database.read { connection in
            try Open311Store.list(connection, query, country: try country(connection, jurisdiction, words))
        }
        guard let first = found.first, query.ids.count == 1 else { throw Open311Error(404, words("open311.error.request")) }
        return first
    }

    /// Every request has its number at once, so its token is that number.
    private static func token(_ call: Call, _ id: String) async throws -> Open311Document {
        Open311Answers.token(try await find(call, id).reference)
    }

    // MARK: Asking

    /// Undoes the transaction of a test, with what would have been.
    private struct OnlyATest: Error {
        let made: RegisterCase.Registered
    }

    private static func post(_ call: Call, isTest: Bool) async throws -> Open311Document {
        let (words, form) = (call.words, try await call.form())
        guard let principal = try await call.principal(ofToken: form.raw("api_key") ?? ""),
            case .token(_, _, let scopes) = principal.kind, scopes.contains(.write) || scopes.contains(.admin)
        else { throw Open311Error(403, words("open311.error.key")) }
        let request = try Open311Request(form, words)
        let act = Act(principal, at: call.now)
        let made: RegisterCase.Registered
        do {
            made = try await call.services.database.write { connection in
                let country = try country(connection, request.jurisdiction, words)
                guard let service = try Open311Store.service(connection, request.service, country: country) else {
                    throw Open311Error(404, words("open311.error.service"))
                }
                let made = try register(connection, act, request, service, words)
                if isTest { throw OnlyATest(made: made) }
                return made
            }
        } catch let test as OnlyATest {
            made = test.made
        }
        let notice = words("open311.notice", ["url": call.services.url("/track"), "code": made.code])
        return Open311Answers.created(made.record.reference, notice: notice)
    }

    /// What the service does not ask for is a note to the office, so that nothing that somebody wrote is lost.
    private static func register(
        _ connection: any Connection, _ act: Act, _ request: Open311Request, _ service: Service, _ words: Words
    ) throws -> RegisterCase.Registered {
        let form = Open311Form(service.definition)
        let answers = form.answers(request)
        let misplaced = AnswerShape.issues(form.attributes, request.attributes)
        guard misplaced.isEmpty else { throw Open311Error(misplaced, words) { "attribute[\($0)]" } }
        let application = CaseApplication(service: service, answers: answers, language: words.language, channel: .open311)
        let made: RegisterCase.Registered
        do {
            made = try RegisterCase.run(connection, act, application)
        } catch Refusal.invalid(let issues) {
            throw Open311Error(issues, words, named: form.parameter)
        } catch let found as FieldIssues {
            throw Open311Error(found.issues, words, named: form.parameter)
        }
        let rest = form.unasked(request)
        if !rest.isEmpty {
            var facts = CaseFacts()
            facts.reason = String(rest.joined(separator: "\n").prefix(4_000))
            // Whoever may ask for something need not work in the office, so the note is the interface's own.
            try ActOnCase.run(connection, Act(.program("open311"), at: act.now), made.record, .note, as: .officer, facts)
        }
        return made
    }
}
