import Foundation
import Language

/// A country or territory of ISO 3166-1, with the groups that the United Nations and the World Bank put it in.
public struct Country: Sendable, Hashable, Identifiable, Codable {
    /// ISO 3166-1 alpha-2.
    public let code: String
    public let alpha3: String
    /// UN M49, three digits.
    public let m49: String
    /// In English; pages show `words.country(code)`.
    public let name: String
    /// M49 codes; empty for Antarctica.
    public let region: String
    public let regionName: String
    public let subregion: String
    public let subregionName: String
    /// Least developed, landlocked developing, small island developing.
    public let ldc: Bool
    public let lldc: Bool
    public let sids: Bool
    /// BCP 47, the most spoken first.
    public let languages: [String]
    /// ISO 4217.
    public let currencies: [String]
    /// By the year of the World Bank's table: `low`, `lower-middle`, `upper-middle`, `high`.
    public let incomeGroup: [String: String]
    /// Other names that files use.
    public let aliases: [String]

    public var id: String { code }

    /// The income group by the latest table that is not newer than `year`, or else by the earliest one; nil when unknown.
    public func incomeGroup(in year: Int) -> String? {
        let years = incomeGroup.keys.compactMap(Int.init).sorted()
        return (years.last { $0 <= year } ?? years.first).flatMap { incomeGroup[String($0)] }
    }

    /// People, in millions, as near to `year` as the table knows; nil when unknown. Rounded: for comparing, not for quoting.
    public func population(in year: Int) -> Double? { Self.value(in: year, CountryFacts.shared.population[code]) }

    /// The share of people who use the internet, 0…100, as near to `year` as the table knows; nil when unknown. Rounded to tens.
    public func internetUse(in year: Int) -> Double? { Self.value(in: year, CountryFacts.shared.internet[code]) }

    private static func value(in year: Int, _ values: [Int: Double]?) -> Double? {
        guard let values else { return nil }
        let years = values.keys.sorted()
        return (years.last { $0 <= year } ?? years.first).flatMap { values[$0] }
    }
}

/// The table of all countries, read once from `Reference/countries.json`; `countries.sources.md` beside it says where each fact is from.
public struct Countries: Sendable {
    public static let shared = Countries()

    /// In the order of their codes.
    public let all: [Country]
    /// The years for which the tables know something of some country, oldest first.
    public let factYears: [Int]
    private let byCode: [String: Country]
    private let byName: [String: Country]

    private init() {
        let file = Catalogue.resources.appending(path: "Reference/countries.json")
        do {
            self.init(try JSONDecoder().decode([Country].self, from: Data(contentsOf: file)))
        } catch {
            // A part of the program itself: without it nothing can be told of any country.
            preconditionFailure("The country table \(file.path) cannot be read: \(error)")
        }
    }

    init(_ all: [Country]) {
        self.all = all
        factYears = Set(all.flatMap { $0.incomeGroup.keys.compactMap(Int.init) } + CountryFacts.shared.years).sorted()
        byCode = Dictionary(all.map { ($0.code, $0) }, uniquingKeysWith: { first, _ in first })
        var byName: [String: Country] = [:]
        // Names win over aliases, and aliases over codes of three letters.
        for country in all { byName[TextFolder.fold(country.name)] = country }
        for country in all {
            for alias in country.aliases + [country.alpha3] {
                let key = TextFolder.fold(alias)
                if byName[key] == nil { byName[key] = country }
            }
        }
        self.byName = byName
    }

    /// By the two letters of ISO 3166-1, large or small. `NA` is Namibia.
    public func country(_ code: String) -> Country? {
        byCode[code] ?? byCode[code.uppercased()]
    }

    /// By a name, another name that files use, or a code of two or three letters; case, accents and spaces around do not count.
    public func resolve(_ nameOrCode: String) -> Country? {
        let text = nameOrCode.trimmingCharacters(in: .whitespacesAndNewlines)
        return (text.utf8.count == 2 ? country(text) : nil) ?? byName[TextFolder.fold(text)]
    }
}
