internal import Foundation

/// A file of named number tables in the safetensors format: eight bytes with the header's length, the header in JSON, the numbers.
///
/// Everything that the header says is checked when the file is opened, so that reading a table cannot leave the file.
struct TensorFile: Sendable {
    private struct Entry: Decodable {
        let dtype: String
        let shape: [Int]
        let data_offsets: [Int]
    }

    struct Tensor: Sendable, Equatable {
        let type: String
        let shape: [Int]
        /// Where its bytes are, from the file's first.
        let range: Range<Int>
    }

    /// Bytes for one number of each type that the format knows and that a model might carry.
    private static let widths = [
        "F64": 8, "F32": 4, "F16": 2, "BF16": 2, "I64": 8, "I32": 4, "I16": 2, "I8": 1, "U64": 8, "U32": 4, "U16": 2, "U8": 1,
        "BOOL": 1,
    ]
    private static let longestHeader = 25_000_000

    private let name: String
    private let file: MappedFile
    let tensors: [String: Tensor]

    init(_ url: URL) throws {
        name = url.lastPathComponent
        file = try MappedFile(url)
        tensors = try Self.read(file.bytes, name)
    }

    /// The numbers of a table, where they lie in the file; valid as long as this file is held.
    func floats(_ tensor: String, shape: [Int]) throws -> UnsafePointer<Float> {
        guard let found = tensors[tensor] else { throw EncoderError(.model, "\(name) has no table “\(tensor)”.") }
        guard found.type == "F32" else {
            throw EncoderError(.model, "\(name): table “\(tensor)” is of type \(found.type); only F32 is read. Convert the model to F32.")
        }
        guard found.shape == shape else {
            throw EncoderError(
                .model, "\(name): table “\(tensor)” has the shape \(found.shape), but config.json asks for \(shape).")
        }
        guard found.range.lowerBound % MemoryLayout<Float>.alignment == 0,
            let start = file.bytes.baseAddress
        else {
            throw EncoderError(.model, "\(name): table “\(tensor)” does not begin at a multiple of four bytes.")
        }
        return UnsafePointer((start + found.range.lowerBound).assumingMemoryBound(to: Float.self))
    }

    /// Gives the memory of a table back until it is read again (see `MappedFile`).
    func release(_ tensor: String) {
        if let range = tensors[tensor]?.range { file.release(range) }
    }

    /// The same for all tables.
    func releaseAll() { file.release(0..<file.bytes.count) }

    private static func read(_ bytes: UnsafeRawBufferPointer, _ name: String) throws -> [String: Tensor] {
        func refuse(_ what: String) -> EncoderError { EncoderError(.model, "\(name) is no safetensors file: \(what).") }
        guard bytes.count >= 8 else { throw refuse("it is shorter than eight bytes") }
        let length = UInt64(littleEndian: bytes.loadUnaligned(as: UInt64.self))
        guard length <= UInt64(longestHeader), Int(length) <= bytes.count - 8 else {
            throw refuse("its header would be \(length) bytes, in a file of \(bytes.count)")
        }
        let first = 8 + Int(length)
        let header: [String: Header]
        do {
            header = try JSONDecoder().decode([String: Header].self, from: Data(bytes[8..<first]))
        } catch {
            throw refuse("its header cannot be read (\(error))")
        }
        var tensors: [String: Tensor] = [:]
        for case (let key, .tensor(let entry)) in header {
            guard let width = widths[entry.dtype] else { throw refuse("table “\(key)” has the unknown type \(entry.dtype)") }
            var size = width
            for part in entry.shape {
                let (product, overflow) = size.multipliedReportingOverflow(by: part)
                guard part >= 0, !overflow else { throw refuse("table “\(key)” has the impossible shape \(entry.shape)") }
                size = product
            }
            guard entry.data_offsets.count == 2, let start = entry.data_offsets.first, let end = entry.data_offsets.last,
                start >= 0, start <= end, end <= bytes.count - first
            else {
                throw refuse("table “\(key)” lies outside the file, at \(entry.data_offsets)")
            }
            guard end - start == size else {
                throw refuse("table “\(key)” of shape \(entry.shape) takes \(size) bytes, but has \(end - start)")
            }
            tensors[key] = Tensor(type: entry.dtype, shape: entry.shape, range: first + start..<first + end)
        }
        var reached = first
        for tensor in tensors.sorted(by: { ($0.value.range.lowerBound, $0.value.range.upperBound) < ($1.value.range.lowerBound, $1.value.range.upperBound) }) {
            guard tensor.value.range.lowerBound == reached else {
                throw refuse("table “\(tensor.key)” overlaps another or leaves a gap")
            }
            reached = tensor.value.range.upperBound
        }
        guard reached == bytes.count else { throw refuse("\(bytes.count - reached) bytes at its end belong to no table") }
        return tensors
    }

    /// One line of the header: a table, or the notes under `__metadata__`.
    private enum Header: Decodable {
        case tensor(Entry)
        case notes

        init(from decoder: any Decoder) throws {
            if decoder.codingPath.last?.stringValue == "__metadata__" {
                _ = try [String: String](from: decoder)
                self = .notes
            } else {
                self = .tensor(try Entry(from: decoder))
            }
        }
    }
}
