import Web

/// What agreements, contributions and activities serve, for the room's door.
enum Agreements {
    static let routes: [Route] =
        AgreementPages.routes + AgreementWork.routes + TemplatePages.routes + AgreementAPI.routes
        + ContributionPages.routes + ContributionWork.routes + SidedAPI<Contribution>.routes + LedgerAPI.routes
        + ActivityPages.routes + ActivityWork.routes + SidedAPI<Activity>.routes + RecordImport.routes
        + PartnershipRecords.routes

    static let navigation: [NavigationItem] =
        AgreementPages.navigation + ContributionPages.navigation + ActivityPages.navigation
}
