import HTML
import Platform
import SQL

/// For whom a record is begun: the one organisation that it can be, one of a few, or, for the secretariat, any that is written.
struct OwnerChoice: Sendable {
    private let few: [Organisation]
    /// Any may be written by its name or key.
    let isOpen: Bool
    private let suggestions: HTML

    init(few: [Organisation]) { (self.few, isOpen, suggestions) = (few, false, "") }

    private init(suggestions: HTML) { (few, isOpen, self.suggestions) = ([], true, suggestions) }

    /// - Parameters:
    ///   - other: one of their own that it cannot be.
    ///   - words: those of the page, if it shows the field.
    static func read(
        _ connection: any Connection, for principal: Principal, but other: ID<Organisation>? = nil, showing words: Words? = nil
    ) throws -> OwnerChoice {
        if SolutionRules.actsForNetwork(principal) {
            return OwnerChoice(suggestions: try words.map { try OrganisationName.suggestions(connection, $0) } ?? "")
        }
        let own = Set(principal.memberships.filter { $0.role == .focalPoint }.map(\.organisation)).subtracting([other].compactMap(\.self))
        return OwnerChoice(few: try PeopleStore.organisations(connection, ids: own))
    }

    /// The one that it can only be.
    var only: Organisation? { few.count == 1 ? few[0] : nil }

    /// The one that was chosen or written; else nil, and the issues say at the field what to do.
    ///
    /// - Throws: `Refusal.denied` for one that the field does not offer.
    func chosen(
        _ connection: any Connection, _ typed: String?, field: String = "organisation", needed: Bool = true,
        _ issues: inout [ContentIssue]
    ) throws -> ID<Organisation>? {
        let typed = typed?.trimmingWhitespace() ?? ""
        if typed.isEmpty {
            if only == nil, needed { issues.append(ContentIssue(field, "error.required")) }
            return only?.id
        }
        if isOpen { return try OrganisationName.find(connection, typed, field: field, &issues)?.id }
        guard let one = few.first(where: { $0.id.description == typed }) else {
            throw Refusal.denied(.deny("rule.focal-point-only"))
        }
        return one.id
    }

    /// Nothing where there is nothing to choose.
    func field(
        _ controls: Controls, _ words: Words, _ name: String = "organisation", label: String? = nil, hint: String?,
        needed: Bool = true
    ) -> HTML {
        let label = label ?? words("field.organisation")
        if isOpen {
            return suggestions
                + OrganisationName.field(
                    controls, words, name, label: label, hint: [hint, words("organisation.name.hint")].compactMap(\.self).joined(separator: " "),
                    needed: needed)
        }
        guard few.count != 1 else { return "" }
        return controls.select(
            name, label: label, hint: hint, isRequired: needed,
            options: few.map { one in
                HTML.Option(one.id.description, one.country.map { "\(one.name) (\(words.country($0)))" } ?? one.name)
            })
    }
}
