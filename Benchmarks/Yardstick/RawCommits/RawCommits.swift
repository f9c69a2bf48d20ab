import Foundation
import GRDB

/// How many single-row inserts a second SQLite commits to disk here: the yardstick for an audited write over HTTP.
///
///     RawCommits FOLDER SECONDS
///
/// One writer, write-ahead log, `synchronous=FULL`, one prepared statement, a row of the size of a small need. The database
/// is made in FOLDER, which should be on the disk that Sangam is measured on, and removed. Prints the rate alone.
@main
struct RawCommits {
    static func main() throws {
        let arguments = CommandLine.arguments
        guard arguments.count == 3, let seconds = Double(arguments[2]) else {
            FileHandle.standardError.write(Data("Usage: RawCommits FOLDER SECONDS\n".utf8))
            exit(2)
        }
        let folder = URL(fileURLWithPath: arguments[1]).appendingPathComponent("raw-commits-\(getpid())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let rate = try measure(in: folder, for: .seconds(seconds))
        try FileManager.default.removeItem(at: folder)
        print(Int(rate))
    }

    static func measure(in folder: URL, for duration: Duration) throws -> Double {
        var configuration = Configuration()
        configuration.prepareDatabase { database in
            try database.execute(sql: "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL")
        }
        let queue = try DatabaseQueue(
            path: folder.appendingPathComponent("raw.sqlite").path, configuration: configuration)
        let body = String(repeating: "a need in plain words ", count: 20)
        return try queue.inDatabase { database in
            try database.execute(sql: "CREATE TABLE need (id TEXT PRIMARY KEY NOT NULL, title TEXT NOT NULL, body TEXT NOT NULL)")
            let insert = try database.makeStatement(sql: "INSERT INTO need (id, title, body) VALUES (?, ?, ?)")
            let clock = ContinuousClock()
            let start = clock.now
            var count = 0
            while clock.now - start < duration {
                try insert.execute(arguments: [String(format: "%032d", count), "Need \(count)", body])
                count += 1
            }
            let elapsed = (clock.now - start) / .seconds(1)
            return Double(count) / elapsed
        }
    }
}
