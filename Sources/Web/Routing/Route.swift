public import Platform

/// What a client asks to be done. HEAD is answered by every GET.
public enum Method: String, Sendable, CaseIterable {
    case get = "GET"
    case post = "POST"
    case put = "PUT"
    case patch = "PATCH"
    case delete = "DELETE"

    /// A safe method changes nothing (RFC 9110, 9.2.1).
    public var isSafe: Bool { self == .get }
}

/// One address of the program: who may call it, what it reads and what answers.
///
///     Route.get("/solutions/{slug}", .everyone) { call in … }
///
/// There is no default for the rule: a route that everybody may call says so.
public struct Route: Sendable {
    public typealias Handler = @Sendable (Call) async throws -> Reply

    public let method: Method
    /// A path whose parts are words or `{names}`: `/solutions/{slug}`.
    public let path: String
    public let access: AccessRule
    public let body: BodyRule
    public let rate: RateLimit?
    /// Described in the API's OpenAPI document when there is one.
    public let operation: Operation?
    public let handler: Handler
    /// False for what is the same for everybody (style sheets, health): no session is looked up.
    let knowsCaller: Bool

    public init(
        _ method: Method, _ path: String, _ access: AccessRule, body: BodyRule = .none, rate: RateLimit? = nil,
        operation: Operation? = nil, handler: @escaping Handler
    ) {
        self.init(
            method, path, access, body: body, rate: rate, operation: operation, knowsCaller: true,
            handler: handler)
    }

    init(
        _ method: Method, _ path: String, _ access: AccessRule, body: BodyRule = .none, rate: RateLimit? = nil,
        operation: Operation? = nil, knowsCaller: Bool, handler: @escaping Handler
    ) {
        self.method = method
        self.path = path
        self.access = access
        self.body = body
        self.rate = rate
        self.operation = operation
        self.knowsCaller = knowsCaller
        self.handler = handler
    }

    public static func get(
        _ path: String, _ access: AccessRule, rate: RateLimit? = nil, operation: Operation? = nil,
        handler: @escaping Handler
    ) -> Route {
        Route(.get, path, access, rate: rate, operation: operation, handler: handler)
    }

    public static func post(
        _ path: String, _ access: AccessRule, body: BodyRule = .none, rate: RateLimit? = nil,
        operation: Operation? = nil, handler: @escaping Handler
    ) -> Route {
        Route(.post, path, access, body: body, rate: rate, operation: operation, handler: handler)
    }

    public static func put(
        _ path: String, _ access: AccessRule, body: BodyRule = .none, rate: RateLimit? = nil,
        operation: Operation? = nil, handler: @escaping Handler
    ) -> Route {
        Route(.put, path, access, body: body, rate: rate, operation: operation, handler: handler)
    }

    public static func patch(
        _ path: String, _ access: AccessRule, body: BodyRule = .none, rate: RateLimit? = nil,
        operation: Operation? = nil, handler: @escaping Handler
    ) -> Route {
        Route(.patch, path, access, body: body, rate: rate, operation: operation, handler: handler)
    }

    public static func delete(
        _ path: String, _ access: AccessRule, body: BodyRule = .none, rate: RateLimit? = nil,
        operation: Operation? = nil, handler: @escaping Handler
    ) -> Route {
        Route(.delete, path, access, body: body, rate: rate, operation: operation, handler: handler)
    }

    /// For programs that bring a key of their own in the address or the form: no cookie is looked at, so there is nothing that another
    /// site could misuse, and a request that changes something need not come from a page of ours.
    public static func forPrograms(
        _ method: Method, _ path: String, body: BodyRule = .none, rate: RateLimit? = nil, handler: @escaping Handler
    ) -> Route {
        Route(method, path, .everyone, body: body, rate: rate, knowsCaller: false, handler: handler)
    }

    /// Programs call it, not people: its errors are RFC 9457 problems and it takes bearer tokens.
    public var isAPI: Bool { path.hasPrefix("/api/") }
}

/// What a route reads from the request's body, and how much at most (bytes).
public enum BodyRule: Sendable, Equatable {
    case none
    case form(limit: Int = 256 * 1024)
    case json(limit: Int = 256 * 1024)
    case csv(limit: Int)
    /// `limit` bounds the whole body, `fileLimit` each file.
    case multipart(limit: Int, fileLimit: Int)

    var limit: Int {
        switch self {
        case .none: 0
        case .form(let limit), .json(let limit), .csv(let limit), .multipart(let limit, _): limit
        }
    }

    /// May a body of this media type come? A form may also be sent as multipart, as forms with an optional file are.
    func accepts(_ mediaType: String) -> Bool {
        switch self {
        case .none: true
        case .form: mediaType == "application/x-www-form-urlencoded" || mediaType == "multipart/form-data"
        case .json:
            mediaType == "application/json"
                || (mediaType.hasPrefix("application/") && mediaType.hasSuffix("+json"))
        case .csv: ["text/csv", "text/plain", "application/octet-stream"].contains(mediaType)
        case .multipart: mediaType == "multipart/form-data" || mediaType == "application/x-www-form-urlencoded"
        }
    }
}

/// How often somebody may call: at once up to `limit`, then as many again spread over `per`.
public struct RateLimit: Sendable, Equatable {
    public enum Key: Sendable { case address, person }

    /// Routes with the same bucket share it.
    public let bucket: String
    public let limit: Int
    public let per: Duration
    public let key: Key

    public init(bucket: String, limit: Int, per: Duration, key: Key = .address) {
        self.bucket = bucket
        self.limit = limit
        self.per = per
        self.key = key
    }
}
