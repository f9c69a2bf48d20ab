import SQL

/// The desk at a million cases: lists of a whole organisation by one index, figures of what is due by day, what was said when a limit
/// came near, and what an officer keeps: filters, templates, links between cases.
let delivery0006 = Migration(
    "delivery/0006-desk",
    """
        ALTER TABLE case_record ADD COLUMN organisation_id TEXT NOT NULL DEFAULT '';
        ALTER TABLE case_record ADD COLUMN code_owner TEXT;
        ALTER TABLE case_record ADD COLUMN noticed BIGINT NOT NULL DEFAULT 0;
        UPDATE case_record SET organisation_id = (SELECT organisation_id FROM office WHERE office.id = case_record.office_id);

        CREATE INDEX case_by_organisation ON case_record (organisation_id, turn, due, id)
            WHERE phase IN ('submitted', 'accepted', 'in-step', 'decided', 'delivered');
        CREATE INDEX case_by_queue ON case_record (organisation_id, turn, due, id)
            WHERE assignee_id IS NULL AND phase IN ('submitted', 'accepted', 'in-step', 'decided', 'delivered');
        CREATE INDEX case_by_service ON case_record (service_id, turn, due, id)
            WHERE phase IN ('submitted', 'accepted', 'in-step', 'decided', 'delivered');
        CREATE INDEX case_by_notice ON case_record (noticed, due, id)
            WHERE turn = 'office' AND phase IN ('submitted', 'accepted', 'in-step', 'decided', 'delivered');

        CREATE TABLE case_due_count (
            office_id TEXT NOT NULL CONSTRAINT case_due_count_office_fk REFERENCES office (id),
            due BIGINT NOT NULL,
            cases BIGINT NOT NULL,
            CONSTRAINT case_due_count_pk PRIMARY KEY (office_id, due)
        );
        INSERT INTO case_due_count (office_id, due, cases)
            SELECT office_id, due, COUNT(*) FROM case_record
            WHERE phase IN ('submitted', 'accepted', 'in-step', 'decided', 'delivered') GROUP BY office_id, due;

        CREATE TABLE case_notice (
            case_id TEXT NOT NULL CONSTRAINT case_notice_case_fk REFERENCES case_record (id),
            level BIGINT NOT NULL,
            due BIGINT NOT NULL,
            office_id TEXT NOT NULL,
            at BIGINT NOT NULL,
            CONSTRAINT case_notice_pk PRIMARY KEY (case_id, level, at)
        );

        CREATE TABLE case_link (
            case_id TEXT NOT NULL CONSTRAINT case_link_case_fk REFERENCES case_record (id),
            other_id TEXT NOT NULL CONSTRAINT case_link_other_fk REFERENCES case_record (id),
            kind TEXT NOT NULL CONSTRAINT case_link_kind_check CHECK (kind IN ('related', 'split-from', 'split-into')),
            at BIGINT NOT NULL,
            CONSTRAINT case_link_pk PRIMARY KEY (case_id, other_id)
        );
        CREATE INDEX case_link_by_other ON case_link (other_id);

        CREATE TABLE desk_filter (
            id TEXT NOT NULL CONSTRAINT desk_filter_pk PRIMARY KEY,
            person_id TEXT NOT NULL CONSTRAINT desk_filter_person_fk REFERENCES person (id),
            name TEXT NOT NULL,
            query TEXT NOT NULL,
            created_at BIGINT NOT NULL,
            CONSTRAINT desk_filter_name_unique UNIQUE (person_id, name)
        );

        CREATE TABLE reply_template (
            id TEXT NOT NULL CONSTRAINT reply_template_pk PRIMARY KEY,
            organisation_id TEXT NOT NULL CONSTRAINT reply_template_organisation_fk REFERENCES organisation (id),
            name TEXT NOT NULL,
            action TEXT NOT NULL,
            texts TEXT NOT NULL,
            updated_at BIGINT NOT NULL,
            CONSTRAINT reply_template_name_unique UNIQUE (organisation_id, name)
        );
        """)
