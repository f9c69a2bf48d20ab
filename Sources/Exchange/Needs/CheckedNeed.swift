public import Platform

/// A need's content that passed its checks, with the JSON that it is kept as and the link that its title asks for.
///
/// Make it before the transaction: everything here takes longer than the INSERT, and all other writes wait for a transaction.
public struct CheckedNeed: Sendable {
    public let content: NeedContent
    public let text: JSONText
    /// Without a number at its end, should it be taken.
    let slug: String

    /// Throws `Refusal.invalid` with all that is wrong.
    public init(_ content: NeedContent) throws {
        let issues = content.issues()
        guard issues.isEmpty else { throw Refusal.invalid(issues) }
        self.content = content
        text = try JSONText(encoding: content)
        let made = Slug.make(content.title)
        slug = made.isEmpty ? "need" : made
    }
}
