import Testing

@testable import Language

struct VectorTableTests {
    private static func vector(_ dimension: Int, _ generator: inout Generator) -> [Float] {
        let numbers = (0..<dimension).map { _ in Float.random(in: -1...1, using: &generator) }
        let length = numbers.reduce(0) { $0 + $1 * $1 }.squareRoot()
        return numbers.map { $0 / max(length, 1e-9) }
    }

    /// Against a loop in double precision over the vectors as they were before they were shortened.
    @Test(arguments: [1, 3, 16, 100, 384, 1_024])
    func nearnessIsTheCosine(dimension: Int) {
        var generator = Generator(UInt64(dimension))
        var table = VectorTable(dimension: dimension)
        var kept: [UInt32: [Float]] = [:]
        for _ in 0..<200 {
            let slot = UInt32.random(in: 0..<3_000, using: &generator)
            if kept[slot] != nil, Bool.random(using: &generator) {
                table.remove(slot)
                kept[slot] = nil
            } else {
                let vector = Self.vector(dimension, &generator)
                table.set(ShortVector(vector), at: slot)
                kept[slot] = vector
            }
        }
        for _ in 0..<5 {
            let query = Self.vector(dimension, &generator)
            let found = table.nearness(to: query)
            for slot in found.indices {
                guard let vector = kept[UInt32(slot)] else {
                    #expect(found[slot].isNaN)
                    continue
                }
                let exact = zip(vector, query).reduce(0.0) { $0 + Double($1.0) * Double($1.1) }
                #expect(abs(Double(found[slot]) - exact) < 0.005)
            }
        }
    }

    /// The sums are of whole numbers: whatever the vectors are, they stay within 32 bits.
    @Test(arguments: [384, 1_024, 16_384])
    func theGreatestVectorsDoNotOverflow(dimension: Int) {
        let ones = [Float](repeating: 1, count: dimension)
        var table = VectorTable(dimension: dimension)
        table.set(ShortVector(ones), at: 0)
        table.set(ShortVector(ones.map { -$0 }), at: 1)
        table.set(ShortVector([Float](repeating: 0, count: dimension)), at: 2)
        let found = table.nearness(to: ones)
        #expect(abs(found[0] / Float(dimension) - 1) < 0.001 && abs(found[1] / Float(dimension) + 1) < 0.001)
        #expect(found[2] == 0)
        #expect(table.nearness(to: [Float](repeating: 0, count: dimension)).prefix(3).allSatisfy { $0 == 0 })
    }

    @Test func aChangedCopyLeavesTheFirstAsItWas() {
        var generator = Generator(3)
        let (first, second, query) = (Self.vector(8, &generator), Self.vector(8, &generator), Self.vector(8, &generator))
        var table = VectorTable(dimension: 8)
        table.set(ShortVector(first), at: 5)
        let before = table
        let answer = before.nearness(to: query)[5]
        table.set(ShortVector(second), at: 5)
        table.remove(4_000)
        table.set(ShortVector(second), at: 4_000)
        #expect(before.nearness(to: query)[5] == answer)
        #expect(table.nearness(to: query)[5] != answer)
        #expect(table.byteCount == 4 * 1_024 * 12)
    }

    @Test func aShortVectorIsReadAsItWasStored() {
        var generator = Generator(9)
        for _ in 0..<500 {
            let vector = Self.vector(Int.random(in: 1...500, using: &generator), &generator)
            let short = ShortVector(vector)
            #expect(ShortVector(stored: short.stored) == short)
            for (number, exact) in zip(short.numbers, vector) { #expect(abs(Float(number) * short.scale - exact) <= short.scale * 0.51) }
        }
        #expect(ShortVector(stored: []) == nil && ShortVector(stored: [0, 0, 0, 0]) == nil)
        #expect(ShortVector(stored: [0, 0, 0xC0, 0x7F, 1]) == nil)  // NaN
        #expect(ShortVector(stored: [0, 0, 0x80, 0xBF, 1]) == nil)  // −1
    }
}
