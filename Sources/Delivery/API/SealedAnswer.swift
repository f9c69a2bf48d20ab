import Crypto
import Foundation
import Platform
import SQL
import Web

/// The answer to a request with an idempotency key, kept so that a repetition gets the same.
///
/// It holds the case's secret, so it is sealed with the idempotency key, of which only a hash is kept: who reads the database reads
/// neither.
struct SealedAnswer: Sendable {
    private let keyHash: String
    private let bodyHash: String
    private let secret: SymmetricKey

    /// That of a request, if it has a key.
    /// - Parameter about: what else the request is about, beside its body.
    static func of(_ call: Call, _ input: some Encodable, about: String = "") throws -> SealedAnswer? {
        guard let key = call.header("Idempotency-Key") else { return nil }
        guard (16...255).contains(key.utf8.count) else { throw Problem.badRequest("problem.idempotency-key") }
        return try SealedAnswer(key: key, input: input, about: about, caller: call.principal.auditName)
    }

    init(key: String, input: some Encodable, about: String = "", caller: String) throws {
        func hash(_ text: String) -> Data { Data(SHA256.hash(data: Data(text.utf8))) }
        keyHash = hash("find \(caller) \(key)").base64EncodedString()
        bodyHash = hash(about + (try Coding.encode(input))).base64EncodedString()
        secret = SymmetricKey(data: hash("seal \(caller) \(key)"))
    }

    /// What was answered before. Its reading throws a conflict when the key was used for another request.
    var known: Question<String?> {
        Question("SELECT body_hash, answer FROM case_request WHERE key_hash = \(keyHash)", first: opened)
    }

    func find(_ connection: any Connection) throws -> String? { try connection.ask(known) }

    private func opened(_ row: Row) throws -> String {
        let (body, answer): (String, String) = (try row["body_hash"], try row["answer"])
        guard body == bodyHash, let bytes = Data(base64Encoded: answer) else { throw Problem.conflict("problem.idempotency-reused") }
        return String(decoding: try AES.GCM.open(AES.GCM.SealedBox(combined: bytes), using: secret), as: UTF8.self)
    }

    func save(_ connection: any Connection, _ answer: String, at now: Timestamp) throws {
        let sealed = try AES.GCM.seal(Data(answer.utf8), using: secret).combined ?? Data()
        try connection.insert(
            into: "case_request (key_hash, body_hash, answer, at)",
            "(\(keyHash), \(bodyHash), \(sealed.base64EncodedString()), \(now))")
    }
}
