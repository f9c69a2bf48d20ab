public import Foundation
public import SQL
public import Web

/// The door of the room: what the network offers and asks for.
public enum Exchange {
    /// What the room serves, runs and keeps.
    public static func room() -> Room {
        let search = SolutionSearch()
        return Room(
            name: "exchange", migrations: migrations,
            routes: PublicPages.routes(search: search) + WorkPages.routes(search: search)
                + SolutionAPI(search: search).routes + NeedAPI.routes + OpportunityAPI.routes + RoundAPI.routes,
            jobs: [ConfirmationReminder.handler, IntroductionMail.handler, IntroductionClock.handler],
            schedules: [ConfirmationReminder.schedule, IntroductionClock.schedule],
            navigation: PublicPages.navigation + WorkPages.navigation, languages: languages)
    }

    /// After Platform's.
    public static let migrations: [Migration] = [catalogue0001, introductions0004, partnerships0005, rounds0009]

    /// The folder with the room's words.
    public static let languages: URL = Bundle.module.bundleURL.appending(path: "Languages")
}
