import Platform
import SQL
import Web

/// Introductions for programs.
enum IntroductionAPI {
    static let routes: [Route] = [
        .get("/api/v1/introductions", .signedIn, operation: Operations.list, handler: list),
        .post(
            "/api/v1/introductions", .roles(.focalPoint, .secretariat), body: .json(), operation: Operations.propose,
            handler: propose),
        .get("/api/v1/introductions/{id}", .signedIn, operation: Operations.get, handler: get),
        .post(
            "/api/v1/introductions/{id}/steps", .roles(.focalPoint, .secretariat), body: .json(), operation: Operations.step,
            handler: step),
    ]

    @Sendable private static func list(_ call: Call) async throws -> Reply {
        let page = try call.pageRequest()
        var after: ID<Introduction>?
        if let cursor = page.cursor {
            after = ID(try Cursor.decode(cursor, count: 1)[0])
            if after == nil { throw Problem.badRequest("problem.bad-cursor") }
        }
        let last = after
        let found = try await call.services.database.read { connection in
            try IntroductionStore.list(connection, for: call.principal, after: last, limit: page.limit + 1)
                .map { try IntroductionDocument(connection, $0, for: call.principal, call.services) }
        }
        let shown = found.prefix(page.limit)
        let next = found.count > page.limit ? shown.last.map { Cursor.encode([$0.id]) } : nil
        return try call.list(items: Array(shown), next: next)
    }

    private static func document(
        _ connection: any Connection, _ id: ID<Introduction>, _ call: Call
    ) throws -> IntroductionDocument {
        guard let one = try IntroductionStore.find(connection, id: id) else { throw Refusal.notFound }
        let document = try IntroductionDocument(connection, one, for: call.principal, call.services)
        guard document.isReadable else { throw Refusal.notFound }
        return document
    }

    @Sendable private static func get(_ call: Call) async throws -> Reply {
        let id = try call.parameters.id("id", of: Introduction.self)
        return try await answering {
            let document = try await call.services.database.read { connection in try Self.document(connection, id, call) }
            return try Reply.json(document).etag(document.etag)
        }
    }

    struct Input: Decodable {
        let solution: String
        let need: String?
        /// A key; may be left out with a need.
        let asking: String?
        let giving: String?
        let message: String?
        let weightsVersion: String?
    }

    @Sendable private static func propose(_ call: Call) async throws -> Reply {
        let input = try await call.json(Input.self)
        let act = Act(call.principal, at: call.now)
        return try await answering {
            let document = try await call.services.database.write { connection in
                let made = try ProposeIntroduction.run(connection, act, try proposal(connection, input))
                return try Self.document(connection, made.id, call)
            }
            return try Reply.json(document, status: .created).with("Location", "/api/v1/introductions/\(document.id)")
                .etag(document.etag)
        }
    }

    private static func proposal(_ connection: any Connection, _ input: Input) throws -> IntroductionProposal {
        guard let solution = try SolutionStore.find(connection, slug: input.solution) else {
            throw Refusal.invalid([ContentIssue("solution", "import.solution-unknown", ["value": input.solution])])
        }
        let need = try input.need.map { slug -> Need in
            guard let need = try NeedStore.find(connection, slug: slug) else {
                throw Refusal.invalid([ContentIssue("need", "import.record-unknown", ["value": slug])])
            }
            return need
        }
        func organisation(_ key: String?, _ field: String, or other: ID<Organisation>?) throws -> ID<Organisation> {
            guard let key else {
                guard let other else { throw Refusal.invalid([ContentIssue(field, "error.required")]) }
                return other
            }
            guard let found = try PeopleStore.organisation(connection, key: key) else {
                throw Refusal.invalid([ContentIssue(field, "import.organisation-unknown", ["value": key])])
            }
            return found.id
        }
        return IntroductionProposal(
            need: need?.id, solution: solution.id,
            asking: try organisation(input.asking, "asking", or: need?.organisation),
            giving: try organisation(input.giving, "giving", or: solution.organisation), message: input.message ?? "",
            origin: input.weightsVersion.map { .match(weightsVersion: String($0.prefix(40))) } ?? .person)
    }

    struct Step: Decodable {
        let step: IntroductionStep
        let side: Introduction.Side?
        let reason: String?
    }

    @Sendable private static func step(_ call: Call) async throws -> Reply {
        let id = try call.parameters.id("id", of: Introduction.self)
        let input = try await call.json(Step.self)
        let act = Act(call.principal, at: call.now)
        return try await answering {
            let document = try await call.services.database.write { connection in
                try AnswerIntroduction.run(
                    connection, act, introduction: id, input.step, side: input.side,
                    reason: (input.reason ?? "").trimmingWhitespace())
                return try Self.document(connection, id, call)
            }
            return try Reply.json(document).etag(document.etag)
        }
    }
}

/// An introduction as programs see it; contacts only once both sides have accepted.
struct IntroductionDocument: Encodable, Sendable {
    struct Party: Encodable, Sendable {
        struct Contact: Encodable, Sendable {
            let name: String
            let email: String
        }
        let key: String
        let name: String
        let country: String?
        let contact: Contact?
    }

