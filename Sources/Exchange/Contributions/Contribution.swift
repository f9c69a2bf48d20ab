public import Platform

/// Something that one side gives to a partnership: promised, or delivered.
public struct Contribution: Sendable, Equatable {
    /// A commitment is who promises what; a delivery is what came of it.
    public enum Stage: String, Sendable, CaseIterable, Codable { case committed, delivered, cancelled }

    public enum Kind: String, Sendable, CaseIterable, Codable {
        case expertDays = "expert-days"
        /// Software, rooms, translations: told in words, with a value if somebody put one on it.
        case inKind = "in-kind"
        case money
    }

    /// An organisation as lists name it.
    public struct Side: Sendable, Equatable {
        public let id: ID<Organisation>
        public let key: String
        public let name: String
        public let country: String?

        init(id: ID<Organisation>, key: String, name: String, country: String?) {
            self.id = id
            self.key = key
            self.name = name
            self.country = country
        }

        init(_ organisation: Organisation) {
            id = organisation.id
            key = organisation.key
            name = organisation.name
            country = organisation.country
        }
    }

    public let id: ID<Contribution>
    public let slug: String
    public let content: ContributionContent
    public let version: Int
    public let updatedBy: String
    public let updatedAt: Timestamp
}

public struct ContributionContent: Sendable, Equatable {
    public var stage: Contribution.Stage = .committed
    public var kind: Contribution.Kind = .expertDays
    /// Whose people, things or money it is.
    public var giver: Contribution.Side?
    public var receiver: Contribution.Side?
    /// Who bears the cost, if it is not the giver.
    public var payer: Contribution.Side?
    /// nil for what is given in kind and was not valued.
    public var quantity: Quantity?
    public var what = ""
    /// Planned for, or delivered on.
    public var day = ""
    public var note = ""
    /// The commitment that this delivery belongs to.
    public var fulfils: ID<Contribution>?
    public var partnership: ID<Partnership>?
    public var agreement: String?
    public var activity: ID<Activity>?

    public init() {}

    /// Everything that a form, a file or a program may have got wrong, by the names of the form's inputs.
    public func issues(today: String) -> [ContentIssue] {
        var found: [ContentIssue] = []
        if giver == nil { found.append(ContentIssue("giver", "error.required")) }
        if what.isEmpty { found.append(ContentIssue("what", "error.required")) }
        for (field, text, most) in [("what", what, Completeness.summaryLimit), ("note", note, Completeness.textLimit)]
        where text.count > most {
            found.append(ContentIssue(field, "error.too-long", ["limit": String(most), "length": String(text.count)]))
        }
        if !CivilDay.isValid(day) {
            found.append(day.isEmpty ? ContentIssue("day", "error.required") : ContentIssue("day", "agreement.error.day", ["value": day]))
        } else if stage == .delivered, day > today {
            found.append(ContentIssue("day", "agreement.error.future", ["today": today]))
        }
        switch (kind, quantity) {
        case (.money, nil), (.expertDays, nil): found.append(ContentIssue("amount", "error.required"))
        case (.money, let amount?) where !amount.unit.isMoney, (.inKind, let amount?) where !amount.unit.isMoney:
            found.append(ContentIssue("currency", "error.currency", ["value": amount.unit.code]))
        case (.expertDays, let amount?) where amount.unit.isMoney:
            found.append(ContentIssue("currency", "contribution.error.days-have-no-currency"))
        default: break
        }
        if stage == .cancelled, note.isEmpty { found.append(ContentIssue("note", "error.note-wanted")) }
        if fulfils != nil, stage != .delivered { found.append(ContentIssue("stage", "contribution.error.fulfils-stage")) }
        return found
    }

    /// The organisations that it concerns.
    var sides: [Contribution.Side] { [giver, receiver, payer].compactMap { $0 } }
}
