import Platform

/// A set of small numbers below 256 in four words: SDG codes, countries. Comparing two costs a few instructions.
struct CodeSet: Sendable, Equatable {
    var words = SIMD4<UInt64>()

    init() {}

    init(_ places: some Sequence<Int>) {
        for place in places { insert(place) }
    }

    mutating func insert(_ place: Int) {
        guard (0..<256).contains(place) else { return }
        words[place >> 6] |= 1 << UInt64(place & 63)
    }

    func contains(_ place: Int) -> Bool {
        (0..<256).contains(place) && words[place >> 6] & 1 << UInt64(place & 63) != 0
    }

    var isEmpty: Bool { words == SIMD4<UInt64>() }

    func forEach(_ body: (Int) -> Void) {
        for index in 0..<4 {
            var word = words[index]
            while word != 0 {
                body(index * 64 + word.trailingZeroBitCount)
                word &= word &- 1
            }
        }
    }
}

/// Where each country stands in a `CodeSet`. Only for use in memory: the places change when the table does.
enum CountryPlace {
    static let count = Countries.shared.all.count
    private static let places = Dictionary(
        uniqueKeysWithValues: Countries.shared.all.enumerated().map { ($1.code, $0) })

    static func of(_ code: String) -> Int? { places[code] }
    static func code(_ place: Int) -> String { Countries.shared.all[place].code }
    static func set(_ codes: some Sequence<String>) -> CodeSet { CodeSet(codes.compactMap(of)) }
}

/// Up to eight languages, each as its primary subtag: two or three letters in sixteen bits.
struct LanguageSet: Sendable, Equatable {
    /// The languages one after another, then zeros.
    private(set) var codes = SIMD8<UInt16>()

    init(_ tags: some Sequence<String>) {
        var count = 0
        for tag in tags {
            let code = Self.code(tag)
            guard code > 0, count < 8, !contains(code) else { continue }
            codes[count] = code
            count += 1
        }
    }

    /// As kept.
    init(codes: SIMD8<UInt16>) { self.codes = codes }

    var isEmpty: Bool { codes[0] == 0 }

    private func contains(_ code: UInt16) -> Bool { any(codes .== SIMD8(repeating: code)) }

    func shares(_ other: LanguageSet) -> Bool {
        for index in 0..<8 {
            if codes[index] == 0 { return false }
            if other.contains(codes[index]) { return true }
        }
        return false
    }

    /// 0 for what is no primary subtag.
    private static func code(_ tag: String) -> UInt16 {
        var code: UInt16 = 0
        var letters = 0
        for byte in tag.utf8 {
            if byte == UInt8(ascii: "-") { break }
            let letter = byte | 0x20
            guard (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(letter), letters < 3 else { return 0 }
            code = code * 27 + UInt16(letter - 96)
            letters += 1
        }
        return code
    }
}
