import SQL

/// What Accounts adds to the people and organisations that Platform keeps: their secrets, and nothing that can be read back
/// but the second factor's, which the program itself must know.
let accountsMigrations: [Migration] = [
    Migration(
        "accounts/0001-secrets",
        """
        CREATE TABLE password (
            person TEXT PRIMARY KEY CONSTRAINT password_person REFERENCES person (id),
            hash TEXT NOT NULL,
            set_at BIGINT NOT NULL
        );

        CREATE TABLE second_factor (
            person TEXT PRIMARY KEY CONSTRAINT second_factor_person REFERENCES person (id),
            secret TEXT NOT NULL,
            -- Empty until a first code proved that the app holds the secret.
            confirmed_at BIGINT,
            -- The last 30-second step that was accepted: a code works once.
            last_counter BIGINT
        );

        CREATE TABLE recovery_code (
            person TEXT NOT NULL CONSTRAINT recovery_code_person REFERENCES person (id),
            digest TEXT NOT NULL,
            used_at BIGINT,
            PRIMARY KEY (person, digest)
        );

        CREATE TABLE one_time_link (
            digest TEXT PRIMARY KEY,
            purpose TEXT NOT NULL CONSTRAINT one_time_link_purpose
                CHECK (purpose IN ('invitation', 'reset')),
            person TEXT NOT NULL CONSTRAINT one_time_link_person REFERENCES person (id),
            expires_at BIGINT NOT NULL,
            used_at BIGINT
        );
        CREATE INDEX one_time_link_by_person ON one_time_link (person, purpose);
        CREATE INDEX one_time_link_by_expiry ON one_time_link (expires_at);

        CREATE TABLE throttle (
            subject TEXT PRIMARY KEY,
            debt_until BIGINT NOT NULL
        );
        CREATE INDEX throttle_by_debt ON throttle (debt_until);

        CREATE TABLE known_device (
            person TEXT NOT NULL CONSTRAINT known_device_person REFERENCES person (id),
            digest TEXT NOT NULL,
            used_at BIGINT NOT NULL,
            PRIMARY KEY (person, digest)
        );

        CREATE TABLE api_token (
            id TEXT PRIMARY KEY,
            person TEXT NOT NULL CONSTRAINT api_token_person REFERENCES person (id),
            name TEXT NOT NULL,
            digest TEXT NOT NULL CONSTRAINT api_token_digest UNIQUE,
            scopes TEXT NOT NULL,
            created_at BIGINT NOT NULL,
            expires_at BIGINT NOT NULL,
            -- To the hour, so that a call does not cost a write each time.
            last_used_at BIGINT,
            revoked_at BIGINT
        );
        CREATE INDEX api_token_by_person ON api_token (person, id);
        """)
]
