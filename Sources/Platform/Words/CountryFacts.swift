import Foundation

/// How many people a country has and how many of them use the internet, by year: `Reference/country-facts.json`, with its
/// sources in `countries.sources.md`. A country or a year that is not known is not there.
struct CountryFacts: Sendable {
    static let shared = CountryFacts()

    /// By country code and year: millions of people.
    let population: [String: [Int: Double]]
    /// By country code and year: the share of people who use the internet, 0…100.
    let internet: [String: [Int: Double]]

    private init() {
        let file = Catalogue.resources.appending(path: "Reference/country-facts.json")
        do {
            let table = try JSONDecoder().decode(Table.self, from: Data(contentsOf: file))
            population = table.population
            internet = table.internet
        } catch {
            // A part of the program itself, as the table of countries is.
            preconditionFailure("The table of country facts \(file.path) cannot be read: \(error)")
        }
    }

    private struct Table: Decodable {
        let population: [String: [Int: Double]]
        let internet: [String: [Int: Double]]

        private enum CodingKeys: String, CodingKey { case population, internet }

        /// Years as columns, so that the file stays readable: `"FJ": [0.9, 0.9]` with `"years": [2010, 2025]`.
        private struct Columns: Decodable {
            let years: [Int]
            let countries: [String: [Double?]]

            var byYear: [String: [Int: Double]] {
                countries.mapValues { values in
                    Dictionary(
                        zip(years, values).compactMap { year, value in value.map { (year, $0) } },
                        uniquingKeysWith: { first, _ in first })
                }
            }
        }

        init(from decoder: any Decoder) throws {
            let fields = try decoder.container(keyedBy: CodingKeys.self)
            population = try fields.decode(Columns.self, forKey: .population).byYear
            // Each country was counted in a year of its own.
            internet = try fields.decode([String: [Int: Double]].self, forKey: .internet)
        }
    }
}
