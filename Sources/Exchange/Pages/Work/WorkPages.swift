import Platform
public import Web

/// The pages on which members work: the desk, the forms, the records with their next steps.
public enum WorkPages {
    public static func routes(search: SolutionSearch) -> [Route] {
        DeskHandlers.routes + NewSolution.routes + SolutionEditing.routes + SolutionWork.routes
            + SolutionWork.smallRoutes + NeedWork.routes + OpportunityWork.routes
            + IntroductionPages.routes + PartnershipPages.routes + RoundPages.routes
    }

    public static let navigation: [NavigationItem] = [
        // The desk of the exchange: who has no part in it has another room's first.
        NavigationItem(
            key: "nav.work", path: "/work", access: .roles(.focalPoint, .secretariat, .reviewer), area: .workArea),
        IntroductionPages.navigation, PartnershipPages.navigation,
        NavigationItem(key: "nav.rounds", path: "/work/rounds", access: RoundPages.members, area: .workArea),
        NavigationItem(
            key: "nav.import", path: "/work/import/opportunities", access: .roles(.secretariat), area: .workArea),
    ]
}
