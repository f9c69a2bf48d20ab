import Foundation
import Platform

/// The tables of Kenya's eCitizen catalogue, read and put right where they can be.
public struct ECitizenFiles: Sendable {
    struct Part: Sendable {
        let id: String
        let name: String
        /// The record of the table above that it belongs to; empty for a ministry.
        let parent: String
    }

    struct Entry: Sendable {
        let id: String
        let agency: String
        let name: String
        let description: String
        let website: String?
    }

    private(set) var ministries: [Part] = []
    private(set) var departments: [Part] = []
    private(set) var agencies: [Part] = []
    private(set) var services: [Entry] = []
    private(set) var problems: [ServiceImportProblem] = []

    public static let names = ["ministries.csv", "departments.csv", "agencies.csv", "services.csv"]

    /// - Parameter files: the bytes of the four files, by name.
    /// - Throws: `CSVError` for a file that is no such table.
    public init(_ files: [String: [UInt8]]) throws {
        ministries = try parts(files, "ministries.csv", id: "ministry_id", name: "ministry_name", others: [
            "ministry_description", "reported_agency_count", "observed_agency_count", "reported_service_count", "observed_service_count",
            "observed_department_count", "ministry_url",
        ]) { _, _ in "" }
        let knownMinistries = Set(ministries.map(\.id))
        departments = try parts(files, "departments.csv", id: "department_id", name: "department_name", others: [
            "ministry_id", "observed_agency_count", "observed_service_count", "ministry_departments_url",
        ]) { row, problems in
            let ministry = row["ministry_id"]
            if !knownMinistries.contains(ministry) {
                problems.append(.init("departments.csv \(row["department_id"])", "ministry_id", "services.import.unknown", ["value": ministry]))
            }
            return ministry
        }
        let above = Dictionary(departments.map { ($0.id, $0.parent) }, uniquingKeysWith: { first, _ in first })
        agencies = try parts(files, "agencies.csv", id: "agency_id", name: "agency_name", others: [
            "agency_name_hash", "ministry_id", "department_id", "agency_description", "logo_url", "agency_url", "observed_service_count",
            "ministry_departments_agencies_url",
        ]) { row, problems in Self.department(row, above, knownMinistries, &problems) }
        try readServices(files["services.csv"] ?? [], departments: above)
    }

    /// An agency's department. The compilation's own notes say that the two columns hold each other's values; some copies are mended.
    private static func department(
        _ row: CSVRow, _ departments: [String: String], _ ministries: Set<String>, _ problems: inout [ServiceImportProblem]
    ) -> String {
        let record = "agencies.csv \(row["agency_id"])"
        var (department, ministry) = (row["department_id"], row["ministry_id"])
        if departments[department] == nil, departments[ministry] != nil, ministries.contains(department) {
            (department, ministry) = (ministry, department)
            problems.append(.init(record, "department_id", "services.import.swapped"))
        }
        guard let above = departments[department] else {
            problems.append(.init(record, "department_id", "services.import.unknown", ["value": department]))
            // Its ministry is better than nothing.
            return ministries.contains(ministry) ? ministry : ""
        }
        if above != ministry { problems.append(.init(record, "ministry_id", "services.import.other-ministry", ["value": ministry])) }
        return department
    }

    private mutating func parts(
        _ files: [String: [UInt8]], _ file: String, id: String, name: String, others: [String],
        parent: (CSVRow, inout [ServiceImportProblem]) -> String
    ) throws -> [Part] {
        var (found, seen, problems): ([Part], Set<String>, [ServiceImportProblem]) = ([], [], [])
        try CSV.read(files[file] ?? [], columns: CSVColumns(required: [id, name], optional: others)) { row in
            let (key, title) = (row[id], Self.tidy(row[name]))
            let record = "\(file) \(key)"
            if key.isEmpty || title.isEmpty {
                problems.append(.init("\(file) \(row.line)", key.isEmpty ? id : name, "error.empty"))
            } else if !seen.insert(key).inserted {
                problems.append(.init(record, id, "error.key-twice", ["value": key]))
            } else {
                found.append(Part(id: key, name: String(title.prefix(ServiceDefinition.nameLimit)), parent: parent(row, &problems)))
            }
        }
        self.problems += problems
        return found
    }

    private mutating func readServices(_ bytes: [UInt8], departments: [String: String]) throws {
        let agencies = Dictionary(self.agencies.map { ($0.id, $0.parent) }, uniquingKeysWith: { first, _ in first })
        var (found, problems): ([Entry], [ServiceImportProblem]) = ([], [])
        var (seen, names): (Set<String>, Set<[String]>) = ([], [])
        let columns = CSVColumns(
            required: ["service_id", "agency_id", "service_name"],
            optional: ["department_id", "ministry_id", "service_url", "service_description", "requirements"])
        try CSV.read(bytes, columns: columns) { row in
            let (id, name, agency) = (row["service_id"], Self.tidy(row["service_name"]), row["agency_id"])
            let record = "services.csv \(id.isEmpty ? String(row.line) : id)"
            func problem(_ field: String, _ key: String, _ facts: [String: String] = [:]) {
                problems.append(.init(record, field, key, facts))
            }
            if id.isEmpty { return problem("service_id", "error.empty") }
            if name.isEmpty { return problem("service_name", "error.empty") }
            if !seen.insert(id).inserted { return problem("service_id", "error.key-twice", ["value": id]) }
            guard let department = agencies[agency] else { return problem("agency_id", "services.import.unknown", ["value": agency]) }
            let own = (row["department_id"], row["ministry_id"])
            if !own.0.isEmpty, own.0 != department {
                let isSwapped = own.1 == department
                problem("department_id", isSwapped ? "services.import.swapped" : "services.import.other-department", ["value": own.0])
            }
            if !names.insert([agency, name.lowercased()]).inserted { problem("service_name", "services.import.name-twice", ["value": name]) }
            var website: String? = row["service_url"].trimmingCharacters(in: .whitespaces)
            if let site = website, !ServiceDefinition.isWebsite(site) {
                if !site.isEmpty { problem("service_url", "error.website", ["value": String(site.prefix(60))]) }
                website = nil
            }
            let description = [row["service_description"], row["requirements"]].map(Self.tidy).filter { !$0.isEmpty }
            found.append(Entry(id: id, agency: agency, name: name, description: description.joined(separator: "\n\n"), website: website))
        }
        services = found
        self.problems += problems
    }

    private static func tidy(_ text: String) -> String {
        text.precomposedStringWithCanonicalMapping.trimmingCharacters(in: .whitespacesAndNewlines)
    }
}
