/// Names a browser in two words from its `User-Agent`, so that a person knows their sessions apart. No more than that is kept.
enum Device {
    static func name(userAgent: String?) -> String {
        guard let agent = userAgent?.prefix(512) else { return "" }
        return [first(browsers, agent), first(systems, agent)].compactMap(\.self).joined(separator: ", ")
    }

    // The order matters: most browsers also claim to be the ones further down.
    private static let browsers = [
        ("Opera Mini", "Opera Mini"), ("UCBrowser", "UC Browser"), ("SamsungBrowser", "Samsung Internet"), ("OPR/", "Opera"),
        ("Edg", "Edge"), ("Firefox/", "Firefox"), ("FxiOS", "Firefox"), ("CriOS", "Chrome"), ("Chrome/", "Chrome"),
        ("Safari/", "Safari"), ("curl/", "curl"),
    ]
    private static let systems = [
        ("KAIOS", "KaiOS"), ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"),
        ("Mac OS", "macOS"), ("Linux", "Linux"),
    ]

    private static func first(_ marks: [(String, String)], _ agent: Substring) -> String? {
        marks.first { agent.contains($0.0) }?.1
    }
}
