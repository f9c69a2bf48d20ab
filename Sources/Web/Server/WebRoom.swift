public import Foundation
import HTTPTypes
import Logging
public import Platform
import SQL

/// What the web serves and does by itself: style sheets, health, the API's description, and sweeping old sessions.
public enum WebRoom {
    /// The folder with the words of the layout, the problem pages and the form controls.
    public static let languages = Bundle.module.bundleURL.appending(path: "Languages")
    static let staticFolder = Bundle.module.bundleURL.appending(path: "Static")

    struct Sweep: Codable {}

    static let sweepKind = JobKind<Sweep>("sweep-sessions")
    public static let jobs = [
        JobHandler(sweepKind) { _, context in
            let now = context.services.now
            let gone = try await context.services.database.write { try Sessions.sweep($0, at: now) }
            context.services.logger.info("old sessions removed", metadata: ["count": .stringConvertible(gone)])
        }
    ]
    public static let schedules = [
        JobSchedule(name: "sweep-sessions", every: .hours(6), kind: sweepKind, payload: Sweep())
    ]

    /// `described` are the routes of the rooms, for the API's description.
    static func routes(assets: Assets, described: [Route], settings: WebSettings) throws -> [Route] {
        let description = try JSON.encode(OpenAPI.document(of: described, settings: settings))
        return [
            Route(.get, "/static/{name}", .everyone, knowsCaller: false) { call in
                guard let asset = assets[try call.parameters["name"]] else { throw Problem.notFound }
                return reply(with: asset, packed: call.head.acceptsGzip)
            },
            // The page that somebody's work begins on: the first of the work area that is theirs, else of the administration.
            Route(.get, "/start", .everyone) { call in
                let theirs = call.house.navigation.filter {
                    $0.area != .publicArea && call.principal.isSignedIn && $0.access.check(call.principal).allowed
                }
                let first = theirs.first { $0.area == .workArea } ?? theirs.first
                return .redirect(to: first?.path ?? "/")
            },
            // Alive: the program answers.
            Route(.get, "/healthz", .everyone, knowsCaller: false) { _ in
                Reply.text("ok\n").cached(.never)
            },
            // Ready: it also reads the database.
            Route(.get, "/readyz", .everyone, knowsCaller: false) { call in
                do {
                    let one: Int? = try await call.services.database.read { try $0.value("SELECT 1") }
                    guard one == 1 else { throw Problem.unavailable(retryAfter: 5) }
                } catch let error as DatabaseError {
                    call.services.logger.error("not ready", metadata: ["error": .string("\(error)")])
                    return Reply.text("the database does not answer\n", status: .unavailable).cached(.never)
                }
                return Reply.text("ok\n").cached(.never)
            },
            Route(.get, "/api/v1/openapi.json", .everyone, knowsCaller: false) { _ in
                Reply.bytes(description, type: "application/json").cached(.publicFor(.minutes(5)))
            },
        ]
    }

    private static func reply(with asset: Assets.Asset, packed: Bool) -> Reply {
        var reply = Reply(
            status: .ok,
            headers: [
                .contentType: asset.type, .cacheControl: "public, max-age=31536000, immutable",
                .vary: "Accept-Encoding", .eTag: "\"\(asset.etag)\"",
            ], body: .buffered(asset.bytes))
        reply.mayPack = false
        if packed, let bytes = asset.packed {
            reply.body = .buffered(bytes)
            reply.headers[.contentEncoding] = "gzip"
            reply.headers[.eTag] = EntityTag.packed("\"\(asset.etag)\"")
        }
        return reply
    }
}
