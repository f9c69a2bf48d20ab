import Crypto
import CryptoExtras
import Foundation

/// A stored password: scrypt (RFC 7914) with its parameters beside it, so that they can be raised later.
///
///     $scrypt$ln=15,r=8,p=3$<salt>$<key>
///
/// Making or checking one takes a tenth of a second and 32 MiB on purpose: call it through `PasswordHasher`.
struct PasswordHash: Sendable, Equatable, LosslessStringConvertible {
    /// What one check costs: memory is 128 × rounds × blockSize bytes, time grows with all three.
    struct Cost: Sendable, Equatable {
        var logRounds: Int
        var blockSize: Int
        var parallelism: Int

        /// The OWASP password storage recommendation with the least memory (32 MiB).
        static let standard = Cost(logRounds: 15, blockSize: 8, parallelism: 3)

        /// Bounds for what is read back: a damaged row must not ask for gigabytes.
        var isSensible: Bool {
            (1...20).contains(logRounds) && (1...32).contains(blockSize) && (1...16).contains(parallelism)
        }
    }

    let cost: Cost
    let salt: [UInt8]
    let key: [UInt8]

    /// Hashes a password with a new salt.
    init(_ password: String, cost: Cost) throws {
        self.cost = cost
        salt = Secrets.bytes(16)
        key = try Self.derive(password, salt: salt, cost: cost)
    }

    /// Reads what `description` wrote; nil for anything else.
    init?(_ description: String) {
        let parts = description.split(separator: "$", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 5, parts[0].isEmpty, parts[1] == "scrypt",
            let cost = Cost(parts[2]), cost.isSensible,
            let salt = Data(base64Encoded: parts[3]), let key = Data(base64Encoded: parts[4]),
            salt.count >= 8, key.count >= 16
        else { return nil }
        self.cost = cost
        self.salt = Array(salt)
        self.key = Array(key)
    }

    var description: String {
        "$scrypt$ln=\(cost.logRounds),r=\(cost.blockSize),p=\(cost.parallelism)"
            + "$\(Data(salt).base64EncodedString())$\(Data(key).base64EncodedString())"
    }

    /// Whether this is the password; takes the same time either way.
    func matches(_ password: String) throws -> Bool {
        let other = try Self.derive(password, salt: salt, cost: cost, length: key.count)
        return zip(key, other).reduce(into: UInt8(0)) { $0 |= $1.0 ^ $1.1 } == 0
    }

    private static func derive(
        _ password: String, salt: [UInt8], cost: Cost, length: Int = 32
    ) throws -> [UInt8] {
        // Two keyboards may write the same letter in two ways (NIST SP 800-63B §3.1.1.2 asks for NFKC or NFKD).
        let bytes = Array(password.precomposedStringWithCompatibilityMapping.utf8)
        let key = try KDF.Scrypt.deriveKey(
            from: bytes, salt: salt, outputByteCount: length, rounds: 1 << cost.logRounds,
            blockSize: cost.blockSize, parallelism: cost.parallelism)
        return key.withUnsafeBytes { Array($0) }
    }
}

extension PasswordHash.Cost {
    fileprivate init?(_ text: String) {
        let values = text.split(separator: ",").map { $0.split(separator: "=", maxSplits: 1) }
        guard values.count == 3, values.allSatisfy({ $0.count == 2 }),
            values.map({ $0[0] }) == ["ln", "r", "p"],
            let logRounds = Int(values[0][1]), let blockSize = Int(values[1][1]),
            let parallelism = Int(values[2][1])
        else { return nil }
        self.init(logRounds: logRounds, blockSize: blockSize, parallelism: parallelism)
    }
}
