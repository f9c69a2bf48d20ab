import HTML
import HTTPTypes
import Platform

/// Which page of a list is asked for.
public struct PageRequest: Sendable {
    /// No list of the API gives more at once.
    public static let most = 100

    public let limit: Int
    /// The `next` of the page before.
    public let cursor: String?
}

/// A place in a list, as one word that a program hands back and cannot mistake for anything else.
public enum Cursor {
    private static let separator = UInt8(0x1F)

    /// The values that the list is ordered by, of the last item shown.
    public static func encode(_ values: [String]) -> String {
        Base64URL.encode(values.map { Array($0.utf8) }.joined(separator: [separator]))
    }

    /// Throws a 400 problem for anything that `encode` did not make of `count` values.
    public static func decode(_ cursor: String, count: Int) throws -> [String] {
        guard cursor.utf8.count <= 2000, let bytes = Base64URL.decode(cursor) else {
            throw Problem.badRequest("problem.bad-cursor")
        }
        let parts = bytes.split(separator: separator, omittingEmptySubsequences: false)
            .compactMap { String(validating: $0, as: UTF8.self) }
        guard parts.count == count, !bytes.contains(0) else { throw Problem.badRequest("problem.bad-cursor") }
        return parts
    }
}

extension Call {
    /// `?limit=&cursor=`; a limit that is no number from 1 to `most` is a 400 problem.
    public func pageRequest(default usual: Int = 20, most: Int = PageRequest.most) throws -> PageRequest {
        var limit = usual
        if let text = query["limit"] {
            guard let number = Int(text), (1...most).contains(number) else {
                throw Problem.badRequest("problem.bad-limit", ["most": String(most)])
            }
            limit = number
        }
        return PageRequest(limit: limit, cursor: query["cursor"])
    }

    /// `{"items": […], "next": "…"}`, and a `Link` header to the next page (RFC 8288).
    public func list(items: [some Encodable], next: String?) throws -> Reply {
        try list(page: ItemList(items: items, next: next), next: next)
    }

    /// The same for a page that tells more than its items, such as how many there are in all; `page` holds `items` and `next`.
    public func list(page: some Encodable, next: String?) throws -> Reply {
        let reply = try Reply.json(page)
        guard let next else { return reply }
        var values = query.names.enumerated().compactMap { index, name in
            name == "cursor" ? nil : (name, query.value(at: index))
        }
        values.append(("cursor", next))
        let address = services.url(Link.to(String(visit.rawPath), values))
        return reply.with("Link", "<\(address)>; rel=\"next\"")
    }

    /// Goes on only when the caller changed the version that is there now (`If-Match`, RFC 9110, 13.1.1).
    ///
    /// 428 without the header, 412 when somebody else changed the record meanwhile.
    /// - Parameter etag: as given to `Reply.etag`, without quotes.
    public func requireMatch(etag: String) throws {
        guard let given = head.fields[.ifMatch] else { throw Problem.preconditionRequired }
        guard EntityTag.matches(given, "\"\(etag)\"") else { throw Problem.preconditionFailed }
    }
}

private struct ItemList<Item: Encodable>: Encodable {
    enum CodingKeys: CodingKey { case items, next }

    let items: [Item]
    let next: String?

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(items, forKey: .items)
        // Written also when there is none, so that the end of a list can be told from a mistake.
        try container.encode(next, forKey: .next)
    }
}
