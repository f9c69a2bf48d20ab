import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import Platform

/// Turns a reply into what goes over the line: validators, packing, cookies, security headers, the log.
struct Finish {
    let visit: Visit
    let call: Call
    var reply: Reply

    /// Below this many bytes packing gains nothing.
    private static let worthPacking = 1024
    private static let vary = HTTPField(name: .vary, value: "Accept-Encoding, Cookie, Accept-Language")

    consuming func response() -> Response {
        addCookies()
        // Built in one go: header lists are cheap to append to and dear to search.
        if reply.headers[.vary] == nil { reply.headers.append(Self.vary) }
        validate()
        pack()
        for field in visit.parts.securityHeaders { reply.headers.append(field) }
        if let name = RequestHead.requestID { reply.headers.append(HTTPField(name: name, value: visit.requestID)) }
        return made()
    }

    // Cookies.

    private mutating func addCookies() {
        let cookies = visit.parts.cookies
        func add(_ value: String) { reply.headers.append(HTTPField(name: .setCookie, value: value)) }
        switch reply.session {
        case .start(let session):
            let seconds = session.info.expiresAt.since(session.info.startedAt).components.seconds
            add(cookies.set(cookies.session, session.token, seconds: seconds))
        case .end: add(cookies.clear(cookies.session))
        case .keep:
            // A cookie that opens nothing would cost a look-up with each page: take it back.
            if call.session == nil, visit.route?.knowsCaller == true, reply.status < .serverError, !visit.isAPI,
                visit.head.cookie(cookies.session) != nil
            {
                add(cookies.clear(cookies.session))
            }
        }
        if let flash = reply.flash {
            add(cookies.set(cookies.flash, flash.cookieValue, seconds: 60))
        } else if reply.hasShownFlash {
            add(cookies.clear(cookies.flash))
        }
        if visit.method == .get, !visit.isAPI, let wanted = call.query["lang"], wanted == call.words.language,
            visit.route?.knowsCaller == true
        {
            add(cookies.set(cookies.language, wanted, seconds: 365 * 86_400))
        }
    }

    // Validators.

    private mutating func validate() {
        guard visit.method == .get, reply.status == .ok else { return }
        if reply.headers[.eTag] == nil {
            guard case .buffered(let bytes) = reply.body, reply.headers[.cacheControl] != "no-store" else { return }
            reply.headers[.eTag] = "\"\(ContentHash.text(of: bytes))\""
        }
        if reply.headers[.cacheControl] == nil {
            reply.headers.append(HTTPField(name: .cacheControl, value: "private, no-cache"))
        }
        guard let known = visit.head.fields[.ifNoneMatch], let tag = reply.headers[.eTag],
            EntityTag.matches(known, tag)
        else { return }
        reply.status = .notModified
        reply.body = .empty
        for name in [HTTPField.Name.contentType, .contentLength, .contentEncoding, .contentDisposition] {
            reply.headers[name] = nil
        }
    }

    // Packing.

    private mutating func pack() {
        guard reply.mayPack, case .buffered(let bytes) = reply.body, bytes.readableBytes >= Self.worthPacking,
            visit.head.acceptsGzip, let type = reply.headers[.contentType], Self.isText(type)
        else { return }
        do {
            reply.body = .buffered(try Gzip.pages.pack(bytes))
        } catch {
            // zlib had no memory: the reply goes out as it is.
            visit.parts.services.logger.warning("a reply could not be packed: \(error)")
            return
        }
        reply.headers[.contentEncoding] = "gzip"
        if let tag = reply.headers[.eTag] { reply.headers[.eTag] = EntityTag.packed(tag) }
    }

    private static func isText(_ type: String) -> Bool {
        type.hasPrefix("text/") || type.hasPrefix("application/json") || type.hasPrefix("application/problem+json")
            || type.hasPrefix("application/atom+xml") || type.hasPrefix("image/svg")
    }

    // The response.

    private consuming func made() -> Response {
        let status = HTTPResponse.Status(code: reply.status.code)
        let log = LogEntry(visit: visit, status: reply.status.code)
        switch reply.body {
        case .empty:
            var response = Response(status: status, headers: reply.headers)
            if reply.status == .noContent || reply.status == .notModified { response.headers[.contentLength] = nil }
            log.write(bytes: 0)
            return response
        case .buffered(let bytes):
            reply.headers[.contentLength] = String(bytes.readableBytes)
            log.write(bytes: visit.isHead ? 0 : bytes.readableBytes)
            return Response(
                status: status, headers: reply.headers,
                body: visit.isHead ? ResponseBody() : ResponseBody(byteBuffer: bytes))
        case .stream(let length, let chunks):
            if let length { reply.headers[.contentLength] = String(length) }
            if visit.isHead {
                log.write(bytes: 0)
                var response = Response(status: status, headers: reply.headers)
                if length == nil {
                    // How long it would be is not known, and only the end of the connection tells that nothing follows.
                    response.headers[.contentLength] = nil
                    response.headers[.connection] = "close"
                    visit.channel.close(mode: .input, promise: nil)
                }
                return response
            }
            return Response(
                status: status, headers: reply.headers,
                body: ResponseBody(contentLength: length) { writer in
                    var sent = 0
                    defer { log.write(bytes: sent) }
                    for try await chunk in chunks() {
                        sent += chunk.count
                        try await writer.write(ByteBuffer(bytes: chunk))
                    }
                    try await writer.finish(nil)
                })
        }
    }

    private struct LogEntry: Sendable {
        let visit: Visit
        let status: Int

        func write(bytes: Int) {
            visit.parts.settings.accessLog.record(
                at: visit.now, method: visit.isHead ? "HEAD" : visit.method?.rawValue ?? "-",
                route: visit.route?.path ?? "-", status: status,
                nanoseconds: NIODeadline.now().uptimeNanoseconds - visit.started, bytes: bytes,
                requestID: visit.requestID)
        }
    }
}

/// Strong validators (RFC 9110, 8.8.3). The packed form of a reply has its own, told apart by its ending.
enum EntityTag {
    private static let packedEnding = "-gz\""

    static func packed(_ tag: String) -> String { tag.hasSuffix("\"") ? tag.dropLast() + packedEnding : tag }

    /// Does `If-None-Match` name the tag, packed or not?
    static func matches(_ header: String, _ tag: String) -> Bool {
        header.split(separator: ",").contains { item in
            var item = item.drop { $0 == " " }
            while item.last == " " { item.removeLast() }
            if item == "*" { return true }
            if item.hasPrefix("W/") { item = item.dropFirst(2) }
            return plain(item) == plain(tag[...])
        }
    }

    static func plain(_ tag: Substring) -> Substring {
        tag.hasSuffix(packedEnding) ? tag.dropLast(packedEnding.count) : tag.hasSuffix("\"") ? tag.dropLast() : tag
    }
}
