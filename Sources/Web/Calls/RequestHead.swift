import HTTPTypes

/// What the headers say, read once.
struct RequestHead: Sendable {
    let fields: HTTPFields
    /// Path and query as they came.
    let target: String

    static let secFetchSite = HTTPField.Name("Sec-Fetch-Site")
    static let forwardedFor = HTTPField.Name("X-Forwarded-For")
    static let requestID = HTTPField.Name("X-Request-ID")

    func value(_ name: String) -> String? { HTTPField.Name(name).flatMap { fields[$0] } }
    func value(_ name: HTTPField.Name?) -> String? { name.flatMap { fields[$0] } }

    var contentType: String? { fields[.contentType] }
    var userAgent: String? { fields[.userAgent] }

    /// `text/html`, without parameters, in lower case.
    var mediaType: String {
        guard let type = fields[.contentType] else { return "" }
        return MultipartHeader.parameters(of: type[...]).kind
    }

    var declaredLength: Int? { fields[.contentLength].flatMap { Int($0) } }

    var hasBody: Bool { (declaredLength ?? 0) > 0 || fields[.transferEncoding] != nil }

    /// The value of a cookie; the first one counts if several have the name.
    func cookie(_ name: String) -> Substring? {
        // A browser sends all in one field, HTTP/2 proxies may split them.
        for field in fields[values: .cookie] {
            for pair in field.split(separator: ";") {
                let pair = pair.drop { $0 == " " }
                guard pair.hasPrefix(name), pair.dropFirst(name.count).first == "=" else { continue }
                return pair.dropFirst(name.count + 1)
            }
        }
        return nil
    }

    var prefersJSON: Bool {
        guard let accept = fields[.accept] else { return false }
        let types = QualityList(accept)
        let json = max(types.quality(of: "application/json"), types.quality(of: "application/problem+json"))
        return json > types.quality(of: "text/html")
    }

    var acceptsGzip: Bool {
        guard let accept = fields[.acceptEncoding] else { return false }
        return QualityList(accept).quality(of: "gzip") > 0
    }
}

/// A header such as `da, en-GB;q=0.8, en;q=0.7`, best first; equals keep their order.
struct QualityList {
    let items: [(name: String, quality: Double)]

    init(_ header: String) {
        items = header.split(separator: ",").prefix(50).compactMap { item -> (name: String, quality: Double)? in
            let parts = item.split(separator: ";")
            guard let name = parts.first?.filter({ $0 != " " && $0 != "\t" }).lowercased(), !name.isEmpty else {
                return nil
            }
            let quality = parts.dropFirst().lazy.compactMap { parameter -> Double? in
                let text = parameter.filter { $0 != " " && $0 != "\t" }
                return text.lowercased().hasPrefix("q=") ? Double(text.dropFirst(2)) ?? 0 : nil
            }.first
            return (name, min(max(quality ?? 1, 0), 1))
        }
        .enumerated().sorted { left, right in
            left.element.quality != right.element.quality
                ? left.element.quality > right.element.quality : left.offset < right.offset
        }.map(\.element)
    }

    /// 0 when it is not there or refused; `*` and `type/*` stand for what is not named.
    func quality(of name: String) -> Double {
        if let exact = items.first(where: { $0.name == name }) { return exact.quality }
        if let slash = name.firstIndex(of: "/") {
            let range = name[...slash] + "*"
            if let item = items.first(where: { $0.name == range }) { return item.quality }
            return items.first { $0.name == "*/*" }?.quality ?? 0
        }
        return items.first { $0.name == "*" }?.quality ?? 0
    }
}
