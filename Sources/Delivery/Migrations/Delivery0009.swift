import SQL

/// Due days are counted of what is our turn, as the lists show them: what waits for somebody else, or was delivered, is not overdue.
let delivery0009 = Migration(
    "delivery/0009-due-counts",
    """
        DELETE FROM case_due_count;
        INSERT INTO case_due_count (office_id, due, cases)
            SELECT office_id, due, COUNT(*) FROM case_record
            WHERE turn = 'office' AND phase IN ('submitted', 'accepted', 'in-step', 'decided', 'delivered') GROUP BY office_id, due;
        """)
