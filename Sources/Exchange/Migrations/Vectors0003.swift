import SQL

extension Exchange {
    /// What each public solution's text means, as numbers.
    static let vectors0003 = Migration(
        "exchange/0003-vectors",
        """
        CREATE TABLE solution_vector (
            solution_id TEXT NOT NULL CONSTRAINT vector_pk PRIMARY KEY
                CONSTRAINT vector_solution_fk REFERENCES solution (id),
            encoder TEXT NOT NULL,
            text_hash TEXT NOT NULL,
            listed_at BIGINT NOT NULL,
            sequence BIGINT NOT NULL,
            numbers BLOB
        );
        CREATE INDEX vector_by_sequence ON solution_vector (sequence);
        """)
}
