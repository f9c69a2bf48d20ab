import Web

/// What agreements, contributions and activities serve, for the room's door.
enum Agreements {
    static let routes: [Route] =
        AgreementPages.routes + AgreementWork.routes + TemplatePages.routes + AgreementAPI.routes
        + ContributionPages.routes + ContributionWork.routes + ContributionAPI.routes
        + ActivityPages.routes + ActivityWork.routes + ActivityAPI.routes + RecordImport.routes
        + PartnershipRecords.routes

    static let navigation: [NavigationItem] =
        AgreementPages.navigation + ContributionPages.navigation + ActivityPages.navigation
}
