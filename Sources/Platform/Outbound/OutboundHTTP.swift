/// A request to another program.
public struct OutboundRequest: Sendable {
    /// Where it may go.
    public enum Reach: Sendable {
        /// An address of the settings: whoever runs the machine chose it.
        case anywhere
        /// An address that somebody typed into a page: the public internet by `https`, or this machine. Never the networks between,
        /// where it could reach what is not meant for them.
        case publicOrLoopback
    }

    public let url: String
    public let reach: Reach
    public let headers: [(name: String, value: String)]
    /// nil: a GET.
    public let body: [UInt8]?

    public init(url: String, reach: Reach, headers: [(name: String, value: String)] = [], body: [UInt8]? = nil) {
        self.url = url
        self.reach = reach
        self.headers = headers
        self.body = body
    }
}

/// What came back; of the body nobody needs more than its status.
public struct OutboundAnswer: Sendable {
    public let status: Int

    public init(status: Int) { self.status = status }
}

/// Sends requests to other programs. Redirects are answers, and are not followed.
public protocol OutboundHTTP: Sendable {
    /// - Throws: `OutboundFailure`.
    func send(_ request: OutboundRequest) async throws -> OutboundAnswer
}

/// Why no answer came. The address is not repeated: it may hold a secret, and errors are logged.
public enum OutboundFailure: String, Error, Sendable, CaseIterable, CustomStringConvertible {
    case badAddress = "bad-address"
    case privateAddress = "private-address"
    case unknownHost = "unknown-host"
    case unreachable
    case timeOut = "time-out"

    public var description: String {
        switch self {
        case .badAddress: "The address is none of http or https."
        case .privateAddress: "The address leads into a private network."
        case .unknownHost: "The host's name is not known."
        case .unreachable: "The other program cannot be reached."
        case .timeOut: "The other program did not answer in time."
        }
    }
}
