import Platform

/// One record of the Digital Public Goods registry, read field by field so that a fault in one does not hide the others.
///
/// The registry's files are kept by hand: keys may be null or absent, countries are free text.
struct DPGRecord {
    struct Claim {
        let goal: Int
        let evidence: String?
    }

    let id: String
    let name: String
    let description: String
    let website: String?
    /// "DPG" or "nominee": the registry's own standing, not a stage of maturity.
    let standing: String?
    let owner: String?
    let licences: [String]
    let sectors: [String]
    let developmentCountries: [String]
    let deploymentCountries: [String]
    let claims: [Claim]
    let repositories: [String]

    /// nil when there is not even an id and a name; all else is taken as far as it goes, with a problem for each fault.
    init?(_ value: JSONValue, number: Int, problems: inout [ImportProblem]) {
        let label = value["id"]?.text ?? "record \(number)"
        var found: [ImportProblem] = []
        func problem(_ field: String, _ key: String, _ facts: [String: String] = [:]) {
            found.append(ImportProblem(record: label, field: field, key: key, facts: facts))
        }
        func text(_ value: JSONValue?, _ field: String) -> String? {
            guard let value, value != .null else { return nil }
            guard let text = value.text else {
                problem(field, "import.wrong-type", ["wanted": "text"])
                return nil
            }
            let clean = text.trimmingWhitespace()
            return clean.isEmpty ? nil : clean
        }
        func list(_ value: JSONValue?, _ field: String) -> [JSONValue] {
            guard let value, value != .null else { return [] }
            guard case .array(let items) = value else {
                problem(field, "import.wrong-type", ["wanted": "list"])
                return []
            }
            return items
        }
        defer { problems += found }
        guard case .object = value else {
            problem("", "import.wrong-type", ["wanted": "object"])
            return nil
        }
        let id = text(value["id"], "id")
        let name = text(value["name"], "name")
        if id == nil { problem("id", "error.required") }
        if name == nil { problem("name", "error.required") }
        guard let id, let name else { return nil }
        self.id = id
        self.name = name
        description = text(value["description"], "description") ?? ""
        website = text(value["website"], "website")
        standing = text(value["stage"], "stage")
        let organisations = list(value["organizations"], "organizations")
        let owners = organisations.filter { $0["org_type"]?.text == "owner" }
        owner = (owners.first ?? organisations.first).flatMap { text($0["name"], "organizations.name") }
        licences = list(value["license"], "license").compactMap { text($0["spdx"], "license.spdx") }
        sectors = list(value["sectors"], "sectors").compactMap { text($0, "sectors") }
        repositories = list(value["repositories"], "repositories").compactMap { text($0["url"], "repositories.url") }
        func countries(_ key: String) -> [String] {
            let field = "locations.\(key)"
            var codes: [String] = []
            for item in list(value["locations"]?[key], field) {
                let name = item.text ?? ""
                if let country = Countries.shared.resolve(name) {
                    if !codes.contains(country.code) { codes.append(country.code) }
                } else if name.trimmingWhitespace().isEmpty {
                    problem(field, "import.country-empty")
                } else {
                    problem(field, "import.country-unknown", ["value": name])
                }
            }
            return codes
        }
        developmentCountries = countries("developmentCountries")
        deploymentCountries = countries("deploymentCountries")
        var claims: [Claim] = []
        for item in list(value["SDGs"], "SDGs") {
            guard case .integer(let number)? = item["SDGNumber"], SDG.goals.contains(Int(clamping: number)) else {
                problem("SDGs.SDGNumber", "error.sdg", ["value": item["SDGNumber"]?.canonical ?? ""])
                continue
            }
            let goal = Int(number)
            if claims.contains(where: { $0.goal == goal }) {
                problem("SDGs.SDGNumber", "import.sdg-twice", ["value": String(goal)])
                continue
            }
            let evidence = [text(item["evidenceText"], "SDGs.evidenceText"), text(item["evidenceURL"], "SDGs.evidenceURL")]
                .compactMap { $0 }.joined(separator: "\n")
            claims.append(Claim(goal: goal, evidence: evidence.isEmpty ? nil : evidence))
        }
        self.claims = claims
    }
}

extension String {
    func trimmingWhitespace() -> String {
        guard let first = firstIndex(where: { !$0.isWhitespace }),
            let last = lastIndex(where: { !$0.isWhitespace })
        else { return "" }
        return String(self[first...last])
    }
}
