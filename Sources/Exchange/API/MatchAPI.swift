import Platform
import SQL
import Web

/// Matches for programs.
struct MatchAPI: Sendable {
    let service: MatchService

    var routes: [Route] {
        [
            .get("/api/v1/needs/{slug}/matches", .everyone, operation: Operations.ofNeed, handler: ofNeed),
            .post("/api/v1/match", .signedIn, body: .json(), operation: Operations.match, handler: match),
        ]
    }

    /// Matches in one answer.
    static let most = 50
    private static let usual = 10

    private func answer(_ call: Call, _ need: MatchNeed, limit: Int) async throws -> Reply {
        let vector = await service.vector(for: need.content, call.services)
        let results = try await call.services.database.read { connection in
            try service.run(
                connection, need, vector: vector, weights: try WeightsStore.current(connection).weights, limit: limit,
                year: call.now.year)
        }
        return try Reply.json(MatchDocument(results, words: call.words, url: { call.services.url($0) }))
    }

    @Sendable private func ofNeed(_ call: Call) async throws -> Reply {
        let limit = try call.pageRequest(default: Self.usual, most: Self.most).limit
        let slug = try call.parameters["slug"]
        let need = try await call.services.database.read { connection in
            guard let need = try NeedStore.find(connection, slug: slug), NeedRules.mayRead(call.principal, need).allowed else {
                throw Problem.notFound
            }
            return need
        }
        return try await answer(call, MatchNeed(need), limit: limit)
    }

    /// A need that is not kept here: nothing is written.
    @Sendable private func match(_ call: Call) async throws -> Reply {
        let limit = try call.pageRequest(default: Self.usual, most: Self.most).limit
        let value = try await call.json(JSONValue.self)
        return try await answering { try await answer(call, try MatchNeedFile.read(value), limit: limit) }
    }

    enum Operations {
        private static let tag = "Matching"
        private static let limit = Parameter.query("limit", .integer(min: 1, max: most), "How many matches at most; 10 if not given")

        private static let item: Schema = .object([
            .field(
                "solution",
                .object([
                    .field("id", .uuid), .field("slug", .string()), .field("url", .uri), .field("title", .string()),
                    .field("country", .nullable(SolutionSchemas.country)), .field("organisation", .string()),
                    .field(
                        "source", .nullable(.object([.field("registry", .string()), .field("id", .string())])),
                        "The registry that it came from"),
                ])),
            .field("score", .number, "Both sides by the harmonic mean, 0 to 1"),
            .field("needScore", .number, "What it is for the need, 0 to 1"),
            .field("providerScore", .number, "What the provider is for the adopter, 0 to 1"),
            .field("coverage", .number, "The share of the weights whose facts were known, 0 to 1"),
            .field("isOwnCountry", .boolean, "From the country that asks"),
            .field(
                "reasons",
                .array(
                    of: .object([
                        .field("component", SolutionSchemas.choice(MatchComponent.self)),
                        .field("points", .number, "Hundredths of its side's score; they add up to it"),
                        .field("text", .string()), .field("field", .string(), "The solution's field that tells it"),
                    ]))),
            .field(
                "gaps",
                .array(
                    of: .object([
                        .field("condition", SolutionSchemas.choice(ConditionKind.self)),
                        .field("necessity", SolutionSchemas.choice(Necessity.self)),
                        .field("state", SolutionSchemas.choice(ConditionState.self)), .field("text", .string()),
                    ]))),
        ])

        private static let matches = Schema.component(
            "Matches",
            .object([
                .field(
                    "weights",
                    .object([
                        .field("version", .integer()), .field("components", .map(of: .number)), .field("meaning", .number),
                        .field("spread", .number),
                    ])),
                .field("relevance", .object([.field("method", .choice(["hybrid", "words"])), .field("text", .string())])),
                .field("matches", .array(of: item)),
            ]))

        static let ofNeed = Operation(
            id: "listMatches", tag: tag, summary: "Solutions that fit a need, best first, with reasons and gaps.",
            description: "Sentences come in the language of Accept-Language: en, bn or ar.",
            parameters: [.path("slug", .string(), "The end of the need's address."), limit],
            responses: [.ok: Answer("Matches.", matches)])

        static let match = Operation(
            id: "matchNeed", tag: tag, summary: "Solutions that fit a need that is not kept here. Nothing is written.",
            description: "A title or a problem is enough. A field or code that there is not is refused and named.",
            parameters: [limit], request: NeedAPI.Operations.matchInput, responses: [.ok: Answer("Matches.", matches)])
    }
}
