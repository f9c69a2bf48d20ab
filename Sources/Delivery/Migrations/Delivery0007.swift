import SQL

/// What other programs and telephones need: letters and texts about cases, webhooks, Open311, and the figures of the statistics.
let delivery0007 = Migration(
    "delivery/0007-interfaces",
    """
        ALTER TABLE service ADD COLUMN open311 BIGINT NOT NULL DEFAULT 0;
        CREATE INDEX service_by_open311 ON service (slug) WHERE open311 = 1;
        CREATE INDEX case_by_publication ON case_record (received_at, id) WHERE visibility = 'public';
        CREATE INDEX case_by_seal ON case_record (office_id) WHERE visibility = 'sealed';

        CREATE TABLE citizen_notice (
            id TEXT NOT NULL CONSTRAINT citizen_notice_pk PRIMARY KEY,
            case_id TEXT NOT NULL CONSTRAINT citizen_notice_case_fk REFERENCES case_record (id),
            event BIGINT NOT NULL,
            organisation_id TEXT NOT NULL CONSTRAINT citizen_notice_organisation_fk REFERENCES organisation (id),
            kind TEXT NOT NULL,
            channel TEXT NOT NULL CONSTRAINT citizen_notice_channel_check CHECK (channel IN ('mail', 'text')),
            state TEXT NOT NULL,
            attempts BIGINT NOT NULL,
            stop_hash TEXT NOT NULL,
            due BIGINT NOT NULL,
            created_at BIGINT NOT NULL,
            updated_at BIGINT NOT NULL,
            CONSTRAINT citizen_notice_once UNIQUE (case_id, event, channel)
        );
        CREATE INDEX citizen_notice_by_organisation ON citizen_notice (organisation_id, id);
        CREATE INDEX citizen_notice_by_stop ON citizen_notice (stop_hash);

        CREATE TABLE notice_stop (
            address_hash TEXT NOT NULL CONSTRAINT notice_stop_pk PRIMARY KEY,
            at BIGINT NOT NULL
        );
        CREATE TABLE case_quiet (
            case_id TEXT NOT NULL CONSTRAINT case_quiet_pk PRIMARY KEY CONSTRAINT case_quiet_case_fk REFERENCES case_record (id),
            at BIGINT NOT NULL
        );
        CREATE TABLE text_sender (
            number_hash TEXT NOT NULL CONSTRAINT text_sender_pk PRIMARY KEY,
            since BIGINT NOT NULL,
            texts BIGINT NOT NULL
        );

        CREATE TABLE webhook (
            id TEXT NOT NULL CONSTRAINT webhook_pk PRIMARY KEY,
            organisation_id TEXT CONSTRAINT webhook_organisation_fk REFERENCES organisation (id),
            url TEXT NOT NULL,
            secret TEXT NOT NULL,
            events TEXT NOT NULL,
            state TEXT NOT NULL CONSTRAINT webhook_state_check CHECK (state IN ('active', 'paused', 'removed')),
            created_at BIGINT NOT NULL
        );
        CREATE INDEX webhook_by_state ON webhook (state, id);
        CREATE TABLE webhook_delivery (
            webhook_id TEXT NOT NULL CONSTRAINT webhook_delivery_webhook_fk REFERENCES webhook (id),
            case_id TEXT NOT NULL CONSTRAINT webhook_delivery_case_fk REFERENCES case_record (id),
            event BIGINT NOT NULL,
            action TEXT NOT NULL,
            phase TEXT NOT NULL,
            state TEXT NOT NULL,
            attempts BIGINT NOT NULL,
            status BIGINT,
            fault TEXT,
            due BIGINT NOT NULL,
            created_at BIGINT NOT NULL,
            updated_at BIGINT NOT NULL,
            CONSTRAINT webhook_delivery_pk PRIMARY KEY (webhook_id, case_id, event)
        );
        CREATE INDEX webhook_delivery_by_time ON webhook_delivery (webhook_id, created_at, case_id, event);
        CREATE INDEX webhook_delivery_waiting ON webhook_delivery (due) WHERE state = 'waiting';

        CREATE TABLE case_end_count (
            office_id TEXT NOT NULL CONSTRAINT case_end_count_office_fk REFERENCES office (id),
            month BIGINT NOT NULL,
            in_time BIGINT NOT NULL,
            late BIGINT NOT NULL,
            CONSTRAINT case_end_count_pk PRIMARY KEY (office_id, month)
        );
        CREATE TABLE case_rating_count (
            service_id TEXT NOT NULL CONSTRAINT case_rating_count_service_fk REFERENCES service (id),
            rating BIGINT NOT NULL,
            cases BIGINT NOT NULL,
            CONSTRAINT case_rating_count_pk PRIMARY KEY (service_id, rating)
        );
        """)
