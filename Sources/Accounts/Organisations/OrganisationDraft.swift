import Platform
import Web

/// An organisation as somebody typed it, in a form, in JSON or in a row of CSV: the same rules for all three.
struct OrganisationDraft: Sendable, Codable, Equatable {
    var key: String
    var name: String
    var kind: String
    var countryCode: String?
    var parentKey: String?

    static let longestKey = 60
    static let longestName = 200

    /// What can be said without the database. Pure.
    func errors() -> [FieldError] {
        var errors = FieldErrors()
        if !Self.isKey(key) {
            errors.add("key", "accounts.organisation.key-wrong", ["limit": String(Self.longestKey)])
        }
        if name.isEmpty {
            errors.add("name", "accounts.name.missing")
        } else if name.count > Self.longestName || name.contains(where: \.isNewline) {
            errors.add("name", "accounts.name.too-long", ["limit": String(Self.longestName)])
        }
        if Organisation.Kind(rawValue: kind) == nil {
            errors.add("kind", "accounts.organisation.kind-wrong")
        }
        if let countryCode, Countries.shared.country(countryCode)?.code != countryCode {
            errors.add("countryCode", "accounts.organisation.country-wrong")
        }
        if parentKey == key {
            errors.add("parentKey", "accounts.organisation.parent-cycle")
        }
        return errors.errors
    }

    /// Small letters and digits in words joined by hyphens: `a2i`, `gov-fj`.
    static func isKey(_ text: String) -> Bool {
        text.count <= longestKey
            && text.wholeMatch(of: /[a-z0-9]+(-[a-z0-9]+)*/) != nil
    }

    /// Whether an organisation may stand under `parent`: not if that stands, however far, under the organisation itself.
    ///
    /// `parentOf` names what each key stands under.
    static func mayStand(_ key: String, under parent: String, parentOf: (String) throws -> String?) rethrows -> Decision {
        var seen: Set<String> = [key]
        var next: String? = parent
        while let current = next {
            guard seen.insert(current).inserted else { return .deny("accounts.organisation.parent-cycle") }
            next = try parentOf(current)
        }
        return .allow("access.role")
    }
}