    let id: String
    let url: String
    let state: IntroductionState
    let solution: String
    let need: String?
    let asking: Party
    let giving: Party
    let message: String
    let origin: String
    let originReference: String
    let partnership: String?
    let expiresAt: JSONTime
    let createdAt: JSONTime
    let updatedAt: JSONTime
    let etag: String
    let isReadable: Bool

    init(_ connection: any Connection, _ one: Introduction, for principal: Principal, _ services: Services) throws {
        let parties = try IntroductionStore.parties(connection, of: one)
        let mayContact = IntroductionRules.mayReadContacts(principal, parties, in: one.state).allowed
        let contacts = mayContact ? try IntroductionContacts.read(connection, one) : .init(asking: nil, giving: nil)
        func party(_ organisation: Organisation, _ contact: IntroductionContacts.Contact?) -> Party {
            Party(
                key: organisation.key, name: organisation.name, country: organisation.country,
                contact: contact.map { .init(name: $0.name, email: $0.email) })
        }
        id = one.id.description
        url = services.url("/introductions/\(one.id)")
        state = one.state
        solution = try SolutionStore.find(connection, id: one.solution)?.slug ?? ""
        need = try one.need.flatMap { try NeedStore.find(connection, id: $0)?.slug }
        asking = party(parties.asking, contacts.asking)
        giving = party(parties.giving, contacts.giving)
        message = one.message
        origin = one.origin.kind
        originReference = one.origin.reference
        partnership = try one.partnership.flatMap { try PartnershipStore.find(connection, id: $0)?.slug }
        expiresAt = JSONTime(one.expiresAt)
        createdAt = JSONTime(one.createdAt)
        updatedAt = JSONTime(one.updatedAt)
        etag = String(one.version)
        isReadable = IntroductionRules.mayRead(principal, parties).allowed || SolutionRules.actsForNetwork(principal)
    }

    private enum CodingKeys: String, CodingKey {
        case id, url, state, solution, need, asking, giving, message, origin, originReference, partnership, expiresAt,
            createdAt, updatedAt
    }
}

extension IntroductionAPI {
    enum Operations {
        private static let tag = "Introductions"
        private static let id = Parameter.path("id", .uuid, "The introduction's id.")
        private static let party = Schema.component(
            "IntroductionParty",
            .object([
                .field("key", .string()), .field("name", .string()), .optional("country", .nullable(SolutionSchemas.country)),
                .optional(
                    "contact", .nullable(.object([.field("name", .string()), .field("email", .string())])),
                    "Only once both sides have accepted."),
            ]))
        private static let introduction = Schema.component(
            "Introduction",
            .object([
                .field("id", .uuid), .field("url", .uri), .field("state", SolutionSchemas.choice(IntroductionState.self)),
                .field("solution", .string(), "The slug."), .optional("need", .nullable(.string()), "The slug."),
                .field("asking", party), .field("giving", party), .field("message", .string()),
                .field("origin", .choice(Introduction.Origin.kinds)),
                .field("originReference", .string(), "The weights' version, the round or the opportunity."),
                .optional("partnership", .nullable(.string()), "The slug of what it led to."),
                .field("expiresAt", .dateTime), .field("createdAt", .dateTime), .field("updatedAt", .dateTime),
            ]))

        static let list = Operation(
            id: "listIntroductions", tag: tag, summary: "Introductions that the caller takes part in, newest first.",
            parameters: Parameter.page, responses: [.ok: Answer("A page of introductions.", .page(of: introduction))])

        static let get = Operation(
            id: "getIntroduction", tag: tag, summary: "One introduction.", parameters: [id],
            responses: [.ok: Answer("The introduction.", introduction)])

        static let propose = Operation(
            id: "proposeIntroduction", tag: tag, summary: "Proposes that two organisations meet about a solution.",
            description: "Whoever proposes for a side has accepted for it.",
            request: .object([
                .field("solution", .string(), "The slug of a public solution."),
                .optional("need", .nullable(.string()), "The slug of a need."),
                .optional("asking", .nullable(.string()), "The key of an organisation; the need's owner if left out."),
                .optional("giving", .nullable(.string()), "The key of an organisation; the solution's owner if left out."),
                .optional("message", .nullable(.string(max: Introduction.messageLimit)), "To both; without contact data."),
                .optional("weightsVersion", .nullable(.string(max: 40)), "If a match led to it."),
            ]),
            responses: [.created: Answer("The introduction.", introduction)])

        static let step = Operation(
            id: "answerIntroduction", tag: tag, summary: "Accepts, declines or withdraws.", parameters: [id],
            request: .object([
                .field("step", SolutionSchemas.choice(IntroductionStep.self)),
                .optional("side", .nullable(SolutionSchemas.choice(Introduction.Side.self)), "For who speaks for both."),
                .optional("reason", .nullable(.string(max: Introduction.reasonLimit)), "Needed unless it is accepted."),
            ]), responses: [.ok: Answer("The introduction.", introduction)])
    }
}
