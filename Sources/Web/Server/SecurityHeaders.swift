import HTTPTypes

/// What every reply tells the browser to refuse. Pages load nothing from elsewhere and hold no inline script or style.
enum SecurityHeaders {
    static func fields(isSecure: Bool) -> [HTTPField] {
        var values = [
            (
                "Content-Security-Policy",
                "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; "
                    + "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
            ),
            ("X-Content-Type-Options", "nosniff"),
            // For the browsers of cheap phones that do not know frame-ancestors.
            ("X-Frame-Options", "DENY"),
            ("Referrer-Policy", "same-origin"),
            ("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
            ("Cross-Origin-Opener-Policy", "same-origin"),
            ("Cross-Origin-Resource-Policy", "same-origin"),
        ]
        if isSecure { values.append(("Strict-Transport-Security", "max-age=31536000")) }
        return values.compactMap { name, value in
            HTTPField.Name(name).map { HTTPField(name: $0, value: value) }
        }
    }
}
