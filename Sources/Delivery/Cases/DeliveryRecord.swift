import Platform

/// What was handed over, on which day, by whom, how and to whom: beside the statement that the citizen reads.
public struct DeliveryRecord: Sendable, Equatable, Codable {
    /// How something reached the citizen.
    public enum Way: String, Sendable, CaseIterable, Codable {
        case person = "in-person"
        case visit, post, transfer, online, proxy
    }

    public var what: String
    public var day: Day
    /// Who handed it over; the office's business.
    public var by: String
    public var way: Way

    public init(what: String, day: Day, by: String, way: Way) {
        self.what = what
        self.day = day
        self.by = by
        self.way = way
    }

    static let whatLimit = 300
    static let byLimit = 200

    /// Everything that is wrong with it. Nothing is handed over before it was asked for, nor tomorrow.
    ///
    /// - Parameters:
    ///   - received: the day of receipt, or before it, when it was taken down offline.
    ///   - today: where the office is.
    func issues(received: Day, today: Day) -> [FieldIssue] {
        var found = PlainText.issues(what, "delivery.what", most: Self.whatLimit) + PlainText.issues(by, "delivery.by", most: Self.byLimit)
        if what.isEmpty { found.append(FieldIssue("delivery.what", "error.empty")) }
        if by.isEmpty { found.append(FieldIssue("delivery.by", "error.empty")) }
        if day < received || day > today { found.append(FieldIssue("delivery.day", "error.delivery-day")) }
        return found
    }
}
