import ArgumentParser
import Foundation
import Language
import TestSupport
import Testing

@testable import Sangam

struct SettingsTests {
    private func read(_ flags: [String] = [], _ environment: [String: String] = [:], file: String? = nil) async throws -> Settings {
        try await withTemporaryFolder { folder in
            var environment = environment
            if let file {
                let place = folder.appending(path: "settings.json")
                try Data(file.utf8).write(to: place)
                environment["SANGAM_CONFIG"] = place.path(percentEncoded: false)
            }
            return try await Settings.read(flags: try SettingFlags.parse(flags), environment: environment)
        }
    }

    private func origin(_ name: String, _ settings: Settings) -> String? { settings.entries.first { $0.name == name }?.origin }

    @Test func flagsComeBeforeTheEnvironmentTheFileAndTheDefault() async throws {
        let file = #"{"sangam": {"port": 9001, "host": "file.example", "data": "from-file"}}"#
        let environment = ["SANGAM_PORT": "9002", "SANGAM_HOST": "environment.example"]
        let all = try await read(["--port", "9003"], environment, file: file)
        #expect(all.port == 9003 && origin("port", all) == "flag --port")
        #expect(all.host == "environment.example" && origin("host", all) == "environment SANGAM_HOST")
        #expect(all.dataFolder.lastPathComponent == "from-file" && origin("data", all)?.hasPrefix("file ") == true)
        #expect(all.sendmail == "" && origin("sendmail", all) == "default")
        let two = try await read([], environment, file: file)
        #expect(two.port == 9002)
        let one = try await read([], [:], file: file)
        #expect(one.port == 9001)
        let none = try await read()
        #expect(none.port == 8080 && origin("port", none) == "default")
        #expect(none.baseURL == "http://127.0.0.1:8080")
        #expect(none.database.hasSuffix("data/sangam.sqlite") && !none.isPostgres)
    }

    @Test func everySettingThatIsKnownIsRead() async throws {
        let settings = try await read()
        #expect(Set(settings.entries.map(\.name)) == Set(Settings.known.map(\.name)))
        let environment = [
            "SANGAM_DATABASE": "postgres://db.example/sangam", "SANGAM_DATA": "elsewhere", "SANGAM_HOST": "0.0.0.0",
            "SANGAM_PORT": "81", "SANGAM_BASE_URL": "https://sangam.example", "SANGAM_SENDMAIL": "/usr/sbin/sendmail",
            "SANGAM_MAIL_FROM": "sangam@sangam.example", "SANGAM_TRUSTED_PROXIES": "10.0.0.1, 10.0.0.2",
            "SANGAM_MODEL": "models/large", "SANGAM_EMBEDDINGS_URL": "https://embeddings.example/v1/embeddings",
            "SANGAM_EMBEDDINGS_MODEL": "many", "SANGAM_EMBEDDINGS_KEY": "key-of-the-house",
            "SANGAM_SMS_URL": "http://127.0.0.1:13013/cgi-bin/sendsms", "SANGAM_SMS_USER": "sangam",
            "SANGAM_SMS_PASSWORD": "key-of-the-house", "SANGAM_SMS_FROM": "1234", "SANGAM_SMS_SECRET": "key-of-the-house-2",
            "SANGAM_SMS_COUNTRY": "679", "SANGAM_SMS_HOURS": "9-18",
        ]
        let set = try await read([], environment)
        #expect(set.entries.allSatisfy { $0.origin.hasPrefix("environment SANGAM_") })
        #expect(set.isPostgres && set.baseURL == "https://sangam.example")
        #expect(set.trustedProxies == ["10.0.0.1", "10.0.0.2"])
        #expect(set.embeddingsKey == "key-of-the-house")
        #expect(set.entries.allSatisfy { !$0.shown.contains("key-of-the-house") })
    }

    @Test func theEncoderIsTheOneThatIsSet() async throws {
        #expect(try Encoders.open(try await read(["--data", "/nowhere"])) == nil)
        let server = [
            "SANGAM_EMBEDDINGS_URL": "http://127.0.0.1:1/v1/embeddings", "SANGAM_EMBEDDINGS_MODEL": "many", "SANGAM_MODEL": "/nowhere",
        ]
        #expect(try Encoders.open(try await read([], server))?.name == "many@127.0.0.1")
        for (environment, named) in [
            (["SANGAM_MODEL": "/nowhere"], "environment SANGAM_MODEL"),
            (["SANGAM_EMBEDDINGS_URL": "127.0.0.1", "SANGAM_EMBEDDINGS_MODEL": "m"], "environment SANGAM_EMBEDDINGS_URL"),
            (["SANGAM_EMBEDDINGS_URL": "http://127.0.0.1:1/v1/embeddings"], "SANGAM_EMBEDDINGS_MODEL"),
        ] {
            let settings = try await read([], environment)
            let error = #expect(throws: ValidationError.self) { try Encoders.open(settings) }
            #expect("\(error.map { "\($0)" } ?? "")".contains(named))
        }
    }

    @Test(arguments: [
        "postgres://sangam:river@db.example/sangam", "postgresql://db.example/sangam?user=sangam&password=river",
        "postgres://sangam:river@db.example:not a port/x",
    ])
    func passwordsAreNotShown(address: String) async throws {
        let settings = try await read([], ["SANGAM_DATABASE": address])
        let entry = try #require(settings.entries.first { $0.name == "database" })
        #expect(entry.value == address)
        #expect(!entry.shown.contains("river"), "\(entry.shown)")
    }

    @Test(arguments: ["http", "-1", "65536", "80 80", "٨٠"])
    func aWrongPortIsNamedWithItsOrigin(port: String) async throws {
        let error = await #expect(throws: ValidationError.self) { _ = try await read([], ["SANGAM_PORT": port]) }
        let text = error.map { "\($0)" } ?? ""
        #expect(text.contains("port") && text.contains(port) && text.contains("environment SANGAM_PORT"), "\(text)")
    }

    @Test(arguments: ["sangam.example", "https://sangam.example/", "ftp://sangam.example", "https://"])
    func aWrongAddressIsNamed(address: String) async throws {
        let error = await #expect(throws: ValidationError.self) { _ = try await read(["--base-url", address]) }
        #expect("\(error.map { "\($0)" } ?? "")".contains("flag --base-url"))
    }

    @Test func aFileThatIsNotThereOrNoJSONIsNamed() async throws {
        await #expect(throws: ValidationError.self) { _ = try await read(["--config", "/nowhere/sangam.json"]) }
        let error = await #expect(throws: ValidationError.self) { _ = try await read([], [:], file: "{port: 1") }
        #expect("\(error.map { "\($0)" } ?? "")".contains("settings.json"))
    }
}
