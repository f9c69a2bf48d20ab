import Accounts
import ArgumentParser
import Delivery
import Exchange
import Foundation
import Language
import Logging
import Platform
import PostgresDriver
import SQL
import SQLiteDriver
import Web

/// The house put together: an open database with its schema, the rooms, and what they all use.
struct Program: Sendable {
    let settings: Settings
    let services: Services
    let rooms: [Room]
    let hasher: PasswordHasher
    /// nil: there is no model, and solutions are matched by words alone.
    var encoder: (any TextEncoder)? = nil

    /// Opens the database (a new file is made) and brings its schema up to date.
    static func open(_ flags: SettingFlags, level: Logger.Level = .warning) async throws -> Program {
        Memory.settle()
        let settings = try await Settings.read(flags: flags)
        var logger = Logger(label: "sangam")
        logger.logLevel = level
        let hasher = try PasswordHasher()
        let encoder = try Encoders.open(settings)
        let rooms = Self.rooms(hasher: hasher, encoder: encoder, lines: TextLines.open(settings))
        let database = try await openDatabase(settings)
        let clock = SystemClock()
        do {
            try await Migrator(migrations(of: rooms)).migrate(database) { clock.now.milliseconds }
        } catch {
            await database.close()
            throw error
        }
        let services = Services(
            database: database, clock: clock, catalogue: try catalogue(of: rooms, logger: logger),
            mailer: mailer(settings), baseURL: settings.baseURL, logger: logger, dataFolder: settings.dataFolder)
        return Program(settings: settings, services: services, rooms: rooms, hasher: hasher, encoder: encoder)
    }

    /// Opens, runs `body`, and closes, whatever happens.
    static func run<Value>(
        _ flags: SettingFlags, level: Logger.Level = .warning, _ body: (Program) async throws -> Value
    ) async throws -> Value {
        let program = try await open(flags, level: level)
        do {
            let value = try await body(program)
            await program.services.database.close()
            return value
        } catch {
            await program.services.database.close()
            throw error
        }
    }

    /// The one line where rooms are added.
    static func rooms(hasher: PasswordHasher, encoder: (any TextEncoder)? = nil, lines: Lines = Lines()) -> [Room] {
        [Accounts.room(hasher: hasher), Exchange.room(encoder: encoder), Delivery.room(lines)]
    }

    static func migrations(of rooms: [Room]) -> [Migration] {
        platformMigrations + webMigrations + rooms.flatMap(\.migrations)
    }

    static func catalogue(of rooms: [Room], logger: Logger) throws -> Catalogue {
        try Catalogue(
            folders: [Catalogue.platformFolder, WebRoom.languages] + rooms.compactMap(\.languages), logger: logger)
    }

    private static func openDatabase(_ settings: Settings) async throws -> any Database {
        if settings.isPostgres { return try await PostgresDatabase(url: settings.database) }
        let file = URL(filePath: settings.database)
        try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        return try await SQLiteDatabase(path: settings.database)
    }

    private static func mailer(_ settings: Settings) -> any Mailer {
        let sender = MailSender(name: "Sangam", address: settings.mailFrom)
        if settings.sendmail.isEmpty {
            return FolderMailer(folder: settings.dataFolder.appending(path: "mail"), from: sender)
        }
        return SendmailMailer(
            command: settings.sendmail.split(separator: " ").map(String.init), from: sender)
    }

    /// For a command that needs no database.
    static func englishWords() throws -> Words {
        try catalogue(of: rooms(hasher: PasswordHasher()), logger: Logger(label: "sangam")).words("en")
    }

    /// The words of commands: they speak English, as logs do.
    var words: Words { services.catalogue.words("en") }
}
