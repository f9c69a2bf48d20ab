import SQL

/// Partnerships: their parties, every change of stage with its evidence, notes, documents and what is to be done next.
let partnerships0005 = Migration(
    "exchange/0005-partnerships",
    """
        CREATE TABLE partnership (
            id TEXT NOT NULL CONSTRAINT partnership_pk PRIMARY KEY,
            slug TEXT NOT NULL CONSTRAINT partnership_slug_unique UNIQUE,
            title TEXT NOT NULL,
            summary TEXT NOT NULL,
            solution_id TEXT CONSTRAINT partnership_solution_fk REFERENCES solution (id),
            need_id TEXT CONSTRAINT partnership_need_fk REFERENCES need (id),
            opportunity_id TEXT CONSTRAINT partnership_opportunity_fk REFERENCES opportunity (id),
            introduction_id TEXT CONSTRAINT partnership_introduction_fk REFERENCES introduction (id),
            stage TEXT NOT NULL CONSTRAINT partnership_stage_check
                CHECK (stage IN ('interest', 'introduced', 'exploring', 'agreed', 'adapting', 'piloting', 'scaling',
                    'sustained', 'declined', 'stalled', 'ended')),
            stage_since BIGINT NOT NULL,
            furthest TEXT NOT NULL,
            resume_stage TEXT,
            is_public BIGINT NOT NULL,
            public_summary TEXT NOT NULL,
            sources TEXT NOT NULL,
            alerted_at BIGINT,
            version BIGINT NOT NULL,
            created_at BIGINT NOT NULL,
            updated_at BIGINT NOT NULL,
            updated_by TEXT NOT NULL,
            CONSTRAINT partnership_resume_check CHECK ((stage = 'stalled') = (resume_stage IS NOT NULL))
        );
        CREATE INDEX partnership_by_stage ON partnership (stage, stage_since, id);
        CREATE INDEX partnership_by_solution ON partnership (solution_id, id);
        CREATE INDEX partnership_by_need ON partnership (need_id, id);
        CREATE UNIQUE INDEX partnership_by_opportunity ON partnership (opportunity_id);
        CREATE UNIQUE INDEX partnership_by_introduction ON partnership (introduction_id);

        CREATE TABLE partnership_party (
            partnership_id TEXT NOT NULL CONSTRAINT partnership_party_fk REFERENCES partnership (id),
            organisation_id TEXT NOT NULL CONSTRAINT partnership_party_organisation_fk REFERENCES organisation (id),
            side TEXT NOT NULL CONSTRAINT partnership_side_check
                CHECK (side IN ('asking', 'giving', 'supporting', 'undecided')),
            position BIGINT NOT NULL,
            CONSTRAINT partnership_party_pk PRIMARY KEY (partnership_id, organisation_id)
        );
        CREATE INDEX partnership_party_by_organisation ON partnership_party (organisation_id, partnership_id);

        CREATE TABLE partnership_step (
            partnership_id TEXT NOT NULL CONSTRAINT partnership_step_fk REFERENCES partnership (id),
            number BIGINT NOT NULL,
            from_stage TEXT,
            to_stage TEXT NOT NULL,
            note TEXT NOT NULL,
            by_name TEXT NOT NULL,
            by_person TEXT CONSTRAINT partnership_step_person_fk REFERENCES person (id),
            at BIGINT NOT NULL,
            CONSTRAINT partnership_step_pk PRIMARY KEY (partnership_id, number)
        );

        CREATE TABLE partnership_document (
            id TEXT NOT NULL CONSTRAINT partnership_document_pk PRIMARY KEY,
            partnership_id TEXT NOT NULL CONSTRAINT partnership_document_fk REFERENCES partnership (id),
            file TEXT NOT NULL CONSTRAINT partnership_document_file_fk REFERENCES file (id),
            name TEXT NOT NULL,
            title TEXT NOT NULL,
            audience TEXT NOT NULL,
            by_name TEXT NOT NULL,
            added_at BIGINT NOT NULL
        );
        CREATE INDEX partnership_document_by_partnership ON partnership_document (partnership_id, id);
        CREATE INDEX partnership_document_by_file ON partnership_document (file);

        CREATE TABLE partnership_evidence (
            id TEXT NOT NULL CONSTRAINT partnership_evidence_pk PRIMARY KEY,
            partnership_id TEXT NOT NULL CONSTRAINT partnership_evidence_fk REFERENCES partnership (id),
            kind TEXT NOT NULL,
            statement TEXT NOT NULL,
            on_date TEXT NOT NULL,
            link TEXT NOT NULL,
            document_id TEXT CONSTRAINT partnership_evidence_document_fk REFERENCES partnership_document (id),
            by_name TEXT NOT NULL,
            at BIGINT NOT NULL
        );
        CREATE INDEX partnership_evidence_by_partnership ON partnership_evidence (partnership_id, kind, id);

        CREATE TABLE partnership_note (
            id TEXT NOT NULL CONSTRAINT partnership_note_pk PRIMARY KEY,
            partnership_id TEXT NOT NULL CONSTRAINT partnership_note_fk REFERENCES partnership (id),
            audience TEXT NOT NULL,
            text TEXT NOT NULL,
            by_name TEXT NOT NULL,
            by_person TEXT CONSTRAINT partnership_note_person_fk REFERENCES person (id),
            at BIGINT NOT NULL
        );
        CREATE INDEX partnership_note_by_partnership ON partnership_note (partnership_id, id);

        CREATE TABLE partnership_action (
            id TEXT NOT NULL CONSTRAINT partnership_action_pk PRIMARY KEY,
            reference TEXT NOT NULL CONSTRAINT partnership_action_reference_unique UNIQUE,
            partnership_id TEXT CONSTRAINT partnership_action_fk REFERENCES partnership (id),
            organisation_id TEXT CONSTRAINT partnership_action_organisation_fk REFERENCES organisation (id),
            event TEXT CONSTRAINT partnership_action_event_fk REFERENCES event (key),
            what TEXT NOT NULL,
            who TEXT NOT NULL,
            due TEXT NOT NULL,
            state TEXT NOT NULL CONSTRAINT partnership_action_state_check CHECK (state IN ('open', 'done', 'dropped')),
            outcome TEXT NOT NULL,
            version BIGINT NOT NULL,
            created_at BIGINT NOT NULL,
            updated_at BIGINT NOT NULL
        );
        CREATE INDEX partnership_action_by_partnership ON partnership_action (partnership_id, state, due, id);
        CREATE INDEX partnership_action_by_organisation ON partnership_action (organisation_id, state, due, id);
        CREATE INDEX partnership_action_by_event ON partnership_action (event, reference);

        ALTER TABLE introduction ADD COLUMN partnership_id TEXT
            CONSTRAINT introduction_partnership_fk REFERENCES partnership (id);
        CREATE INDEX introduction_by_partnership ON introduction (partnership_id);
        """)
