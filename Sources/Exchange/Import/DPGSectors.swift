/// Which themes of the network the registry's sectors belong to; a sector that fits none is left out.
enum DPGSectors {
    private static let themes: [String: Theme] = [
        "Health": .health,
        "Nutrition": .health,
        "Education": .education,
        "Agriculture": .agriculture,
        "Climate": .climateDisaster,
        "Environment": .climateDisaster,
        "Humanitarian": .climateDisaster,
        "Social Protection": .socialProtection,
        "Gender and Minority Groups": .inclusion,
        "Digital/Data/Tech": .digitalInfrastructure,
        "Platform creation": .digitalInfrastructure,
        "Big Data": .dataStatistics,
        "Research": .dataStatistics,
        "Sustainable Cities": .localGovernment,
        "Water and Sanitation": .publicServiceDelivery,
        "Management": .publicServiceDelivery,
        "Justice": .justice,
        "Finance": .financialInclusion,
    ]

    static func themes(of sectors: [String]) -> [Theme] {
        var found: [Theme] = []
        for theme in sectors.compactMap({ themes[$0] }) where !found.contains(theme) { found.append(theme) }
        return found
    }
}
