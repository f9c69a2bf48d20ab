public import Foundation
public import SQL
public import Web

/// The door of the room: services, followed from the request to their confirmed delivery.
public enum Delivery {
    /// What the room serves, runs and keeps.
    public static func room() -> Room {
        let search = ServiceSearch()
        return Room(
            name: "delivery", migrations: migrations,
            routes: ApplyPages.routes + TrackPages.routes + DeskPages.routes + CaseAPI.routes
                + ServiceAPI.routes(search) + ServicePages.routes(search) + EditorPages.routes
                + OfficePages.routes + AbsencePages.routes + CalendarPages.routes,
            jobs: [DraftCleaning.handler], schedules: [DraftCleaning.schedule],
            navigation: ServicePages.navigation + TrackPages.navigation + DeskPages.navigation + EditorPages.navigation, languages: languages)
    }

    /// After Platform's.
    public static let migrations: [Migration] = [delivery0001, delivery0002, delivery0003]

    /// The folder with the room's words.
    public static let languages: URL = Bundle.module.bundleURL.appending(path: "Languages")
}
