/// A device's name in the list of sessions: the families of its browser and system, nothing that would single it out.
enum DeviceLabel {
    /// "Firefox, Android"; nil if the browser does not say or is not known.
    static func family(of userAgent: String?) -> String? {
        guard let userAgent else { return nil }
        let names = [browsers, systems].compactMap { list in
            list.first { userAgent.contains($0.mark) }?.name
        }
        return names.isEmpty ? nil : names.joined(separator: ", ")
    }

    /// In order: Edge also says Chrome, and Chrome also says Safari.
    private static let browsers: [(mark: String, name: String)] = [
        ("Edg", "Edge"), ("OPR/", "Opera"), ("Opera", "Opera"), ("UCBrowser", "UC Browser"),
        ("SamsungBrowser", "Samsung Internet"), ("Firefox", "Firefox"), ("FxiOS", "Firefox"), ("CriOS", "Chrome"),
        ("Chrome", "Chrome"), ("Safari", "Safari"), ("curl", "curl"),
    ]

    private static let systems: [(mark: String, name: String)] = [
        ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("KAIOS", "KaiOS"), ("Windows", "Windows"),
        ("CrOS", "ChromeOS"), ("Mac OS X", "Mac"), ("Linux", "Linux"),
    ]
}
