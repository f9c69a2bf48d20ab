import SQL

/// When the step is due that is worked on, for the lists. Cases that are in a step already get theirs with their next event.
let delivery0010 = Migration("delivery/0010-step-due", "ALTER TABLE case_record ADD COLUMN step_due BIGINT;")
