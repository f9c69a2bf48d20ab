internal import Foundation

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Darwin)
internal import Darwin
#endif

/// A file that is read where it lies: opening it costs nothing, and several processes share its memory.
///
/// The file must not be shortened while it is mapped; to replace it, write another and rename it.
// Unchecked: the bytes are mapped read-only and are let go in deinit alone.
final class MappedFile: @unchecked Sendable {
    // Unchecked because the pointer is to memory that nobody writes and that stays until `deinit`.
    let bytes: UnsafeRawBufferPointer

    init(_ file: URL) throws {
        let path = file.path(percentEncoded: false)
        func refuse(_ what: String) -> EncoderError {
            EncoderError(.model, "\(path) \(what): \(String(cString: strerror(errno))).")
        }
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw refuse("cannot be opened") }
        defer { close(descriptor) }
        var facts = stat()
        guard fstat(descriptor, &facts) == 0 else { throw refuse("cannot be looked at") }
        let size = Int(facts.st_size)
        guard size > 0 else { throw EncoderError(.model, "\(path) is empty.") }
        guard let start = mmap(nil, size, PROT_READ, MAP_PRIVATE, descriptor, 0), start != MAP_FAILED else {
            throw refuse("cannot be mapped")
        }
        bytes = UnsafeRawBufferPointer(start: start, count: size)
    }

    /// Gives the memory of these bytes back. The next look at them reads them from the file again, most often from the system's copy.
    ///
    /// For what will not be looked at soon. Who reads them meanwhile, on another thread, finds them as they were.
    func release(_ range: Range<Int>) {
        let page = Int(getpagesize())
        let first = range.lowerBound / page * page
        guard let start = bytes.baseAddress, range.upperBound > first, range.upperBound <= bytes.count else { return }
        // It can fail only for an address that is not mapped, and then there is nothing to give back.
        _ = madvise(UnsafeMutableRawPointer(mutating: start + first), range.upperBound - first, MADV_DONTNEED)
    }

    deinit {
        munmap(UnsafeMutableRawPointer(mutating: bytes.baseAddress), bytes.count)
    }
}
