import Platform

/// Something to mend before a solution can go on; `field` is the form's and the API's name of it.
public struct ContentIssue: Sendable, Equatable {
    public let field: String
    /// A key of the catalogue.
    public let key: String
    public let facts: [String: String]

    public init(_ field: String, _ key: String, _ facts: [String: String] = [:]) {
        self.field = field
        self.key = key
        self.facts = facts
    }
}

/// What a solution needs before it can be submitted, and what no draft may hold.
public enum Completeness {
    public static let titleLimit = 140
    public static let summaryLimit = 280
    public static let textLimit = 8_000
    public static let listLimit = 60

    /// What no content may hold, finished or not: the limits and the codes.
    public static func faults(of content: SolutionContent, thisYear: Int) -> [ContentIssue] {
        var found: [ContentIssue] = []
        func limit(_ field: String, _ text: String?, _ most: Int) {
            if let text, text.count > most {
                found.append(ContentIssue(field, "error.too-long", ["limit": String(most), "length": String(text.count)]))
            }
        }
        limit("title", content.title, titleLimit)
        limit("summary", content.summary, summaryLimit)
        for (field, text) in [
            ("problem", content.problem), ("innovation", content.innovation),
            ("operation", content.operation), ("users", content.users), ("staff", content.staff),
            ("fixedParts", content.fixedParts), ("adaptableParts", content.adaptableParts),
            ("failures", content.failures),
        ] {
            limit(field, text, textLimit)
        }
        for (field, count) in [
            ("sdgs", content.sdgs.count), ("indicators", content.indicators.count),
            ("conditions", content.conditions.count), ("awards", content.awards.count),
            ("sources", content.sources.count),
        ] where count > listLimit {
            found.append(ContentIssue(field, "error.too-many", ["limit": String(listLimit)]))
        }
        if !LanguageCode.isValid(content.language) {
            found.append(ContentIssue("language", "error.language", ["value": content.language]))
        }
        for language in content.translations.keys.sorted() {
            if !LanguageCode.isValid(language) || language == content.language {
                found.append(ContentIssue("translations", "error.language", ["value": language]))
            }
            limit("translations.\(language).title", content.translations[language]?.title, titleLimit)
            limit("translations.\(language).summary", content.translations[language]?.summary, summaryLimit)
        }
        for code in content.developedIn where Countries.shared.country(code) == nil {
            found.append(ContentIssue("developedIn", "error.country", ["value": code]))
        }
        found += faults(of: content.offer)
        for claim in content.sdgs where !SDG.isCode(claim.target) {
            found.append(ContentIssue("sdgs", "error.sdg", ["value": claim.target]))
        }
        if Set(content.sdgs.map(\.target)).count < content.sdgs.count {
            found.append(ContentIssue("sdgs", "error.sdg-twice"))
        }
        if let year = content.launchedYear, !(1900...thisYear).contains(year) {
            found.append(ContentIssue("launchedYear", "error.year", ["from": "1900", "to": String(thisYear)]))
        }
        for (index, indicator) in content.indicators.enumerated() {
            if let date = indicator.date, !PartialDate.isValid(date) {
                found.append(ContentIssue("indicators.\(index).date", "error.date", ["value": date]))
            }
            if indicator.name.isEmpty {
                found.append(ContentIssue("indicators.\(index).name", "error.required"))
            }
        }
        for (field, cost) in [("costBuild", content.costBuild), ("costRun", content.costRun)] {
            guard let cost else { continue }
            if cost.amount < 0 { found.append(ContentIssue(field, "error.negative")) }
            if !CurrencyCode.isValid(cost.currency) {
                found.append(ContentIssue(field, "error.currency", ["value": cost.currency]))
            }
        }
        for (field, side) in [("tcv.before", content.tcv?.before), ("tcv.after", content.tcv?.after)] {
            guard let side else { continue }
            if [side.days, side.cost, side.visits].contains(where: { ($0 ?? 0) < 0 }) {
                found.append(ContentIssue(field, "error.negative"))
            }
            if let currency = side.currency, !CurrencyCode.isValid(currency) {
                found.append(ContentIssue(field, "error.currency", ["value": currency]))
            }
        }
        for (field, link) in [("website", content.website)] + content.sources.enumerated().map({ ("sources.\($0).url", $1.url) }) {
            if let link, !link.isEmpty, !WebAddress.isValid(link) {
                found.append(ContentIssue(field, "error.link", ["value": link]))
            }
        }
        return found
    }

    private static func faults(of offer: SolutionContent.Offer?) -> [ContentIssue] {
        guard let offer else { return [] }
        var found: [ContentIssue] = []
        for code in offer.regions ?? [] where WorldRegion(rawValue: code) == nil {
            found.append(
                ContentIssue(
                    "offer.regions", "error.choice",
                    ["value": code, "choices": WorldRegion.allCases.map(\.rawValue).joined(separator: ", ")]))
        }
        for code in offer.barredCountries ?? [] where Countries.shared.country(code)?.code != code {
            found.append(ContentIssue("offer.barredCountries", "error.country", ["value": code]))
        }
        return found
    }

    /// What is still missing before the secretariat can check it. A failed practice needs to say what failed.
    public static func missing(in content: SolutionContent) -> [ContentIssue] {
        var found: [ContentIssue] = []
        func need(_ field: String, _ filled: Bool) {
            if !filled { found.append(ContentIssue(field, "error.required")) }
        }
        need("title", !content.title.isEmpty)
        need("summary", !content.summary.isEmpty)
        need("problem", !content.problem.isEmpty)
        need("operation", !content.operation.isEmpty)
        need("users", !content.users.isEmpty)
        need("themes", !content.themes.isEmpty)
        need("stage", content.stage != nil)
        need("sources", !content.sources.isEmpty)
        if content.failedPractice { need("failures", !content.failures.isEmpty) }
        return found
    }
}
