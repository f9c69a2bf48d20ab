/// Chooses the language of a page: `?lang=`, else the cookie, else the signed-in person's, else what the browser asks for.
enum LanguageChoice {
    static func choose(
        query: String?, cookie: String?, person: String?, acceptLanguage: String?, offered: [String]
    ) -> String {
        for wanted in [query, cookie, person] {
            if let wanted, offered.contains(wanted) { return wanted }
        }
        if let acceptLanguage, let best = best(acceptLanguage, offered) { return best }
        return offered.first ?? "en"
    }

    /// The first offered language that the browser names, by quality; `bn-BD` is served by `bn`.
    private static func best(_ header: String, _ offered: [String]) -> String? {
        // Nearly all browsers ask for one of a handful of values: the common case costs one comparison.
        if header == offered.first { return header }
        for item in QualityList(header).items where item.quality > 0 {
            if item.name == "*" { return offered.first }
            if let exact = offered.first(where: { $0.lowercased() == item.name }) { return exact }
            let language = item.name.prefix { $0 != "-" }
            if let near = offered.first(where: { $0.lowercased().prefix { $0 != "-" } == language }) { return near }
        }
        return nil
    }
}
