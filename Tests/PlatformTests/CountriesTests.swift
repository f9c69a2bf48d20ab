import Platform
import Testing

@Suite struct CountriesTests {
    @Test func theTableIsWhole() {
        let all = Countries.shared.all
        #expect(all.count == 249)
        #expect(Set(all.map(\.code)).count == 249 && Set(all.map(\.alpha3)).count == 249)
        for country in all {
            #expect(Countries.shared.resolve(country.name) == country, "\(country.name)")
            #expect(Countries.shared.resolve(country.alpha3) == country, "\(country.alpha3)")
            #expect(Countries.shared.country(country.code.lowercased()) == country)
            for alias in country.aliases { #expect(Countries.shared.resolve(alias) == country, "\(alias)") }
        }
    }

    @Test(arguments: [
        ("NA", "NA"), ("na", "NA"), ("Namibia", "NA"), ("NAM", "NA"), ("  côte d’ivoire ", "CI"), ("Ivory Coast", "CI"),
        ("VIET NAM", "VN"), ("Türkiye", "TR"), ("turkey", "TR"), ("USA", "US"),
    ])
    func namesAreResolved(_ text: String, _ code: String) {
        #expect(Countries.shared.resolve(text)?.code == code)
    }

    @Test(arguments: ["", " ", "N/A", "Atlantis", "XX", "N", "null"])
    func othersAreNot(_ text: String) { #expect(Countries.shared.resolve(text) == nil) }

    @Test func theIncomeGroupIsThatOfItsTime() throws {
        let bangladesh = try #require(Countries.shared.country("BD"))
        #expect(bangladesh.incomeGroup(in: 2014) == "lower-middle")
        #expect(bangladesh.incomeGroup(in: 2013) == nil, "The first table is of 2017: it says nothing of a time so long before.")
        #expect(bangladesh.incomeGroup(in: 2026) == "lower-middle")
        let guyana = try #require(Countries.shared.country("GY"))
        #expect(guyana.incomeGroup(in: 2020) == "upper-middle" && guyana.incomeGroup(in: 2024) == "high")
    }

    /// Some figures as their sources have them: World Population Prospects 2024 and the World Factbook of 2025.
    @Test func figuresAreThoseOfTheirSources() throws {
        let bangladesh = try #require(Countries.shared.country("BD"))
        #expect(bangladesh.population(in: 2010) == 152 && bangladesh.population(in: 2026) == 176)
        #expect(bangladesh.internetUse(in: 2026) == 45 && bangladesh.internetUse(in: 2010) == nil)
        let fiji = try #require(Countries.shared.country("FJ"))
        #expect(fiji.population(in: 2012) == 0.91 && fiji.internetUse(in: 2021) == 79)
        #expect(try #require(Countries.shared.country("AQ")).population(in: 2025) == nil)
    }

    @Test func allFiguresAreOfACountryAndPossible() {
        for country in Countries.shared.all {
            for year in [2000, 2010, 2025] {
                if let people = country.population(in: year) { #expect((0.0001...1_500).contains(people), "\(country.code)") }
                if let share = country.internetUse(in: year) { #expect((0...100).contains(share), "\(country.code)") }
            }
        }
        #expect(Countries.shared.all.count { $0.population(in: 2025) != nil } == 236)
        #expect(Countries.shared.all.count { $0.internetUse(in: 2025) != nil } > 220)
    }
}
