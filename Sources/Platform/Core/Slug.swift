import Foundation

/// The readable end of a link, made from a title: `Slug.make("Citoyens d’abord !")` is `citoyens-d-abord`.
public enum Slug {
    /// Small ASCII letters and digits in words joined by hyphens, cut at a word's end; other scripts are written in Latin letters.
    ///
    /// Empty when the title holds no letter or digit that Latin can show: give a fallback then.
    /// - Parameter limit: the most characters.
    public static func make(_ title: String, limit: Int = 80) -> String {
        // Most titles are plain ASCII, and ICU's transliteration takes longer than the rest of an insert.
        let isPlain = title.utf8.allSatisfy { $0 < 0x80 }
        let latin = isPlain
            ? title
            : title.applyingTransform(StringTransform("Any-Latin; Latin-ASCII; Any-Lower"), reverse: false) ?? title
        var words: [String] = []
        var word = ""
        for scalar in latin.unicodeScalars {
            switch scalar {
            case "a"..."z", "0"..."9": word.unicodeScalars.append(scalar)
            case "A"..."Z": word += String(scalar).lowercased()
            // A transliteration writes signs inside a word (`ʾ`, `'`): they do not part it.
            case "'", "’", "`", "ʼ", "ʾ", "ʿ", "\u{0300}"..."\u{036F}": break
            default:
                if !word.isEmpty { words.append(word) }
                word = ""
            }
        }
        if !word.isEmpty { words.append(word) }

        var slug = ""
        for word in words {
            let longer = slug.isEmpty ? word : "\(slug)-\(word)"
            if longer.utf8.count > limit { break }
            slug = longer
        }
        return slug.isEmpty ? String((words.first ?? "").prefix(limit)) : slug
    }

    /// The title's slug, or that with `-2`, `-3`, … when it is taken.
    public static func unique(
        _ title: String, fallback: String, isTaken: (String) throws -> Bool
    ) rethrows -> String {
        try unique(made: make(title), fallback: fallback, isTaken: isTaken)
    }

    /// As above, for a slug that was made before the transaction.
    public static func unique(
        made: String, fallback: String, isTaken: (String) throws -> Bool
    ) rethrows -> String {
        let base = made.isEmpty ? fallback : made
        var candidate = base
        var number = 2
        while try isTaken(candidate) {
            candidate = "\(base)-\(number)"
            number += 1
        }
        return candidate
    }
}
