import Foundation

/// A numeric address of a machine, and in which kind of network it lies.
public enum NetworkAddress {
    public enum Kind: Sendable, Equatable { case `public`, loopback, `private` }

    /// nil for what is no numeric address (RFC 6890 lists the networks that are not public).
    public static func kind(_ text: String) -> Kind? {
        if let four = bytes(text, AF_INET, 4) { return kind(four: four) }
        guard let six = bytes(text, AF_INET6, 16) else { return nil }
        // The old addresses within the new ones count as what they are: mapped, translated (64:ff9b::/96) and 6to4 (2002::/16).
        if six[0..<10].allSatisfy({ $0 == 0 }), six[10] == 0xFF, six[11] == 0xFF { return kind(four: Array(six[12...])) }
        if six[0..<4] == [0x00, 0x64, 0xFF, 0x9B] { return kind(four: Array(six[12...])) == .public ? .public : .private }
        if six[0] == 0x20, six[1] == 0x02 { return kind(four: Array(six[2..<6])) == .public ? .public : .private }
        if six[0..<15].allSatisfy({ $0 == 0 }) { return six[15] == 1 ? .loopback : .private }
        // Only 2000::/3 is routed; documentation and Teredo lie in 2001::/16.
        if six[0] & 0xE0 != 0x20 { return .private }
        if six[0] == 0x20, six[1] == 0x01, six[2] < 0x02 || (six[2] == 0x0D && six[3] == 0xB8) { return .private }
        return .public
    }

    private static func kind(four bytes: [UInt8]) -> Kind {
        switch (bytes[0], bytes[1]) {
        case (127, _): .loopback
        case (0, _), (10, _), (224..., _), (192, 168), (169, 254), (172, 16...31), (100, 64...127), (198, 18...19): .private
        case (192, 0): bytes[2] == 0 || bytes[2] == 2 ? .private : .public
        case (192, 88): bytes[2] == 99 ? .private : .public
        case (198, 51): bytes[2] == 100 ? .private : .public
        case (203, 0): bytes[2] == 113 ? .private : .public
        default: .public
        }
    }

    private static func bytes(_ text: String, _ family: Int32, _ count: Int) -> [UInt8]? {
        var bytes = [UInt8](repeating: 0, count: count)
        return inet_pton(family, text, &bytes) == 1 ? bytes : nil
    }
}
