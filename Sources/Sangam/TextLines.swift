import ArgumentParser
import Delivery
import Foundation
import Outbound

/// The ways out for text messages and webhooks, from the settings.
enum TextLines {
    static func open(_ settings: Settings) -> Lines {
        func value(_ name: String) -> String { settings.entries.first { $0.name == name }?.value ?? "" }
        let url = value("sms-url")
        let texts = url.isEmpty
            ? nil
            : TextSettings(
                url: url, user: value("sms-user"), password: value("sms-password"), sender: value("sms-from"),
                secret: value("sms-secret"), country: value("sms-country"))
        return Lines(texts: texts, outbound: HTTPOutbound(), quiet: QuietHours(value("sms-hours")) ?? QuietHours())
    }

    /// Throws `ValidationError` that names the setting and what to do.
    static func check(_ entries: [Settings.Entry]) throws {
        func entry(_ name: String) -> Settings.Entry? { entries.first { $0.name == name && !$0.value.isEmpty } }
        if let hours = entry("sms-hours"), QuietHours(hours.value) == nil {
            throw ValidationError("sms-hours: “\(hours.value)” (from \(hours.origin)) are no hours. Give them like 8-20.")
        }
        guard let url = entry("sms-url") else { return }
        guard let link = URL(string: url.value), ["http", "https"].contains(link.scheme ?? ""), link.host() != nil, link.query() == nil
        else {
            throw ValidationError(
                "sms-url: “\(url.value)” (from \(url.origin)) is no address. Give it like http://127.0.0.1:13013/cgi-bin/sendsms.")
        }
        // Without it anybody could text in the name of any telephone.
        guard let secret = entry("sms-secret"), secret.value.utf8.count >= 16,
            secret.value.utf8.allSatisfy({ (0x21...0x7E).contains($0) && $0 != UInt8(ascii: "%") })
        else {
            throw ValidationError("sms-secret: give at least 16 letters and digits at random, the same as in Kannel's get-url.")
        }
        if let country = entry("sms-country"), country.value.count > 4 || !country.value.allSatisfy({ $0.isASCII && $0.isNumber }) {
            throw ValidationError("sms-country: “\(country.value)” (from \(country.origin)) is no calling code. Give it like 679.")
        }
    }
}
