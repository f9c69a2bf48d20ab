import CZlib
import NIOCore
import Synchronization

/// Packs replies. Packers are kept and used again: making one costs more than packing a page.
final class Gzip: Sendable {
    enum Fault: Error { case zlib(Int32) }

    /// Quick enough for each reply.
    static let pages = Gzip(level: 4)
    /// For what is packed once, at start.
    static let files = Gzip(level: 9)

    private let level: Int32
    private let free = Mutex<[Packer]>([])

    init(level: Int32) {
        self.level = level
    }

    func pack(_ bytes: ByteBuffer) throws -> ByteBuffer {
        let packer = try free.withLock { $0.popLast() } ?? Packer(level: level)
        let packed = try packer.pack(bytes)
        free.withLock { free in
            if free.count < 8 { free.append(packer) }
        }
        return packed
    }

    private final class Packer: @unchecked Sendable {  // one user at a time: whoever took it out of the list
        private let stream: UnsafeMutablePointer<z_stream>

        init(level: Int32) throws {
            stream = .allocate(capacity: 1)
            stream.initialize(to: z_stream())
            let result = sangam_gzip_init(stream, level)
            guard result == Z_OK else {
                // Without a state to end; `deinit` does not run for an object that failed to be made.
                stream.deallocate()
                throw Fault.zlib(result)
            }
        }

        deinit {
            deflateEnd(stream)
            stream.deallocate()
        }

        func pack(_ bytes: ByteBuffer) throws -> ByteBuffer {
            var result = deflateReset(stream)
            guard result == Z_OK else { throw Fault.zlib(result) }
            let bound = Int(deflateBound(stream, UInt(bytes.readableBytes)))
            var packed = ByteBuffer()
            packed.reserveCapacity(bound)
            let written = bytes.withUnsafeReadableBytes { input in
                packed.writeWithUnsafeMutableBytes(minimumWritableBytes: bound) { output in
                    // zlib takes the input as mutable but does not write to it.
                    stream.pointee.next_in = UnsafeMutablePointer(
                        mutating: input.bindMemory(to: UInt8.self).baseAddress)
                    stream.pointee.avail_in = UInt32(input.count)
                    stream.pointee.next_out = output.bindMemory(to: UInt8.self).baseAddress
                    stream.pointee.avail_out = UInt32(output.count)
                    result = deflate(stream, Z_FINISH)
                    return Int(stream.pointee.total_out)
                }
            }
            guard result == Z_STREAM_END, written > 0 else { throw Fault.zlib(result) }
            return packed
        }
    }
}
