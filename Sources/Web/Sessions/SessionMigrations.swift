public import SQL

/// The tables that Web keeps.
public let webMigrations: [Migration] = [
    Migration(
        "web/0001-sessions",
        """
        CREATE TABLE session (
            id TEXT PRIMARY KEY,
            token_hash BLOB NOT NULL CONSTRAINT session_token UNIQUE,
            person TEXT NOT NULL CONSTRAINT session_person REFERENCES person (id) ON DELETE CASCADE,
            pending BIGINT NOT NULL CONSTRAINT session_pending CHECK (pending IN (0, 1)),
            device TEXT NOT NULL,
            started_at BIGINT NOT NULL,
            last_seen_at BIGINT NOT NULL,
            expires_at BIGINT NOT NULL
        );
        CREATE INDEX session_by_person ON session (person, started_at);
        CREATE INDEX session_by_expiry ON session (expires_at);
        """)
]
