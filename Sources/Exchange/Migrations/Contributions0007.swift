import SQL

/// What partners promise and deliver. Amounts are whole numbers of the unit's smallest part.
let contributions0007 = Migration(
    "exchange/0007-contributions",
    """
        CREATE TABLE contribution (
            id TEXT NOT NULL CONSTRAINT contribution_pk PRIMARY KEY,
            slug TEXT NOT NULL CONSTRAINT contribution_slug_unique UNIQUE,
            stage TEXT NOT NULL CONSTRAINT contribution_stage_check CHECK (stage IN ('committed', 'delivered', 'cancelled')),
            kind TEXT NOT NULL CONSTRAINT contribution_kind_check CHECK (kind IN ('expert-days', 'in-kind', 'money')),
            giver_id TEXT NOT NULL CONSTRAINT contribution_giver_fk REFERENCES organisation (id),
            receiver_id TEXT CONSTRAINT contribution_receiver_fk REFERENCES organisation (id),
            payer_id TEXT CONSTRAINT contribution_payer_fk REFERENCES organisation (id),
            unit TEXT,
            minor BIGINT CONSTRAINT contribution_amount_check CHECK (minor >= 0),
            what TEXT NOT NULL,
            day TEXT NOT NULL,
            note TEXT NOT NULL,
            fulfils TEXT CONSTRAINT contribution_fulfils_fk REFERENCES contribution (id),
            partnership_id TEXT CONSTRAINT contribution_partnership_fk REFERENCES partnership (id),
            agreement TEXT CONSTRAINT contribution_agreement_fk REFERENCES agreement (slug),
            version BIGINT NOT NULL,
            updated_by TEXT NOT NULL,
            updated_at BIGINT NOT NULL,
            CONSTRAINT contribution_unit_check CHECK ((unit IS NULL) = (minor IS NULL)),
            CONSTRAINT contribution_valued_check CHECK (kind = 'in-kind' OR minor IS NOT NULL)
        );
        CREATE INDEX contribution_by_day ON contribution (day, id);
        CREATE INDEX contribution_by_giver ON contribution (giver_id, day);
        CREATE INDEX contribution_by_receiver ON contribution (receiver_id, day);
        CREATE INDEX contribution_by_payer ON contribution (payer_id, day);
        CREATE INDEX contribution_by_partnership ON contribution (partnership_id, day);
        CREATE INDEX contribution_by_agreement ON contribution (agreement, day);
        CREATE INDEX contribution_by_commitment ON contribution (fulfils);
        """)
