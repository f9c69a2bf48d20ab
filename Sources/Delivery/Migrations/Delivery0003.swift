import SQL

/// The directory of services, the drafts of their editors, what an import took over, where officers sit and who covers for whom.
let delivery0003 = Migration(
    "delivery/0003-services",
    """
        ALTER TABLE service ADD COLUMN listed BIGINT NOT NULL DEFAULT 0;

        CREATE TABLE service_listing (
            service_id TEXT NOT NULL CONSTRAINT service_listing_pk PRIMARY KEY
                CONSTRAINT service_listing_service_fk REFERENCES service (id),
            name TEXT NOT NULL,
            lead TEXT NOT NULL,
            sort_title TEXT NOT NULL,
            organisation TEXT NOT NULL,
            ministry TEXT NOT NULL,
            offices TEXT NOT NULL,
            life_events TEXT NOT NULL,
            audiences TEXT NOT NULL,
            terms BLOB NOT NULL
        );

        CREATE TABLE service_source (
            source TEXT NOT NULL,
            record TEXT NOT NULL,
            service_id TEXT NOT NULL CONSTRAINT service_source_service_fk REFERENCES service (id),
            CONSTRAINT service_source_pk PRIMARY KEY (source, record)
        );
        CREATE INDEX service_source_by_service ON service_source (service_id);

        CREATE TABLE service_draft (
            service_id TEXT NOT NULL CONSTRAINT service_draft_pk PRIMARY KEY
                CONSTRAINT service_draft_service_fk REFERENCES service (id),
            document TEXT NOT NULL,
            based_on BIGINT NOT NULL,
            version BIGINT NOT NULL,
            updated_at BIGINT NOT NULL,
            updated_by TEXT NOT NULL
        );

        ALTER TABLE office ADD COLUMN territory TEXT NOT NULL DEFAULT '';
        ALTER TABLE office ADD COLUMN version BIGINT NOT NULL DEFAULT 1;

        CREATE TABLE office_officer (
            office_id TEXT NOT NULL CONSTRAINT office_officer_office_fk REFERENCES office (id),
            person_id TEXT NOT NULL CONSTRAINT office_officer_person_fk REFERENCES person (id),
            CONSTRAINT office_officer_pk PRIMARY KEY (office_id, person_id)
        );
        CREATE INDEX office_officer_by_person ON office_officer (person_id);

        CREATE TABLE absence (
            id TEXT NOT NULL CONSTRAINT absence_pk PRIMARY KEY,
            person_id TEXT NOT NULL CONSTRAINT absence_person_fk REFERENCES person (id),
            cover_id TEXT NOT NULL CONSTRAINT absence_cover_fk REFERENCES person (id),
            first_day BIGINT NOT NULL,
            last_day BIGINT NOT NULL,
            created_at BIGINT NOT NULL,
            CONSTRAINT absence_days_check CHECK (first_day <= last_day),
            CONSTRAINT absence_cover_check CHECK (person_id <> cover_id)
        );
        CREATE INDEX absence_by_person ON absence (person_id, last_day);
        CREATE INDEX absence_by_cover ON absence (cover_id, last_day);
        """)
