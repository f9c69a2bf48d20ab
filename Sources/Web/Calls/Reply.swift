import Foundation
import HTTPTypes
import NIOCore
import Platform

/// What goes back to the caller.
public struct Reply: Sendable {
    enum Body: Sendable {
        case empty
        case buffered(ByteBuffer)
        case stream(length: Int?, @Sendable () -> any AsyncSequence<[UInt8], any Error> & Sendable)
    }

    public var status: Status
    var headers: HTTPFields
    var body: Body
    var session: SessionChange = .keep
    var flash: Flash?
    /// Set when the page has shown the flash message, so that it is not shown twice.
    var hasShownFlash = false
    /// Streams and ready-packed files are not packed again.
    var mayPack = true

    enum SessionChange: Sendable {
        case keep
        case start(NewSession)
        case end
    }

    init(status: Status, headers: HTTPFields = [:], body: Body = .empty) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    // Making replies.

    public static func bytes(_ bytes: [UInt8], type: String, status: Status = .ok) -> Reply {
        Reply(status: status, headers: [.contentType: type], body: .buffered(ByteBuffer(bytes: bytes)))
    }

    public static func text(_ text: String, type: String = "text/plain; charset=utf-8", status: Status = .ok) -> Reply {
        Reply(status: status, headers: [.contentType: type], body: .buffered(ByteBuffer(string: text)))
    }

    /// JSON with sorted keys, so that equal answers are equal bytes.
    public static func json(_ value: some Encodable, status: Status = .ok) throws -> Reply {
        .bytes(try JSON.encode(value), type: "application/json", status: status)
    }

    /// After a form: the browser goes on with GET (303).
    ///
    /// `path` is an address of this site. One that came from outside (`?next=`) goes through `Call.localPath` first.
    public static func redirect(to path: String, flash: Flash? = nil) -> Reply {
        var reply = Reply(status: .seeOther, headers: [.location: path])
        reply.flash = flash
        return reply
    }

    public static let noContent = Reply(status: .noContent)

    public static func notModified(etag: String) -> Reply {
        Reply(status: .notModified, headers: [.eTag: "\"\(etag)\""])
    }

    /// Bytes that are not held at once. An error in the middle cuts the connection, so that nobody takes a part for the whole.
    public static func stream(
        type: String, length: Int? = nil, status: Status = .ok,
        _ chunks: @escaping @autoclosure @Sendable () -> some AsyncSequence<[UInt8], any Error> & Sendable
    ) -> Reply {
        Reply(status: status, headers: [.contentType: type], body: .stream(length: length) { chunks() })
    }

    // Changing replies.

    /// Sets a header. A name or value that HTTP forbids is dropped, so nothing can be smuggled in.
    public func with(_ name: String, _ value: String) -> Reply {
        guard let name = HTTPField.Name(name) else { return self }
        var reply = self
        reply.headers[name] = value
        return reply
    }

    func with(_ name: HTTPField.Name, _ value: String) -> Reply {
        var reply = self
        reply.headers[name] = value
        return reply
    }

    /// The browser saves it under this name (RFC 6266, with RFC 8187 for names beyond ASCII).
    public func download(_ name: String) -> Reply {
        let plain = String(
            name.unicodeScalars.map { scalar in
                scalar.isASCII && scalar.value >= 0x20 && scalar != "\"" && scalar != "\\" && scalar != "/"
                    && scalar.value != 0x7F ? Character(scalar) : "_"
            })
        let allowed = CharacterSet(charactersIn: "!#$&+-.^_`|~").union(.alphanumericASCII)
        let full = name.addingPercentEncoding(withAllowedCharacters: allowed) ?? plain
        return with(.contentDisposition, "attachment; filename=\"\(plain)\"; filename*=UTF-8''\(full)")
    }

    /// A validator of your own, such as a version number. It is quoted here.
    public func etag(_ version: String) -> Reply { with(.eTag, "\"\(version)\"") }

    public enum Caching: Sendable {
        /// Anybody may keep it this long.
        case publicFor(Duration)
        /// The caller keeps it and asks each time whether it changed.
        case revalidate
        /// Nobody keeps it.
        case never
    }

    public func cached(_ caching: Caching) -> Reply {
        switch caching {
        case .publicFor(let time): with(.cacheControl, "public, max-age=\(time.components.seconds)")
        case .revalidate: with(.cacheControl, "private, no-cache")
        case .never: with(.cacheControl, "no-store")
        }
    }

    /// Hands the new session to the browser.
    public func starting(_ session: NewSession) -> Reply {
        var reply = self
        reply.session = .start(session)
        return reply
    }

    /// Takes the session's cookie back and clears what the browser kept; `Sessions.end` ends the session itself.
    public func endingSession() -> Reply {
        var reply = with("Clear-Site-Data", "\"cache\"")
        reply.session = .end
        return reply
    }

    /// A message for the next page.
    public func flash(_ flash: Flash) -> Reply {
        var reply = self
        reply.flash = flash
        return reply
    }
}

extension CharacterSet {
    static let alphanumericASCII = CharacterSet(
        charactersIn: "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789")
}
