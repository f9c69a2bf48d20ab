internal import CICU

/// What folding does to each character after NFKC case folding, with the reason.
///
/// Vowel signs of Indic scripts, Thai, Lao, Khmer and Burmese are letters, not decoration: they are never removed.
enum FoldingRules {
    static func append(
        _ scalar: UInt32, between before: UInt32, and after: UInt32, to output: inout [UInt32]
    ) {
        switch scalar {
        case 0x0300...0x036F, 0x0483...0x0487, 0x1AB0...0x1AFF, 0x1DC0...0x1DFF, 0x20D0...0x20FF,
            0xFE20...0xFE2F:
            return  // accents of Latin, Greek and Cyrillic: readers type "educacion" for "educación"
        case 0x0591...0x05BD, 0x05BF, 0x05C1...0x05C2, 0x05C4...0x05C5, 0x05C7:
            return  // Hebrew points: printed for learners only
        case 0x00C0...0x024F, 0x1E00...0x1EFF, 0x0370...0x03FF, 0x1F00...0x1FFF, 0x0400...0x052F:
            appendAlphabetic(scalar, to: &output)
        case 0x0600...0x06FF, 0x08D3...0x08FF:
            appendArabic(scalar, to: &output)
        case 0x0E32, 0x0EB2:
            appendLongA(scalar, to: &output)
        case 0x1780...0x17D3:
            appendKhmer(scalar, to: &output)
        case 0x1040 where isBurmeseWa(before: before, after: after):
            output.append(0x101D)
        default:
            appendDigitOrSelf(scalar, to: &output)
        }
    }

    /// The letter without its accent. Letters that Unicode does not take apart are written as readers without the
    /// right keyboard write them.
    private static func appendAlphabetic(_ scalar: UInt32, to output: inout [UInt32]) {
        let letter = sangam_base_letter(scalar)
        switch letter {
        case 0x00E6: output += [0x61, 0x65]  // æ: ae
        case 0x0153: output += [0x6F, 0x65]  // œ: oe
        case 0x00FE: output += [0x74, 0x68]  // þ: th
        case 0x00F8: output.append(0x6F)  // ø
        case 0x0111, 0x00F0: output.append(0x64)  // đ ð
        case 0x0142: output.append(0x6C)  // ł
        case 0x0127: output.append(0x68)  // ħ
        case 0x0131: output.append(0x69)  // ı: case folding turns I into i, so the Turkish pair must meet there
        case 0x0167: output.append(0x74)  // ŧ
        default: output.append(letter)
        }
    }

    /// Arabic is typed with fewer distinctions than it is printed with.
    private static func appendArabic(_ scalar: UInt32, to output: inout [UInt32]) {
        switch scalar {
        case 0x0610...0x061A, 0x064B...0x065F, 0x0670, 0x06D6...0x06DC, 0x06DF...0x06E4, 0x06E7...0x06E8,
            0x06EA...0x06ED, 0x08D3...0x08FF:
            return  // tashkeel and Quranic marks: seldom typed
        case 0x0640: return  // tatweel only stretches the line
        case 0x0622, 0x0623, 0x0625, 0x0671: output.append(0x0627)  // آ أ إ ٱ: ا, hamza on alef is often left out
        case 0x0649, 0x06CC: output.append(0x064A)  // ى and Persian ی: ي, interchanged at word ends
        case 0x0629, 0x06C1, 0x06D5: output.append(0x0647)  // ة: ه, the dots are often left out; Urdu and Uyghur h
        case 0x06A9: output.append(0x0643)  // Persian and Urdu keheh: ك, the same letter on another keyboard
        default: appendDigitOrSelf(scalar, to: &output)
        }
    }

    /// Thai sara am and its Lao sister are one sign on the keyboard. NFKC splits them, and some writers type the parts,
    /// with the tone mark before or after the ring: all become tone + sign.
    private static func appendLongA(_ scalar: UInt32, to output: inout [UInt32]) {
        let ring: UInt32 = scalar == 0x0E32 ? 0x0E4D : 0x0ECD
        let tones: ClosedRange<UInt32> = scalar == 0x0E32 ? 0x0E48...0x0E4B : 0x0EC8...0x0ECB
        if output.last == ring {
            output[output.count - 1] = scalar + 1
        } else if output.count >= 2, output[output.count - 2] == ring, tones.contains(output[output.count - 1]) {
            output[output.count - 2] = output[output.count - 1]
            output[output.count - 1] = scalar + 1
        } else {
            output.append(scalar)
        }
    }

    private static func appendKhmer(_ scalar: UInt32, to output: inout [UInt32]) {
        switch (output.last, scalar) {
        case (0x17D2, 0x178A): output.append(0x178F)  // the feet of DA and TA look the same and are interchanged
        case (0x17C1, 0x17B8): output[output.count - 1] = 0x17BE  // េ + ី typed for ើ
        case (0x17C1, 0x17B6): output[output.count - 1] = 0x17C4  // េ + ា typed for ោ
        default: output.append(scalar)
        }
    }

    /// Burmese zero ၀ is typed for the letter wa ဝ, which looks the same. Beside a letter, and not after a digit,
    /// it is the letter.
    static func isBurmeseWa(before: UInt32, after: UInt32) -> Bool {
        let letters: ClosedRange<UInt32> = 0x1000...0x103F
        let digits: ClosedRange<UInt32> = 0x1040...0x1049
        guard !digits.contains(before), !digits.contains(after) else { return false }
        return letters.contains(before) || letters.contains(after)
    }

    /// A decimal digit of any script becomes the ASCII digit: a case number may be typed on any keyboard.
    private static func appendDigitOrSelf(_ scalar: UInt32, to output: inout [UInt32]) {
        let digit = sangam_decimal_digit(scalar)
        output.append(digit < 0 ? scalar : 0x30 + UInt32(digit))
    }
}
