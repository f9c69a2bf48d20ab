public import Foundation
import Language
public import Logging
import Synchronization

/// The texts of all modules in all languages, read once at the start.
///
/// Each module has a folder with files for each language: `en.json`, or one for each feature (`rounds.en.json`). A file is one flat
/// object, in which a value is a text or the forms of a counted text.
///
///     { "solution.title": "Title",
///       "solutions.count": {"one": "{count} solution", "other": "{count} solutions"} }
public struct Catalogue: Sendable {
    /// The languages that pages are offered in, in the order in which they are offered.
    public let languages: [String]
    private let words: [String: Words]
    private let messages: [String: [String: Message]]

    /// - Parameters:
    ///   - folders: one for each module. A key belongs to one module alone.
    ///   - timeZone: in which moments are told.
    /// - Throws: `CatalogueError`, which names the file and the key.
    public init(
        folders: [URL], languages: [String] = ["en", "bn", "ar"], timeZone: TimeZone = .gmt,
        logger: Logger = Logger(label: "sangam.words")
    ) throws {
        var messages: [String: [String: Message]] = [:]
        for folder in folders {
            let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
            for file in files.sorted(by: { $0.path < $1.path }) where file.pathExtension == "json" {
                let name = file.deletingPathExtension().lastPathComponent
                let language = name.split(separator: ".").last.map(String.init) ?? name
                guard languages.contains(language) else { throw CatalogueError(file, key: nil, .unknownLanguage) }
                for (key, message) in try CatalogueFile.read(file) {
                    guard messages[language, default: [:]].updateValue(message, forKey: key) == nil else {
                        throw CatalogueError(file, key: key, .doubleKey)
                    }
                }
            }
        }
        let missing = MissingKeys(logger: logger)
        let english = messages["en"] ?? [:]
        self.languages = languages
        self.messages = messages
        words = Dictionary(
            uniqueKeysWithValues: languages.map { language in
                (
                    language,
                    Words(
                        language: language, messages: messages[language] ?? [:], english: english, missing: missing,
                        formats: Formats(language: language, timeZone: timeZone))
                )
            })
    }

    /// The folder of Platform's own texts.
    public static var platformFolder: URL { resources.appending(path: "Languages") }

    static var resources: URL { Bundle.module.bundleURL }

    /// The catalogue in a language: `bn-BD` gives Bangla, a language that is not offered gives English.
    public func words(_ language: String) -> Words {
        if let found = words[language] { return found }
        let base = String(language.prefix { $0 != "-" && $0 != "_" }).lowercased()
        // English is always there, or else the first language, or else a catalogue without texts.
        return words[base] ?? words["en"] ?? languages.first.flatMap { words[$0] }
            ?? Words(
                language: "en", messages: [:], english: [:], missing: MissingKeys(logger: Logger(label: "sangam.words")),
                formats: Formats(language: "en", timeZone: .gmt))
    }

    /// The keys that a language's files hold.
    public func keys(_ language: String) -> Set<String> { Set((messages[language] ?? [:]).keys) }

    /// The facts that a text asks for.
    public func placeholders(_ key: String, _ language: String) -> Set<String> {
        messages[language]?[key]?.placeholders ?? []
    }

    /// What a language lacks beside English: whole keys, and forms of counted texts as `key (few)`, sorted. For tests.
    public func missing(_ language: String) -> [String] {
        let own = messages[language] ?? [:]
        let needed = Set((0...200).map { PluralRule.category(for: $0, language: language) })
        var missing: [String] = []
        for (key, english) in messages["en"] ?? [:] {
            guard let message = own[key] else {
                missing.append(key)
                continue
            }
            if english.forms.count > 1 {
                for form in needed where message.forms[form] == nil { missing.append("\(key) (\(form.rawValue))") }
            }
        }
        return missing.sorted()
    }
}

/// Reads one file of texts.
private enum CatalogueFile {
    static func read(_ file: URL) throws -> [String: Message] {
        let values: [String: Value]
        do {
            values = try JSONDecoder().decode([String: Value].self, from: Data(contentsOf: file))
        } catch {
            throw CatalogueError(file, key: nil, .unreadable("\(error)"))
        }
        var messages: [String: Message] = [:]
        for (key, value) in values {
            var forms: [PluralRule.Category: [Message.Piece]] = [:]
            for (name, text) in value.forms {
                guard let category = PluralRule.Category(rawValue: name) else {
                    throw CatalogueError(file, key: key, .unknownForm(name))
                }
                guard let pieces = Message.pieces(text) else { throw CatalogueError(file, key: key, .openBrace) }
                forms[category] = pieces
            }
            guard forms[.other] != nil else { throw CatalogueError(file, key: key, .noOther) }
            messages[key] = Message(forms: forms)
        }
        return messages
    }

    private struct Value: Decodable {
        let forms: [String: String]

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if let text = try? container.decode(String.self) {  // Not a text: then it must be forms.
                forms = ["other": text]
            } else {
                forms = try container.decode([String: String].self)
            }
        }
    }
}

/// A file of texts that cannot be used: the program does not start with it.
public struct CatalogueError: Error, CustomStringConvertible, Sendable {
    enum Reason {
        case unreadable(String), unknownLanguage, doubleKey, unknownForm(String), noOther, openBrace
    }

    private let file: URL
    private let key: String?
    private let reason: Reason

    init(_ file: URL, key: String?, _ reason: Reason) {
        self.file = file
        self.key = key
        self.reason = reason
    }

    public var description: String {
        let why =
            switch reason {
            case .unreadable(let why): "is not an object of texts: \(why)"
            case .unknownLanguage: "is named for a language that is not offered"
            case .doubleKey: "gives a key that another file gave already"
            case .unknownForm(let name): "has a form “\(name)”: forms are zero, one, two, few, many, other"
            case .noOther: "lacks the form “other”"
            case .openBrace: "has a brace that is not closed; write {{ for a brace that is meant"
            }
        return "The language file \(file.path)" + (key.map { ", key “\($0)”," } ?? "") + " \(why)."
    }
}

/// Logs each missing key once.
final class MissingKeys: Sendable {
    private let logger: Logger
    private let seen = Mutex<Set<String>>([])

    init(logger: Logger) { self.logger = logger }

    func note(_ key: String) {
        let isNew = seen.withLock { $0.insert(key).inserted }
        if isNew { logger.error("A text is missing in English.", metadata: ["key": "\(key)"]) }
    }
}
