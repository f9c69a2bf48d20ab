/// What differs between two states of a record: its members that changed, as they were and as they are.
///
/// For a record that is saved again and again while somebody writes: the audit then grows by what was typed, not by the whole
/// record each time. The history stays whole: its first entry holds the full record, and each later state follows from the
/// one before. A member that was not there is left out on its side.
public struct AuditChange: Sendable {
    public let before: JSONText
    public let after: JSONText

    /// For records that encode as objects; others are noted as they stand.
    public init(from old: some Encodable, to new: some Encodable) throws {
        let (old, new) = (try JSONValue(encoding: old), try JSONValue(encoding: new))
        guard case .object(let before) = old, case .object(let after) = new else {
            (self.before, self.after) = (JSONText(old), JSONText(new))
            return
        }
        self.before = JSONText(.object(before.filter { after[$0.key] != $0.value }))
        self.after = JSONText(.object(after.filter { before[$0.key] != $0.value }))
    }
}
