internal import CICU
internal import Synchronization

/// Which form of a word a number asks for, by CLDR's cardinal rules.
///
///     PluralRule.category(for: 3, language: "ar")   // .few
///     PluralRule.category(for: 1, language: "en")   // .one
public enum PluralRule {
    public enum Category: String, Sendable, Hashable, CaseIterable {
        case zero, one, two, few, many, other
    }

    /// An unknown language has one form: `.other`.
    public static func category(for number: Int, language: String) -> Category {
        category(for: Double(number), language: language)
    }

    /// For a number that is shown with a fraction only when it has one: 1.5 in English is `.other`, 1.0 is `.one`.
    public static func category(for number: Double, language: String) -> Category {
        guard let tag = LanguageTag(language), number.isFinite else { return .other }
        return rules.withLock { rules in
            if rules.count > 64 { rules.removeAll() }  // languages come from requests too
            let rule = rules[tag] ?? Rules(tag)
            rules[tag] = rule
            return rule.category(for: number)
        }
    }

    private static let rules = Mutex<[LanguageTag: Rules]>([:])

    /// ICU's rules of one language. `@unchecked Sendable`: used under the lock only.
    private final class Rules: @unchecked Sendable {
        private let rules: OpaquePointer?

        init(_ tag: LanguageTag) {
            rules = sangam_plurals_open(tag.description.replacing("-", with: "_"))
        }

        deinit {
            if let rules { sangam_plurals_close(rules) }
        }

        func category(for number: Double) -> Category {
            var keyword = [CChar](repeating: 0, count: 16)
            guard let rules, sangam_plurals_select(rules, number, &keyword) != 0 else { return .other }
            let name = String(decoding: keyword.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
            return Category(rawValue: name) ?? .other
        }
    }
}
