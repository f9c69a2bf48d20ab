/// The regions of the world of UN M49, by their code.
public enum WorldRegion: String, Sendable, CaseIterable, Codable {
    case africa = "002"
    case oceania = "009"
    case americas = "019"
    case asia = "142"
    case europe = "150"
}
