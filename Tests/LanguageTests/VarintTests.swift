import Testing

@testable import Language

struct VarintTests {
    @Test func numbersTakeTheRoomThatIsToldBeforeAndComeBack() {
        let edges = [0, 1] + [7, 14, 21, 28].flatMap { [(1 << $0) - 1, 1 << $0] } + [Int(UInt32.max)]
        for number in edges.map(UInt32.init) {
            var appended: [UInt8] = []
            Varint.append(number, to: &appended)
            #expect(appended.count == Varint.length(number))
            var written = [UInt8](repeating: 0, count: appended.count)
            var end = 0
            written.withUnsafeMutableBufferPointer { Varint.write(number, to: $0, at: &end) }
            #expect(written == appended && end == appended.count)
            var start = 0
            #expect(appended.withUnsafeBufferPointer { Varint.read($0, at: &start) } == number)
        }
    }
}
