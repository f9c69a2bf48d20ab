import Platform

/// Solutions as CSV. What is a text or a code is a cell of its own; lists of codes are separated by spaces; lists of parts
/// (indicators, conditions, sources …) are JSON in their cell, so that a round trip through a spreadsheet loses nothing.
enum SolutionCSV {
    static let required = ["slug", "organisation_key", "title"]
    static let optional = [
        "country_code", "state", "registry", "registry_id", "derived_from", "language", "summary", "problem",
        "innovation", "operation", "users", "developed_in", "government_levels", "channels", "themes", "sdgs",
        "stage", "launched_year", "indicators", "tcv", "cost_build", "cost_run", "staff", "conditions",
        "fixed_parts", "adaptable_parts", "failures", "failed_practice", "licence", "offer", "awards", "sources",
        "website", "translations", "adoptions",
    ]
    /// In the order of the export.
    static let columns = required + optional

    static func row(_ record: SolutionFileRecord) throws -> [String] {
        let content = record.content
        let cells: [String: String] = [
            "slug": record.slug, "organisation_key": record.organisation, "title": content.title,
            "country_code": record.country ?? "", "state": record.state.rawValue,
            "registry": record.origin?.registry ?? "", "registry_id": record.origin?.id ?? "",
            "derived_from": record.derivedFrom ?? "", "language": content.language, "summary": content.summary,
            "problem": content.problem, "innovation": content.innovation, "operation": content.operation,
            "users": content.users, "developed_in": CSVCell.codes(content.developedIn),
            "government_levels": CSVCell.codes(content.governmentLevels.map(\.rawValue)),
            "channels": CSVCell.codes(content.channels.map(\.rawValue)),
            "themes": CSVCell.codes(content.themes.map(\.rawValue)),
            "sdgs": try CSVCell.json(content.sdgs), "stage": content.stage?.rawValue ?? "",
            "launched_year": content.launchedYear.map(String.init) ?? "",
            "indicators": try CSVCell.json(content.indicators),
            "tcv": try content.tcv.map { try ContentCoding.encode($0) } ?? "",
            "cost_build": try content.costBuild.map { try ContentCoding.encode($0) } ?? "",
            "cost_run": try content.costRun.map { try ContentCoding.encode($0) } ?? "", "staff": content.staff,
            "conditions": try CSVCell.json(content.conditions), "fixed_parts": content.fixedParts,
            "adaptable_parts": content.adaptableParts, "failures": content.failures,
            "failed_practice": content.failedPractice ? "yes" : "", "licence": content.licence ?? "",
            "offer": try content.offer.map { try ContentCoding.encode($0) } ?? "",
            "awards": try CSVCell.json(content.awards), "sources": try CSVCell.json(content.sources),
            "website": content.website ?? "",
            "translations": content.translations.isEmpty ? "" : try ContentCoding.encode(content.translations),
            "adoptions": try CSVCell.json(record.adoptions),
        ]
        return columns.map { cells[$0] ?? "" }
    }

    /// Reads a whole file. Throws `CSVError` for what is no CSV and `ImportRefused` naming each wrong cell.
    static func read(_ bytes: [UInt8]) throws -> [SolutionFileRecord] {
        try CSVTable.read(bytes, required: required, optional: optional) { record(&$0) }
    }

    private static func record(_ cells: inout CSVCells) -> SolutionFileRecord {
        var content = SolutionContent()
        content.language = cells.text("language", default: "en")
        content.title = cells.needed("title")
        content.summary = cells.text("summary")
        content.problem = cells.text("problem")
        content.innovation = cells.text("innovation")
        content.operation = cells.text("operation")
        content.users = cells.text("users")
        content.developedIn = cells.codes("developed_in")
        content.governmentLevels = cells.choices("government_levels")
        content.channels = cells.choices("channels")
        content.themes = cells.choices("themes")
        content.sdgs = cells.json("sdgs") ?? []
        content.stage = cells.choice("stage")
        content.launchedYear = cells.wholeNumber("launched_year")
        content.indicators = cells.json("indicators") ?? []
        content.tcv = cells.json("tcv")
        content.costBuild = cells.json("cost_build")
        content.costRun = cells.json("cost_run")
        content.staff = cells.text("staff")
        content.conditions = cells.json("conditions") ?? []
        content.fixedParts = cells.text("fixed_parts")
        content.adaptableParts = cells.text("adaptable_parts")
        content.failures = cells.text("failures")
        content.failedPractice = cells.yes("failed_practice")
        content.licence = cells.optional("licence")
        content.offer = cells.json("offer")
        content.awards = cells.json("awards") ?? []
        content.sources = cells.json("sources") ?? []
        content.website = cells.optional("website")
        content.translations = cells.json("translations") ?? [:]
        var origin: Solution.Origin?
        if let registry = cells.optional("registry"), let id = cells.optional("registry_id") {
            origin = .init(registry: registry, id: id)
        }
        return SolutionFileRecord(
            slug: cells.needed("slug"), organisation: cells.needed("organisation_key"),
            country: cells.optional("country_code"), state: cells.choice("state") ?? .published, origin: origin,
            derivedFrom: cells.optional("derived_from"), adoptions: cells.json("adoptions") ?? [],
            content: content)
    }
}
