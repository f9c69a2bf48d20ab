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

    /// How many years before its first figure a table still speaks of; of earlier times nothing is known.
    public static let reach = 3

    /// The income group by the latest table that is not newer than `year`, or by one that is little newer; nil when unknown.
    public func incomeGroup(in year: Int) -> String? {
        Self.year(for: year, of: incomeGroup.keys.compactMap(Int.init)).flatMap { incomeGroup[String($0)] }
    }

    /// People, in millions, by the same rule; nil when unknown. Rounded: for comparing, not for quoting.
    public func population(in year: Int) -> Double? { Self.value(in: year, CountryFacts.shared.population[code]) }

    /// The share of people who use the internet, 0…100, by the same rule; nil when unknown.
    public func internetUse(in year: Int) -> Double? { Self.value(in: year, CountryFacts.shared.internet[code]) }

    private static func value(in year: Int, _ values: [Int: Double]?) -> Double? {
        values.flatMap { values in Self.year(for: year, of: values.keys).flatMap { values[$0] } }
    }

    private static func year(for year: Int, of known: some Collection<Int>) -> Int? {
        known.filter { $0 <= year }.max() ?? known.min().flatMap { $0 - reach <= year ? $0 : nil }
    }
}

/// The table of all countries, read once from `Reference/countries.json`; `countries.sources.md` beside it says where each fact is from.
public struct Countries: Sendable {
    public static let shared = Countries()

    /// In the order of their codes.
    public let all: [Country]
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
