import Language
import Platform

/// What the matcher asks of one solution, in a few words of memory: a hundred thousand of them are compared for one need.
///
/// The widest fields stand first, so that none is padded.
struct MatchFacts: Sendable, Equatable {
    /// SDG codes by their place in the official order, and those that a reviewer has seen the evidence of.
    var targets = CodeSet()
    var evidenced = CodeSet()
    /// Where it was made, and where others took it up.
    var homes = CodeSet()
    var adopters = CodeSet()
    /// Where it may not be used by law.
    var barred = CodeSet()
    var supportLanguages = LanguageSet([])
    /// A number that is equal for equal owners.
    var organisation: UInt64 = 0
    var themes: UInt32 = 0
    var goals: UInt32 = 0
    /// Kinds of conditions, one bit each.
    var required: UInt16 = 0
    var helpful: UInt16 = 0
    /// The owner's country by `CountryPlace`; -1 for none.
    var country: Int16 = -1
    /// How many countries a year; -1 when unknown.
    var capacity: Int16 = -1
    /// 0 when unknown.
    var launchedYear: Int16 = 0
    /// 1…6 from idea to scaled; 0 when unknown.
    var stage: UInt8 = 0
    /// 0 described … 3 evidenced.
    var evidence: UInt8 = 0
    var isFailed = false
    var isArchived = false
    /// Whether the owner has said what it gives; without, nothing is known of it.
    var hasOffer = false
    var gives: UInt8 = 0
    /// Regions of M49 that the provider wants to work in, by their place in `regions`.
    var regions: UInt8 = 0
    var isOpenlyLicensed = false

    static let regionCodes = WorldRegion.allCases.map(\.rawValue)

    static func bits<Code: CaseIterable & Equatable>(_ codes: some Sequence<Code>) -> UInt32 {
        var bits: UInt32 = 0
        let all = Array(Code.allCases)
        for code in codes {
            if let place = all.firstIndex(of: code) { bits |= 1 << UInt32(place) }
        }
        return bits
    }

    static func goals(of codes: some Sequence<String>) -> UInt32 {
        codes.reduce(into: 0) { bits, code in
            if let goal = SDG.goal(of: code) { bits |= 1 << UInt32(goal - 1) }
        }
    }

    static func key(of organisation: ID<Organisation>) -> UInt64 {
        // FNV-1a: the same on every node, unlike Swift's hash.
        organisation.description.utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
    }

    /// A licence that lets anybody reuse it. Licences of one's own make (`LicenseRef-…`) and none at all tell nothing.
    static func isOpen(_ licence: String?) -> Bool {
        guard let licence, !licence.isEmpty else { return false }
        return !licence.hasPrefix("LicenseRef-") && licence != "NONE" && licence != "NOASSERTION"
    }
}

extension MatchFacts {
    /// The facts as they stand in a record.
    init(
        _ content: SolutionContent, organisation: ID<Organisation>, country: String?, evidenced: [String], adopters: [String],
        isArchived: Bool
    ) {
        themes = Self.bits(content.themes)
        let claimed = content.sdgs.map(\.target)
        goals = Self.goals(of: claimed)
        targets = CodeSet(claimed.filter(SDG.isCode).map(SDG.order))
        self.evidenced = CodeSet(evidenced.filter(SDG.isCode).map(SDG.order))
        required = UInt16(Self.bits(content.conditions.filter { $0.necessity == .required }.map(\.kind)))
        helpful = UInt16(Self.bits(content.conditions.filter { $0.necessity == .helpful }.map(\.kind))) & ~required
        homes = CountryPlace.set((country.map { [$0] } ?? []) + content.developedIn)
        self.adopters = CountryPlace.set(adopters)
        barred = CountryPlace.set(content.offer?.barredCountries ?? [])
        launchedYear = Int16(clamping: content.launchedYear ?? 0)
        stage = content.stage.flatMap { Stage.allCases.firstIndex(of: $0) }.map { UInt8($0 + 1) } ?? 0
        evidence = UInt8(
            EvidenceLevel.allCases.firstIndex(of: EvidenceLevel.of(content, evidencedTargets: evidenced.count)) ?? 0)
        isFailed = content.failedPractice
        self.isArchived = isArchived
        if let offer = content.offer {
            hasOffer = true
            gives = UInt8(Self.bits(offer.gives))
            capacity = offer.capacityPerYear.map { Int16(clamping: $0) } ?? -1
            supportLanguages = LanguageSet(offer.languages)
            for region in offer.regions ?? [] {
                if let place = Self.regionCodes.firstIndex(of: region) { regions |= 1 << UInt8(place) }
            }
        }
        isOpenlyLicensed = Self.isOpen(content.licence)
        self.organisation = Self.key(of: organisation)
        self.country = country.flatMap(CountryPlace.of).map { Int16($0) } ?? -1
    }
}
