import Platform

/// The text of a file as JSON. What is none is refused with the place where it goes wrong.
enum JSONFile {
    /// - Parameter record: what the fault is told of.
    static func value(_ text: String, record: String = "file") throws -> JSONValue {
        do {
            return try JSONValue(parsing: text)
        } catch {
            throw ImportRefused([problem(place(text), record: record)])
        }
    }

    static func problem(_ fault: JSONScanner.Fault, record: String = "file") -> ImportProblem {
        ImportProblem(
            record: record, field: "", key: "import.not-json",
            facts: ["reason": fault.reason, "line": String(fault.line), "column": String(fault.column)])
    }

    private static func place(_ text: String) -> JSONScanner.Fault {
        var scanner = JSONScanner(Array(text.utf8))
        do throws(JSONScanner.Fault) {
            try scanner.skip()
            try scanner.end()
            return scanner.fault("it cannot be read up to here")
        } catch {
            return error
        }
    }
}
