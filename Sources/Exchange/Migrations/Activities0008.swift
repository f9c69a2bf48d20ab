import SQL

/// What partners do together, and which contributions were given to it.
let activities0008 = Migration(
    "exchange/0008-activities",
    """
        CREATE TABLE activity (
            id TEXT NOT NULL CONSTRAINT activity_pk PRIMARY KEY,
            slug TEXT NOT NULL CONSTRAINT activity_slug_unique UNIQUE,
            kind TEXT NOT NULL CONSTRAINT activity_kind_check
                CHECK (kind IN ('study-tour', 'expert-visit', 'remote-session', 'training')),
            state TEXT NOT NULL CONSTRAINT activity_state_check CHECK (state IN ('planned', 'held', 'cancelled')),
            reason TEXT NOT NULL,
            title TEXT NOT NULL,
            from_date TEXT NOT NULL,
            to_date TEXT NOT NULL,
            place TEXT NOT NULL,
            link TEXT NOT NULL,
            programme TEXT NOT NULL,
            women BIGINT CONSTRAINT activity_women_check CHECK (women >= 0),
            men BIGINT CONSTRAINT activity_men_check CHECK (men >= 0),
            not_stated BIGINT CONSTRAINT activity_not_stated_check CHECK (not_stated >= 0),
            outcome TEXT NOT NULL,
            document TEXT CONSTRAINT activity_document_fk REFERENCES file (id),
            document_name TEXT NOT NULL,
            partnership_id TEXT CONSTRAINT activity_partnership_fk REFERENCES partnership (id),
            agreement TEXT CONSTRAINT activity_agreement_fk REFERENCES agreement (slug),
            version BIGINT NOT NULL,
            updated_by TEXT NOT NULL,
            updated_at BIGINT NOT NULL,
            CONSTRAINT activity_reason_check CHECK (state <> 'cancelled' OR reason <> '')
        );
        CREATE INDEX activity_by_day ON activity (from_date, id);
        CREATE INDEX activity_by_partnership ON activity (partnership_id, from_date);
        CREATE INDEX activity_by_agreement ON activity (agreement, from_date);
        CREATE INDEX activity_by_document ON activity (document);

        CREATE TABLE activity_organisation (
            activity_id TEXT NOT NULL CONSTRAINT activity_organisation_activity_fk REFERENCES activity (id),
            organisation_id TEXT NOT NULL CONSTRAINT activity_organisation_fk REFERENCES organisation (id),
            position BIGINT NOT NULL,
            CONSTRAINT activity_organisation_pk PRIMARY KEY (activity_id, organisation_id)
        );
        CREATE INDEX activity_by_organisation ON activity_organisation (organisation_id, activity_id);

        ALTER TABLE contribution ADD COLUMN activity_id TEXT CONSTRAINT contribution_activity_fk REFERENCES activity (id);
        CREATE INDEX contribution_by_activity ON contribution (activity_id);
        """)
