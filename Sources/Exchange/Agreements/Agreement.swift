public import Platform

/// A paper between organisations: a memorandum of understanding is one kind.
public struct Agreement: Sendable, Equatable {
    public enum Kind: String, Sendable, CaseIterable, Codable {
        case mou, agreement, letter, declaration
        case workPlan = "work-plan"
    }

    /// What was done with the paper. Whether a signed one is in force depends on the day too: see `standing(on:)`.
    public enum State: String, Sendable, CaseIterable, Codable {
        case drafted, input, vetting
        case diplomaticChannel = "diplomatic-channel"
        case signed
        /// Another agreement has taken its place.
        case renewed
        case ended
        /// Given up before it was signed.
        case withdrawn

        /// Still being written.
        public var isOpen: Bool { [.drafted, .input, .vetting, .diplomaticChannel].contains(self) }
        /// It was signed once: its facts are public and stand as they are.
        public var wasSigned: Bool { [.signed, .renewed, .ended].contains(self) }
    }

    /// The signed paper, kept by `Files`.
    public struct SignedCopy: Sendable, Equatable {
        public let file: String
        public let name: String
    }

    /// The permanent name in addresses, files and the audit.
    public let slug: String
    public let state: State
    /// The day on which the state was reached; ISO 8601.
    public let asOf: String
    /// The day of signing; empty before.
    public let signedOn: String
    public let content: AgreementContent
    public let signedCopy: SignedCopy?
    /// The agreement whose place this one takes once it is signed.
    public let renews: String?
    /// How many versions of the text there are.
    public let textNumber: Int
    public let version: Int
    public let updatedBy: String
    public let createdAt: Timestamp
    public let updatedAt: Timestamp
}

/// What the people who write an agreement decide.
public struct AgreementContent: Sendable, Equatable {
    /// One side of an agreement, and who signs for it. A signatory's name is shown to the parties and the secretariat only.
    public struct Party: Sendable, Equatable {
        public let organisation: ID<Organisation>
        public let key: String
        public let name: String
        public let country: String?
        public var signatory: String
        public var office: String

        public init(
            organisation: ID<Organisation>, key: String, name: String, country: String?, signatory: String = "",
            office: String = ""
        ) {
            self.organisation = organisation
            self.key = key
            self.name = name
            self.country = country
            self.signatory = signatory
            self.office = office
        }
    }

    public var kind: Agreement.Kind = .mou
    public var subject = ""
    /// In the paper's order.
    public var parties: [Party] = []
    /// First and last day of the term; empty when not known or without end.
    public var from = ""
    public var to = ""
    /// So many days before the term ends the parties are reminded; 0 for never.
    public var remindDays = 90
    /// BCP 47: the language of the text.
    public var language = "en"
    /// With placeholders (`AgreementText`), which are filled when it is read.
    public var text = ""
    public var event: String?
    public var partnership: ID<Partnership>?
    public var sources: [SolutionContent.Source] = []

    public init() {}

    public static let partyLimit = 12
    public static let textLimit = 60_000
    public static let reminderLimit = 730

    /// Everything that a form, a file or a program may have got wrong. Fields bear the names of the form's inputs.
    public func issues() -> [ContentIssue] {
        var found: [ContentIssue] = []
        func limit(_ field: String, _ text: String, _ most: Int) {
            if text.count > most {
                found.append(ContentIssue(field, "error.too-long", ["limit": String(most), "length": String(text.count)]))
            }
        }
        if subject.isEmpty { found.append(ContentIssue("subject", "error.required")) }
        limit("subject", subject, Completeness.summaryLimit)
        limit("text", text, Self.textLimit)
        if parties.isEmpty { found.append(ContentIssue("parties.0.organisation", "error.required")) }
        if parties.count > Self.partyLimit {
            found.append(ContentIssue("parties.0.organisation", "error.too-many", ["limit": String(Self.partyLimit)]))
        }
        var seen: Set<ID<Organisation>> = []
        for (index, party) in parties.enumerated() {
            if !seen.insert(party.organisation).inserted {
                found.append(ContentIssue("parties.\(index).organisation", "agreement.error.party-twice", ["name": party.name]))
            }
            limit("parties.\(index).signatory", party.signatory, Completeness.titleLimit)
            limit("parties.\(index).office", party.office, Completeness.titleLimit)
        }
        for (field, day) in [("from", from), ("to", to)] where !day.isEmpty && !CivilDay.isValid(day) {
            found.append(ContentIssue(field, "agreement.error.day", ["value": day]))
        }
        if CivilDay.isValid(from), CivilDay.isValid(to), to < from {
            found.append(ContentIssue("to", "agreement.error.term", ["from": from]))
        }
        if !(0...Self.reminderLimit).contains(remindDays) {
            found.append(ContentIssue("remindDays", "agreement.error.remind", ["limit": String(Self.reminderLimit)]))
        }
        if !LanguageCode.isValid(language) {
            found.append(ContentIssue("language", "error.language", ["value": language]))
        }
        for (index, source) in sources.enumerated() {
            if source.title.isEmpty { found.append(ContentIssue("sources.\(index).title", "error.required")) }
            if let url = source.url, !WebAddress.isValid(url) {
                found.append(ContentIssue("sources.\(index).url", "error.link", ["value": url]))
            }
        }
        return found + AgreementText.read(text).issues
    }

    /// After the signing, what was written stands; what was left open may still be filled in.
    func issues(afterSigning old: AgreementContent) -> [ContentIssue] {
        var found: [ContentIssue] = []
        func frozen(_ field: String, _ isSame: Bool) {
            if !isSame { found.append(ContentIssue(field, "agreement.error.signed")) }
        }
        frozen("kind", kind == old.kind)
        frozen("parties.0.organisation", parties.map(\.organisation) == old.parties.map(\.organisation))
        for (field, before, after) in [
            ("subject", old.subject, subject), ("from", old.from, from), ("to", old.to, to), ("text", old.text, text),
        ] {
            frozen(field, before.isEmpty || before == after)
        }
        return found
    }
}
