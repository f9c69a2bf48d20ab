import Foundation
import Platform
import TestSupport
import Testing

@Suite struct CSVTests {
    private static func rows(
        _ bytes: some Sequence<UInt8>, _ columns: [String] = ["a", "b"], optional: [String] = [], limits: CSVLimits = CSVLimits()
    ) throws -> [CSVRow] {
        var rows: [CSVRow] = []
        try CSV.read(bytes, columns: CSVColumns(required: columns, optional: optional), limits: limits) { rows.append($0) }
        return rows
    }

    @Test(arguments: [
        ("a,b\r\n1,2\r\n", [["1", "2"]]), ("a,b\n1,2", [["1", "2"]]), ("a,b\r1,2\r3,4", [["1", "2"], ["3", "4"]]),
        ("\u{FEFF}a,b\n1,2\n", [["1", "2"]]), ("\u{FEFF}\"a\",b\n1,2\n", [["1", "2"]]), ("\n\na,b\n\n1,2\n\n\n", [["1", "2"]]),
        ("a,b\n\"x\ny\",\"say \"\"hi\"\"\"\n", [["x\ny", "say \"hi\""]]), ("a,b\n,\n", [["", ""]]), ("a,b\n\"\",\"\"\n", [["", ""]]),
        ("a , b\n 1, 2 \n", [[" 1", " 2 "]]), ("a,b\n\"x\r\ny\",z\r\n", [["x\r\ny", "z"]]), ("a,b\n", []), ("a,b", []),
        ("b,a\n1,2", [["1", "2"]]), ("a,b\nNA,বাংলা\n", [["NA", "বাংলা"]]),
    ])
    func wellFormedFilesAreRead(_ text: String, _ expected: [[String]]) throws {
        #expect(try Self.rows(text.utf8).map(\.cells) == expected)
        // In pieces of any size too.
        for size in 1...7 {
            var reader = CSVReader(columns: CSVColumns(required: ["a", "b"]))
            var rows: [[String]] = []
            let bytes = Array(text.utf8)
            for start in stride(from: 0, to: bytes.count, by: size) {
                try reader.feed(bytes[start..<min(start + size, bytes.count)]) { rows.append($0.cells) }
            }
            try reader.finish { rows.append($0.cells) }
            #expect(rows == expected, "in pieces of \(size)")
        }
    }

    @Test func cellsAreReadByName() throws {
        let rows = try Self.rows("b,a,extra\n1,2,\n\"x\ny\",4,5\n6,7,8".utf8, optional: ["extra", "absent"])
        #expect(rows.map { $0["a"] } == ["2", "4", "7"] && rows.map { $0["extra"] } == ["", "5", "8"])
        #expect(rows[0]["absent"] == "" && rows[0].has("extra") && !rows[0].has("absent"))
        #expect(rows.map(\.number) == [1, 2, 3] && rows.map(\.line) == [2, 3, 5])
    }

    struct Dirty: Sendable, CustomTestStringConvertible {
        let reason: CSVError.Reason
        let bytes: [UInt8]
        let row: Int
        let line: Int
        var column: String?
        var byte: Int?
        var testDescription: String { "\(reason.rawValue) row \(row) line \(line)" }

        init(_ reason: CSVError.Reason, _ text: String, row: Int, line: Int, column: String? = nil, byte: Int? = nil) {
            self.init(reason, bytes: Array(text.utf8), row: row, line: line, column: column, byte: byte)
        }

        init(_ reason: CSVError.Reason, bytes: [UInt8], row: Int, line: Int, column: String? = nil, byte: Int? = nil) {
            (self.reason, self.bytes, self.row, self.line, self.column, self.byte) = (reason, bytes, row, line, column, byte)
        }
    }

    static let dirty: [Dirty] = [
        Dirty(.empty, "", row: 0, line: 1), Dirty(.empty, "\n\r\n", row: 0, line: 1),
        Dirty(.empty, bytes: [0xEF, 0xBB, 0xBF], row: 0, line: 1),
        Dirty(.utf16, bytes: [0xFF, 0xFE, 0x61, 0], row: 0, line: 1, byte: 0),
        Dirty(.utf16, bytes: [0xFE, 0xFF, 0, 0x61], row: 0, line: 1, byte: 0),
        Dirty(.utf16, bytes: [0x61, 0, 0x2C, 0, 0x62, 0], row: 0, line: 1, byte: 0),
        Dirty(.notUTF8, bytes: Array("a,b\n1,2\ncaf".utf8) + [0xE9] + Array(",x\n".utf8), row: 2, line: 3, byte: 11),
        Dirty(.notUTF8, bytes: Array("a,b\n\"x\n\"\"".utf8) + [0xC3, 0x28] + Array("\",x\n".utf8), row: 1, line: 3, byte: 9),
        Dirty(.notUTF8, bytes: Array("a,b\n1,".utf8) + [0xE0, 0xA6], row: 1, line: 2, byte: 6),
        Dirty(.notUTF8, bytes: Array("a,b\n1,".utf8) + [0xED, 0xA0, 0x80], row: 1, line: 2, byte: 6),
        Dirty(.binary, bytes: Array("a,b\n1,".utf8) + [0], row: 1, line: 2, byte: 6),
        Dirty(.otherDelimiter, "a;b\n1;2\n", row: 0, line: 1), Dirty(.otherDelimiter, "a\tb\n1\t2\n", row: 0, line: 1),
        Dirty(.unclosedQuote, "a,b\n1,2\n3,\"4\n5,6\n", row: 2, line: 3), Dirty(.unclosedQuote, "\"a,b", row: 0, line: 1),
        Dirty(.strayQuote, "a,b\n1,2\n5\" pipe,x\n", row: 2, line: 3), Dirty(.strayQuote, "a,b\n\"1\"2,3\n", row: 1, line: 2),
        Dirty(.wrongNumberOfCells, "a,b\n1,2\n\"x\ny\",3\n4\n", row: 3, line: 5),
        Dirty(.wrongNumberOfCells, "a,b\n1,2,3\n", row: 1, line: 2),
        Dirty(.unknownColumn, "a,b,c\n1,2,3\n", row: 0, line: 1, column: "c"), Dirty(.unknownColumn, "a,b,\n", row: 0, line: 1, column: ""),
        Dirty(.missingColumn, "a\n1\n", row: 0, line: 1, column: "b"),
        Dirty(.duplicateColumn, "a,b,a\n1,2,3\n", row: 0, line: 1, column: "a"),
    ]

