internal import AsyncHTTPClient
internal import Foundation
internal import NIOCore
internal import NIOHTTP1
public import Platform

/// Requests over the network.
///
/// Where an address was typed by somebody, its name is looked up once, every address behind it is checked, and the connection goes to the
/// one that was checked: a name that changes its mind in between (DNS rebinding) gains nothing.
public struct HTTPOutbound: OutboundHTTP {
    private let timeout: TimeAmount
    private static let longestAnswer = 64 << 10

    public init() { timeout = .seconds(15) }

    init(timeout: TimeAmount) { self.timeout = timeout }

    public func send(_ request: OutboundRequest) async throws -> OutboundAnswer {
        guard let url = URL(string: request.url), let host = url.host(percentEncoded: false), !host.isEmpty,
            ["http", "https"].contains(url.scheme ?? ""), url.user() == nil
        else { throw OutboundFailure.badAddress }
        var configuration = HTTPClient.Configuration(redirectConfiguration: .disallow)
        configuration.timeout.connect = .seconds(10)
        configuration.decompression = .disabled
        if request.reach == .publicOrLoopback {
            configuration.dnsOverride = [host: try await checked(host, isSafe: url.scheme == "https")]
        }
        let client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
        let outcome: Result<OutboundAnswer, any Error>
        do {
            outcome = .success(try await execute(request, with: client))
        } catch {
            outcome = .failure(error)
        }
        try await client.shutdown()
        return try outcome.get()
    }

    private func execute(_ request: OutboundRequest, with client: HTTPClient) async throws -> OutboundAnswer {
        var sent = HTTPClientRequest(url: request.url)
        for header in request.headers { sent.headers.add(name: header.name, value: header.value) }
        if let body = request.body {
            sent.method = .POST
            sent.body = .bytes(ByteBuffer(bytes: body))
        }
        do {
            let response = try await client.execute(sent, timeout: timeout)
            // Read to its end and thrown away; a longer one is cut off with its connection.
            var length = 0
            for try await piece in response.body {
                length += piece.readableBytes
                if length > Self.longestAnswer { break }
            }
            return OutboundAnswer(status: Int(response.status.code))
        } catch is CancellationError {
            throw CancellationError()
        } catch let error as HTTPClientError
            where error == .deadlineExceeded || error == .readTimeout || error == .connectTimeout || error == .writeTimeout
        {
            throw OutboundFailure.timeOut
        } catch {
            throw OutboundFailure.unreachable
        }
    }

    /// The address to connect to. This machine may be spoken to without encryption, nobody else.
    private func checked(_ host: String, isSafe: Bool) async throws -> String {
        let bare = host.hasPrefix("[") ? String(host.dropFirst().dropLast()) : host
        let addresses = NetworkAddress.kind(bare) == nil ? try await Resolver.addresses(of: bare) : [bare]
        let kinds = addresses.map { NetworkAddress.kind($0) ?? .private }
        guard let first = addresses.first else { throw OutboundFailure.unknownHost }
        guard kinds.allSatisfy({ $0 == .loopback }) || (isSafe && kinds.allSatisfy { $0 == .public }) else {
            throw OutboundFailure.privateAddress
        }
        return first
    }
}
