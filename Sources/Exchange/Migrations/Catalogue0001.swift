import SQL

/// The tables of the catalogue: solutions with their revisions and reviews, needs, opportunities.
let catalogue0001 = Migration(
    "exchange/0001-catalogue",
    """
        CREATE TABLE solution (
            id TEXT NOT NULL CONSTRAINT solution_pk PRIMARY KEY,
            slug TEXT NOT NULL CONSTRAINT solution_slug_unique UNIQUE,
            organisation_id TEXT NOT NULL CONSTRAINT solution_organisation_fk REFERENCES organisation (id),
            country TEXT CONSTRAINT solution_country_check CHECK (length(country) = 2),
            focal_person_id TEXT CONSTRAINT solution_focal_fk REFERENCES person (id),
            state TEXT NOT NULL CONSTRAINT solution_state_check
                CHECK (state IN ('unpublished', 'published', 'due', 'archived')),
            registry TEXT,
            registry_id TEXT,
            derived_from TEXT CONSTRAINT solution_derived_fk REFERENCES solution (id),
            current_revision BIGINT,
            version BIGINT NOT NULL,
            created_at BIGINT NOT NULL,
            published_at BIGINT,
            confirmed_at BIGINT,
            updated_at BIGINT NOT NULL,
            archive_reason TEXT,
            CONSTRAINT solution_registry_unique UNIQUE (registry, registry_id),
            CONSTRAINT solution_registry_check CHECK ((registry IS NULL) = (registry_id IS NULL)),
            CONSTRAINT solution_public_check CHECK (state = 'unpublished' OR current_revision IS NOT NULL)
        );
        CREATE INDEX solution_by_organisation ON solution (organisation_id, updated_at, id);
        CREATE INDEX solution_by_country ON solution (country, updated_at, id);
        CREATE INDEX solution_by_confirmation ON solution (state, COALESCE(confirmed_at, published_at));
        CREATE INDEX solution_by_origin ON solution (derived_from);

        CREATE TABLE solution_revision (
            solution_id TEXT NOT NULL CONSTRAINT revision_solution_fk REFERENCES solution (id),
            number BIGINT NOT NULL,
            state TEXT NOT NULL CONSTRAINT revision_state_check
                CHECK (state IN ('draft', 'submitted', 'checked', 'validated', 'published', 'superseded')),
            content TEXT NOT NULL,
            saved_at BIGINT NOT NULL,
            saved_by TEXT NOT NULL,
            version BIGINT NOT NULL,
            CONSTRAINT revision_pk PRIMARY KEY (solution_id, number)
        );
        CREATE UNIQUE INDEX revision_one_open ON solution_revision (solution_id)
            WHERE state IN ('draft', 'submitted', 'checked', 'validated');
        CREATE INDEX revision_by_state ON solution_revision (state, saved_at, solution_id);

        CREATE TABLE solution_review (
            id TEXT NOT NULL CONSTRAINT review_pk PRIMARY KEY,
            solution_id TEXT NOT NULL CONSTRAINT review_solution_fk REFERENCES solution (id),
            revision BIGINT,
            step TEXT NOT NULL,
            note TEXT NOT NULL,
            by_name TEXT NOT NULL,
            by_person TEXT CONSTRAINT review_person_fk REFERENCES person (id),
            at BIGINT NOT NULL
        );
        CREATE INDEX review_by_solution ON solution_review (solution_id, id);

        CREATE TABLE solution_claim (
            solution_id TEXT NOT NULL CONSTRAINT claim_solution_fk REFERENCES solution (id),
            target TEXT NOT NULL,
            evidence TEXT NOT NULL,
            state TEXT NOT NULL CONSTRAINT claim_state_check CHECK (state IN ('claimed', 'evidenced')),
            marked_by TEXT CONSTRAINT claim_person_fk REFERENCES person (id),
            marked_at BIGINT,
            CONSTRAINT claim_pk PRIMARY KEY (solution_id, target)
        );

        CREATE TABLE adoption (
            id TEXT NOT NULL CONSTRAINT adoption_pk PRIMARY KEY,
            solution_id TEXT NOT NULL CONSTRAINT adoption_solution_fk REFERENCES solution (id),
            country TEXT NOT NULL CONSTRAINT adoption_country_check CHECK (length(country) = 2),
            organisation TEXT NOT NULL,
            status TEXT NOT NULL CONSTRAINT adoption_status_check
                CHECK (status IN ('interest', 'planned', 'pilot', 'live', 'ended')),
            since TEXT,
            note TEXT NOT NULL,
            source TEXT NOT NULL,
            CONSTRAINT adoption_unique UNIQUE (solution_id, country, organisation)
        );
        CREATE INDEX adoption_by_country ON adoption (country, solution_id);

        CREATE TABLE attachment (
            id TEXT NOT NULL CONSTRAINT attachment_pk PRIMARY KEY,
            solution_id TEXT NOT NULL CONSTRAINT attachment_solution_fk REFERENCES solution (id),
            file TEXT NOT NULL CONSTRAINT attachment_file_fk REFERENCES file (id),
            name TEXT NOT NULL,
            title TEXT NOT NULL,
            language TEXT NOT NULL,
            added_at BIGINT NOT NULL,
            added_by TEXT CONSTRAINT attachment_person_fk REFERENCES person (id)
        );
        CREATE INDEX attachment_by_solution ON attachment (solution_id, id);

        CREATE TABLE solution_listing (
            solution_id TEXT NOT NULL CONSTRAINT listing_pk PRIMARY KEY
                CONSTRAINT listing_solution_fk REFERENCES solution (id),
            slug TEXT NOT NULL,
            texts TEXT NOT NULL,
            sort_title TEXT NOT NULL,
            organisation TEXT NOT NULL,
            country TEXT,
            countries TEXT NOT NULL,
            stage TEXT,
            evidence TEXT NOT NULL,
            state TEXT NOT NULL,
            failed BIGINT NOT NULL,
            themes TEXT NOT NULL,
            goals TEXT NOT NULL,
            languages TEXT NOT NULL,
            adoptions BIGINT NOT NULL,
            published_at BIGINT NOT NULL,
            updated_at BIGINT NOT NULL,
            terms BLOB NOT NULL
        );

        CREATE TABLE need (
            id TEXT NOT NULL CONSTRAINT need_pk PRIMARY KEY,
            slug TEXT NOT NULL CONSTRAINT need_slug_unique UNIQUE,
            organisation_id TEXT NOT NULL CONSTRAINT need_organisation_fk REFERENCES organisation (id),
            country TEXT CONSTRAINT need_country_check CHECK (length(country) = 2),
            state TEXT NOT NULL CONSTRAINT need_state_check CHECK (state IN ('draft', 'open', 'met', 'closed')),
            visibility TEXT NOT NULL CONSTRAINT need_visibility_check
                CHECK (visibility IN ('public', 'members', 'matched')),
            urgency TEXT CONSTRAINT need_urgency_check CHECK (urgency IN ('low', 'medium', 'high')),
            title TEXT NOT NULL,
            content TEXT NOT NULL,
            version BIGINT NOT NULL,
            created_at BIGINT NOT NULL,
            updated_at BIGINT NOT NULL
        );
        CREATE INDEX need_by_visibility ON need (visibility, state, id);
        CREATE INDEX need_by_organisation ON need (organisation_id, id);
        CREATE INDEX need_by_country ON need (country, id);

        CREATE TABLE event (
            key TEXT NOT NULL CONSTRAINT event_pk PRIMARY KEY,
            name TEXT NOT NULL,
            place TEXT NOT NULL,
            country TEXT,
            from_date TEXT NOT NULL,
            to_date TEXT NOT NULL,
            sources TEXT NOT NULL
        );

        CREATE TABLE event_participant (
            event TEXT NOT NULL CONSTRAINT participant_event_fk REFERENCES event (key),
            organisation_id TEXT NOT NULL CONSTRAINT participant_organisation_fk REFERENCES organisation (id),
            name TEXT NOT NULL,
            kind TEXT NOT NULL CONSTRAINT participant_kind_check
                CHECK (kind IN ('country', 'ngo-or-private-sector', 'academic', 'development-partner')),
            country TEXT CONSTRAINT participant_country_check CHECK (length(country) = 2),
            position BIGINT NOT NULL,
            CONSTRAINT participant_pk PRIMARY KEY (event, organisation_id)
        );

        CREATE TABLE agreement (
            key TEXT NOT NULL CONSTRAINT agreement_pk PRIMARY KEY,
            kind TEXT NOT NULL CONSTRAINT agreement_kind_check CHECK (kind IN ('mou', 'agreement', 'letter')),
            status TEXT NOT NULL CONSTRAINT agreement_status_check CHECK (status IN ('proposed', 'signed', 'ended')),
            as_of TEXT NOT NULL,
            event TEXT CONSTRAINT agreement_event_fk REFERENCES event (key),
            subject TEXT NOT NULL,
            sources TEXT NOT NULL
        );
        CREATE INDEX agreement_by_event ON agreement (event, key);
        CREATE TABLE agreement_party (
            agreement TEXT NOT NULL CONSTRAINT party_agreement_fk REFERENCES agreement (key),
            organisation_id TEXT NOT NULL CONSTRAINT party_organisation_fk REFERENCES organisation (id),
            position BIGINT NOT NULL,
            CONSTRAINT party_pk PRIMARY KEY (agreement, organisation_id)
        );

        CREATE TABLE opportunity (
            id TEXT NOT NULL CONSTRAINT opportunity_pk PRIMARY KEY,
            reference TEXT NOT NULL CONSTRAINT opportunity_reference_unique UNIQUE,
            event TEXT NOT NULL CONSTRAINT opportunity_event_fk REFERENCES event (key),
            country TEXT NOT NULL CONSTRAINT opportunity_country_check CHECK (length(country) = 2),
            theme TEXT NOT NULL,
            text TEXT NOT NULL,
            follow_up TEXT NOT NULL CONSTRAINT opportunity_follow_up_check
                CHECK (follow_up IN ('noted', 'in-contact', 'exploring', 'agreed', 'dropped')),
            follow_up_note TEXT NOT NULL,
            position BIGINT NOT NULL,
            version BIGINT NOT NULL,
            updated_at BIGINT NOT NULL
        );
        CREATE INDEX opportunity_by_event ON opportunity (event, position, id);
        CREATE INDEX opportunity_by_country ON opportunity (country, theme, id);
        """)
