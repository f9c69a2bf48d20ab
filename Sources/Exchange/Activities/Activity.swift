public import Platform

/// Something that partners do together: a study tour, an expert's visit, a remote session, a training.
public struct Activity: Sendable, Equatable {
    public enum Kind: String, Sendable, CaseIterable, Codable {
        case studyTour = "study-tour"
        case expertVisit = "expert-visit"
        case remoteSession = "remote-session"
        case training
    }

    public enum State: String, Sendable, CaseIterable, Codable { case planned, held, cancelled }

    /// The outcome report as a document, kept by `Files`.
    public struct Document: Sendable, Equatable {
        public let file: String
        public let name: String
    }

    public let id: ID<Activity>
    public let slug: String
    public let content: ActivityContent
    public let document: Document?
    public let version: Int
    public let updatedBy: String
    public let updatedAt: Timestamp
}

public struct ActivityContent: Sendable, Equatable {
    public var kind: Activity.Kind = .studyTour
    public var state: Activity.State = .planned
    /// Why it was cancelled.
    public var reason = ""
    public var title = ""
    /// First and last day.
    public var from = ""
    public var to = ""
    /// Where people meet; for a remote session the link is enough.
    public var place = ""
    public var link = ""
    public var programme = ""
    /// Participants: those who said neither are not guessed. nil while nobody has counted.
    public var women: Int?
    public var men: Int?
    public var notStated: Int?
    /// Those who take part; the first one hosts.
    public var organisations: [Contribution.Side] = []
    public var outcome = ""
    public var partnership: ID<Partnership>?
    public var agreement: String?

    public init() {}

    public static let organisationLimit = 40
    public static let participantLimit = 100_000

    /// nil while nobody has counted.
    public var participants: Int? {
        let counts = [women, men, notStated].compactMap { $0 }
        return counts.isEmpty ? nil : counts.reduce(0, +)
    }

    /// Everything that a form, a file or a program may have got wrong, by the names of the form's inputs.
    public func issues(today: String) -> [ContentIssue] {
        var found: [ContentIssue] = []
        for (field, text, most) in [
            ("title", title, Completeness.titleLimit), ("place", place, Completeness.titleLimit),
            ("programme", programme, Completeness.textLimit), ("outcome", outcome, Completeness.textLimit),
            ("reason", reason, Completeness.textLimit),
        ] where text.count > most {
            found.append(ContentIssue(field, "error.too-long", ["limit": String(most), "length": String(text.count)]))
        }
        if title.isEmpty { found.append(ContentIssue("title", "error.required")) }
        if organisations.isEmpty { found.append(ContentIssue("organisations.0.key", "error.required")) }
        if organisations.count > Self.organisationLimit {
            found.append(ContentIssue("organisations.0.key", "error.too-many", ["limit": String(Self.organisationLimit)]))
        }
        var seen: Set<ID<Organisation>> = []
        for (index, one) in organisations.enumerated() where !seen.insert(one.id).inserted {
            found.append(ContentIssue("organisations.\(index).key", "agreement.error.party-twice", ["name": one.name]))
        }
        if from.isEmpty { found.append(ContentIssue("from", "error.required")) }
        for (field, day) in [("from", from), ("to", to)] where !day.isEmpty && !CivilDay.isValid(day) {
            found.append(ContentIssue(field, "agreement.error.day", ["value": day]))
        }
        if CivilDay.isValid(from), CivilDay.isValid(to), to < from {
            found.append(ContentIssue("to", "activity.error.dates", ["from": from]))
        }
        if !link.isEmpty, !WebAddress.isValid(link) { found.append(ContentIssue("link", "error.link", ["value": link])) }
        if place.isEmpty, link.isEmpty { found.append(ContentIssue("place", "activity.error.place")) }
        for (field, count) in [("women", women), ("men", men), ("notStated", notStated)] {
            guard let count else { continue }
            if count < 0 { found.append(ContentIssue(field, "error.negative")) }
            if count > Self.participantLimit {
                found.append(ContentIssue(field, "activity.error.too-many", ["limit": String(Self.participantLimit)]))
            }
        }
        switch state {
        case .planned: break
        case .held:
            if CivilDay.isValid(from), from > today { found.append(ContentIssue("state", "activity.error.not-yet", ["from": from])) }
        case .cancelled:
            if reason.isEmpty { found.append(ContentIssue("reason", "error.note-wanted")) }
        }
        return found
    }
}
