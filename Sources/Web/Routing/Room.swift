public import Foundation
public import Platform
public import SQL

/// A feature of the house as the outside sees it: what it serves, what it runs and what it keeps.
public struct Room: Sendable {
    public let name: String
    public let migrations: [Migration]
    public let routes: [Route]
    public let jobs: [JobHandler]
    public let schedules: [JobSchedule]
    public let navigation: [NavigationItem]
    /// How refusals are told below its own interfaces; pages and `/api/` need none.
    public let voices: [ErrorVoice]
    /// The folder with the room's words, one file for each language.
    public let languages: URL?

    public init(
        name: String, migrations: [Migration] = [], routes: [Route], jobs: [JobHandler] = [],
        schedules: [JobSchedule] = [], navigation: [NavigationItem] = [], voices: [ErrorVoice] = [], languages: URL?
    ) {
        self.name = name
        self.migrations = migrations
        self.routes = routes
        self.jobs = jobs
        self.schedules = schedules
        self.navigation = navigation
        self.voices = voices
        self.languages = languages
    }
}

/// A link of the navigation, shown to whoever its rule allows.
public struct NavigationItem: Sendable {
    public enum Area: Sendable, CaseIterable {
        case publicArea, workArea, administration
    }

    /// The key of its words.
    public let key: String
    public let path: String
    public let access: AccessRule
    public let area: Area

    public init(key: String, path: String, access: AccessRule, area: Area) {
        self.key = key
        self.path = path
        self.access = access
        self.area = area
    }
}
