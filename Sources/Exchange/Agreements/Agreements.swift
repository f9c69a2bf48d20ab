import Web

/// What this part of the room serves, for its door and for tests.
enum Agreements {
    static let routes: [Route] =
        AgreementPages.routes + AgreementWork.routes + TemplatePages.routes + AgreementAPI.routes
}
