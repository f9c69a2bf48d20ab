import Web

extension InterimReply {
    /// The day that was typed in three boxes; nil when it is none.
    static func day(_ form: Form) -> Day? {
        let boxes = ["year", "month", "day"].map { FormReading.western(form["interim.expected-\($0)"] ?? "") }
        guard zip(boxes, [4, 2, 2]).allSatisfy({ !$0.isEmpty && $0.count <= $1 }) else { return nil }
        let padded = zip(boxes, [4, 2, 2]).map { box, width in String(repeating: "0", count: max(0, width - box.count)) + box }
        return Day(padded.joined(separator: "-"))
    }
}
