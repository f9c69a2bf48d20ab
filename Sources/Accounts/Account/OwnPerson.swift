import Platform
import SQL
import Web

extension Call {
    /// Who is signed in; the rule `.signedIn` has made sure that somebody is.
    func ownID() throws -> ID<Person> {
        guard let id = principal.personID else { throw Problem.unauthorised }
        return id
    }

    func ownPerson() async throws -> Person {
        let id = try ownID()
        guard let person = try await services.database.read({ try PeopleStore.person($0, id) }) else {
            throw Problem.notFound
        }
        return person
    }
}

/// Asks a signed-in person for the password again, before a change that a stolen session must not make.
enum PasswordAgain {
    /// What is wrong with it, as an error of the field `password`; nil if it is right.
    static func error(_ typed: String?, _ call: Call, _ hasher: PasswordHasher) async throws -> FieldError? {
        guard let typed, !typed.isEmpty else { return FieldError("password", "accounts.password.missing") }
        let person = try call.ownID()
        let charge = ThrottleStore.Charge(subject: "password-again:\(person)", throttle: .knownDevice)
        let now = call.now
        let (wait, hash) = try await call.services.database.write { connection in
            (
                try ThrottleStore.charge(connection, [charge], at: now),
                try PasswordStore.hash(connection, of: person)
            )
        }
        if let wait { return SignInPages.waitError("password", wait, call) }
        guard case .right = try await hasher.check(typed, against: hash) else {
            return FieldError("password", "accounts.password.wrong")
        }
        try await call.services.database.write { try ThrottleStore.refund($0, [charge]) }
        return nil
    }
}
