import Foundation
import NIOCore

/// Where a call comes from, told only to the rate limits.
struct ClientAddress: Sendable {
    let channel: any Channel
    let forwardedFor: String?
    let trustedProxies: Set<String>

    /// IPv6 callers are counted by their /64, which is what one household or office holds.
    var text: String {
        var address = channel.remoteAddress?.ipAddress ?? ""
        if let forwardedFor, trustedProxies.contains(address) {
            // Each proxy adds at the right whom it heard from: the first that is no proxy of ours is the caller.
            let hops = forwardedFor.split(separator: ",").map { $0.filter { $0 != " " } }
            address = hops.last { !trustedProxies.contains($0) } ?? address
        }
        return Self.network(of: String(address.prefix(64)))
    }

    private static func network(of address: String) -> String {
        guard address.contains(":") else { return address }
        var bytes = [UInt8](repeating: 0, count: 16)
        guard inet_pton(AF_INET6, address, &bytes) == 1 else { return address }
        return bytes.prefix(8).map { String($0, radix: 16) }.joined(separator: ".")
    }
}
