import SQL

/// What cases stand on: calendars and services with their versions, offices.
let delivery0001 = Migration(
    "delivery/0001-services",
    """
        CREATE TABLE calendar (
            key TEXT NOT NULL CONSTRAINT calendar_pk PRIMARY KEY,
            name TEXT NOT NULL,
            organisation_id TEXT CONSTRAINT calendar_organisation_fk REFERENCES organisation (id),
            current_version BIGINT NOT NULL
        );
        CREATE TABLE calendar_version (
            calendar_key TEXT NOT NULL CONSTRAINT calendar_version_calendar_fk REFERENCES calendar (key),
            number BIGINT NOT NULL,
            definition TEXT NOT NULL,
            saved_at BIGINT NOT NULL,
            saved_by TEXT NOT NULL,
            CONSTRAINT calendar_version_pk PRIMARY KEY (calendar_key, number)
        );

        CREATE TABLE office (
            id TEXT NOT NULL CONSTRAINT office_pk PRIMARY KEY,
            key TEXT NOT NULL CONSTRAINT office_key_unique UNIQUE,
            name TEXT NOT NULL,
            parent_id TEXT CONSTRAINT office_parent_fk REFERENCES office (id),
            organisation_id TEXT NOT NULL CONSTRAINT office_organisation_fk REFERENCES organisation (id),
            country TEXT CONSTRAINT office_country_check CHECK (length(country) = 2),
            subdivision TEXT,
            created_at BIGINT NOT NULL
        );
        CREATE INDEX office_by_organisation ON office (organisation_id, key);
        CREATE INDEX office_by_parent ON office (parent_id);

        CREATE TABLE service (
            id TEXT NOT NULL CONSTRAINT service_pk PRIMARY KEY,
            slug TEXT NOT NULL CONSTRAINT service_slug_unique UNIQUE,
            organisation_id TEXT NOT NULL CONSTRAINT service_organisation_fk REFERENCES organisation (id),
            country TEXT CONSTRAINT service_country_check CHECK (length(country) = 2),
            state TEXT NOT NULL CONSTRAINT service_state_check CHECK (state IN ('draft', 'open', 'closed')),
            current_version BIGINT NOT NULL,
            created_at BIGINT NOT NULL,
            updated_at BIGINT NOT NULL
        );
        CREATE INDEX service_by_state ON service (state, id);
        CREATE INDEX service_by_organisation ON service (organisation_id, id);
        CREATE TABLE service_version (
            service_id TEXT NOT NULL CONSTRAINT service_version_service_fk REFERENCES service (id),
            number BIGINT NOT NULL,
            definition TEXT NOT NULL,
            saved_at BIGINT NOT NULL,
            saved_by TEXT NOT NULL,
            CONSTRAINT service_version_pk PRIMARY KEY (service_id, number)
        );
        """)
