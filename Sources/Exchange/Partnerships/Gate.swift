public import SQL

/// What a gate asks to see before a partnership goes through it.
public enum EvidenceKind: String, Sendable, CaseIterable, Codable, SQLBindable, SQLDecodable {
    /// Both sides accepted an introduction, or were brought together in another way that can be named.
    case introduction
    /// They have met, in person or by a call.
    case meeting
    /// An agreement between the two sides is signed.
    case signedAgreement = "signed-agreement"
    /// A plan says what is changed for the other country, by whom and until when.
    case adaptationPlan = "adaptation-plan"
    /// A first office serves people with it.
    case liveService = "live-service"
    /// What the pilot measured, also what did not work.
    case pilotResult = "pilot-result"
    /// It is paid from the country's own budget and somebody there owns it.
    case ownBudget = "own-budget"
}

/// The evidence that opens a stage, as data.
public struct Gate: Sendable, Equatable {
    /// Where the evidence may come from.
    public enum Source: Sendable, Equatable {
        /// Only from a record of the network, such as a signed agreement.
        case record
        /// From somebody's dated statement.
        case statement
        /// From either.
        case either
    }

    public let opens: PartnershipStage
    public let evidence: EvidenceKind
    public let source: Source
    /// A statement must name a link or a document that shows it.
    public let needsProof: Bool

    public static let all: [Gate] = [
        Gate(opens: .introduced, evidence: .introduction, source: .either, needsProof: false),
        Gate(opens: .exploring, evidence: .meeting, source: .statement, needsProof: false),
        Gate(opens: .agreed, evidence: .signedAgreement, source: .record, needsProof: false),
        Gate(opens: .adapting, evidence: .adaptationPlan, source: .statement, needsProof: true),
        Gate(opens: .piloting, evidence: .liveService, source: .statement, needsProof: true),
        Gate(opens: .scaling, evidence: .pilotResult, source: .statement, needsProof: true),
        Gate(opens: .sustained, evidence: .ownBudget, source: .statement, needsProof: true),
    ]

    /// The gate before a stage; none before *interest* and the exits.
    public static func before(_ stage: PartnershipStage) -> Gate? { all.first { $0.opens == stage } }
}

/// A dated statement with what shows it, as somebody types it at a gate.
public struct EvidenceStatement: Sendable, Equatable {
    public var text: String
    /// As exact as it is known: `2017-12` or a day.
    public var date: String
    public var link: String
    public var document: String

    public init(text: String = "", date: String = "", link: String = "", document: String = "") {
        self.text = text
        self.date = date
        self.link = link
        self.document = document
    }

    public var isEmpty: Bool { text.isEmpty && date.isEmpty && link.isEmpty && document.isEmpty }
}

/// Evidence that is there already.
public struct EvidenceFact: Sendable, Equatable {
    public let kind: EvidenceKind
    /// The text of a statement, or the name of the record.
    public let text: String
    public let date: String
    /// Where it can be read: an address outside, or a page of ours.
    public let link: String
    /// The name of the document that shows it, and its page.
    public let documentTitle: String
    public let byName: String

    public init(kind: EvidenceKind, text: String, date: String = "", link: String = "", documentTitle: String = "", byName: String = "") {
        self.kind = kind
        self.text = text
        self.date = date
        self.link = link
        self.documentTitle = documentTitle
        self.byName = byName
    }
}

extension Gate {
    /// What is still missing: pure, so that page, API and test agree.
    ///
    /// - Parameters:
    ///   - known: evidence of this gate's kind that is there already.
    ///   - statement: what was typed now.
    ///   - today: no statement is of the future; an ISO day.
    public func missing(known: [EvidenceFact], statement: EvidenceStatement, today: String) -> [ContentIssue] {
        if !known.isEmpty, statement.isEmpty { return [] }
        guard source != .record else {
            return known.isEmpty ? [ContentIssue("evidence", "error.gate.\(evidence.rawValue)")] : []
        }
        var issues: [ContentIssue] = []
        if statement.text.isEmpty { issues.append(ContentIssue("evidence", "error.gate.\(evidence.rawValue)")) }
        if statement.text.count > Partnership.textLimit {
            issues.append(
                ContentIssue(
                    "evidence", "error.too-long",
                    ["limit": String(Partnership.textLimit), "length": String(statement.text.count)]))
        }
        if statement.date.isEmpty {
            issues.append(ContentIssue("evidenceDate", "error.gate.date"))
        } else if !PartialDate.isValid(statement.date) {
            issues.append(ContentIssue("evidenceDate", "error.date", ["value": statement.date]))
        } else if statement.date > today {
            issues.append(ContentIssue("evidenceDate", "error.gate.future", ["value": statement.date]))
        }
        if !statement.link.isEmpty, !WebAddress.isValid(statement.link) {
            issues.append(ContentIssue("evidenceLink", "error.link", ["value": statement.link]))
        }
        if needsProof, statement.link.isEmpty, statement.document.isEmpty {
            issues.append(ContentIssue("evidenceLink", "error.gate.proof"))
        }
        return issues
    }
}