    @Test(arguments: dirty) func dirtyFilesAreNamedByRowAndReason(_ dirty: Dirty) throws {
        let error = try #require(throws: CSVError.self) { try Self.rows(dirty.bytes) }
        #expect(error.reason == dirty.reason && error.row == dirty.row && error.line == dirty.line, "\(error)")
        #expect(error.column == dirty.column, "\(error)")
        if let byte = dirty.byte { #expect(error.byte == byte, "\(error)") }
    }

    @Test func everyErrorSaysWhatToDoInEveryLanguage() throws {
        let catalogue = try Catalogue(folders: [Catalogue.platformFolder])
        var errors = Self.dirty.compactMap { dirty -> CSVError? in
            do { _ = try Self.rows(dirty.bytes) } catch let error as CSVError { return error } catch {}
            return nil
        }
        for limits in [CSVLimits(rows: 1), CSVLimits(columns: 1), CSVLimits(cellBytes: 2)] {
            errors.append(try #require(throws: CSVError.self) { try Self.rows("a,b\n123,4\n5,6\n".utf8, limits: limits) })
        }
        #expect(Set(errors.map(\.reason)) == Set(CSVError.Reason.allCases))
        for language in catalogue.languages {
            let words = catalogue.words(language)
            for error in errors {
                let text = words(error.key, error.facts)
                #expect(text != error.key && !text.contains("{"), "\(language) \(error)")
            }
        }
    }

    @Test(arguments: [
        ("=1+1", "'=1+1"), ("+880 1", "'+880 1"), ("-12.5", "-12.5"), ("+3e4", "+3e4"), ("-", "'-"), ("@x", "'@x"), ("\tx", "'\tx"),
        ("\rx", "\"'\rx\""), ("'=x", "''=x"), ("'quoted'", "'quoted'"), ("'-5", "'-5"), ("''-x", "'''-x"), ("-1-1", "'-1-1"),
        ("＝x", "'＝x"), ("a=b", "a=b"), ("", ""), ("'", "'"), ("1,5", "\"1,5\""), ("-1,5", "\"'-1,5\""),
    ])
    func formulasAreNeutralised(_ cell: String, _ written: String) throws {
        var writer = CSVWriter(lineEnding: .lf)
        writer.row(["a", "b"])
        writer.row([cell, "x"])
        let bytes = writer.take()
        #expect(String(decoding: bytes, as: UTF8.self) == "a,b\n\(written),x\n")
        #expect(try Self.rows(bytes).map { $0["a"] } == [cell])
    }

    @Test func generatedTablesComeBackAsTheyWere() throws {
        var generator = SeededGenerator(seed: 11)
        let pieces = ["a", ",", "\"", "\r", "\n", "\r\n", "'", "=", "-", "+", "@", "\t", " ", "বাংলা", "🎉", "1", ".", "\u{FEFF}", "＝", "e\u{301}"]
        for _ in 0..<400 {
            let columns = (0..<Int.random(in: 1...4, using: &generator)).map { "c\($0)" }
            let table = (0..<Int.random(in: 0...6, using: &generator)).map { _ in
                columns.map { _ in
                    (0..<Int.random(in: 0...5, using: &generator)).map { _ in pieces.randomElement(using: &generator) ?? "" }.joined()
                }
            }
            func export(_ table: [[String]]) -> [UInt8] {
                var writer = CSVWriter()
                writer.row(columns)
                for row in table { writer.row(row) }
                return writer.take()
            }
            let first = export(table)
            let read = try Self.rows(first, columns).map(\.cells)
            #expect(read.map { $0.map { Array($0.utf8) } } == table.map { $0.map { Array($0.utf8) } })
            #expect(export(read) == first)
        }
    }

    @Test func aHundredThousandRowsAreStreamed() throws {
        try FileManager.default.createDirectory(at: .temporaryDirectory, withIntermediateDirectories: true)
        let file = URL.temporaryDirectory.appending(path: "sangam-\(UUID().uuidString).csv")
        defer { try? FileManager.default.removeItem(at: file) }  // A temporary file.
        var writer = CSVWriter()
        writer.row(["a", "b"])
        for number in 0..<100_000 { writer.row(["\(number)", "x, y"]) }
        try Data(writer.take()).write(to: file)
        var sum = 0
        try CSV.read(file: file, columns: CSVColumns(required: ["a", "b"])) { sum += Int($0["a"]) ?? 0 }
        #expect(sum == 100_000 * 99_999 / 2)
    }
}
