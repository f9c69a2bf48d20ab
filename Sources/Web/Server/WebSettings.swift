public import Platform

/// How the program is served. Everything has a sound default but the address that people use.
public struct WebSettings: Sendable {
    public var host: String
    public var port: Int
    /// The address that people use, without a slash at its end: `https://sangam.example`. With `https` cookies are secure and
    /// browsers are told to stay on it.
    public var baseURL: String
    /// The socket addresses of proxies in front: only they may say who the client is (`X-Forwarded-For`) and name a request.
    public var trustedProxies: Set<String>
    public var product: String
    /// Who stands behind an API token; nil for a token that is not valid (any more).
    public var bearer: (@Sendable (String) async throws -> Principal?)?
    public var accessLog: AccessLog
    /// A connection without a request is closed after this many seconds; so is one whose headers do not arrive.
    public var idleSeconds: Int64 = 60
    /// Bytes of all headers together.
    public var headerLimit = 16 * 1024
    public var headerCount = 100
    public var mostConnections = 4000

    public init(
        host: String = "127.0.0.1", port: Int = 8080, baseURL: String = "http://127.0.0.1:8080",
        trustedProxies: Set<String> = [], product: String = "Sangam",
        bearer: (@Sendable (String) async throws -> Principal?)? = nil, accessLog: AccessLog = .standardOutput
    ) {
        self.host = host
        self.port = port
        self.baseURL = baseURL
        self.trustedProxies = trustedProxies
        self.product = product
        self.bearer = bearer
        self.accessLog = accessLog
    }

    var isSecure: Bool { baseURL.hasPrefix("https://") }
}
