public import Foundation
public import Logging
public import SQL

/// What every handler and job is given: the outside world, each part replaceable in a test.
public struct Services: Sendable {
    public let database: any Database
    public let clock: any WallClock
    public let catalogue: Catalogue
    public let mailer: any Mailer
    /// Where people reach this installation, without a slash at the end: `https://sangam.example.org`.
    public let baseURL: String
    public let logger: Logger
    /// Holds the embedded database, unsent mail and uploads in progress.
    public let dataFolder: URL

    public init(
        database: any Database, clock: any WallClock = SystemClock(), catalogue: Catalogue, mailer: any Mailer,
        baseURL: String, logger: Logger = Logger(label: "sangam"), dataFolder: URL
    ) {
        self.database = database
        self.clock = clock
        self.catalogue = catalogue
        self.mailer = mailer
        self.baseURL = baseURL.hasSuffix("/") ? String(baseURL.dropLast()) : baseURL
        self.logger = logger
        self.dataFolder = dataFolder
    }

    public var now: Timestamp { clock.now }

    /// A new id at the clock's time: `let id: ID<Solution> = services.newID()`.
    public func newID<Record>() -> ID<Record> { ID(at: clock.now) }

    /// The full address of a page of ours: `services.url("/solutions/a2i-tcv")`.
    public func url(_ path: String) -> String { baseURL + path }
}
