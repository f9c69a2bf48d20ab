import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import Platform
import SQL

/// What Hummingbird makes for each request: all that is needed of it is the connection.
struct CallContext: InitializableFromSource {
    let channel: any Channel

    init(source: ApplicationRequestContextSource) {
        channel = source.channel
    }
}

/// Answers every request: finds the route, tells who calls, checks what is to be checked, and finishes the reply.
struct House: HTTPResponder {
    let parts: HouseParts

    func respond(to request: Request, context: CallContext) async -> Response {
        await withTaskExecutorPreference(parts.executors[context.channel.eventLoop]) {
            await answer(request, context)
        }
    }

    private func answer(_ request: Request, _ context: CallContext) async -> Response {
        let started = NIODeadline.now().uptimeNanoseconds
        let visit = Visit(request, context, parts, started: started)
        var (call, reply) = await visit.answer()
        if visit.head.hasBody, await !visit.body.discardRest(most: 256 * 1024) {
            reply.headers[.connection] = "close"
        }
        return Finish(visit: visit, call: call, reply: reply).response()
    }
}

/// A request on its way to a handler.
struct Visit: Sendable {
    let parts: HouseParts
    let head: RequestHead
    let body: BodySource
    let channel: any Channel
    let now: Timestamp
    let started: UInt64
    let requestID: String
    /// As they came, still percent-encoded.
    let rawPath: Substring
    let rawQuery: Substring
    /// The host that the client addressed.
    let authority: String?
    let isHead: Bool
    let method: Method?
    let found: RouteTable.Found

    init(_ request: Request, _ context: CallContext, _ parts: HouseParts, started: UInt64) {
        self.parts = parts
        self.started = started
        now = parts.services.now
        let head = RequestHead(fields: request.headers, target: request.head.path ?? "/")
        self.head = head
        channel = context.channel
        let question = head.target.utf8.firstIndex(of: UInt8(ascii: "?"))
        rawPath = head.target[..<(question ?? head.target.endIndex)]
        rawQuery = question.map { head.target[head.target.utf8.index(after: $0)...] } ?? ""
        authority = request.head.authority
        isHead = request.method == .head
        method = isHead ? .get : Method(rawValue: request.method.rawValue)
        found = parts.table.find(method, rawPath)
        let limit = if case .route(let mounted, _) = found { mounted.route.body.limit } else { 0 }
        body = BodySource(request.body, declared: head.declaredLength, limit: limit, watch: parts.bodyWatch) {
            [channel] in
            channel.close(mode: .input, promise: nil)
        }
        let given = parts.settings.trustedProxies.isEmpty ? nil : head.value(RequestHead.requestID)
        requestID = given.flatMap { RequestIDs.isWellFormed($0) ? $0 : nil } ?? parts.requestIDs.next()
    }

    var route: Route? {
        if case .route(let mounted, _) = found { mounted.route } else { nil }
    }

    var isAPI: Bool { rawPath.hasPrefix("/api/") }

    var address: String {
        ClientAddress(
            channel: channel, forwardedFor: head.value(RequestHead.forwardedFor),
            trustedProxies: parts.settings.trustedProxies
        ).text
    }

    /// The reply, and the call that it answers (without a caller where that could not be told).
    func answer() async -> (Call, Reply) {
        var call = makeCall(.visitor)
        do {
            if let limit = route?.rate, limit.key == .address { try take(limit, caller: address) }
            // Style sheets and health are the same for everybody: nobody is looked up.
            if route?.knowsCaller != false { call = makeCall(try await identify()) }
            return (call, try await reply(to: call))
        } catch {
            return (call, Refusal(call: call, route: route, parts: parts).reply(to: error))
        }
    }

