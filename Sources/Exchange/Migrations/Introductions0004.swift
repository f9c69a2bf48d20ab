import SQL

/// Introductions: who is to meet whom about which solution, what each side answered, and every step of it.
let introductions0004 = Migration(
    "exchange/0004-introductions",
    """
        CREATE TABLE introduction (
            id TEXT NOT NULL CONSTRAINT introduction_pk PRIMARY KEY,
            need_id TEXT CONSTRAINT introduction_need_fk REFERENCES need (id),
            solution_id TEXT NOT NULL CONSTRAINT introduction_solution_fk REFERENCES solution (id),
            asking_id TEXT NOT NULL CONSTRAINT introduction_asking_fk REFERENCES organisation (id),
            giving_id TEXT NOT NULL CONSTRAINT introduction_giving_fk REFERENCES organisation (id),
            origin TEXT NOT NULL CONSTRAINT introduction_origin_check
                CHECK (origin IN ('match', 'round', 'opportunity', 'person')),
            origin_reference TEXT NOT NULL,
            message TEXT NOT NULL,
            proposed_by TEXT CONSTRAINT introduction_person_fk REFERENCES person (id),
            proposed_side TEXT NOT NULL CONSTRAINT introduction_side_check
                CHECK (proposed_side IN ('asking', 'giving', 'network')),
            state TEXT NOT NULL CONSTRAINT introduction_state_check
                CHECK (state IN ('proposed', 'asking-accepted', 'giving-accepted', 'accepted', 'declined', 'withdrawn',
                    'expired')),
            asking_person TEXT CONSTRAINT introduction_asking_person_fk REFERENCES person (id),
            giving_person TEXT CONSTRAINT introduction_giving_person_fk REFERENCES person (id),
            expires_at BIGINT NOT NULL,
            reminded_at BIGINT,
            closed_at BIGINT,
            version BIGINT NOT NULL,
            created_at BIGINT NOT NULL,
            updated_at BIGINT NOT NULL,
            CONSTRAINT introduction_parties_check CHECK (asking_id <> giving_id)
        );
        CREATE UNIQUE INDEX introduction_one_open ON introduction (solution_id, asking_id, giving_id, (COALESCE(need_id, '')))
            WHERE state IN ('proposed', 'asking-accepted', 'giving-accepted');
        CREATE INDEX introduction_by_asking ON introduction (asking_id, id);
        CREATE INDEX introduction_by_giving ON introduction (giving_id, id);
        CREATE INDEX introduction_by_need ON introduction (need_id, id);
        CREATE INDEX introduction_by_origin ON introduction (origin, origin_reference, id);
        CREATE INDEX introduction_by_state ON introduction (state, created_at);

        CREATE TABLE introduction_step (
            id TEXT NOT NULL CONSTRAINT introduction_step_pk PRIMARY KEY,
            introduction_id TEXT NOT NULL CONSTRAINT introduction_step_fk REFERENCES introduction (id),
            step TEXT NOT NULL,
            side TEXT NOT NULL,
            state TEXT NOT NULL,
            reason TEXT NOT NULL,
            by_name TEXT NOT NULL,
            by_person TEXT CONSTRAINT introduction_step_person_fk REFERENCES person (id),
            at BIGINT NOT NULL
        );
        CREATE INDEX introduction_step_by_introduction ON introduction_step (introduction_id, id);
        """)
