public import Foundation
public import SQL
public import Web

/// The door of the room: services, followed from the request to their confirmed delivery.
public enum Delivery {
    /// What the room serves, runs and keeps.
    public static func room(_ lines: Lines = Lines()) -> Room {
        let search = ServiceSearch()
        return Room(
            name: "delivery", migrations: migrations,
            routes: ApplyPages.routes + TrackPages.routes + DeskPages.routes + AssignPages.routes + TemplatePages.routes
                + CaseAPI.routes() + ComplainPages.routes + AppealPages.routes + GrievanceAPI.routes + RedactionPages.routes + RetentionPages.routes
                + ServiceAPI.routes(search) + ServicePages.routes(search) + EditorPages.routes
                + OfficePages.routes + AbsencePages.routes + CalendarPages.routes
                + StopPages.routes + NoticePages.routes + KannelRoutes.routes(lines) + WebhookPages.routes + Open311Routes.routes
                + CaseEventAPI.routes + StatisticsAPI.routes
                + AssignmentAPI.routes + BacklogAPI.routes + OfficeFiguresPage.routes,
            jobs: [DraftCleaning.handler, DueNoticeJob.handler, LateHolidays.handler, RetentionJob.handler]
                + [CaseNotices.handler(lines), SendNotice.handler(lines), DeliverWebhook.sweep, DeliverWebhook.handler(lines)],
            schedules: [DraftCleaning.schedule, DueNoticeJob.schedule, DeliverWebhook.schedule, RetentionJob.schedule],
            navigation: ServicePages.navigation + TrackPages.navigation + DeskPages.navigation + EditorPages.navigation
                + NoticePages.navigation + RetentionPages.navigation + WebhookPages.navigation,
            voices: [Open311Routes.voice],
            languages: languages)
    }

    /// After Platform's.
    public static let migrations: [Migration] = [
        delivery0001, delivery0002, delivery0003, delivery0004, delivery0006, delivery0007, delivery0008,
        delivery0009,
        delivery0010,
    ]

    /// The folder with the room's words.
    public static let languages: URL = Bundle.module.bundleURL.appending(path: "Languages")
}
