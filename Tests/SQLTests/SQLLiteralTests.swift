import SQL
import Testing

@Suite struct SQLLiteralTests {
    @Test func interpolationBinds() {
        let name = "O'Hara"
        let sql: SQL = "SELECT id FROM person WHERE name = \(name) AND age > \(18)"
        #expect(sql.rendered(for: .sqlite).text == "SELECT id FROM person WHERE name = ? AND age > ?")
        #expect(sql.rendered(for: .postgres).text == "SELECT id FROM person WHERE name = $1 AND age > $2")
        #expect(sql.rendered(for: .postgres).values == [.text("O'Hara"), .integer(18)])
    }

    @Test func fragmentsNestAndListsBind() {
        let conditions: [SQL] = ["country = \("FJ")", "stage IN \(in: [1, 2])", "id IN \(in: [String]())"]
        let sql: SQL = "SELECT 1 WHERE \(conditions.joined(" AND ")) LIMIT \(5)"
        let (text, values) = sql.rendered(for: .postgres)
        #expect(text == "SELECT 1 WHERE country = $1 AND stage IN ($2, $3) AND id IN (NULL) LIMIT $4")
        #expect(values == [.text("FJ"), .integer(1), .integer(2), .integer(5)])
    }

    @Test func fixedNumbersStandInTheText() {
        let (text, values) = ("SELECT 1 WHERE country = \("FJ") LIMIT \(fixed: 41)" as SQL).rendered(for: .postgres)
        #expect(text == "SELECT 1 WHERE country = $1 LIMIT 41" && values == [.text("FJ")])
    }

    @Test func nilBindsNull() {
        let nothing: Int? = nil
        #expect(("\(nothing)" as SQL).rendered(for: .sqlite).values == [.null])
    }

    /// The nth value of the list belongs to the nth placeholder, however the pieces were put together.
    @Test("Placeholders and values line up", arguments: 0..<200)
    func placeholdersLineUp(seed: Int) {
        var random = SplitMix(seed: UInt64(seed))
        var next = 0
        func piece(_ depth: Int) -> SQL {
            switch Int.random(in: 0..<(depth > 3 ? 2 : 5), using: &random) {
            case 0: return "plain"
            case 1:
                next += 1
                return "<\(next)>"
            case 2:
                let first = next + 1
                next += Int.random(in: 0...3, using: &random)
                return "IN \(in: first..<(next + 1))"
            case 3: return (0...Int.random(in: 0...3, using: &random)).map { _ in piece(depth + 1) }.joined(", ")
            default:
                let left = piece(depth + 1)
                return left + " " + piece(depth + 1)
            }
        }
        let sql = piece(0)
        let (sqlite, values) = sql.rendered(for: .sqlite)
        let (postgres, same) = sql.rendered(for: .postgres)
        #expect(values == (0..<next).map { .integer(Int64($0 + 1)) })
        #expect(same == values)
        #expect(sqlite.count(where: { $0 == "?" }) == next)
        #expect(postgres.matches(of: /\$(\d+)/).compactMap { Int($0.1) } == Array(1..<(next + 1)))
        #expect(postgres.replacing(/\$\d+/, with: "?") == sqlite)
    }
}

/// A small generator with a seed, so that a failing case can be run again.
struct SplitMix: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }
}
