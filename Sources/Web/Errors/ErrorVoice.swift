/// How refusals are told below one address, where an interface has a format of its own: also those that no handler of it ever saw,
/// such as an unknown path, another method or a body that is too large.
public struct ErrorVoice: Sendable {
    /// Where it speaks: `/open311/`.
    let prefix: String
    let reply: @Sendable (Problem, _ path: String, Call) -> Reply

    /// - Parameter reply: gets the path as it came, for one that cannot be read is refused, too; `Retry-After` and `Allow` are added to what it gives, where they belong.
    public init(below prefix: String, reply: @escaping @Sendable (Problem, _ path: String, Call) -> Reply) {
        self.prefix = prefix
        self.reply = reply
    }
}
