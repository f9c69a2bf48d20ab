/// Words so common that a search should not insist on them. They still count for the order of the results.
///
/// Folded forms, for the languages that the network writes most. Kept short: a word is here when almost every text has
/// it and no one looks for it.
enum StopWords {
    static func contains(_ surface: String) -> Bool { all.contains(surface) }

    /// Words that count for the order, but that nobody learns anything from when they are named as a reason for it.
    static func saysLittle(_ surface: String) -> Bool { little.contains(surface) }

    private static let little = Set(
        [
            // English
            "about", "after", "again", "all", "also", "any", "because", "been", "before", "but", "could", "each", "even", "had",
            "has", "have", "he", "her", "his", "if", "into", "many", "may", "more", "most", "much", "must", "no", "not", "one",
            "only", "other", "others", "out", "over", "own", "per", "she", "so", "some", "still", "such", "than", "them", "then",
            "there", "these", "they", "those", "too", "two", "until", "up", "us", "very", "well", "were", "while", "will",
            "without", "would",
            // Arabic
            "لا", "ما", "ليس", "كل", "بعد", "قبل", "لم", "لن", "قد", "كان", "كانت", "هو", "هي", "هم", "له", "لها", "به", "بها", "حتى",
            // Bangla
            "আছে", "নেই", "যা", "যার", "যারা", "যাদের", "তার", "তারা", "তাদের", "আর", "কিন্তু", "কোনো", "হবে", "যেন", "পর", "আগে", "সব",
            "সে", "নিজের", "দিয়ে",
        ].map(TextFolder.fold))

    private static let all = Set(
        [
            // English
            "a", "an", "and", "are", "as", "at", "be", "by", "can", "do", "does", "for", "from", "how", "i", "in", "is",
            "it", "its", "my", "of", "on", "or", "our", "that", "the", "their", "this", "to", "was", "we", "what", "when",
            "where", "which", "who", "with", "you", "your",
            // French
            "au", "aux", "avec", "ce", "ces", "comment", "dans", "de", "des", "du", "en", "est", "et", "la", "le", "les",
            "ou", "par", "pour", "que", "qui", "sur", "un", "une",
            // Spanish and Portuguese
            "com", "como", "con", "da", "das", "del", "dos", "el", "em", "las", "los", "na", "no", "o", "os", "para",
            "por", "se", "um", "uma", "una", "y",
            // Arabic
            "في", "من", "علي", "الي", "عن", "مع", "هذا", "هذه", "التي", "الذي", "ان", "او", "و", "كيف",
            // Bangla
            "এবং", "ও", "এর", "এই", "যে", "থেকে", "জন্য", "করে", "কি", "হয়", "না", "তা", "এ", "একটি", "কীভাবে",
        ].map(TextFolder.fold))
}
