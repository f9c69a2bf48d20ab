import SQL
import Testing

@Suite struct RowTests {
    enum Stage: String, SQLBindable, SQLDecodable { case idea, live }

    let row = Row(
        columns: Row.Columns(["title", "year", "share", "open", "stage", "note"]),
        values: [.text("Zomdu"), .integer(2014), .integer(1), .integer(1), .text("live"), .null])

    @Test func cellsAreReadAsWhatIsAskedFor() throws {
        #expect(try row["title"] == "Zomdu")
        #expect(try row["year"] == 2014)
        #expect(try row["share"] == 1.0)
        #expect(try row["open"] == true)
        #expect(try row["stage"] == Stage.live)
        let note: String? = try row["note"]
        #expect(note == nil)
        let year: Int? = try row[1]
        #expect(year == 2014)
    }

    @Test func errorsNameColumnAndTypes() {
        #expect(throws: RowError.wrongType(column: "title", wanted: "Int", found: "text")) {
            let _: Int = try row["title"]
        }
        #expect(throws: RowError.wrongType(column: "note", wanted: "String", found: "null")) {
            let _: String = try row["note"]
        }
        #expect(throws: RowError.wrongType(column: "year", wanted: "Bool", found: "integer")) {
            let _: Bool = try row["year"]
        }
        #expect(throws: RowError.wrongType(column: "title", wanted: "Stage", found: "text")) {
            let _: Stage = try row["title"]
        }
        #expect(throws: RowError.noColumn("titel", has: row.columns.names)) {
            let _: String = try row["titel"]
        }
        #expect(throws: RowError.noColumn("#6", has: row.columns.names)) {
            let _: String = try row[6]
        }
        #expect(
            RowError.wrongType(column: "title", wanted: "Int", found: "text").description
                == "Column “title” holds text, which cannot be read as Int.")
    }
}
