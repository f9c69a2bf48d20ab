import Foundation
import Platform
import Web

/// A request as an Open311 client posts it. An empty parameter counts as none, as everywhere in this interface.
struct Open311Request: Sendable {
    var service = ""
    var jurisdiction: String?
    var key = ""
    var latitude: Double?
    var longitude: Double?
    /// As it was written, then the id; empty when neither came.
    var address = ""
    var description: String?
    var name: String?
    var phone: String?
    var mail: String?
    /// By code, as `attribute[CODE]` or, for several values, `attribute[CODE][]`.
    var attributes: [String: [String]] = [:]

    static let descriptionLimit = 4_000

    init(_ form: Form, _ words: Words) throws {
        var faults: [String] = []
        func text(_ name: String, most: Int) -> String? {
            guard let value = form[name] else { return nil }
            if value.count > most {
                faults.append("\(name): \(words("error.longer", ["limit": String(most), "length": String(value.count)]))")
                return nil
            }
            if PlainText.hasControls(value) { faults.append("\(name): \(words("error.control-characters"))") }
            return value
        }
        func point(_ name: String, _ most: Double) -> Double? {
            guard let value = form[name] else { return nil }
            // Figures and a point alone: Swift reads more than WGS84 writes, such as 0x10.
            guard value.allSatisfy({ $0.isASCII && ($0.isNumber || "+-.".contains($0)) }), let number = Double(value), number.isFinite, abs(number) <= most else {
                faults.append("\(name): \(words("error.point", ["most": String(Int(most))]))")
                return nil
            }
            return number
        }
        key = form.raw("api_key") ?? ""
        jurisdiction = form["jurisdiction_id"]
        service = form["service_code"] ?? ""
        if service.isEmpty { faults.append(words("open311.error.no-service")) }
        (latitude, longitude) = (point("lat", 90), point("long", 180))
        if form["lat"] == nil, form["long"] != nil { faults.append("lat: \(words("error.empty"))") }
        if form["lat"] != nil, form["long"] == nil { faults.append("long: \(words("error.empty"))") }
        // An id of an address book that we do not share is kept as text, so that the office can read it.
        address = [text("address_string", most: 200), text("address_id", most: 200)].compactMap(\.self).joined(separator: ", ")
        if address.count > 200 { faults.append("address_string: \(words("error.longer", ["limit": "200", "length": String(address.count)]))") }
        if latitude == nil, address.isEmpty, form["lat"] == nil, form["long"] == nil { faults.append(words("open311.error.no-place")) }
        description = text("description", most: Self.descriptionLimit)
        name = [text("first_name", most: 100), text("last_name", most: 100)].compactMap(\.self).joined(separator: " ")
        (phone, mail) = (text("phone", most: 40), text("email", most: 254))
        _ = (text("device_id", most: 200), text("account_id", most: 200))
        if let media = text("media_url", most: 2_000) {
            // A picture elsewhere is nothing that we publish: the office reads where it is.
            if let url = URL(string: media), ["http", "https"].contains(url.scheme ?? ""), url.host() != nil {
                let told = [description, media].compactMap(\.self).joined(separator: "\n")
                if told.count > Self.descriptionLimit {
                    let facts = ["limit": String(Self.descriptionLimit), "length": String(told.count)]
                    faults.append("description: \(words("error.longer", facts))")
                }
                description = told
            } else {
                faults.append("media_url: \(words("open311.error.media"))")
            }
        }
        for name in Set(form.names) where name.hasPrefix("attribute[") {
            var code = name.dropFirst("attribute[".count)
            if code.hasSuffix("][]") { code = code.dropLast(3) } else if code.hasSuffix("]") { code = code.dropLast() } else { continue }
            let values = form.all(name)
            if values.contains(where: PlainText.hasControls) { faults.append("attribute[\(code)]: \(words("error.control-characters"))") }
            if !values.isEmpty { attributes[String(code), default: []] += values }
        }
        if !faults.isEmpty { throw Open311Error(400, all: faults) }
    }
}
