import Foundation
import Platform
import SQL
import Web

/// Signing in: who is charged for an attempt, what is checked in which order, what is remembered.
///
/// An unknown person, a wrong password and a disabled account give the same answer after the same work.
struct SignIn: Sendable {
    let services: Services
    let hasher: PasswordHasher

    /// Where an attempt comes from.
    struct Origin: Sendable {
        let address: String
        /// The browser's and the system's family, for the list of sessions.
        let device: String
        /// The secret of the device's own cookie, if it has one.
        let deviceSecret: String?
        /// The session that the new one replaces.
        let session: SessionInfo?
    }

    enum Answer: Sendable {
        case refused
        case wait(Duration)
        /// The password was right; a pending session asks for the code.
        case codeDue(NewSession)
        case signedIn(NewSession, deviceSecret: String)
    }

    /// The first step: e-mail and password.
    func password(_ password: String, email: String, from origin: Origin, at now: Timestamp) async throws -> Answer {
        let email = PeopleStore.email(email)
        let attempt = try await services.database.write { connection in
            try begin(connection, email: email, origin: origin, at: now)
        }
        if let wait = attempt.wait { return .wait(wait) }
        let answer = try await hasher.check(password, against: attempt.hash)
        guard case .right(let upgraded) = answer, let hash = attempt.hash, let person = attempt.person else {
            return .refused
        }
        return try await services.database.write { connection in
            // Asked again: somebody may have changed the password or disabled the person meanwhile.
            guard try PeopleStore.person(connection, person)?.state == .active,
                try PasswordStore.hash(connection, of: person) == hash
            else { return .refused }
            try ThrottleStore.refund(connection, attempt.charges)
            if let upgraded { try PasswordStore.upgrade(connection, of: person, from: hash, to: upgraded) }
            if try SecondFactorStore.isOn(connection, for: person) {
                let session = try Sessions.start(
                    connection, person: person, at: now, replacing: origin.session?.id, device: origin.device,
                    isPending: true)
                return .codeDue(session)
            }
            return try Self.complete(connection, person, origin: origin, at: now)
        }
    }

    /// The second step: a code of the app, or a recovery code.
    func code(_ typed: String, of person: ID<Person>, from origin: Origin, at now: Timestamp) async throws -> Answer {
        try await services.database.write { connection in
            guard try PeopleStore.person(connection, person)?.state == .active else { return .refused }
            let charge = try Self.codeCharge(connection, person, origin: origin, at: now)
            if let wait = try ThrottleStore.charge(connection, [charge], at: now) { return .wait(wait) }
            let isRight =
                try SecondFactorStore.useCode(connection, of: person, code: typed, at: now)
                || SecondFactorStore.useRecoveryCode(connection, of: person, typed: typed, at: now)
            guard isRight else { return .refused }
            try ThrottleStore.refund(connection, [charge])
            return try Self.complete(connection, person, origin: origin, at: now)
        }
    }

    /// Starts the session and remembers the device, for somebody who has proved all that is asked.
    static func complete(
        _ connection: any Connection, _ person: ID<Person>, origin: Origin, at now: Timestamp
    ) throws -> Answer {
        let secret = origin.deviceSecret ?? Secrets.make()
        let digest = Secrets.digest(secret)
        try KnownDeviceStore.remember(connection, digest: digest, for: person, at: now)
        for step in Step.allCases {
            try ThrottleStore.clear(connection, subject: step.subject(device: digest, person: person))
        }
        let session = try Sessions.start(
            connection, person: person, at: now, replacing: origin.session?.id, device: origin.device)
        return .signedIn(session, deviceSecret: secret)
    }

    private struct Attempt: Sendable {
        var wait: Duration?
        var charges: [ThrottleStore.Charge] = []
        var person: ID<Person>?
        var hash: PasswordHash?
    }

    private func begin(
        _ connection: any Connection, email: String, origin: Origin, at now: Timestamp
    ) throws -> Attempt {
        let person = try PeopleStore.person(connection, email: email).flatMap { $0.state == .active ? $0.id : nil }
        var attempt = Attempt()
        attempt.charges = try passwordCharges(connection, email: email, person: person, origin: origin, at: now)
        attempt.wait = try ThrottleStore.charge(connection, attempt.charges, at: now)
        guard attempt.wait == nil else { return attempt }
        attempt.person = person
        attempt.hash = try person.flatMap { try PasswordStore.hash(connection, of: $0) }
        return attempt
    }

    /// A known device has a count of its own and no other; all strangers share the person's count and their address's.
    private func passwordCharges(
        _ connection: any Connection, email: String, person: ID<Person>?, origin: Origin, at now: Timestamp
    ) throws -> [ThrottleStore.Charge] {
        if let person, let digest = try Self.knownDevice(connection, person, origin: origin, at: now) {
            return [.init(subject: Step.password.subject(device: digest, person: person), throttle: .knownDevice)]
        }
        return [
            .init(subject: "password:stranger:" + Secrets.digest(email), throttle: .strangers),
            .init(subject: "password:address:" + Secrets.digest(Self.network(origin.address)), throttle: .address),
        ]
    }

    private static func codeCharge(
        _ connection: any Connection, _ person: ID<Person>, origin: Origin, at now: Timestamp
    ) throws -> ThrottleStore.Charge {
        if let digest = try knownDevice(connection, person, origin: origin, at: now) {
            return .init(subject: Step.code.subject(device: digest, person: person), throttle: .knownDevice)
        }
        return .init(subject: "code:stranger:\(person)", throttle: .strangers)
    }

    private enum Step: String, CaseIterable {
        case password, code

        func subject(device digest: String, person: ID<Person>) -> String {
            "\(rawValue):device:\(digest):\(person)"
        }
    }

    private static func knownDevice(
        _ connection: any Connection, _ person: ID<Person>, origin: Origin, at now: Timestamp
    ) throws -> String? {
        guard let secret = origin.deviceSecret else { return nil }
        let digest = Secrets.digest(secret)
        return try KnownDeviceStore.knows(connection, digest: digest, for: person, at: now) ? digest : nil
    }

    /// One household of IPv6 has 2^64 addresses: its first half is what counts.
    static func network(_ address: String) -> String {
        guard address.contains(":"), !address.contains(".") else { return address }
        let halves = address.components(separatedBy: "::")
        var groups = halves[0].split(separator: ":")
        if halves.count == 2 {
            let tail = halves[1].split(separator: ":")
            groups += Array(repeating: "0", count: max(0, 8 - groups.count - tail.count)) + tail
        }
        return groups.prefix(4).map { $0.lowercased() }.joined(separator: ":")
    }
}
