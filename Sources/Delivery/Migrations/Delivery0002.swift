import SQL

/// Cases: what happened (append-only), what follows from it, and the counters of the backlog.
///
/// `case_record` holds what is derived from the events, for lists; the page of a case and its deadline are worked out from the events.
let delivery0002 = Migration(
    "delivery/0002-cases",
    """
        CREATE TABLE case_record (
            id TEXT NOT NULL CONSTRAINT case_pk PRIMARY KEY,
            reference TEXT NOT NULL CONSTRAINT case_reference_unique UNIQUE,
            code_hash TEXT NOT NULL,
            service_id TEXT NOT NULL,
            service_version BIGINT NOT NULL,
            calendar_key TEXT NOT NULL,
            calendar_version BIGINT NOT NULL,
            first_office_id TEXT NOT NULL CONSTRAINT case_first_office_fk REFERENCES office (id),
            office_id TEXT NOT NULL CONSTRAINT case_office_fk REFERENCES office (id),
            assignee_id TEXT CONSTRAINT case_assignee_fk REFERENCES person (id),
            channel TEXT NOT NULL,
            language TEXT NOT NULL,
            applicant TEXT NOT NULL,
            similar_key TEXT NOT NULL,
            answers TEXT NOT NULL,
            phase TEXT NOT NULL,
            step BIGINT NOT NULL,
            outcome TEXT,
            turn TEXT NOT NULL,
            visibility TEXT NOT NULL,
            due BIGINT NOT NULL,
            events BIGINT NOT NULL,
            received_at BIGINT NOT NULL,
            updated_at BIGINT NOT NULL,
            CONSTRAINT case_service_fk FOREIGN KEY (service_id, service_version)
                REFERENCES service_version (service_id, number),
            CONSTRAINT case_calendar_fk FOREIGN KEY (calendar_key, calendar_version)
                REFERENCES calendar_version (calendar_key, number)
        );
        CREATE INDEX case_by_office ON case_record (office_id, turn, due, id)
            WHERE phase IN ('submitted', 'accepted', 'in-step', 'decided', 'delivered');
        CREATE INDEX case_by_assignee ON case_record (assignee_id, turn, due, id)
            WHERE phase IN ('submitted', 'accepted', 'in-step', 'decided', 'delivered');
        CREATE INDEX case_by_similar ON case_record (service_id, similar_key, id);

        CREATE TABLE case_event (
            case_id TEXT NOT NULL CONSTRAINT case_event_case_fk REFERENCES case_record (id),
            number BIGINT NOT NULL,
            at BIGINT NOT NULL,
            recorded_at BIGINT NOT NULL,
            kind TEXT NOT NULL,
            part TEXT NOT NULL,
            actor TEXT NOT NULL,
            actor_name TEXT NOT NULL,
            facts TEXT NOT NULL,
            CONSTRAINT case_event_pk PRIMARY KEY (case_id, number)
        );

        CREATE TABLE case_file (
            case_id TEXT NOT NULL CONSTRAINT case_file_case_fk REFERENCES case_record (id),
            file_id TEXT NOT NULL CONSTRAINT case_file_file_fk REFERENCES file (id),
            field TEXT NOT NULL,
            name TEXT NOT NULL,
            at BIGINT NOT NULL,
            CONSTRAINT case_file_pk PRIMARY KEY (case_id, field, file_id)
        );
        CREATE INDEX case_file_by_file ON case_file (file_id);

        CREATE TABLE case_draft (
            code_hash TEXT NOT NULL CONSTRAINT case_draft_pk PRIMARY KEY,
            service_id TEXT NOT NULL,
            service_version BIGINT NOT NULL,
            answers TEXT NOT NULL,
            language TEXT NOT NULL,
            updated_at BIGINT NOT NULL,
            CONSTRAINT case_draft_service_fk FOREIGN KEY (service_id, service_version)
                REFERENCES service_version (service_id, number)
        );
        CREATE INDEX case_draft_by_age ON case_draft (updated_at);

        CREATE TABLE case_draft_file (
            draft TEXT NOT NULL CONSTRAINT case_draft_file_draft_fk REFERENCES case_draft (code_hash) ON DELETE CASCADE,
            file_id TEXT NOT NULL CONSTRAINT case_draft_file_file_fk REFERENCES file (id),
            field TEXT NOT NULL,
            name TEXT NOT NULL,
            CONSTRAINT case_draft_file_pk PRIMARY KEY (draft, field, file_id)
        );
        CREATE INDEX case_draft_file_by_file ON case_draft_file (file_id);

        CREATE TABLE case_count (
            office_id TEXT NOT NULL CONSTRAINT case_count_office_fk REFERENCES office (id),
            phase TEXT NOT NULL,
            turn TEXT NOT NULL,
            cases BIGINT NOT NULL,
            CONSTRAINT case_count_pk PRIMARY KEY (office_id, phase, turn)
        );

        CREATE TABLE case_request (
            key_hash TEXT NOT NULL CONSTRAINT case_request_pk PRIMARY KEY,
            body_hash TEXT NOT NULL,
            answer TEXT NOT NULL,
            at BIGINT NOT NULL
        );
        CREATE INDEX case_request_by_age ON case_request (at);
        """)
