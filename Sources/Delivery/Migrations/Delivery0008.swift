import SQL

/// Cases whose emptying was announced, and from when on it happens.
let delivery0008 = Migration(
    "delivery/0008-retention",
    """
        CREATE TABLE retention_notice (
            case_id TEXT NOT NULL CONSTRAINT retention_notice_pk PRIMARY KEY
                CONSTRAINT retention_notice_case_fk REFERENCES case_record (id),
            act_at BIGINT NOT NULL,
            announced_at BIGINT NOT NULL
        );
        CREATE INDEX retention_notice_by_time ON retention_notice (act_at, case_id);
        """)
