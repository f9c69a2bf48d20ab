import Platform
import SQL
import Web

/// The lists of a round for programs: read, written one by one, filled from matches.
struct RoundListAPI: Sendable {
    let matching: MatchService

    var routes: [Route] {
        [
            .get("/api/v1/rounds/{slug}/lists", .signedIn, operation: Operations.list, handler: list),
            .put(
                "/api/v1/rounds/{slug}/lists/{side}/{key}", RoundPages.members, body: .json(), operation: Operations.save,
                handler: save),
            .post(
                "/api/v1/rounds/{slug}/lists", .roles(.secretariat), body: .json(),
                rate: RateLimit(bucket: "rounds", limit: 10, per: .minutes(1), key: .person), operation: Operations.fill,
                handler: fill),
        ]
    }

    /// The lists that the caller may write.
    @Sendable private func list(_ call: Call) async throws -> Reply {
        let slug = try call.parameters["slug"]
        return try await answering {
            let members = try await call.services.database.read { connection in
                try RoundPages.read(connection, slug, for: call.principal).members
            }
            let own = members.filter { RoundAccess.mayEditList(call.principal, $0).allowed }
            return try call.list(items: own.map(RoundListDocument.init), next: nil)
        }
    }

    private struct Input: Decodable {
        let capacity: Int?
        let preferences: [JSONValue]?

        /// An entry is one key, or a list of keys who are liked as well.
        func list() throws -> [[String]]? {
            var issues: [ContentIssue] = []
            let list = preferences?.enumerated().map { place, entry -> [String] in
                if case .string(let key) = entry { return [key] }
                if case .array(let keys) = entry {
                    let texts = keys.compactMap { key in if case .string(let text) = key { text } else { nil } }
                    if texts.count == keys.count { return texts }
                }
                issues.append(ContentIssue("preferences.\(place)", "error.round.entry"))
                return []
            }
            guard issues.isEmpty else { throw Refusal.invalid(issues) }
            return list?.filter { !$0.isEmpty }
        }
    }

    @Sendable private func save(_ call: Call) async throws -> Reply {
        let (slug, key) = (try call.parameters["slug"], try call.parameters["key"])
        guard let side = RoundSide(rawValue: try call.parameters["side"]) else { throw Problem.notFound }
        let input = try await call.json(Input.self)
        let act = Act(call.principal, at: call.now)
        return try await answering {
            let list = try input.list()
            let saved = try await call.services.database.write { connection -> RoundMember in
                let member = try member(connection, slug, side, key, by: call.principal)
                try call.requireMatch(etag: String(member.version))
                try SaveRoundList.run(
                    connection, act, round: slug, side: side, key: key, version: member.version,
                    preferences: list, capacity: input.capacity ?? member.capacity)
                return try self.member(connection, slug, side, key, by: call.principal)
            }
            return try Reply.json(RoundListDocument(saved)).etag(String(saved.version))
        }
    }

    private func member(
        _ connection: any Connection, _ slug: String, _ side: RoundSide, _ key: String, by principal: Principal
    ) throws -> RoundMember {
        let members = try RoundPages.read(connection, slug, for: principal).members
        guard let member = members.first(where: { $0.side == side && $0.key == key }) else { throw Refusal.notFound }
        try RoundAccess.mayEditList(principal, member).orRefuse()
        return member
    }

    private struct Filling: Decodable {
        let replacesWritten: Bool?
        let longest: Int?
    }

    @Sendable private func fill(_ call: Call) async throws -> Reply {
        let slug = try call.parameters["slug"]
        let input = try await call.json(Filling.self)
        let act = Act(call.principal, at: call.now)
        return try await answering {
            let matches = try await RoundMatches.read(matching, call.services, slug: slug, by: call.principal, year: call.now.year)
            var choice = FillRoundLists.Choice()
            choice.replacesWritten = input.replacesWritten ?? choice.replacesWritten
            choice.longest = input.longest ?? choice.longest
            let wanted = choice
            return try Reply.json(
                try await call.services.database.write { connection in
                    try FillRoundLists.run(connection, act, slug: slug, matches: matches, choice: wanted)
                })
        }
    }
}

/// A list as programs see it.
struct RoundListDocument: Encodable, Sendable {
    let side: RoundSide
    let key, title: String
    let country: String?
    let capacity, version: Int
    /// Keys of the other side, best first, equals together; null while nobody wrote the list.
    let preferences: [[String]]?

    init(_ member: RoundMember) {
        (side, key, title, country) = (member.side, member.key, member.title, member.country)
        (capacity, version, preferences) = (member.capacity, member.version, member.preferences)
    }
}

extension RoundListAPI {
    enum Operations {
        private static let tag = "Rounds"
        private static let slug = Parameter.path("slug", .string(), "The end of the round's address.")
        private static let item = Schema.component(
            "RoundList",
            .object([
                .field("side", .choice(RoundSide.allCases.map(\.rawValue))), .field("key", .string()), .field("title", .string()),
                .optional("country", .nullable(.string())), .field("capacity", .integer(min: 0, max: RoundMember.mostCapacity)),
                .field("version", .integer(), "Also the ETag."),
                .optional(
                    "preferences", .nullable(.array(of: .array(of: .string()))),
                    "Keys of the other side, best first, equals together. Not there while nobody wrote the list: it is then made from the fits."),
            ]))

        static let list = Operation(
            id: "listRoundLists", tag: tag, summary: "The lists of a round that the caller may write.", parameters: [slug],
            responses: [.ok: Answer("All of them, on one page.", .page(of: item))])
        static let save = Operation(
            id: "saveRoundList", tag: tag, summary: "Replaces a list of preferences.",
            description: "Send the version that you read, in quotation marks, as If-Match, so that nobody's change is lost.",
            parameters: [
                slug, .path("side", .choice(RoundSide.allCases.map(\.rawValue)), "Whose side the list's owner stands on."),
                .path("key", .string(), "The list's owner."), .ifMatch,
            ],
            request: .component(
                "RoundListInput",
                .object([
                    .optional("capacity", .nullable(.integer(min: 0, max: RoundMember.mostCapacity)), "As it is, if it is not said."),
                    .optional(
                        "preferences", .nullable(.array(of: .any)),
                        "Keys of the other side, best first; an inner list is a tie. Null or left out: made from the fits."),
                ])),
            responses: [.ok: Answer("The list.", item)])
        static let fill = Operation(
            id: "fillRoundLists", tag: tag, summary: "Writes the lists of both sides from the matches of needs with solutions.",
            description: "Lists that people wrote stay, unless replacesWritten says otherwise. For the secretariat.", parameters: [slug],
            request: .component(
                "RoundFilling",
                .object([
                    .optional("replacesWritten", .nullable(.boolean), "False, if it is not said."),
                    .optional(
                        "longest", .nullable(.integer(min: 1, max: Round.mostMembers)),
                        "How many a list names, 20 if it is not said; equals at its end stay together."),
                ])),
            responses: [
                .ok: Answer(
                    "What was done.",
                    .component(
                        "RoundFilled",
                        .object([
                            .field("filled", .integer(), "Lists that were written now."),
                            .field("kept", .integer(), "Lists that stay as they were."),
                            .field("pairs", .integer(), "Pairs with a score."),
                            .field("barredPairs", .integer(), "Pairs that a hard filter keeps apart."),
                            .field("weights", .integer(), "The version of the weights."),
                            .field("hasMeaning", .boolean, "False: words alone decided."),
                        ])))
            ])
    }
}
