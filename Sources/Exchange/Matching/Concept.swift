import Foundation
import Language

/// A thing of the field that people say in different words: those who have the problem in one way (*signs*), those who have solved it
/// in another (*answers*).
///
/// "Villagers travel a full day to reach an office" is a sign of *services close to home*, and a solution answers it that speaks of
/// digital centres, a one-stop shop or outreach.
public struct Concept: Sendable, Equatable, Codable {
    /// Permanent: lower-case letters, digits and hyphens.
    public var key: String
    /// By language, as people read it in reasons.
    public var name: [String: String]
    /// By language: words or phrases. A phrase is found when its words come in this order with at most three others between.
    public var signs: [String: [String]]
    public var answers: [String: [String]]

    public init(key: String, name: [String: String], signs: [String: [String]], answers: [String: [String]]) {
        self.key = key
        self.name = name
        self.signs = signs
        self.answers = answers
    }

    public func name(in language: String) -> String { name[language] ?? name["en"] ?? key }

    public static let termLimit = 40
    public static let termLength = 80

    /// What a form may have got wrong.
    public func issues() -> [ContentIssue] {
        var found: [ContentIssue] = []
        if (name["en"] ?? "").isEmpty { found.append(ContentIssue("name.en", "error.required")) }
        for (field, lists) in [("signs", signs), ("answers", answers)] {
            if lists.values.allSatisfy(\.isEmpty) { found.append(ContentIssue("\(field).en", "error.required")) }
            for (language, terms) in lists.sorted(by: { $0.key < $1.key }) {
                if terms.count > Self.termLimit {
                    found.append(ContentIssue("\(field).\(language)", "error.too-many", ["limit": String(Self.termLimit)]))
                }
                for term in terms where term.count > Self.termLength {
                    found.append(
                        ContentIssue(
                            "\(field).\(language)", "error.too-long",
                            ["limit": String(Self.termLength), "length": String(term.count)]))
                }
            }
        }
        for text in name.values where text.count > Self.termLength {
            found.append(
                ContentIssue("name.en", "error.too-long", ["limit": String(Self.termLength), "length": String(text.count)]))
        }
        return found
    }

    /// The program's own table, to begin with.
    static let seed: [Concept] = {
        let file = Bundle.module.bundleURL.appending(path: "Reference/concepts.json")
        do {
            return try JSONDecoder().decode([Concept].self, from: Data(contentsOf: file))
        } catch {
            // A part of the program itself.
            preconditionFailure("The table of concepts \(file.path) cannot be read: \(error)")
        }
    }()
}

/// Concepts with their words cut and stemmed, ready to be looked for in a text.
struct ConceptTable: Sendable {
    /// The stems of one sign.
    private struct Sign: Sendable {
        let stems: [String]
        let concept: Int
    }

    let concepts: [Concept]
    /// By the first stem.
    private let signs: [String: [Sign]]

    init(_ concepts: [Concept]) {
        self.concepts = concepts
        var signs: [String: [Sign]] = [:]
        for (index, concept) in concepts.enumerated() {
            for (language, terms) in concept.signs {
                for term in terms {
                    let stems = Tokenizer.tokens(in: term, language: language).map(\.stem)
                    if let first = stems.first { signs[first, default: []].append(Sign(stems: stems, concept: index)) }
                }
            }
        }
        self.signs = signs
    }

    static let gap = 3

    /// The concepts that a text shows signs of, each with how many different signs, most first; ties in the table's order.
    func found(in text: String, language: String) -> [(concept: Concept, signs: Int)] {
        let stems = Tokenizer.tokens(in: text, language: language).map(\.stem)
        var counts: [Int: Set<[String]>] = [:]
        for (position, stem) in stems.enumerated() {
            for sign in signs[stem] ?? [] where Self.follows(sign.stems, in: stems, from: position) {
                counts[sign.concept, default: []].insert(sign.stems)
            }
        }
        return counts.sorted { ($0.value.count, $1.key) > ($1.value.count, $0.key) }
            .map { (concepts[$0.key], $0.value.count) }
    }

    private static func follows(_ sign: [String], in stems: [String], from position: Int) -> Bool {
        var last = position
        for stem in sign.dropFirst() {
            guard let next = stems[(last + 1)..<min(last + 2 + gap, stems.count)].firstIndex(of: stem) else { return false }
            last = next
        }
        return true
    }
}
