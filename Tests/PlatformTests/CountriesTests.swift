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
        #expect(bangladesh.incomeGroup(in: 2010) == "lower-middle")
        #expect(bangladesh.incomeGroup(in: 2026) == "lower-middle")
        let guyana = try #require(Countries.shared.country("GY"))
        #expect(guyana.incomeGroup(in: 2020) == "upper-middle" && guyana.incomeGroup(in: 2024) == "high")
    }
}