    private func reply(to call: Call) async throws -> Reply {
        let mounted: RouteTable.Mounted
        switch found {
        case .route(let found, _): mounted = found
        case .withoutSlash:
            let query = rawQuery.isEmpty ? "" : "?" + rawQuery
            return Reply(status: .permanentRedirect, headers: [.location: String(rawPath.dropLast()) + query])
        case .otherMethods(let methods): throw Problem.methodNotAllowed(methods)
        case .nothing: throw Problem.notFound
        }
        let route = mounted.route
        guard call.parameters.values.count == mounted.names.count else { throw Problem.notFound }
        if case .token(_, _, let scopes) = call.principal.kind {
            let needed: Set<Scope> = route.method.isSafe ? [.read, .write, .admin] : [.write, .admin]
            guard !scopes.isDisjoint(with: needed) else { throw Problem.scopeMissing }
        } else if !route.method.isSafe, route.knowsCaller {
            guard
                OriginCheck.passes(
                    fetchSite: head.value(RequestHead.secFetchSite), origin: head.fields[.origin],
                    host: authority, site: parts.site)
            else { throw Problem.otherOrigin }
        }
        if let limit = route.rate, limit.key == .person {
            try take(limit, caller: call.principal.personID?.description ?? address)
        }
        try call.require(route.access.check(call.principal))
        if route.body != .none {
            if let declared = head.declaredLength, declared > route.body.limit {
                throw Problem.tooLarge(limit: route.body.limit)
            }
            if head.hasBody, !route.body.accepts(head.mediaType) { throw Problem.unsupported }
        }
        return try await route.handler(call)
    }

    private func take(_ limit: RateLimit, caller: String) throws {
        if let wait = parts.limiter.take(limit, caller: caller, at: parts.services.clock.uptime) {
            throw Problem.tooMany(retryAfter: wait)
        }
    }

    // Who calls.

    struct Caller {
        let principal: Principal
        let session: SessionInfo?
        let language: String?

        static let visitor = Caller(principal: .anonymous, session: nil, language: nil)
    }

    private func identify() async throws -> Caller {
        if isAPI, let given = head.fields[.authorization] {
            guard given.lowercased().hasPrefix("bearer "), let bearer = parts.settings.bearer,
                let principal = try await bearer(String(given.dropFirst(7)))
            else { throw Problem.unauthorised }
            return Caller(principal: principal, session: nil, language: nil)
        }
        guard let token = head.cookie(parts.cookies.session), !token.isEmpty else { return .visitor }
        let database = parts.services.database
        guard let known = try await Sessions.find(database, token: String(token), at: now) else { return .visitor }
        let session = known.session
        if now.since(session.lastSeenAt) >= Sessions.touchEvery {
            do {
                try await database.write { [now] connection in try Sessions.touch(connection, session.id, at: now) }
            } catch {
                // Reading a page does not fail for want of a note: the next one writes it.
                parts.services.logger.warning("a session's last use was not noted: \(error)")
            }
        }
        return Caller(
            principal: session.isPending ? .anonymous : known.principal, session: session, language: known.language)
    }

    private func makeCall(_ caller: Caller) -> Call {
        var isReadable = true
        func decoded(_ text: Substring) -> String {
            guard text.utf8.contains(UInt8(ascii: "%")) else { return String(text) }
            do { return try URLEncoding.text(text.utf8, plusIsSpace: false) } catch {
                // An address that cannot be read leads nowhere: `reply` answers 404 for missing parameters.
                isReadable = false
                return ""
            }
        }
        var parameters = Call.Parameters(names: [], values: [])
        var rule = BodyRule.none
        if case .route(let mounted, let values) = found {
            let values = values.map(decoded)
            parameters = Call.Parameters(names: mounted.names, values: isReadable ? values : [])
            rule = mounted.route.body
        }
        var query = Fields()
        // A query that cannot be read counts as none: a page still opens from a mangled link.
        if !rawQuery.isEmpty, let fields = try? URLEncoding.fields(rawQuery.utf8) { query = fields }
        let cookies = parts.cookies
        let language = LanguageChoice.choose(
            query: query.isEmpty ? nil : query["lang"], cookie: head.cookie(cookies.language).map(String.init),
            person: caller.language, acceptLanguage: head.fields[.acceptLanguage],
            offered: parts.services.catalogue.languages)
        return Call(
            principal: caller.principal, words: parts.services.catalogue.words(language), services: parts.services,
            now: now, requestID: requestID, method: method ?? .get, path: decoded(rawPath), query: query,
            parameters: parameters, session: caller.session, visit: self, rule: rule,
            flash: head.cookie(cookies.flash).flatMap { Flash(cookieValue: $0) })
    }
}
