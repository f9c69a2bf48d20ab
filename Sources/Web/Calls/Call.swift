import Foundation
public import Platform

/// One request as a handler sees it: who calls, in which language, with what.
public struct Call: Sendable {
    public let principal: Principal
    public let words: Words
    public let services: Services
    /// The moment the request came: one for the whole request, so that what it writes agrees.
    public let now: Timestamp
    /// On the log's line and in the `X-Request-ID` header.
    public let requestID: String
    public let method: Method
    /// Decoded, without the query.
    public let path: String
    public let query: Fields
    public let parameters: Parameters
    /// The sign-in behind the call; nil for visitors and tokens.
    public let session: SessionInfo?

    let visit: Visit
    let rule: BodyRule
    /// The message that the page before left.
    let flash: Flash?

    var head: RequestHead { visit.head }
    var body: BodySource { visit.body }
    var house: HouseParts { visit.parts }

    /// For limits only: never stored, never logged.
    public var clientAddress: String { visit.address }

    /// A header of the request.
    public func header(_ name: String) -> String? { head.value(name) }

    /// Does the caller want data and not a page?
    public var wantsJSON: Bool { visit.isAPI || head.prefersJSON }

    /// The browser and system in two words, for `Sessions.start`.
    public var device: String { Device.name(userAgent: head.userAgent) }

    /// The address of a script, picture or style sheet of ours.
    public func asset(_ name: String) -> String { house.assets.path(name) }

    /// Whose program holds an API token that came in another way than the `Authorization` header; nil for one that does not work.
    ///
    /// Its scopes are not asked here: see `Principal.Kind.token`.
    public func principal(ofToken secret: String) async throws -> Principal? { try await house.settings.bearer?(secret) }

    /// What stands behind a name of the query as bytes: for callers whose texts are not always UTF-8. `query` holds nothing of such a query.
    public func queryBytes(_ name: String) -> [UInt8]? { URLEncoding.bytes(name, in: visit.rawQuery.utf8) }

    // The body.

    /// The form that was sent.
    public func form() async throws -> Form {
        if head.mediaType == "multipart/form-data" {
            let multipart = try multipart()
            // A form read like this has no use for files; `next` skips them.
            while try await multipart.next() != nil {}
            return multipart.form
        }
        do {
            return try URLEncoding.fields(try await body.collect())
        } catch is URLEncoding.Fault {
            throw Problem.malformed
        }
    }

    /// The JSON document that was sent. A wrong one is a 400 that names the place.
    public func json<Value: Decodable>(_ type: Value.Type) async throws -> Value {
        try JSON.decode(type, from: try await body.collect())
    }

    /// The whole body, within the route's limit.
    public func bytes() async throws -> [UInt8] { try await body.collect() }

    /// The whole body as text; a body that is not UTF-8 is refused. A byte order mark is taken off.
    public func text() async throws -> String {
        guard let text = String(validating: try await body.collect(), as: UTF8.self) else { throw Problem.malformed }
        return text.first == "\u{FEFF}" ? String(text.dropFirst()) : text
    }

    /// The body in pieces, for what is too long to hold.
    public var chunks: BodyChunks { BodyChunks(source: body) }

    /// The parts of a form with files.
    public func multipart() throws -> Multipart {
        guard let type = head.contentType, head.mediaType == "multipart/form-data",
            let boundary = MultipartHeader.boundary(of: type)
        else { throw Problem.unsupported }
        let fileLimit = if case .multipart(_, let limit) = rule { limit } else { 0 }
        return try Multipart(body, boundary: boundary, fileLimit: fileLimit)
    }

    // Refusing.

    /// Goes on if the decision allows, else throws what fits the caller: sign in first, or forbidden.
    public func require(_ decision: Decision) throws {
        guard !decision.allowed else { return }
        throw principal.isSignedIn ? Problem.forbidden(decision) : Problem.unauthorised
    }

    /// An address that came from outside (`?next=`), if it leads to a page of this site; else nil.
    public static func localPath(_ path: String?) -> String? {
        guard let path, path.utf8.first == UInt8(ascii: "/"), path.utf8.count <= 2000,
            path.utf8.dropFirst().first != UInt8(ascii: "/"), !path.utf8.contains(UInt8(ascii: "\\")),
            path.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F })
        else { return nil }
        return path
    }

    /// The values that stand for the `{names}` of the route's path.
    public struct Parameters: Sendable {
        let names: [String]
        let values: [String]

        /// Throws `Problem.notFound` when the route has no such name: an address that leads nowhere.
        public subscript(_ name: String) -> String {
            get throws {
                guard let index = names.firstIndex(of: name) else { throw Problem.notFound }
                return values[index]
            }
        }

        /// A parameter that is an id; anything else is not found.
        public func id<Record>(_ name: String, of record: Record.Type) throws -> ID<Record> {
            guard let id = try ID<Record>(self[name]) else { throw Problem.notFound }
            return id
        }
    }
}
