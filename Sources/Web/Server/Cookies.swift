/// The three cookies of the program. Over https their names carry `__Host-`, which binds them to this host and path.
struct Cookies: Sendable {
    let session: String
    let flash: String
    let language: String
    private let suffix: String

    init(isSecure: Bool) {
        let prefix = isSecure ? "__Host-" : ""
        session = prefix + "sangam"
        flash = prefix + "sangam-flash"
        language = prefix + "sangam-language"
        suffix = "; Path=/; HttpOnly; SameSite=Lax" + (isSecure ? "; Secure" : "")
    }

    func set(_ name: String, _ value: String, seconds: Int64) -> String {
        "\(name)=\(value)\(suffix); Max-Age=\(seconds)"
    }

    func clear(_ name: String) -> String { set(name, "", seconds: 0) }
}
