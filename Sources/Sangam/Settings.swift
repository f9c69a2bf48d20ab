import ArgumentParser
import Configuration
import Foundation
import SystemPackage

/// The settings of the program, each from the first place that has it: flag, environment, file, default.
struct Settings: Sendable {
    struct Entry: Sendable {
        let name: String
        let value: String
        /// "flag --port", "environment SANGAM_PORT", "file sangam.json", "default".
        let origin: String
        let isSecret: Bool
    }

    let entries: [Entry]

    private func value(_ name: String) -> String { entries.first { $0.name == name }?.value ?? "" }

    var dataFolder: URL { URL(filePath: value("data"), directoryHint: .isDirectory) }
    var database: String { value("database") }
    var host: String { value("host") }
    var port: Int { Int(value("port")) ?? 8080 }
    var baseURL: String { value("base-url") }
    /// Empty: mails are written into a folder.
    var sendmail: String { value("sendmail") }
    var mailFrom: String { value("mail-from") }
    var trustedProxies: Set<String> { Set(value("trusted-proxies").split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }) }

    var model: Entry? { entries.first { $0.name == "model" } }
    var embeddingsURL: Entry? { entries.first { $0.name == "embeddings-url" && !$0.value.isEmpty } }
    var embeddingsModel: String { value("embeddings-model") }
    var embeddingsKey: String { value("embeddings-key") }

    var isPostgres: Bool { database.hasPrefix("postgres://") || database.hasPrefix("postgresql://") }

    /// What can be set, with what each is for: the guide and `sangam config` read it here.
    static let known: [(name: String, meaning: String)] = [
        ("database", "a file for SQLite, or postgres://… for PostgreSQL"),
        ("data", "the folder for the database and for mails that are kept as files"),
        ("host", "the address to listen on"),
        ("port", "the port to listen on"),
        ("base-url", "the address that people use, for links in mails"),
        ("sendmail", "the command that sends mail, such as /usr/sbin/sendmail; without it mails are kept as files"),
        ("mail-from", "the sender of mails"),
        ("trusted-proxies", "addresses of proxies in front, separated by commas"),
        ("sms-url", "where Kannel takes text messages, such as http://127.0.0.1:13013/cgi-bin/sendsms; without it nobody gets any"),
        ("sms-user", "the user name for Kannel"),
        ("sms-password", "the password for Kannel"),
        ("sms-from", "the number that text messages come from, if Kannel does not know it"),
        ("sms-secret", "what Kannel must say when it hands messages and reports to /sms/kannel"),
        ("sms-hours", "the hours in which text messages are sent, where the office is, such as 8-20"),
        ("sms-country", "the calling code of telephone numbers without one, such as 679"),
        ("model", "the folder of the sentence model for matching; without one needs are matched by words alone"),
        ("embeddings-url", "a server that encodes texts instead of the model, such as http://127.0.0.1:8081/v1/embeddings"),
        ("embeddings-model", "the name of that server's model"),
        ("embeddings-key", "the key for that server, if it asks for one"),
    ]

    /// Reads all settings. Throws `ValidationError` naming the setting, where it came from and what to do.
    static func read(flags: SettingFlags, environment: [String: String] = ProcessInfo.processInfo.environment) async throws
        -> Settings
    {
        let variables = EnvironmentVariablesProvider(environmentVariables: environment)
        var places: [(origin: @Sendable (String) -> String, reader: ConfigReader)] = [
            ({ "environment SANGAM_\($0.uppercased().replacing("-", with: "_"))" }, ConfigReader(provider: variables))
        ]
        let file = flags.config ?? environment["SANGAM_CONFIG"] ?? "sangam.json"
        if FileManager.default.fileExists(atPath: file) {
            do {
                let provider = try await FileProvider<JSONSnapshot>(filePath: FilePath(file))
                places.append(({ _ in "file \(file)" }, ConfigReader(provider: provider)))
            } catch {
                throw ValidationError("\(file) cannot be read as JSON: \(error)")
            }
        } else if let named = flags.config ?? environment["SANGAM_CONFIG"] {
            throw ValidationError("There is no settings file \(named).")
        }
        func find(_ name: String, default usual: String) -> Entry {
            if let value = flags.values[name] { return entry(name, value, "flag --\(name)") }
            let key = ConfigKey("sangam.\(name.replacing("-", with: "."))".split(separator: ".").map(String.init))
            for place in places {
                if let value = place.reader.string(forKey: key) ?? place.reader.int(forKey: key).map(String.init),
                    !value.isEmpty
                {
                    return entry(name, value, place.origin(name))
                }
            }
            return entry(name, usual, "default")
        }
        let data = find("data", default: "data")
        let folder = URL(filePath: data.value, directoryHint: .isDirectory)
        let host = find("host", default: "127.0.0.1")
        let port = find("port", default: "8080")
        guard let number = Int(port.value), (0...65_535).contains(number) else {
            throw ValidationError("port: “\(port.value)” (from \(port.origin)) is no port. Give a number from 0 to 65535.")
        }
        let entries = [
            find("database", default: folder.appending(path: "sangam.sqlite").path(percentEncoded: false)),
            data, host, port,
            find("base-url", default: "http://\(host.value):\(port.value)"),
            find("sendmail", default: ""),
            find("mail-from", default: "sangam@localhost"),
            find("trusted-proxies", default: ""),
            find("sms-url", default: ""), find("sms-user", default: ""), find("sms-password", default: ""),
            find("sms-from", default: ""), find("sms-secret", default: ""), find("sms-country", default: ""),
            find("sms-hours", default: "8-20"),
            find("model", default: folder.appending(path: Encoders.usualModel).path(percentEncoded: false)),
            find("embeddings-url", default: ""),
            find("embeddings-model", default: ""),
            find("embeddings-key", default: ""),
        ]
        let address = entries[4]
        guard let link = URL(string: address.value), ["http", "https"].contains(link.scheme ?? ""), link.host() != nil,
            !address.value.hasSuffix("/")
        else {
            throw ValidationError(
                "base-url: “\(address.value)” (from \(address.origin)) is no address. Give it like https://sangam.example, without a slash at its end."
            )
        }
        try TextLines.check(entries)
        return Settings(entries: entries)
    }

    private static func entry(_ name: String, _ value: String, _ origin: String) -> Entry {
        let secrets = ["embeddings-key", "sms-password", "sms-secret"]
        let isSecret = name == "database" && value.contains("://") || secrets.contains(name) && !value.isEmpty
        return Entry(name: name, value: value, origin: origin, isSecret: isSecret)
    }
}

extension Settings.Entry {
    /// The value as it may be shown: the password of a database's address is left out, wherever it stands in it.
    var shown: String {
        guard isSecret else { return value }
        guard name == "database" else { return "(hidden)" }
        guard var parts = URLComponents(string: value) else { return "(hidden)" }
        if parts.password != nil { parts.password = "hidden" }
        parts.queryItems = parts.queryItems?.map { item in
            item.name == "password" ? URLQueryItem(name: item.name, value: "hidden") : item
        }
        return parts.string ?? "(hidden)"
    }
}

/// The flags that every command takes.
struct SettingFlags: ParsableArguments {
    @Option(help: "A file for SQLite, or postgres://… for PostgreSQL.") var database: String?
    @Option(help: "The folder for the database and what else is kept.") var data: String?
    @Option(help: "The address to listen on.") var host: String?
    @Option(help: "The port to listen on.") var port: String?
    @Option(help: "The address that people use.") var baseUrl: String?
    @Option(help: "A settings file in JSON (sangam.json here, if there is one).") var config: String?

    var values: [String: String] {
        [
            "database": database, "data": data, "host": host, "port": port, "base-url": baseUrl,
        ].compactMapValues { $0 }
    }
}
