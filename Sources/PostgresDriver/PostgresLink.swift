import CPostgres
import Glibc
import SQL

/// One connection of libpq, always in pipeline mode: several commands go out together and are answered in one round trip.
final class PostgresLink {
    enum Command {
        case run(String, PostgresParameters?, types: [Oid], binary: Bool)
        case prepare(name: String, String, types: [Oid])
        case describe(name: String)
        /// `text` is what the name stands for, for messages.
        case execute(name: String, PostgresParameters, binary: Bool, text: String)
        case fixed(Fixed)

        /// A command without values whose answer nobody reads.
        static func control(_ text: String) -> Command { .run(text, nil, types: [], binary: false) }
    }

    /// What every transaction sends; prepared once for a connection, so that the server need not read it each time.
    enum Fixed: String, CaseIterable {
        case beginRead = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
        case beginWrite = "BEGIN"
        /// Holds the writers of all nodes in one lane. The number only has to differ from other programs' on the same database.
        case lock = "SELECT pg_advisory_xact_lock(x'53414e47414d'::bigint)"
        case commit = "COMMIT"
        case rollback = "ROLLBACK"

        var name: String { "sangam_\(self)" }
    }

    private let connection: OpaquePointer
    /// Batches that were sent without waiting, whose answers come before any other.
    private var owed = 0
    /// The SQLSTATE of the last error that the server reported.
    private(set) var lastState = ""

    init(url: String, limits: PostgresDatabase.Limits, readOnly: Bool) throws {
        // What stands later overrides what stands before: the URL has the last word.
        let settings: [(String, String)] = [
            ("application_name", "sangam"), ("connect_timeout", "\(limits.connect)"),
            // A server that vanished without a word is noticed within about a minute.
            ("keepalives_idle", "30"), ("keepalives_interval", "10"), ("keepalives_count", "3"),
            ("tcp_user_timeout", "60000"),
            ("dbname", url), ("client_encoding", "UTF8"),
        ]
        let keys = settings.map { strdup($0.0) }
        let values = settings.map { strdup($0.1) }
        defer { for text in keys + values { free(text) } }
        guard
            let connection = PQconnectdbParams(
                keys.map { UnsafePointer($0) } + [nil], values.map { UnsafePointer($0) } + [nil], 1)
        else { throw DatabaseError(.other, message: "No memory for a connection.") }
        self.connection = connection
        guard PQstatus(connection) == CONNECTION_OK else { throw DatabaseError.lost(reason) }
        let milliseconds = Int(limits.statement * 1000)
        try script(
            """
            SET statement_timeout = \(milliseconds); SET idle_in_transaction_session_timeout = \(milliseconds);
            SET lock_timeout = \(Int(limits.lock * 1000)); SET client_min_messages = warning; SET bytea_output = hex;
            SET TimeZone = 'UTC'; SET DateStyle = 'ISO, YMD'; SET extra_float_digits = 1; SET cursor_tuple_fraction = 1;
            SET default_transaction_read_only = \(readOnly ? "on" : "off")
            """)
        _ = try exchange(Fixed.allCases.map { .prepare(name: $0.name, $0.rawValue, types: []) })
    }

    deinit { PQfinish(connection) }

    private var reason: String { String(cString: PQerrorMessage(connection)) }

    /// Whether the server is still there, as far as the socket tells without asking it.
    func isAlive() -> Bool {
        do {
            try settle()
        } catch {
            return false
        }
        // A server that ended the session has sent its farewell or closed: both make the socket readable.
        while PQstatus(connection) == CONNECTION_OK {
            var socket = pollfd(fd: PQsocket(connection), events: Int16(POLLIN), revents: 0)
            switch poll(&socket, 1, 0) {
            case 0: return true
            case -1 where errno == EINTR: continue
                case 1...: if PQconsumeInput(connection) == 0 { return false }
            default: return false
            }
        }
        return false
    }

    /// Sends commands together and waits for their answers. The first error of any of them is thrown.
    func exchange(_ commands: [Command]) throws -> [PostgresResult] {
        try send(commands)
        try settle()
        return try receive(commands)
    }

