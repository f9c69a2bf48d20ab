import SQL

/// Match-making rounds: who takes part, whom each would like to meet, and what came of it.
let rounds0009 = Migration(
    "exchange/0009-rounds",
    """
        CREATE TABLE round (
            id TEXT NOT NULL CONSTRAINT round_pk PRIMARY KEY,
            slug TEXT NOT NULL CONSTRAINT round_slug_unique UNIQUE,
            name TEXT NOT NULL,
            event TEXT CONSTRAINT round_event_fk REFERENCES event (key),
            state TEXT NOT NULL CONSTRAINT round_state_check CHECK (state IN ('open', 'published')),
            plan TEXT NOT NULL,
            fits TEXT NOT NULL,
            outcome TEXT,
            version BIGINT NOT NULL,
            created_at BIGINT NOT NULL,
            updated_at BIGINT NOT NULL,
            CONSTRAINT round_outcome_check CHECK ((state = 'published') = (outcome IS NOT NULL))
        );

        CREATE TABLE round_member (
            round_id TEXT NOT NULL CONSTRAINT round_member_round_fk REFERENCES round (id),
            side TEXT NOT NULL CONSTRAINT round_member_side_check CHECK (side IN ('proposers', 'acceptors')),
            key TEXT NOT NULL,
            position BIGINT NOT NULL,
            title TEXT NOT NULL,
            organisation_id TEXT NOT NULL CONSTRAINT round_member_organisation_fk REFERENCES organisation (id),
            country TEXT CONSTRAINT round_member_country_check CHECK (length(country) = 2),
            need_id TEXT CONSTRAINT round_member_need_fk REFERENCES need (id),
            solution_id TEXT CONSTRAINT round_member_solution_fk REFERENCES solution (id),
            capacity BIGINT NOT NULL CONSTRAINT round_member_capacity_check CHECK (capacity >= 0),
            preferences TEXT,
            version BIGINT NOT NULL,
            saved_at BIGINT NOT NULL,
            saved_by TEXT NOT NULL,
            CONSTRAINT round_member_pk PRIMARY KEY (round_id, side, key),
            CONSTRAINT round_member_solution_check CHECK (side = 'proposers' OR solution_id IS NOT NULL)
        );
        CREATE INDEX round_member_by_organisation ON round_member (organisation_id, round_id);
        CREATE INDEX round_member_by_country ON round_member (country, round_id);
        """)
