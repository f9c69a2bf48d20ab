import Crypto
public import Foundation
public import SQL

/// A file that is kept: named by its content, so that the same file is kept once.
public struct StoredFile: Sendable, Hashable, Identifiable {
    /// SHA-256 of the content, in hexadecimal. Also a strong ETag.
    public let id: String
    public let type: FileType
    /// In bytes.
    public let size: Int64
}

/// Files in the database, in chunks: one backup holds everything, and every node can serve them.
///
/// A room keeps the name that a file has there, and who may see it, in a table of its own that refers to `file (id)`.
public enum Files {
    static let migration = Migration(
        "platform/0004-files",
        """
        CREATE TABLE file (
            id TEXT NOT NULL CONSTRAINT file_pk PRIMARY KEY,
            type TEXT NOT NULL,
            size BIGINT NOT NULL,
            created BIGINT NOT NULL
        );
        CREATE INDEX file_by_created ON file (created);

        CREATE TABLE file_chunk (
            file TEXT NOT NULL CONSTRAINT file_chunk_file REFERENCES file (id) ON DELETE CASCADE,
            number BIGINT NOT NULL,
            bytes BLOB NOT NULL,
            CONSTRAINT file_chunk_pk PRIMARY KEY (file, number)
        );
        """)

    /// The bytes of each chunk but the last.
    static let chunkSize = 256 * 1024

