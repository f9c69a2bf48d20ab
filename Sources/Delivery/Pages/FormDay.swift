import HTML
import Web

extension Form {
    /// The day that was typed in three boxes, in the digits of any language; nil when it is none.
    func day(_ name: String) -> Day? {
        let boxes = ["year", "month", "day"].map { FormReading.western(self["\(name)-\($0)"] ?? "") }
        guard zip(boxes, [4, 2, 2]).allSatisfy({ !$0.isEmpty && $0.count <= $1 }) else { return nil }
        let padded = zip(boxes, [4, 2, 2]).map { box, width in String(repeating: "0", count: max(0, width - box.count)) + box }
        return Day(padded.joined(separator: "-"))
    }
}
