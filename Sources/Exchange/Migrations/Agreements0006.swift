import SQL

/// The full record of an agreement takes the place of the note that an event had of it; what was noted moves over.
let agreements0006 = Migration(
    "exchange/0006-agreements",
    """
        ALTER TABLE agreement RENAME TO agreement_noted;
        ALTER TABLE agreement_party RENAME TO agreement_noted_party;

        CREATE TABLE agreement (
            slug TEXT NOT NULL CONSTRAINT agreement_slug_pk PRIMARY KEY,
            kind TEXT NOT NULL CONSTRAINT agreement_kind_known
                CHECK (kind IN ('mou', 'agreement', 'letter', 'declaration', 'work-plan')),
            state TEXT NOT NULL CONSTRAINT agreement_state_known CHECK (state IN
                ('drafted', 'input', 'vetting', 'diplomatic-channel', 'signed', 'renewed', 'ended', 'withdrawn')),
            as_of TEXT NOT NULL,
            signed_on TEXT NOT NULL,
            subject TEXT NOT NULL,
            from_date TEXT NOT NULL,
            to_date TEXT NOT NULL,
            remind_days BIGINT NOT NULL,
            remind_on TEXT,
            reminded_for TEXT NOT NULL,
            language TEXT NOT NULL,
            text TEXT NOT NULL,
            text_number BIGINT NOT NULL,
            event TEXT CONSTRAINT agreement_event_known REFERENCES event (key),
            partnership_id TEXT CONSTRAINT agreement_partnership_fk REFERENCES partnership (id),
            renews TEXT CONSTRAINT agreement_renews_fk REFERENCES agreement (slug),
            sources TEXT NOT NULL,
            signed_copy TEXT CONSTRAINT agreement_copy_fk REFERENCES file (id),
            signed_copy_name TEXT NOT NULL,
            version BIGINT NOT NULL,
            updated_by TEXT NOT NULL,
            created_at BIGINT NOT NULL,
            updated_at BIGINT NOT NULL
        );
        CREATE INDEX agreement_by_day ON agreement (as_of, slug);
        CREATE INDEX agreement_of_event ON agreement (event, slug);
        CREATE INDEX agreement_of_partnership ON agreement (partnership_id, slug);
        CREATE INDEX agreement_by_renewal ON agreement (renews);
        CREATE INDEX agreement_by_reminder ON agreement (state, remind_on);
        CREATE INDEX agreement_by_copy ON agreement (signed_copy);

        CREATE TABLE agreement_party (
            agreement TEXT NOT NULL CONSTRAINT agreement_party_agreement_fk REFERENCES agreement (slug),
            organisation_id TEXT NOT NULL CONSTRAINT agreement_party_organisation_fk REFERENCES organisation (id),
            position BIGINT NOT NULL,
            signatory TEXT NOT NULL,
            office TEXT NOT NULL,
            CONSTRAINT agreement_party_pk PRIMARY KEY (agreement, organisation_id)
        );
        CREATE INDEX agreement_party_by_organisation ON agreement_party (organisation_id, agreement);

        CREATE TABLE agreement_text (
            agreement TEXT NOT NULL CONSTRAINT agreement_text_fk REFERENCES agreement (slug),
            number BIGINT NOT NULL,
            text TEXT NOT NULL,
            saved_by TEXT NOT NULL,
            saved_at BIGINT NOT NULL,
            CONSTRAINT agreement_text_pk PRIMARY KEY (agreement, number)
        );

        CREATE TABLE agreement_step (
            id TEXT NOT NULL CONSTRAINT agreement_step_pk PRIMARY KEY,
            agreement TEXT NOT NULL CONSTRAINT agreement_step_fk REFERENCES agreement (slug),
            step TEXT NOT NULL,
            note TEXT NOT NULL,
            by_name TEXT NOT NULL,
            by_person TEXT CONSTRAINT agreement_step_person_fk REFERENCES person (id),
            at BIGINT NOT NULL
        );
        CREATE INDEX agreement_step_by_agreement ON agreement_step (agreement, id);

        CREATE TABLE agreement_template (
            id TEXT NOT NULL CONSTRAINT agreement_template_pk PRIMARY KEY,
            organisation_id TEXT CONSTRAINT agreement_template_organisation_fk REFERENCES organisation (id),
            name TEXT NOT NULL,
            language TEXT NOT NULL,
            text TEXT NOT NULL,
            version BIGINT NOT NULL,
            updated_by TEXT NOT NULL,
            updated_at BIGINT NOT NULL
        );
        CREATE INDEX agreement_template_by_organisation ON agreement_template (organisation_id, id);

        INSERT INTO agreement (slug, kind, state, as_of, signed_on, subject, from_date, to_date, remind_days, remind_on,
            reminded_for, language, text, text_number, event, partnership_id, renews, sources, signed_copy,
            signed_copy_name, version, updated_by, created_at, updated_at)
        SELECT key, kind, CASE status WHEN 'proposed' THEN 'drafted' ELSE status END, as_of,
            CASE status WHEN 'signed' THEN as_of ELSE '' END, subject, '', '', 90, NULL, '', 'en', '', 0, event, NULL, NULL,
            sources, NULL, '', 1, '', 0, 0
        FROM agreement_noted;
        INSERT INTO agreement_party (agreement, organisation_id, position, signatory, office)
        SELECT agreement, organisation_id, position, '', '' FROM agreement_noted_party;

        DROP TABLE agreement_noted_party;
        DROP TABLE agreement_noted;
        """)
