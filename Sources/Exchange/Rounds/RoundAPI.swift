import Platform
import SQL
import Web

/// Rounds for programs: solving a file, and reading those that are kept.
enum RoundAPI {
    private static let limit = 8 * 1024 * 1024

    static let routes: [Route] = [
        .get("/api/v1/rounds", .signedIn, operation: Operations.list, handler: list),
        .get("/api/v1/rounds/{slug}", .signedIn, operation: Operations.get, handler: get),
        .get("/api/v1/rounds/{slug}/result", .signedIn, operation: Operations.result, handler: result),
        .post(
            "/api/v1/rounds/solve", .signedIn, body: .json(limit: limit),
            rate: RateLimit(bucket: "rounds", limit: 10, per: .minutes(1), key: .person), operation: Operations.solve, handler: solve),
    ]

    private static func method(_ call: Call) throws -> (RoundMethod, RoundSide) {
        let (method, proposing) = (call.query["method"] ?? RoundMethod.deferredAcceptance.rawValue, call.query["proposing"] ?? RoundSide.proposers.rawValue)
        guard let chosen = RoundMethod(rawValue: method), let side = RoundSide(rawValue: proposing) else {
            throw Problem.badRequest("problem.round-method")
        }
        return (chosen, side)
    }

    @Sendable private static func solve(_ call: Call) async throws -> Reply {
        let (method, proposing) = try method(call)
        let bytes = try await call.bytes()
        return try await answering {
            let input = try RoundFile.read(bytes)
            let result = await RoundSolver.solveAside(input, method: method, proposing: proposing)
            return try Reply.json(RoundAnswer(result, input, words: call.words))
        }
    }

    @Sendable private static func list(_ call: Call) async throws -> Reply {
        let page = try call.pageRequest()
        var after: ID<Round>?
        if let cursor = page.cursor {
            after = ID(try Cursor.decode(cursor, count: 1)[0])
            if after == nil { throw Problem.badRequest("problem.bad-cursor") }
        }
        let last = after
        let rounds = try await call.services.database.read {
            try RoundStore.list($0, for: call.principal, after: last, limit: page.limit + 1)
        }
        let shown = rounds.prefix(page.limit)
        let next = rounds.count > page.limit ? shown.last.map { Cursor.encode([$0.id.description]) } : nil
        return try call.list(items: shown.map { RoundDocument($0, call.services) }, next: next)
    }

    @Sendable private static func get(_ call: Call) async throws -> Reply {
        let slug = try call.parameters["slug"]
        let round = try await answering {
            try await call.services.database.read { try RoundPages.read($0, slug, for: call.principal).round }
        }
        return try Reply.json(RoundDocument(round, call.services)).etag(String(round.version))
    }

    /// What a method gives for a round as its lists stand: for those who run it.
    @Sendable private static func result(_ call: Call) async throws -> Reply {
        let slug = try call.parameters["slug"]
        let (method, proposing) = try method(call)
        let assembly = try await answering {
            try RoundAccess.mayManage(call.principal).orRefuse()
            return try await call.services.database.read { connection in
                let (round, members) = try RoundPages.read(connection, slug, for: call.principal)
                return RoundAssembly(round, members)
            }
        }
        let result = await RoundSolver.solveAside(assembly.input, method: method, proposing: proposing)
        return try Reply.json(RoundAnswer(result, assembly.input, words: call.words))
    }
}

/// A round as programs see it.
struct RoundDocument: Encodable, Sendable {
    let id, slug, name, url: String
    let event: String?
    let state: Round.State
    let date: String?
    let slots, tables, slotMinutes: Int
    /// Null while none stands.
    let pairs: [[String]]?

    init(_ round: Round, _ services: Services) {
        id = round.id.description
        (slug, name, event, state) = (round.slug, round.name, round.event, round.state)
        url = services.url(RoundPages.path(round.slug))
        date = round.plan.date.isEmpty ? nil : round.plan.date
        (slots, tables, slotMinutes) = (round.plan.slots, round.plan.tables, round.plan.slotMinutes)
        pairs = round.outcome?.pairs
    }
}

extension RoundAPI {
    enum Operations {
        private static let tag = "Rounds"
        private static let slug = Parameter.path("slug", .string(), "The end of the round's address.")
        private static let pairs = Schema.array(of: .array(of: .string()))
        private static let choice = [
            Parameter.query("method", .choice(RoundMethod.allCases.map(\.rawValue)), "deferred-acceptance unless it is said."),
            Parameter.query("proposing", .choice(RoundSide.allCases.map(\.rawValue)), "Who proposes; proposers unless it is said."),
        ]
        private static let round = Schema.component(
            "Round",
            .object([
                .field("id", .uuid), .field("slug", .string()), .field("name", .string()), .field("url", .uri),
                .optional("event", .string()), .field("state", .choice(Round.State.allCases.map(\.rawValue))),
                .optional("date", .date), .field("slots", .integer()), .field("tables", .integer()), .field("slotMinutes", .integer()),
                .optional("pairs", pairs, "Of the published result: who asks, what is offered."),
            ]))
        private static let answer = Schema.component(
            "RoundAnswer",
            .object([
                .field("pairs", pairs), .field("blockingPairs", pairs, "Who would rather meet each other."),
                .field(
                    "unmatched",
                    .array(of: .object([.field("id", .string()), .field("side", .string()), .field("reason", .string()), .field("code", .string())]))),
                .field("totalFit", .nullable(.number)), .field("pairsWithoutFit", .integer()), .field("unlistedPairs", pairs),
                .field("method", .string()), .optional("proposing", .string()),
                .field("guarantee", .object([.field("code", .string()), .field("text", .string())])),
                .optional("fit", .object([
                    .field("least", .number), .field("lowerQuartile", .number), .field("median", .number),
                    .field("upperQuartile", .number), .field("greatest", .number),
                ])),
                .field("exposure", .object([.optional("acceptors", .number), .optional("countries", .number)])),
            ]))
        private static let participant = Schema.object([
            .field("id", .string()), .optional("country", .nullable(.string())), .optional("capacity", .integer()),
            .optional("preferences", .nullable(.array(of: .any)), "Ids of the other side, best first; an inner list is a tie."),
        ])

        static let list = Operation(
            id: "listRounds", tag: tag, summary: "Match-making rounds that the caller may read, newest first.",
            parameters: Parameter.page, responses: [.ok: Answer("A page of rounds.", .page(of: round))])
        static let get = Operation(
            id: "getRound", tag: tag, summary: "One round.", parameters: [slug], responses: [.ok: Answer("The round.", round)])
        static let result = Operation(
            id: "solveKeptRound", tag: tag, summary: "What a method gives for a round as its lists stand. For the secretariat.",
            parameters: [slug] + choice, responses: [.ok: Answer("The result; nothing is changed.", answer)])
        static let solve = Operation(
            id: "solveRound", tag: tag, summary: "Assigns the two sides of a round to each other.",
            description: "The body is described in full by docs/api/round.schema.json. Nothing is kept.",
            parameters: choice,
            request: .component(
                "RoundFile",
                .object([
                    .field("proposers", .array(of: participant)), .field("acceptors", .array(of: participant)),
                    .optional("fit", .map(of: .number), "By “proposer acceptor”."), .optional("rules", .any),
                ])),
            responses: [.ok: Answer("The result.", answer)])
    }
}
