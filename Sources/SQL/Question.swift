/// What is to be known of the database, as statements and how their rows are read, so that several things can be asked together:
///
///     let (claims, reviews) = try connection.ask(SolutionStore.claims(of: id), SolutionStore.reviews(of: id))
///
/// On PostgreSQL that is one round trip for all of them. A page that shows many parts of a record is made so.
public struct Question<Answer>: Sendable {
    let statements: [SQL]
    let read: @Sendable ([[Row]]) throws -> Answer

    public init(_ sql: SQL, _ read: @escaping @Sendable ([Row]) throws -> Answer) {
        statements = [sql]
        self.read = { try read($0[0]) }
    }

    fileprivate init(statements: [SQL], read: @escaping @Sendable ([[Row]]) throws -> Answer) {
        self.statements = statements
        self.read = read
    }
}

extension Question {
    /// Rows that are each read by themselves.
    public init<Element>(_ sql: SQL, each read: @escaping @Sendable (Row) throws -> Element) where Answer == [Element] {
        self.init(sql) { try $0.map(read) }
    }

    /// The first row, or nil.
    public init<Element>(_ sql: SQL, first read: @escaping @Sendable (Row) throws -> Element) where Answer == Element? {
        self.init(sql) { try $0.first.map(read) }
    }

    /// Nothing at all.
    static var none: Question<Void> { Question<Void>(statements: []) { _ in } }

    /// What is known without asking.
    public static func known(_ answer: Answer) -> Question where Answer: Sendable {
        Question(statements: []) { _ in answer }
    }

    /// The same, with another answer made of its own.
    public func map<Other>(_ change: @escaping @Sendable (Answer) throws -> Other) -> Question<Other> {
        Question<Other>(statements: statements) { try change(read($0)) }
    }

    /// This and another, answered together.
    public func and<Other>(_ other: Question<Other>) -> Question<(Answer, Other)> {
        Question<(Answer, Other)>(statements: statements + other.statements) { [count = statements.count] rows in
            (try read(Array(rows.prefix(count))), try other.read(Array(rows.dropFirst(count))))
        }
    }
}

extension Connection {
    /// Several questions at once. Each is answered as if they were asked one after the other.
    public func ask<each Answer>(_ question: repeat Question<each Answer>) throws -> (repeat each Answer) {
        var statements: [SQL] = []
        for one in repeat each question { statements += one.statements }
        var rest = try query(together: statements)[...]
        func next(_ count: Int) -> [[Row]] {
            defer { rest = rest.dropFirst(count) }
            return Array(rest.prefix(count))
        }
        return (repeat try (each question).read(next((each question).statements.count)))
    }
}