    /// Takes in a file as it arrives.
    ///
    /// The bytes go to a temporary file first, so that a slow sender holds no transaction open and no memory. What is refused, or cut
    /// off by an error of the sequence, leaves nothing behind.
    ///
    /// - Parameters:
    ///   - bytes: the content, in pieces of any size.
    ///   - name: what the sender calls it; used only to tell CSV from other text.
    ///   - limit: the most bytes.
    ///   - temporaryFolder: where the upload grows; made if it is not there.
    /// - Throws: `FileRefused`, or the error of the sequence or the database.
    public static func store<Pieces: AsyncSequence>(
        _ bytes: Pieces, name: String?, in database: any Database, allowed: Set<FileType>, limit: Int,
        temporaryFolder: URL, at now: Timestamp
    ) async throws -> StoredFile where Pieces.Element: Collection<UInt8> {
        try FileManager.default.createDirectory(
            at: temporaryFolder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        let upload = temporaryFolder.appending(path: "upload-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: upload) }  // It may never have been made.
        let file = try await receive(bytes, into: upload, name: name, allowed: allowed, limit: limit)
        try await database.write { connection in
            try insert(connection, file, from: upload, at: now)
        }
        return file
    }

    private static func receive<Pieces: AsyncSequence>(
        _ bytes: Pieces, into upload: URL, name: String?, allowed: Set<FileType>, limit: Int
    ) async throws -> StoredFile where Pieces.Element: Collection<UInt8> {
        guard FileManager.default.createFile(atPath: upload.path, contents: nil, attributes: [.posixPermissions: 0o600])
        else { throw CocoaError(.fileWriteUnknown) }
        let handle = try FileHandle(forWritingTo: upload)
        defer { try? handle.close() }  // All writes have been checked by then.
        var hasher = SHA256()
        var check = UTF8Check()
        var head: [UInt8] = []
        var tail: [UInt8] = []
        var size = 0
        for try await piece in bytes {
            size += piece.count
            if size > limit { throw FileRefused.tooLarge(limit: limit) }
            let data = Data(piece)
            hasher.update(data: data)
            check.feed(data)
            if head.count < sampleSize { head += data.prefix(sampleSize - head.count) }
            tail += data.suffix(sampleSize)
            if tail.count > sampleSize { tail.removeFirst(tail.count - sampleSize) }
            try handle.write(contentsOf: data)
        }
        guard size > 0 else { throw FileRefused.empty }
        let type = FileType.sniff(head: head, tail: tail, isText: check.isWhole, name: name)
        guard let type, allowed.contains(type) else { throw FileRefused.wrongType(allowed: allowed) }
        return StoredFile(id: hasher.finalize().hexadecimal, type: type, size: Int64(size))
    }

    private static let sampleSize = 64 * 1024

    private static func insert(
        _ connection: any Connection, _ file: StoredFile, from upload: URL, at now: Timestamp
    ) throws {
        let isNew =
            try connection.execute(
                """
                INSERT INTO file (id, type, size, created)
                VALUES (\(file.id), \(file.type.rawValue), \(file.size), \(now))
                ON CONFLICT (id) DO NOTHING
                """) > 0
        guard isNew else {
            // Sent again: it must not be swept away before its new owner refers to it.
            try connection.execute("UPDATE file SET created = \(now) WHERE id = \(file.id)")
            return
        }
        let handle = try FileHandle(forReadingFrom: upload)
        defer { try? handle.close() }  // It was only read.
        var number = 0
        while let data = try handle.read(upToCount: chunkSize), !data.isEmpty {
            try connection.execute(
                "INSERT INTO file_chunk (file, number, bytes) VALUES (\(file.id), \(number), \([UInt8](data)))")
            number += 1
        }
    }

    public static func find(_ connection: any Connection, _ id: String) throws -> StoredFile? {
        try connection.first("SELECT id, type, size FROM file WHERE id = \(id)").map { row in
            StoredFile(id: try row["id"], type: try FileType.read(row["type"]), size: try row["size"])
        }
    }

    /// The content, or a part of it, chunk by chunk: each is one short read when it is asked for.
    /// - Parameter range: in bytes; clamped to the file.
    public static func chunks(_ file: StoredFile, in database: any Database, range: Range<Int64>? = nil) -> FileChunks {
        FileChunks(file: file, database: database, range: (range ?? 0..<file.size).clamped(to: 0..<file.size))
    }

    /// Removes the files that nobody refers to any more: no row of any table whose foreign key points to `file`.
    ///
    /// The tables are found in the schema, so that none can be forgotten. A table that refers to files has such a key.
    /// - Parameter moment: younger files are left alone, for their owner may be about to refer to them.
    /// - Returns: how many were removed.
    @discardableResult
    public static func deleteUnreferenced(_ connection: any Connection, createdBefore moment: Timestamp) throws -> Int {
        var condition: SQL = "created < \(moment)"
        for (table, column) in try references(connection) {
            condition += " AND NOT EXISTS (SELECT 1 FROM \(table) WHERE \(table).\(column) = file.id)"
        }
        return try connection.execute("DELETE FROM file WHERE \(condition)")
    }

    /// The same at once, for files that a record has just let go of and that must not wait for the sweep.
    @discardableResult
    public static func deleteUnreferenced(_ connection: any Connection, among ids: [String]) throws -> Int {
        guard !ids.isEmpty else { return 0 }
        var condition: SQL = "id IN \(in: ids)"
        for (table, column) in try references(connection) {
            condition += " AND NOT EXISTS (SELECT 1 FROM \(table) WHERE \(table).\(column) = file.id)"
        }
        return try connection.execute("DELETE FROM file WHERE \(condition)")
    }

    /// The columns that refer to files, their chunks apart, by names of ours: they come from migrations alone.
    private static func references(_ connection: any Connection) throws -> [(table: SQL, column: SQL)] {
        let query: SQL =
            switch connection.engine {
            case .sqlite:
                """
                SELECT t.name AS referring, k."from" AS referring_column
                FROM sqlite_master t JOIN pragma_foreign_key_list(t.name) k
                WHERE t.type = 'table' AND k."table" = 'file' AND t.name <> 'file_chunk'
                ORDER BY t.name, k."from"
                """
            case .postgres:
                """
                SELECT CAST(CAST(k.conrelid AS regclass) AS text) AS referring, a.attname AS referring_column
                FROM pg_constraint k JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = ANY (k.conkey)
                WHERE k.contype = 'f' AND k.confrelid = to_regclass('file')
                    AND k.conrelid <> to_regclass('file_chunk')
                ORDER BY 1, 2
                """
            }
        return try connection.query(query).map { row in
            (SQL(trusted: try row["referring"]), SQL(trusted: try row["referring_column"]))
        }
    }
}

/// The content of a file as it is read from the database.
public struct FileChunks: AsyncSequence, Sendable {
    let file: StoredFile
    let database: any Database
    let range: Range<Int64>

    /// How many bytes come in all.
    public var count: Int64 { Int64(range.count) }

    public func makeAsyncIterator() -> Iterator {
        Iterator(file: file, database: database, position: range.lowerBound, end: range.upperBound)
    }

    public struct Iterator: AsyncIteratorProtocol {
        let file: StoredFile
        let database: any Database
        var position: Int64
        let end: Int64

        /// - Throws: `FileRefused.cutShort` when the file was removed meanwhile.
        public mutating func next() async throws -> [UInt8]? {
            guard position < end else { return nil }
            let (id, size) = (file.id, Int64(Files.chunkSize))
            let number = position / size
            let bytes: [UInt8]? = try await database.read { connection in
                try connection.value("SELECT bytes FROM file_chunk WHERE file = \(id) AND number = \(number)")
            }
            let first = Int(position - number * size)
            let last = Int(Swift.min(end - number * size, size))
            guard let bytes, bytes.count >= last else { throw FileRefused.cutShort }
            position = number * size + Int64(last)
            return first == 0 && last == bytes.count ? bytes : Array(bytes[first..<last])
        }
    }
}
