/// A statement with how its rows are read, so that several can be asked together:
///
///     let (claims, reviews) = try connection.ask(SolutionStore.claims(of: id), SolutionStore.reviews(of: id))
///
/// On PostgreSQL that is one round trip for all of them. A page that shows many parts of a record is made so.
public struct Question<Answer> {
    let sql: SQL
    let read: ([Row]) throws -> Answer

    public init(_ sql: SQL, _ read: @escaping ([Row]) throws -> Answer) {
        self.sql = sql
        self.read = read
    }
}

extension Question {
    /// Rows that are each read by themselves.
    public init<Element>(_ sql: SQL, each read: @escaping (Row) throws -> Element) where Answer == [Element] {
        self.init(sql) { try $0.map(read) }
    }

    /// The first row, or nil.
    public init<Element>(_ sql: SQL, first read: @escaping (Row) throws -> Element) where Answer == Element? {
        self.init(sql) { try $0.first.map(read) }
    }
}

extension Connection {
    /// One question by itself.
    public func ask<Answer>(_ question: Question<Answer>) throws -> Answer {
        try question.read(query(question.sql))
    }

    /// Several questions at once. Each is answered as if they were asked one after the other.
    public func ask<each Answer>(_ question: repeat Question<each Answer>) throws -> (repeat each Answer) {
        var statements: [SQL] = []
        for one in repeat each question { statements.append(one.sql) }
        var answers = try query(together: statements).makeIterator()
        return (repeat try (each question).read(answers.next() ?? []))
    }
}
