/// Where to go after signing in: only ever a page of this site.
enum LocalPath {
    /// The path if it is one of ours, else the home page. `//host` and `/\host` are other sites to a browser.
    static func safe(_ path: String?) -> String {
        guard let path, path.utf8.count <= 2000, path.hasPrefix("/"),
            path.unicodeScalars.allSatisfy({ $0.value > 0x20 && $0.value != 0x7F && $0 != "\\" })
        else { return "/" }
        return path.dropFirst().first == "/" || path == "/sign-in" || path.hasPrefix("/sign-in?") ? "/" : path
    }
}
