public import Foundation
public import Language
public import SQL
public import Web

/// The door of the room: what the network offers and asks for.
public enum Exchange {
    /// What the room serves, runs and keeps.
    ///
    /// - Parameter encoder: makes the vectors by which solutions are matched; without one they are matched by words alone.
    public static func room(encoder: (any TextEncoder)? = nil) -> Room {
        let search = SolutionSearch()
        let matching = MatchService(search: search, vectors: encoder.map { SolutionVectors(encoder: $0) })
        return Room(
            name: "exchange", migrations: migrations,
            routes: PublicPages.routes(search: search) + WorkPages.routes(search: search)
                + SolutionAPI(search: search).routes + NeedAPI.routes + OpportunityAPI.routes
                + MatchAPI(service: matching).routes + MatchPages.all(matching)
                + IntroductionAPI.routes + PartnershipAPI.routes + Agreements.routes + RoundAPI.routes
                + RoundFilling(matching: matching).routes + RoundListAPI(matching: matching).routes,
            jobs: [
                ConfirmationReminder.handler, ListingRenewal.handler, IntroductionMail.handler, IntroductionClock.handler,
                StallAlert.handler, RenewalReminder.handler,
            ] + EncodeJob.handlers(encoder),
            schedules: [
                ConfirmationReminder.schedule, ListingRenewal.schedule, IntroductionClock.schedule, StallAlert.schedule,
                RenewalReminder.schedule, EncodeJob.schedule,
            ],
            navigation: PublicPages.navigation + WorkPages.navigation + Agreements.navigation, languages: languages)
    }

    /// After Platform's.
    public static let migrations: [Migration] = [
        catalogue0001, matching0002, vectors0003, introductions0004, partnerships0005, agreements0006,
        contributions0007, activities0008, rounds0009,
    ]

    /// The folder with the room's words.
    public static let languages: URL = Bundle.module.bundleURL.appending(path: "Languages")
}
