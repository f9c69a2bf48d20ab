import Platform
import SQL

/// Who calls the API with a token.
enum BearerAuthenticator {
    /// The person of the token, with what its scopes leave of their roles; nil if it is unknown, expired or revoked, or the
    /// person is not active. Web asks for the scope that the method needs.
    static func principal(of secret: String, services: Services) async throws -> Principal? {
        let now = services.now
        let found = try await services.database.read { connection in
            try APITokenStore.find(connection, secret: secret, at: now).flatMap { record, isUseDue in
                try PeopleStore.principal(connection, person: record.person).map { (record, $0, isUseDue) }
            }
        }
        guard let (record, owner, isUseDue) = found else { return nil }
        if isUseDue {
            try await services.database.write { try APITokenStore.noteUse($0, record.id, at: now) }
        }
        return TokenPrincipal.make(of: owner, token: record.id, person: record.person, scopes: record.scopes)
    }
}
