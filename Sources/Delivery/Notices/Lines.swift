public import Platform

/// The ways out of the house that this room uses: the text message gateway, and requests to other programs.
public struct Lines: Sendable {
    /// nil: there is no gateway, and nobody gets text messages.
    let texts: TextSettings?
    /// nil: webhooks wait.
    let outbound: (any OutboundHTTP)?
    /// When texts may be sent.
    let quiet: QuietHours

    public init(texts: TextSettings? = nil, outbound: (any OutboundHTTP)? = nil, quiet: QuietHours = QuietHours()) {
        self.texts = texts
        self.outbound = outbound
        self.quiet = quiet
    }

    var country: String { texts?.country ?? "" }
}

/// How the text message gateway is reached, and how it reaches us.
public struct TextSettings: Sendable {
    /// Kannel's `sendsms`: `http://127.0.0.1:13013/cgi-bin/sendsms`.
    public let url: String
    public let user: String
    public let password: String
    /// The number or name that texts come from; empty: the gateway's own.
    public let sender: String
    /// What the gateway must know to hand texts and reports to us.
    public let secret: String
    /// The calling code of numbers without one, such as `679`; empty: they are dialled as they were typed.
    public let country: String

    public init(url: String, user: String, password: String, sender: String, secret: String, country: String) {
        self.url = url
        self.user = user
        self.password = password
        self.sender = sender
        self.secret = secret
        self.country = country
    }
}
