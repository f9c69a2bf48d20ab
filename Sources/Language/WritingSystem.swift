/// The scripts that word handling tells apart. Others need no rule and count as `other`.
enum WritingSystem: UInt8, CaseIterable {
    case none  // digits, marks, joiners: they belong to whatever they stand beside
    case latin, greek, cyrillic, armenian, hebrew, arabic, devanagari, bengali, tamil, other

    init(of scalar: UInt32) {
        self =
            switch scalar {
            case 0x41...0x5A, 0x61...0x7A, 0xAA, 0xBA, 0xC0...0xD6, 0xD8...0xF6, 0xF8...0x24F, 0x250...0x2AF,
                0x1E00...0x1EFF, 0xFB00...0xFB06, 0xFF21...0xFF3A, 0xFF41...0xFF5A:
                .latin
            case 0x00...0x2FF, 0x300...0x36F, 0x1AB0...0x1AFF, 0x1DC0...0x1DFF, 0x2000...0x20FF, 0xFE00...0xFE2F,
                0xFF10...0xFF19:
                .none
            case 0x370...0x3FF, 0x1F00...0x1FFF: .greek
            case 0x400...0x52F: .cyrillic
            case 0x531...0x58F: .armenian
            case 0x590...0x5FF: .hebrew
            case 0x660...0x669, 0x6F0...0x6F9, 0x966...0x96F, 0x9E6...0x9EF: .none
            case 0x600...0x6FF, 0x750...0x77F, 0x8A0...0x8FF, 0xFB50...0xFDFF, 0xFE70...0xFEFF: .arabic
            case 0x900...0x97F: .devanagari
            case 0x980...0x9FF: .bengali
            case 0xB80...0xBFF: .tamil
            default: .other
            }
    }

    /// By its ISO 15924 code, as `LanguageTag.likelyScript` gives it.
    init(code: String) {
        self =
            switch code {
            case "Latn": .latin
            case "Grek": .greek
            case "Cyrl": .cyrillic
            case "Armn": .armenian
            case "Hebr": .hebrew
            case "Arab": .arabic
            case "Deva": .devanagari
            case "Beng": .bengali
            case "Taml": .tamil
            default: .other
            }
    }
}
