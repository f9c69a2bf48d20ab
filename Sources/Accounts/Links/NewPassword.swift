import Platform
import Web

/// A new password as it came from a form: checked, with the errors to show.
enum NewPassword {
    /// What is wrong with it, as an error of the field `password`.
    static func error(_ password: String?, for person: Person) -> FieldError? {
        guard let password, !password.isEmpty else { return FieldError("password", "accounts.password.missing") }
        return PasswordRules.refusal(of: password, email: person.email, name: person.name)
            .map { FieldError("password", $0.key) }
    }
}

extension Person {
    /// This person acting for themselves, also before they are active (an invitation) or signed in (a reset).
    var acting: Principal { Principal(kind: .person(id), name: name, memberships: []) }
}
