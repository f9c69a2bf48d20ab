/// What a part of a form says about itself.
struct MultipartHeader: Equatable {
    let name: String
    /// The file's base name; nil for a part that is no file.
    let fileName: String?
    let mediaType: String?

    init(name: String, fileName: String? = nil, mediaType: String? = nil) {
        self.name = name
        self.fileName = fileName
        self.mediaType = mediaType
    }

    /// Nil when the part does not name a field in valid UTF-8.
    init?(lines: some Collection<UInt8>) {
        guard let text = String(validating: lines, as: UTF8.self), !text.utf8.contains(0) else { return nil }
        var disposition: Substring?
        var type: Substring?
        for line in text.split(separator: "\r\n") {
            guard let colon = line.firstIndex(of: ":") else { return nil }
            let value = line[line.index(after: colon)...].drop { $0 == " " || $0 == "\t" }
            switch line[..<colon].lowercased() {
            case "content-disposition": disposition = value
            case "content-type": type = value
            default: break
            }
        }
        guard let disposition, case let (kind, values) = Self.parameters(of: disposition),
            kind == "form-data", let name = values["name"]
        else { return nil }
        self.name = name
        fileName = values["filename"].map(Self.baseName)
        mediaType = type.map { Self.parameters(of: $0).kind }
    }

    /// `kind; name="value"; …` Browsers write `"` inside a value as `%22`, and older ones as `\"`.
    static func parameters(of value: Substring) -> (kind: String, values: [String: String]) {
        var rest = value
        let kind = rest.prefix { $0 != ";" }
        rest = rest.dropFirst(kind.count)
        var values: [String: String] = [:]
        while rest.first == ";" {
            rest = rest.dropFirst().drop { $0 == " " || $0 == "\t" }
            let name = rest.prefix { $0 != "=" && $0 != ";" }
            rest = rest.dropFirst(name.count)
            guard rest.first == "=" else { continue }
            rest = rest.dropFirst()
            var value = ""
            if rest.first == "\"" {
                rest = rest.dropFirst()
                while let character = rest.first, character != "\"" {
                    if character == "\\", let next = rest.dropFirst().first, next == "\"" || next == "\\" {
                        rest = rest.dropFirst()
                    }
                    value.append(rest.removeFirst())
                }
                rest = rest.dropFirst().drop { $0 != ";" }
            } else {
                value = String(rest.prefix { $0 != ";" && $0 != " " })
                rest = rest.drop { $0 != ";" }
            }
            values[name.lowercased()] =
                value.replacing("%22", with: "\"").replacing("%0D", with: "").replacing("%0A", with: "")
        }
        return (kind.lowercased().trimmingSuffix { $0 == " " }, values)
    }

    /// The boundary of a `multipart/form-data` content type.
    static func boundary(of contentType: String) -> String? {
        parameters(of: contentType[...]).values["boundary"]
    }

    /// Without folders (some browsers send the whole path) and control characters.
    private static func baseName(_ name: String) -> String {
        let last = name.split(whereSeparator: { $0 == "/" || $0 == "\\" }).last ?? ""
        return String(String.UnicodeScalarView(last.unicodeScalars.filter { $0.value >= 0x20 && $0.value != 0x7F }).prefix(200))
    }
}

extension String {
    fileprivate func trimmingSuffix(while matches: (Character) -> Bool) -> String {
        var text = self
        while let last = text.last, matches(last) { text.removeLast() }
        return text
    }
}
