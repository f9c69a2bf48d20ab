import SQL

/// What matching keeps: the facts of each solution, weights, concepts, and what people said of matches.
let matching0002 = Migration(
    "exchange/0002-matching",
    """
        CREATE TABLE solution_match (
            solution_id TEXT NOT NULL CONSTRAINT solution_match_pk PRIMARY KEY
                CONSTRAINT solution_match_solution_fk REFERENCES solution (id),
            facts TEXT NOT NULL
        );

        CREATE TABLE match_weights (
            version BIGINT NOT NULL CONSTRAINT match_weights_pk PRIMARY KEY
                CONSTRAINT match_weights_version_check CHECK (version > 1),
            weights TEXT NOT NULL,
            reason TEXT NOT NULL,
            by_name TEXT NOT NULL,
            at BIGINT NOT NULL
        );

        CREATE TABLE match_concept (
            key TEXT NOT NULL CONSTRAINT match_concept_pk PRIMARY KEY,
            content TEXT NOT NULL,
            is_removed BIGINT NOT NULL,
            version BIGINT NOT NULL,
            updated_at BIGINT NOT NULL
        );

        CREATE TABLE match_feedback (
            id TEXT NOT NULL CONSTRAINT match_feedback_pk PRIMARY KEY,
            need_id TEXT NOT NULL CONSTRAINT match_feedback_need_fk REFERENCES need (id),
            solution_id TEXT NOT NULL CONSTRAINT match_feedback_solution_fk REFERENCES solution (id),
            by_person TEXT NOT NULL CONSTRAINT match_feedback_person_fk REFERENCES person (id),
            is_useful BIGINT NOT NULL,
            reason TEXT NOT NULL,
            weights BIGINT NOT NULL,
            has_meaning BIGINT NOT NULL,
            position BIGINT NOT NULL,
            score DOUBLE PRECISION NOT NULL,
            components TEXT NOT NULL,
            at BIGINT NOT NULL,
            CONSTRAINT match_feedback_unique UNIQUE (need_id, solution_id, by_person)
        );
        CREATE INDEX match_feedback_by_weights ON match_feedback (weights, id);
        """)
