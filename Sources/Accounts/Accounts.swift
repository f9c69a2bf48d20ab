public import Foundation
public import Platform
public import SQL
public import Web

/// The door of the room: organisations, people and how they sign in.
public enum Accounts {
    /// What the room serves, runs and keeps.
    ///
    ///     let accounts = Accounts.room(hasher: try PasswordHasher())
    ///
    /// - Parameter hasher: one for the whole program, so that its bound on threads and memory holds.
    public static func room(hasher: PasswordHasher) -> Room {
        Room(
            name: "accounts", migrations: migrations,
            routes: SignInPages.routes(hasher) + ResetPages.routes(hasher) + InvitationPages.routes(hasher)
                + AccountPages.routes(hasher) + SessionPages.routes + SecondFactorPages.routes(hasher)
                + TokenPages.routes + AdministrationPages.routes + OrganisationPages.routes + PeoplePages.routes
                + PersonPage.routes + AuditPages.routes + OrganisationAPI.routes,
            jobs: [ResetPages.handler, Cleaning.handler], schedules: [Cleaning.schedule],
            navigation: [
                NavigationItem(
                    key: "accounts.nav.administration", path: "/administration", access: OrganisationAPI.editors,
                    area: .administration)
            ], languages: languages)
    }

    /// After Platform's.
    public static let migrations: [Migration] = accountsMigrations

    /// The folder with the room's words.
    public static let languages: URL = Bundle.module.bundleURL.appending(path: "Languages")

    /// Who calls the API with a token: goes into `WebSettings`.
    public static func bearer(_ services: Services) -> @Sendable (String) async throws -> Principal? {
        { secret in try await BearerAuthenticator.principal(of: secret, services: services) }
    }
}
