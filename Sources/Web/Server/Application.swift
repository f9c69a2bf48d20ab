public import Hummingbird
import HummingbirdCore
import NIOCore
public import Platform
public import ServiceLifecycle

/// The program as the main function and the tests both run it.
///
/// - Parameters:
///   - background: what runs beside the server, such as the jobs. On a stop the server finishes what is in flight first, and
///     then these end.
///   - onRunning: called with the port once connections are taken.
/// - Throws: when two routes share an address, or a file of ours cannot be read.
public func buildApplication(
    rooms: [Room], services: Services, settings: WebSettings, background: [any Service] = [],
    onRunning: @escaping @Sendable (_ port: Int) async -> Void = { _ in }
) throws -> some ApplicationProtocol {
    let assets = try Assets(folder: WebRoom.staticFolder)
    let described = rooms.flatMap(\.routes)
    let routes = try WebRoom.routes(assets: assets, described: described, settings: settings) + described
    let parts = try HouseParts(rooms: rooms, services: services, settings: settings, assets: assets, routes: routes)
    var headers = HTTP1Channel.Configuration.DecoderConfiguration()
    headers.maxHeaderFieldSize = settings.headerLimit / 2
    headers.maxHeaderListSize = settings.headerLimit
    headers.maxHeaderFieldCount = settings.headerCount
    return Application(
        responder: House(parts: parts),
        server: .http1(
            configuration: .init(
                idleTimeout: .seconds(settings.idleSeconds), httpDecoderConfiguration: headers)),
        configuration: ApplicationConfiguration(
            address: .hostname(settings.host, port: settings.port),
            availableConnectionsDelegate: MaximumAvailableConnections(settings.mostConnections)),
        services: [Housekeeping(parts: parts)] + background,
        onServerRunning: { channel in await onRunning(channel.localAddress?.port ?? settings.port) },
        logger: services.logger)
}

/// The routes that a set of rooms mounts, the web's own included: for tests that walk them all.
public func mountedRoutes(rooms: [Room], services: Services, settings: WebSettings) throws -> [Route] {
    let described = rooms.flatMap(\.routes)
    let own = try WebRoom.routes(assets: Assets(folder: WebRoom.staticFolder), described: described, settings: settings)
    return try RouteTable(own + described).mounted
}
