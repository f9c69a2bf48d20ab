public import Platform

/// A refusal that the caller can understand: a page in the person's language, or an RFC 9457 document for programs.
///
/// Throw it from a handler. The words are keys of the catalogue; `facts` fill their placeholders and are sent to programs as
/// they are, so never put a secret or a person's data into them.
public struct Problem: Error, Sendable {
    public let status: Status
    /// Stable, for programs: `not-found`.
    public let code: String
    public let titleKey: String
    public let detailKey: String?
    public let facts: [String: String]
    public let fieldErrors: [FieldError]
    var retryAfter: Int?
    var allow: [Method] = []

    public init(
        status: Status, code: String, titleKey: String, detailKey: String? = nil, facts: [String: String] = [:],
        fieldErrors: [FieldError] = []
    ) {
        self.status = status
        self.code = code
        self.titleKey = titleKey
        self.detailKey = detailKey
        self.facts = facts
        self.fieldErrors = fieldErrors
    }

    /// One of Web's own: `problem.CODE.title` and `problem.CODE.detail` are its words.
    private init(_ status: Status, _ code: String, facts: [String: String] = [:], fieldErrors: [FieldError] = []) {
        self.init(
            status: status, code: code, titleKey: "problem.\(code).title", detailKey: "problem.\(code).detail",
            facts: facts, fieldErrors: fieldErrors)
    }

    public static let notFound = Problem(.notFound, "not-found")
    public static let gone = Problem(.gone, "gone")
    public static let unauthorised = Problem(.unauthorised, "sign-in-first")
    public static let unsupported = Problem(.unsupportedType, "unsupported-type")
    public static let preconditionFailed = Problem(.preconditionFailed, "changed-meanwhile")
    public static let preconditionRequired = Problem(.preconditionRequired, "version-needed")
    public static let tooSlow = Problem(.timeOut, "too-slow")
    static let otherOrigin = Problem(.forbidden, "other-site")
    static let scopeMissing = Problem(.forbidden, "scope-missing")
    static let malformed = Problem(.badRequest, "malformed")
    static let internalFault = Problem(.serverError, "internal")

    /// The rule's reason is the detail.
    public static func forbidden(_ decision: Decision) -> Problem {
        Problem(
            status: .forbidden, code: "forbidden", titleKey: "problem.forbidden.title", detailKey: decision.reason)
    }

    public static func badRequest(_ detailKey: String, _ facts: [String: String] = [:]) -> Problem {
        Problem(
            status: .badRequest, code: "bad-request", titleKey: "problem.bad-request.title", detailKey: detailKey,
            facts: facts)
    }

    public static func conflict(_ detailKey: String, _ facts: [String: String] = [:]) -> Problem {
        Problem(
            status: .conflict, code: "conflict", titleKey: "problem.conflict.title", detailKey: detailKey,
            facts: facts)
    }

    /// `limit` in bytes.
    public static func tooLarge(limit: Int) -> Problem {
        Problem(.tooLarge, "too-large", facts: ["limit": size(limit)])
    }

    /// `retryAfter` in whole seconds.
    public static func tooMany(retryAfter: Int) -> Problem {
        var problem = Problem(.tooMany, "too-many", facts: ["seconds": String(retryAfter)])
        problem.retryAfter = retryAfter
        return problem
    }

    static func invalidJSON(at path: String, _ reason: String) -> Problem {
        Problem(.badRequest, "invalid-json", facts: ["path": path.isEmpty ? "/" : path, "reason": reason])
    }

    static func methodNotAllowed(_ allow: [Method]) -> Problem {
        var problem = Problem(.methodNotAllowed, "method-not-allowed")
        problem.allow = allow
        return problem
    }

    static func unavailable(retryAfter: Int) -> Problem {
        var problem = Problem(.unavailable, "unavailable", facts: ["seconds": String(retryAfter)])
        problem.retryAfter = retryAfter
        return problem
    }

    static func invalid(_ errors: FieldErrors) -> Problem {
        Problem(.unprocessable, "invalid-fields", fieldErrors: errors.errors)
    }

    private static func size(_ bytes: Int) -> String {
        bytes >= 1 << 20 ? "\(bytes >> 20) MiB" : bytes >= 1 << 10 ? "\(bytes >> 10) KiB" : "\(bytes) B"
    }
}

/// What is wrong with one field, as a key of the catalogue with its facts.
public struct FieldError: Sendable, Codable, Hashable {
    public let field: String
    public let key: String
    public let facts: [String: String]

    public init(_ field: String, _ key: String, _ facts: [String: String] = [:]) {
        self.field = field
        self.key = key
        self.facts = facts
    }
}

/// Everything that is wrong with a form. A page catches it and shows the form again; uncaught it is a 422 problem.
public struct FieldErrors: Error, Sendable {
    public private(set) var errors: [FieldError]

    public init(_ errors: [FieldError] = []) { self.errors = errors }

    public var isEmpty: Bool { errors.isEmpty }

    public mutating func add(_ field: String, _ key: String, _ facts: [String: String] = [:]) {
        errors.append(FieldError(field, key, facts))
    }

    /// Call it after all checks, so that a person sees everything at once.
    public func throwIfAny() throws {
        if !errors.isEmpty { throw self }
    }
}
