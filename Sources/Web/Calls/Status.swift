/// A status code of HTTP (RFC 9110, 15).
public struct Status: Sendable, Hashable, Comparable {
    public let code: Int

    public init(_ code: Int) { self.code = code }

    public static let ok = Status(200)
    public static let created = Status(201)
    public static let accepted = Status(202)
    public static let noContent = Status(204)
    public static let seeOther = Status(303)
    public static let notModified = Status(304)
    public static let permanentRedirect = Status(308)
    public static let badRequest = Status(400)
    public static let unauthorised = Status(401)
    public static let forbidden = Status(403)
    public static let notFound = Status(404)
    public static let methodNotAllowed = Status(405)
    public static let timeOut = Status(408)
    public static let conflict = Status(409)
    public static let gone = Status(410)
    public static let preconditionFailed = Status(412)
    public static let tooLarge = Status(413)
    public static let unsupportedType = Status(415)
    public static let unprocessable = Status(422)
    public static let preconditionRequired = Status(428)
    public static let tooMany = Status(429)
    public static let serverError = Status(500)
    public static let unavailable = Status(503)

    public static func < (left: Status, right: Status) -> Bool { left.code < right.code }
}
