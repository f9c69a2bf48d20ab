import Foundation
import Testing

@testable import Language

struct TensorFileTests {
    private func open(_ header: String, numbers: Int = 4, length: UInt64? = nil) throws -> TensorFile {
        var bytes: [UInt8] = []
        let size = length ?? UInt64(header.utf8.count)
        for place in 0..<8 { bytes.append(UInt8(truncatingIfNeeded: size >> UInt64(8 * place))) }
        bytes += Array(header.utf8)
        for number in 0..<numbers { withUnsafeBytes(of: Float(number).bitPattern.littleEndian) { bytes += Array($0) } }
        return try open(bytes)
    }

    private func open(_ bytes: [UInt8]) throws -> TensorFile {
        let file = FileManager.default.temporaryDirectory.appending(path: "sangam-\(UUID().uuidString).safetensors")
        try Data(bytes).write(to: file)
        defer { #expect(throws: Never.self) { try FileManager.default.removeItem(at: file) } }
        return try TensorFile(file)
    }

    private func reason(_ header: String, numbers: Int = 4, length: UInt64? = nil) -> String {
        let error = #expect(throws: EncoderError.self) { try open(header, numbers: numbers, length: length) }
        #expect(error?.kind == .model)
        return error?.description ?? ""
    }

    /// Padded so that the numbers begin at a multiple of eight, as the format asks.
    private let good = #"{"__metadata__":{"format":"pt"},"w":{"dtype":"F32","shape":[2,2],"data_offsets":[0,16]}}"# + String(repeating: " ", count: 7)

    @Test func aTableIsReadWhereItLies() throws {
        let padded = good.padding(toLength: (good.utf8.count + 7) / 8 * 8, withPad: " ", startingAt: 0)
        let file = try open(padded)
        let numbers = try file.floats("w", shape: [2, 2])
        #expect((0..<4).map { numbers[$0] } == [0, 1, 2, 3])
        #expect(throws: EncoderError.self) { try file.floats("w", shape: [4]) }
        #expect(throws: EncoderError.self) { try file.floats("x", shape: [2, 2]) }
    }

    @Test func aMalformedFileIsRefusedWithItsFault() throws {
        func table(_ type: String, _ shape: String, _ offsets: String) -> String {
            #"{"w":{"dtype":"\#(type)","shape":\#(shape),"data_offsets":\#(offsets)}}"#
        }
        #expect(reason("", numbers: 0, length: 0).contains("header cannot be read"))
        #expect(reason("{}", numbers: 0, length: .max).contains("header would be"))
        #expect(reason("{}", numbers: 0, length: 3).contains("header would be"))
        #expect(reason("[1]", numbers: 0).contains("header cannot be read"))
        #expect(reason("{\"w\": 1}").contains("header cannot be read"))
        #expect(reason(table("F32", "[2,2]", "[0,20]")).contains("outside the file"))
        #expect(reason(table("F32", "[2,2]", "[-4,12]")).contains("outside the file"))
        #expect(reason(table("F32", "[2,2]", "[16,0]")).contains("outside the file"))
        #expect(reason(table("F32", "[2,2]", "[0]")).contains("outside the file"))
        #expect(reason(table("F32", "[2,3]", "[0,16]")).contains("takes 24 bytes"))
        #expect(reason(table("F32", "[-2,-2]", "[0,16]")).contains("impossible shape"))
        #expect(reason(table("F32", "[4611686018427387904,4]", "[0,16]")).contains("impossible shape"))
        #expect(reason(table("Q4", "[4]", "[0,16]")).contains("unknown type"))
        #expect(reason(table("F32", "[3]", "[0,12]")).contains("belong to no table"))
        #expect(reason(table("F32", "[3]", "[4,16]")).contains("gap"))
        let twice = #"{"a":{"dtype":"F32","shape":[4],"data_offsets":[0,16]},"b":{"dtype":"F32","shape":[2],"data_offsets":[8,16]}}"#
        #expect(reason(twice).contains("overlaps"))
        #expect(throws: EncoderError.self) { try open([]) }
        #expect(throws: EncoderError.self) { try open([1, 2, 3]) }
        #expect(throws: EncoderError.self) { try TensorFile(URL(filePath: "/nowhere/model.safetensors")) }
    }

    @Test func anotherTypeOfNumberIsRefusedWhenItIsAskedFor() throws {
        let file = try open(#"{"w":{"dtype":"F16","shape":[8],"data_offsets":[0,16]}}"#)
        let error = #expect(throws: EncoderError.self) { try file.floats("w", shape: [8]) }
        #expect(error?.description.contains("only F32") == true)
    }

    /// A file with some bytes changed is read or refused, and never read past its end.
    @Test func damagedFilesAreSurvived() throws {
        var generator = Generator(5)
        let size = UInt64(good.utf8.count)
        let whole = (0..<8).map { UInt8(truncatingIfNeeded: size >> UInt64(8 * $0)) } + Array(good.utf8) + [UInt8](repeating: 1, count: 16)
        for _ in 0..<500 {
            var bytes = whole
            for _ in 0..<Int.random(in: 1...4, using: &generator) {
                bytes[Int.random(in: 0..<bytes.count, using: &generator)] = UInt8.random(in: 0...255, using: &generator)
            }
            if Bool.random(using: &generator) { bytes.removeLast(Int.random(in: 1..<bytes.count, using: &generator)) }
            do {
                let tensors = try open(bytes).tensors
                #expect(tensors.values.allSatisfy { $0.range.upperBound <= bytes.count })
            } catch is EncoderError {}
        }
    }
}