    /// Sends commands together without waiting for the answers, which are thrown away.
    func post(_ commands: [Command]) throws {
        try send(commands)
        owed += 1
    }

    /// Several statements without values, by the simple protocol.
    func script(_ text: String) throws {
        try settle()
        PQexitPipelineMode(connection)
        defer { PQenterPipelineMode(connection) }
        guard let pointer = PQexec(connection, text) else { throw DatabaseError.lost(reason) }
        let result = PostgresResult(pointer)
        if result.status == PGRES_FATAL_ERROR { throw failure(result, nil) }
    }

    private func send(_ commands: [Command]) throws {
        for command in commands {
            guard send(command) == 1 else { throw DatabaseError.lost(reason, statement: command.text) }
        }
        guard PQpipelineSync(connection) == 1 else { throw DatabaseError.lost(reason) }
    }

    private func send(_ command: Command) -> Int32 {
        switch command {
        case .run(let text, nil, _, _):
            PQsendQueryParams(connection, text, 0, nil, nil, nil, nil, 0)
        case .run(let text, let values?, let types, let binary):
            values.withPointers { addresses, lengths, formats in
                PQsendQueryParams(
                    connection, text, Int32(values.count), types, addresses, lengths, formats, binary ? 1 : 0)
            }
        case .prepare(let name, let text, let types):
            PQsendPrepare(connection, name, text, Int32(types.count), types)
        case .fixed(let fixed):
            PQsendQueryPrepared(connection, fixed.name, 0, nil, nil, nil, 0)
        case .describe(let name):
            PQsendDescribePrepared(connection, name)
        case .execute(let name, let values, let binary, _):
            values.withPointers { addresses, lengths, formats in
                PQsendQueryPrepared(
                    connection, name, Int32(values.count), addresses, lengths, formats, binary ? 1 : 0)
            }
        }
    }

    /// Reads the answers of one batch up to its sync mark.
    private func receive(_ commands: [Command]) throws -> [PostgresResult] {
        var results: [PostgresResult] = []
        var failed: DatabaseError?
        for command in commands {
            guard let result = try next() else {
                throw failed ?? DatabaseError.lost(reason, statement: command.text)
            }
            if result.status == PGRES_FATAL_ERROR {
                let error = failure(result, command.text)
                if PQstatus(connection) != CONNECTION_OK || error.kind == .connectionLost { throw error }
                failed = failed ?? error
            }
            results.append(result)
            // Each command's answer ends with a null.
            while try next() != nil {}
        }
        guard try next()?.status == PGRES_PIPELINE_SYNC else { throw failed ?? DatabaseError.lost(reason) }
        if let failed { throw failed }
        return results
    }

    /// Reads and drops the answers of the batches that nobody waited for.
    private func settle() throws {
        while owed > 0 {
            while let result = try next(evenNull: true) {
                if result.status == PGRES_PIPELINE_SYNC { break }
            }
            owed -= 1
        }
    }

    /// The next result, or nil at the end of a command's answer.
    ///
    /// - Parameter evenNull: steps over those ends; then nil never comes while the server is there.
    private func next(evenNull: Bool = false) throws -> PostgresResult? {
        while true {
            if let pointer = PQgetResult(connection) { return PostgresResult(pointer) }
            guard PQstatus(connection) == CONNECTION_OK else { throw DatabaseError.lost(reason) }
            if !evenNull { return nil }
        }
    }

    private func failure(_ result: PostgresResult, _ statement: String?) -> DatabaseError {
        let error = DatabaseError(result: result.pointer, statement: statement)
        lastState = DatabaseError.field("C", of: result.pointer) ?? ""
        guard PQstatus(connection) != CONNECTION_OK, error.kind != .connectionLost else { return error }
        return .lost(reason, statement: statement)
    }
}

extension PostgresLink.Command {
    /// For messages; values are not part of it.
    var text: String? {
        switch self {
        case .run(let text, _, _, _), .prepare(_, let text, _), .execute(_, _, _, let text): text
        case .fixed(let fixed): fixed.rawValue
        case .describe: nil
        }
    }
}
