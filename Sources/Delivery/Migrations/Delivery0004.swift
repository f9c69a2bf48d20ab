import SQL

/// Grievances and appeals: their kind, who may not see them, identities apart from the cases, legal holds.
///
/// A request needs none of it: the defaults say so, and no index grows with requests.
let delivery0004 = Migration(
    "delivery/0004-grievances",
    """
        ALTER TABLE case_record ADD COLUMN kind TEXT NOT NULL DEFAULT 'request'
            CONSTRAINT case_kind_check CHECK (kind IN ('request', 'grievance', 'appeal'));
        ALTER TABLE case_record ADD COLUMN category TEXT;
        ALTER TABLE case_record ADD COLUMN privacy TEXT NOT NULL DEFAULT 'open'
            CONSTRAINT case_privacy_check CHECK (privacy IN ('open', 'withheld', 'confidential', 'anonymous'));
        ALTER TABLE case_record ADD COLUMN reader TEXT NOT NULL DEFAULT 'officer'
            CONSTRAINT case_reader_check CHECK (reader IN ('officer', 'manager'));
        ALTER TABLE case_record ADD COLUMN redress_id TEXT
            CONSTRAINT case_redress_fk REFERENCES organisation (id);
        ALTER TABLE case_record ADD COLUMN barred BIGINT NOT NULL DEFAULT 0;
        ALTER TABLE case_record ADD COLUMN about TEXT;
        ALTER TABLE case_record ADD COLUMN tier BIGINT NOT NULL DEFAULT 0;
        ALTER TABLE case_record ADD COLUMN first_case_id TEXT
            CONSTRAINT case_first_case_fk REFERENCES case_record (id);
        ALTER TABLE case_record ADD COLUMN erased BIGINT NOT NULL DEFAULT 0;
        CREATE INDEX case_by_first_case ON case_record (first_case_id, tier) WHERE first_case_id IS NOT NULL;
        CREATE INDEX case_by_end ON case_record (service_id, updated_at, id)
            WHERE phase IN ('closed', 'withdrawn', 'duplicate') AND erased = 0;

        CREATE TABLE case_bar (
            case_id TEXT NOT NULL CONSTRAINT case_bar_case_fk REFERENCES case_record (id),
            bar TEXT NOT NULL,
            CONSTRAINT case_bar_pk PRIMARY KEY (case_id, bar)
        );
        CREATE TABLE case_identity (
            case_id TEXT NOT NULL CONSTRAINT case_identity_pk PRIMARY KEY
                CONSTRAINT case_identity_case_fk REFERENCES case_record (id),
            name TEXT NOT NULL,
            contact TEXT NOT NULL
        );
        CREATE TABLE case_hold (
            case_id TEXT NOT NULL CONSTRAINT case_hold_pk PRIMARY KEY
                CONSTRAINT case_hold_case_fk REFERENCES case_record (id),
            reason TEXT NOT NULL,
            placed_by TEXT NOT NULL,
            placed_at BIGINT NOT NULL
        );
        """)
