import Foundation

/// Was a request that changes something sent from a page of ours?
///
/// Browsers say so in `Sec-Fetch-Site`; older ones send `Origin`. What sends neither is no browser of the last years, and
/// without a browser there is nobody's cookie to misuse, but nothing of ours needs such calls with a cookie either: refused.
enum OriginCheck {
    /// - Parameter site: scheme and authority of the base URL: `https://sangam.example`.
    static func passes(fetchSite: String?, origin: String?, host: String?, site: String) -> Bool {
        if let fetchSite { return fetchSite == "same-origin" || fetchSite == "none" }
        guard let origin else { return false }
        if origin == site { return true }
        // On one machine people use both names; the host they used is as good as the base URL's.
        guard let host, site.hasPrefix("http://") else { return false }
        return origin == "http://" + host
    }

    /// Scheme and authority of a URL, without a path.
    static func site(of url: String) -> String {
        guard let scheme = url.range(of: "://") else { return url }
        let rest = url[scheme.upperBound...]
        return String(url[..<scheme.upperBound] + rest.prefix { $0 != "/" })
    }
}
