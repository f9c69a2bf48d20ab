import Platform
import SQL

/// Who calls the API with a token.
enum BearerAuthenticator {
    /// The person of the token, with what its scopes leave of their roles; nil if it is unknown, expired or revoked, or the
    /// person is not active. Web asks for the scope that the method needs.
    static func principal(of secret: String, services: Services) async throws -> Principal? {
        let now = services.now
        guard let digest = APITokenStore.digest(secret) else { return nil }
        guard let (record, owner, isUseDue) = try await APITokenStore.find(services.database, digest: digest, at: now)
        else { return nil }
        if isUseDue {
            try await services.database.write { try APITokenStore.noteUse($0, record.id, at: now) }
        }
        return TokenPrincipal.make(of: owner, token: record.id, person: record.person, scopes: record.scopes)
    }
}
